/// What a call does on the provider's side.
///
/// It decides what a failure leaves open, and whether a call may be repeated after a doubtful
/// sign of a rejected token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// It only reads: repeating it harms nobody.
    Reads,
    /// It changes something: goods, money, a record.
    Writes,
}
