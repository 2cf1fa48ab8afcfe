provider_client::codes! {
    /// The number in `success`, the one number that the provider answers with.
    ///
    /// It publishes no error codes: 1 is success, 0 is every refusal, and only the message says
    /// why \[doc\]. So the constants tell no refusals apart; the HTTP status may, see
    /// [`Refusal::class`](crate::Refusal::class). Any other number is kept as it came, and leaves
    /// a call that writes open \[inferred\].
    pub struct Code, success 1;
    REFUSED = 0, Unknown NotDone, None, "the call failed; only the message says why";
}
