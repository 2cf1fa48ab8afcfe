use std::sync::Arc;
use std::time::Duration;

use access_token::{Settings as Token, Store, Unstated};
use provider_client::TokenSettings;
use provider_http::{InvalidInput, Settings as Transport, check_printable};
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
    pub(crate) token: TokenSettings,
    pub(crate) token_prefix: String,
    pub(crate) headers: Vec<(String, Secret)>,
}

impl Settings {
    /// The one API host that the document prints, in its sample of an authorised call.
    ///
    /// Whether it serves get-token is not said: the document refers to a page (环境信息) whose
    /// host table is not public. The provider's staff names the host of your environment.
    pub const BASE_URL: &'static str = "https://sapi.supercarrier8.com";

    /// Settings for a base URL: the part before paths such as `/cncop/…` and `/trace/…`.
    pub fn new(base_url: impl Into<String>) -> Self {
        let token = Token::default()
            // The document: one token request a minute [doc].
            .min_interval(Duration::from_secs(60))
            // What a token without a stated lifetime is taken to live.
            .unstated(Unstated::Assume(Duration::from_secs(600)));
        Self {
            transport: Transport::new(base_url),
            token: TokenSettings::new(token),
            token_prefix: String::new(),
            headers: Vec::new(),
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
        self.token = self.token.store(store);
        self
    }

    /// Changes the settings of the token: the part of its life in which it is replaced (default
    /// the last tenth, as the document proposes: 定时刷新 \[doc\]), what happens while no request
    /// is allowed or while the store fails, deadlines and waits, and what a token without a stated
    /// lifetime is taken to live (default 600 s).
    ///
    /// The least time between two requests is a minute \[doc\] and a margin of a second, for
    /// clocks that do not run alike. With [`TooSoon::Wait`](crate::TooSoon::Wait) make the longest
    /// wait longer than that, so that a call can wait for the next request.
    #[must_use]
    pub fn token(mut self, change: impl FnOnce(Token) -> Token) -> Self {
        self.token = self.token.change(change);
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
    /// The clock also tells the age of tokens, and a wait for a token is its [`wait`](crate::Clock::wait).
    #[must_use]
    pub fn transport(mut self, change: impl FnOnce(Transport) -> Transport) -> Self {
        self.transport = change(self.transport);
        self
    }

    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        check_printable("token_prefix", &self.token_prefix, "RFC 9110")?;
        for (name, value) in &self.headers {
            check_header(name, value)?;
            if name.eq_ignore_ascii_case("content-type") {
                let rule = "must not be Content-Type: it belongs to the body of a call";
                return Err(InvalidInput::new("header", rule, "settings of the client"));
            }
        }
        Ok(())
    }
}
