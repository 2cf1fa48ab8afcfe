use provider_client::TokenSettings;
use provider_http::Settings as Transport;

#[derive(Debug)]
pub(crate) struct Settings {
    pub(super) transport: Transport,
    pub(super) token: TokenSettings,
}

impl Settings {
    /// Settings for a base URL: the part before `/open/v2`.
    pub(crate) fn new(base_url: impl Into<String>) -> Self {
        Self {
            transport: Transport::new(base_url),
            token: TokenSettings::new(access_token::Settings::default()),
        }
    }

    /// Changes the settings of the transport.
    pub(crate) fn transport(self, change: impl FnOnce(Transport) -> Transport) -> Self {
        Self {
            transport: change(self.transport),
            ..self
        }
    }
}
