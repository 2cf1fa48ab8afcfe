use std::sync::Arc;
use std::time::Duration;

use access_token::{RefreshWindow, Settings as TokenSettings, Store, StoreDown, TooSoon, Unstated};
use provider_http::{InvalidInput, Settings as Transport};
use signing::Secret;

use crate::call::check_header;

/// Where the service is, how its token is kept, and the choices that its document leaves open.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
/// use chao8_api::{FileStore, Settings};
///
/// # let dir = std::env::temp_dir().join(format!("chao8-api-doc-{}", std::process::id()));
/// // One token for all processes of this machine, and for the next start.
/// let store = FileStore::new(&dir)?;
/// let settings = Settings::new(Settings::BASE_URL)
///     .store(Arc::new(store))
///     .transport(|transport| transport.timeout(Duration::from_secs(10)));
/// # std::fs::remove_dir_all(&dir).ok();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) transport: Transport,
    pub(crate) store: Option<Arc<dyn Store>>,
    pub(crate) fetch_timeout: Duration,
    pub(crate) token_prefix: String,
    pub(crate) headers: Vec<(String, Secret)>,
    window: RefreshWindow,
    lease: Duration,
    longest_wait: Duration,
    too_soon: TooSoon,
    store_down: StoreDown,
    assumed_lifetime: Duration,
}

impl Settings {
    /// The one API host that the document prints, in its sample of an authorised call.
    ///
    /// Whether it serves get-token is not said: the document refers to a page (环境信息) whose
    /// host table is not public. The provider's staff names the host of your environment.
    pub const BASE_URL: &'static str = "https://sapi.supercarrier8.com";

    /// Settings for a base URL: the part before paths such as `/cncop/…` and `/trace/…`.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            transport: Transport::new(base_url),
            store: None,
            fetch_timeout: Duration::from_secs(10),
            token_prefix: String::new(),
            headers: Vec::new(),
            window: RefreshWindow::default(),
            lease: Duration::from_secs(20),
            longest_wait: Duration::from_secs(30),
            too_soon: TooSoon::default(),
            store_down: StoreDown::default(),
            assumed_lifetime: Duration::from_secs(600),
        }
    }

    /// Where the token lives. Default: a [`MemoryStore`](crate::MemoryStore) of this client and
    /// its clones.
    ///
    /// The provider allows one token request a minute: give all clients of one access key the
    /// same store. [`FileStore`](crate::FileStore) serves the processes of a machine, the
    /// crate `access-token-redis` several machines.
    #[must_use]
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// The part of a token's life in which it is used and replaced. Default: the last tenth, as
    /// the document proposes (定时刷新 \[doc\]).
    #[must_use]
    pub fn refresh_window(mut self, window: RefreshWindow) -> Self {
        self.window = window;
        self
    }

    /// What a call without a token gets while no token request is allowed. Default: an error at
    /// once, with the time left.
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

    /// How long a token request may take, its connection included. Default 10 s, more than 0,
    /// shorter than the lease.
    #[must_use]
    pub fn fetch_timeout(mut self, timeout: Duration) -> Self {
        self.fetch_timeout = timeout;
        self
    }

    /// How long one caller may take to fetch a token before another may. Default 20 s, longer
    /// than the fetch timeout, shorter than the longest wait.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// How long a call without a token waits for the caller or the process that fetches one.
    /// Default 30 s, longer than the lease.
    ///
    /// With [`TooSoon::Wait`] make it longer than a minute, so that a call can wait for the next
    /// token request.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// How long a token is taken to live when the answer does not say. Default 600 s, more
    /// than 0.
    #[must_use]
    pub fn assumed_lifetime(mut self, lifetime: Duration) -> Self {
        self.assumed_lifetime = lifetime;
        self
    }

    /// What stands before the token in `Authorization`, a space included. Default nothing, as
    /// documented; one client in the field sends `Bearer ` to a deployment of its own.
    #[must_use]
    pub fn token_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.token_prefix = prefix.into();
        self
    }

    /// Adds a header to every authorised call, not to token requests. Default none.
    ///
    /// The document asks for no other header than the token \[doc\]; one client in the field adds
    /// `accessKey` \[observed\].
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Changes the settings of the transport: deadlines, limits, proxy, certificates, clock, hook.
    ///
    /// The clock also tells the age of tokens; a wait for a token looks at it every few
    /// milliseconds and does not call its `wait`, so that another thread must move it.
    #[must_use]
    pub fn transport(mut self, change: impl FnOnce(Transport) -> Transport) -> Self {
        self.transport = change(self.transport);
        self
    }

    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        if self.fetch_timeout.is_zero() {
            let rule = "must be more than 0";
            return Err(InvalidInput::new(
                "fetch_timeout",
                rule,
                "settings of the client",
            ));
        }
        let printable = |byte| matches!(byte, b' '..=b'~');
        if !self.token_prefix.bytes().all(printable) {
            let rule = "must be printable ASCII";
            return Err(InvalidInput::new("token_prefix", rule, "RFC 9110"));
        }
        for (name, value) in &self.headers {
            check_header(name, value)?;
            if name.eq_ignore_ascii_case("content-type") {
                let rule = "must not be Content-Type: it belongs to the body of a call";
                return Err(InvalidInput::new("header", rule, "settings of the client"));
            }
        }
        Ok(())
    }

    /// For the manager of the token, which checks them.
    pub(crate) fn token_settings(&self) -> TokenSettings {
        TokenSettings::default()
            // The document: one token request a minute [doc].
            .min_interval(Duration::from_secs(60))
            .refresh_window(self.window)
            .fetch_timeout(self.fetch_timeout)
            .lease(self.lease)
            .longest_wait(self.longest_wait)
            .too_soon(self.too_soon)
            .store_down(self.store_down)
            .unstated(Unstated::Assume(self.assumed_lifetime))
    }
}
