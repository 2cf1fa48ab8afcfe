use std::sync::Arc;
use std::time::Duration;

use access_token::{Settings as Token, Store, Unstated};
use provider_client::TokenSettings;
use provider_http::Settings as Transport;

/// Where the service is, and how its token is kept.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
/// use damaijia_api::{FileStore, Settings};
///
/// # let dir = std::env::temp_dir().join(format!("damaijia-api-doc-{}", std::process::id()));
/// // One token for all processes of this machine: a login ends the token of everybody else.
/// let store = FileStore::new(&dir)?;
/// let settings = Settings::new(Settings::BASE_URL)
///     .store(Arc::new(store))
///     // The service has no https: see the README.
///     .transport(|transport| transport.allow_plain_http().timeout(Duration::from_secs(10)));
/// # std::fs::remove_dir_all(&dir).ok();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) transport: Transport,
    pub(crate) token: TokenSettings,
}

impl Settings {
    /// The address on every page of the provider \[doc\]. It is plain http, and no https address
    /// is known: credentials and recipients cross the network in clear, so it takes
    /// [`allow_plain_http`](Transport::allow_plain_http).
    pub const BASE_URL: &'static str = "http://www.damaijia168.com";

    /// Settings for a base URL: the part before `/vv/external`.
    pub fn new(base_url: impl Into<String>) -> Self {
        let token = Token::default()
            // The provider states no limit. This one keeps two applications of an account from
            // throwing each other out without end; it is also how long the calls of this one may
            // fail after somebody else has logged in.
            .min_interval(Duration::from_secs(60))
            // No interval is documented, so none can be missed by a moment.
            .margin(Duration::ZERO)
            // Quirk: no lifetime is stated, and none is set [observed].
            .unstated(Unstated::UntilRejected);
        Self {
            transport: Transport::new(base_url),
            token: TokenSettings::new(token),
        }
    }

    /// Where the token lives. Default: a [`MemoryStore`](crate::MemoryStore) of this client and
    /// its clones.
    ///
    /// Each login ends the token before \[observed\]: give all clients of one account the same
    /// store, or they log each other out. [`FileStore`](crate::FileStore) serves the processes
    /// of a machine, the crate `access-token-redis` several machines. With an `api_key` no store
    /// is used.
    #[must_use]
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.token = self.token.store(store);
        self
    }

    /// Changes the settings of the token: the least time between two logins (default 60 s, no
    /// margin), what happens while none is allowed or while the store fails, deadlines and waits.
    ///
    /// With [`TooSoon::Wait`](crate::TooSoon::Wait) make the longest wait longer than the least
    /// time between two logins, or a call seldom waits long enough for the next one.
    #[must_use]
    pub fn token(mut self, change: impl FnOnce(Token) -> Token) -> Self {
        self.token = self.token.change(change);
        self
    }

    /// Changes the settings of the transport: deadlines, limits, proxy, certificates, clock, hook.
    ///
    /// The clock also measures the login interval, and a wait for a token is its [`wait`](crate::Clock::wait).
    #[must_use]
    pub fn transport(mut self, change: impl FnOnce(Transport) -> Transport) -> Self {
        self.transport = change(self.transport);
        self
    }
}
