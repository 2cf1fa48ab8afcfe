use provider_http::Settings as Transport;
use signing::sorted_pairs::Encoding;

/// Where the service is, and the choices that its documents leave open.
///
/// ```
/// use std::time::Duration;
/// use vending_api::{Encoding, Settings};
///
/// let settings = Settings::new("https://vending.example")
///     .signed_encoding(Encoding::Form)
///     .transport(|transport| transport.timeout(Duration::from_secs(10)));
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) transport: Transport,
    pub(crate) signed_encoding: Encoding,
}

impl Settings {
    /// Settings for a base URL: the part before `/api/openapi/v1`.
    ///
    /// The provider's pages call it `{url}` and give `https://www.awish.vip` as an example
    /// \[docs+\]. It is not a default, since nobody states that the service still answers there.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            transport: Transport::new(base_url),
            signed_encoding: Encoding::Raw,
        }
    }

    /// How names and values are encoded in the string to sign. Default [`Encoding::Raw`].
    ///
    /// The documents do not settle it, and it matters only for values with a space, a colon or
    /// the like: of the calls here, for the expiry of pickup codes. Try the other one when only
    /// those calls are refused with
    /// [`Code::PAYLOAD_SIGN_INVALID`](crate::Code::PAYLOAD_SIGN_INVALID) (4006).
    #[must_use]
    pub fn signed_encoding(mut self, encoding: Encoding) -> Self {
        self.signed_encoding = encoding;
        self
    }

    /// Changes the settings of the transport: deadlines, limits, proxy, certificates, clock, hook.
    #[must_use]
    pub fn transport(mut self, change: impl FnOnce(Transport) -> Transport) -> Self {
        self.transport = change(self.transport);
        self
    }
}
