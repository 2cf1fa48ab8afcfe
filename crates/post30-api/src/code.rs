provider_http::codes! {
    /// The number in `success`, the one number that the provider answers with.
    ///
    /// It publishes no error codes: 1 is success, 0 is every refusal, and only the message says
    /// why \[doc\]. So the constants tell no refusals apart; the HTTP status may, see
    /// [`Refusal::class`](crate::Refusal::class). Any other number is kept as it came.
    pub struct Code, success 1;
    REFUSED = 0, Unknown, None, "the call failed; only the message says why";
}

impl Code {
    /// Whether a writing call that ends with this code may have taken effect all the same.
    ///
    /// So does every number that is not documented \[inferred\].
    pub fn leaves_open(self) -> bool {
        self.meaning().is_none()
    }
}
