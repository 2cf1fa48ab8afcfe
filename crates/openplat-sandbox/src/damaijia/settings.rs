//! What a test can ask for where the provider is known to have two ways.

/// How numbers are written in answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberStyle {
    /// As JSON numbers.
    #[default]
    Numbers,
    /// As texts, `status` included: a client must read both \[observed\].
    Texts,
}

/// Which of its two sets of codes the provider refuses an order or a cancellation with.
///
/// The document and the behaviour disagree; a client must expect either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusalStyle {
    /// As the provider's list of codes has it: 226, 227 and 228 for an order, 208 and 213 for a cancellation \[doc\].
    #[default]
    Documented,
    /// As it was seen: 422 with a text for an order, 239 for a cancellation \[observed\].
    Observed,
}

/// What a warehouse says when it is asked to give back a parcel that was handed over and has no waybill number yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WarehouseReply {
    /// The parcel is cancelled and refunded.
    #[default]
    Agrees,
    /// The cancellation is refused: 208, or 239 with [`RefusalStyle::Observed`].
    Refuses,
}
