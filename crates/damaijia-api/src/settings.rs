use std::sync::Arc;
use std::time::Duration;

use access_token::{Settings as TokenSettings, Store, StoreDown, TooSoon, Unstated};
use provider_http::{InvalidInput, Settings as Transport};

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
    pub(crate) store: Option<Arc<dyn Store>>,
    pub(crate) fetch_timeout: Duration,
    login_interval: Duration,
    lease: Duration,
    longest_wait: Duration,
    too_soon: TooSoon,
    store_down: StoreDown,
}

impl Settings {
    /// The address on every page of the provider \[doc\]. It is plain http, and no https address
    /// is known: credentials and recipients cross the network in clear, so it takes
    /// [`allow_plain_http`](Transport::allow_plain_http).
    pub const BASE_URL: &'static str = "http://www.damaijia168.com";

    /// Settings for a base URL: the part before `/vv/external`.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            transport: Transport::new(base_url),
            store: None,
            fetch_timeout: Duration::from_secs(10),
            login_interval: Duration::from_secs(60),
            lease: Duration::from_secs(20),
            longest_wait: Duration::from_secs(30),
            too_soon: TooSoon::default(),
            store_down: StoreDown::default(),
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
        self.store = Some(store);
        self
    }

    /// The least time between two logins, by all who share the store. Default 60 s, more than 0.
    ///
    /// The provider states no limit. This one keeps two applications of an account from throwing
    /// each other out without end; it is also how long the calls of this one may fail after
    /// somebody else has logged in.
    #[must_use]
    pub fn login_interval(mut self, interval: Duration) -> Self {
        self.login_interval = interval;
        self
    }

    /// What a call without a token gets while no login is allowed. Default: an error at once,
    /// with the time left.
    #[must_use]
    pub fn too_soon(mut self, too_soon: TooSoon) -> Self {
        self.too_soon = too_soon;
        self
    }

    /// What happens while the store fails. Default: an error.
    #[must_use]
    pub fn store_down(mut self, store_down: StoreDown) -> Self {
        self.store_down = store_down;
        self
    }

    /// How long a login may take, its connection included. Default 10 s, more than 0, shorter
    /// than the lease.
    #[must_use]
    pub fn fetch_timeout(mut self, timeout: Duration) -> Self {
        self.fetch_timeout = timeout;
        self
    }

    /// How long one caller may take to log in before another may. Default 20 s, longer than the
    /// fetch timeout, shorter than the longest wait.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// How long a call without a token waits for the caller or the process that logs in. Default
    /// 30 s, longer than the lease.
    ///
    /// Longer than the login interval together with [`TooSoon::Wait`], or a call seldom waits
    /// long enough for the next login.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Changes the settings of the transport: deadlines, limits, proxy, certificates, clock, hook.
    ///
    /// The clock also measures the login interval; a wait for a token looks at it every few
    /// milliseconds and does not call its `wait`, so that another thread must move it.
    #[must_use]
    pub fn transport(mut self, change: impl FnOnce(Transport) -> Transport) -> Self {
        self.transport = change(self.transport);
        self
    }

    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        if self.fetch_timeout.is_zero() {
            let rule = "must be more than 0";
            let origin = "settings of the client";
            return Err(InvalidInput::new("fetch_timeout", rule, origin));
        }
        Ok(())
    }

    /// For the manager of the token, which checks them.
    pub(crate) fn token_settings(&self) -> TokenSettings {
        TokenSettings::default()
            .min_interval(self.login_interval)
            // No interval is documented, so none can be missed by a moment.
            .margin(Duration::ZERO)
            .fetch_timeout(self.fetch_timeout)
            .lease(self.lease)
            .longest_wait(self.longest_wait)
            .too_soon(self.too_soon)
            .store_down(self.store_down)
            // Quirk: no lifetime is stated, and none is set [observed].
            .unstated(Unstated::UntilRejected)
    }
}
