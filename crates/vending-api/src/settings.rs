use provider_http::Settings as Transport;
use signing::sorted_pairs::Values;

/// Where the service is, and the choices that its documents leave open.
///
/// ```
/// use std::time::Duration;
/// use vending_api::{Settings, Values};
///
/// let settings = Settings::new("https://vending.example")
///     .signed_values(Values::FormEncoded)
///     .transport(|transport| transport.timeout(Duration::from_secs(10)));
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) transport: Transport,
    pub(crate) signed_values: Values,
}

impl Settings {
    /// Settings for a base URL: the part before `/api/openapi/v1`.
    ///
    /// The provider's pages call it `{url}` and give `https://www.awish.vip` as an example
    /// \[docs+\]. It is not a default, since nobody states that the service still answers there.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            transport: Transport::new(base_url),
            signed_values: Values::Raw,
        }
    }

    /// Whether values are signed as they are or form-encoded. Default [`Values::Raw`].
    ///
    /// The documents do not settle it, and it matters only for values with a space, a colon or
    /// the like: of the calls here, for the expiry of pickup codes. Try the other one when only
    /// those calls are refused with 4006.
    #[must_use]
    pub fn signed_values(mut self, values: Values) -> Self {
        self.signed_values = values;
        self
    }

    /// Changes the settings of the transport: deadlines, limits, proxy, certificates, clock, hook.
    #[must_use]
    pub fn transport(mut self, change: impl FnOnce(Transport) -> Transport) -> Self {
        self.transport = change(self.transport);
        self
    }
}
