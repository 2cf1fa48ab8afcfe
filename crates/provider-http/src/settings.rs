use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use signing::Secret;

use crate::base_url::BaseUrl;
use crate::observe::Observer;
use crate::{
    Clock, InvalidInput, InvalidKind, Observation, SystemClock, at_least_1, check_printable, filled,
};

const LONGEST_DEADLINE: Duration = Duration::from_secs(24 * 60 * 60);

/// How a provider is reached: base URL, deadlines, limits, proxy, certificates.
///
/// Every deadline and limit has a default, and none of them can be switched off.
///
/// ```
/// use std::time::Duration;
/// use provider_http::{Client, Settings};
///
/// let settings = Settings::new("https://provider.example").timeout(Duration::from_secs(10));
/// let client = Client::new(settings)?;
/// # Ok::<(), provider_http::Error>(())
/// ```
#[derive(Clone)]
pub struct Settings {
    pub(crate) provider: &'static str,
    pub(crate) base_url: String,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) max_body_bytes: u64,
    pub(crate) user_agent: String,
    pub(crate) proxy: Proxy,
    pub(crate) root_certificates: Vec<Vec<u8>>,
    pub(crate) plain_http: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) observer: Option<Observer>,
}

/// Which proxy the exchanges go through.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Proxy {
    /// None, whatever the environment says. The default.
    #[default]
    Direct,
    /// The first of `ALL_PROXY`, `HTTPS_PROXY` and `HTTP_PROXY` that is set, in either letter
    /// case and is a URL; hosts in `NO_PROXY` are reached directly. A SOCKS proxy is refused.
    FromEnvironment,
    /// This one, such as `http://user:password@proxy:3128`; a secret, since it may carry a
    /// password. `http` and `https`, no SOCKS.
    Url(Secret),
}

impl Settings {
    /// Settings for a base URL, with the default for everything else.
    ///
    /// The base URL has a scheme, a host, perhaps a port and a path prefix; no user, no query. An
    /// address of IPv4 is four decimal numbers: `127.1` is refused. A slash at its end is dropped.
    /// It is checked by [`Client::new`](crate::Client::new).
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            provider: "",
            base_url: base_url.into(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_body_bytes: 8 * 1024 * 1024,
            user_agent: concat!("openplat/", env!("CARGO_PKG_VERSION")).into(),
            proxy: Proxy::Direct,
            root_certificates: Vec::new(),
            plain_http: false,
            clock: Arc::new(SystemClock::new()),
            observer: None,
        }
    }

    /// The base URL as it was given.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The same settings for another base URL.
    #[must_use]
    pub fn at(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// The name of the provider, for the observation hook and the log. Default none.
    #[must_use]
    pub fn provider(mut self, name: &'static str) -> Self {
        self.provider = name;
        self
    }

    /// How long a connection may take: name look-up, TCP, TLS handshake. Default 10 s, more
    /// than 0, at most 24 hours.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long a whole exchange may take, connection and reading of the body included.
    /// Default 30 s, more than 0, at most 24 hours.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How many bytes of an answer are held in memory, counted after any decompression.
    /// Default 8 MiB, at least 1. A larger answer is an error, never cut off.
    #[must_use]
    pub fn max_body_bytes(mut self, bytes: u64) -> Self {
        self.max_body_bytes = bytes;
        self
    }

    /// The `User-Agent` header. Default `openplat/` and the version; printable ASCII.
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// The proxy. Default [`Proxy::Direct`]: the environment is not obeyed unless asked for.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    /// Trusts the certificates of a PEM text in addition to Mozilla's roots. Default none.
    ///
    /// Without the feature `webpki-roots` they are all that is trusted, and https needs them.
    #[must_use]
    pub fn root_certificates_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Allows plain `http://` to hosts other than loopback. Default refused.
    ///
    /// Credentials and personal data then cross the network in clear: only for a provider that
    /// offers nothing else. A warning is logged when the client is built.
    #[must_use]
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// The clock of the client. Default [`SystemClock`].
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The clock, for what else goes by it.
    pub fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// A hook that is called after every exchange, on the thread that made it. Default none.
    #[must_use]
    pub fn observer(mut self, hook: impl Fn(&Observation<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer(Arc::new(hook)));
        self
    }

    pub(crate) fn check(&self) -> Result<BaseUrl, InvalidInput> {
        const ORIGIN: &str = "settings of the client";
        let base_url = BaseUrl::parse(&self.base_url)?;
        let through_proxy = self.uses_proxy(&base_url);
        let base_url = base_url.through_proxy(through_proxy);
        if base_url.is_exposed() && !self.plain_http {
            let rule = match base_url.is_loopback() {
                // The host is this machine, but the proxy in between need not be.
                true => {
                    "must be https when a proxy is used, since credentials would reach the proxy \
                     in clear; plain http has to be allowed explicitly"
                }
                false => {
                    "must be https, since credentials would cross the network in clear; \
                     plain http to a host that is not loopback has to be allowed explicitly"
                }
            };
            let error = InvalidInput::new("base_url", rule, ORIGIN);
            return Err(error.with_kind(InvalidKind::PlainHttp));
        }
        if cfg!(not(feature = "webpki-roots"))
            && !base_url.is_plain()
            && self.root_certificates.is_empty()
        {
            let rule = "must be given for https: without the feature `webpki-roots` no certificate \
                        is trusted but these";
            let error = InvalidInput::new("root_certificates_pem", rule, ORIGIN);
            return Err(error.with_kind(InvalidKind::NoRootCertificates));
        }
        check_deadline("connect_timeout", self.connect_timeout, ORIGIN)?;
        check_deadline("timeout", self.timeout, ORIGIN)?;
        at_least_1("max_body_bytes", self.max_body_bytes, ORIGIN)?;
        filled("user_agent", Some(&self.user_agent), ORIGIN)?;
        check_printable("user_agent", &self.user_agent, ORIGIN)?;
        Ok(base_url)
    }

    /// Whether requests go through a proxy; what the environment says is known only to ureq.
    fn uses_proxy(&self, base_url: &BaseUrl) -> bool {
        match self.proxy {
            Proxy::Direct => false,
            Proxy::FromEnvironment => ureq::Proxy::try_from_env()
                .is_some_and(|proxy| !base_url.uri().is_ok_and(|uri| proxy.is_no_proxy(&uri))),
            Proxy::Url(_) => true,
        }
    }
}

/// A deadline has an upper end too: an instant that no clock can show makes ureq panic.
pub(crate) fn check_deadline(
    field: &'static str,
    deadline: Duration,
    origin: &'static str,
) -> Result<(), InvalidInput> {
    if deadline.is_zero() || deadline > LONGEST_DEADLINE {
        let rule = "must be more than 0 and at most 24 hours";
        return Err(InvalidInput::new(field, rule, origin));
    }
    Ok(())
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A base URL that was not checked yet may carry a password.
        let host = BaseUrl::parse(&self.base_url).map(|url| url.host().to_owned());
        f.debug_struct("Settings")
            .field("host", &host.unwrap_or_else(|_| "(not valid)".into()))
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("max_body_bytes", &self.max_body_bytes)
            .field("proxy", &self.proxy)
            .field("plain_http", &self.plain_http)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Direct => "Direct",
            Self::FromEnvironment => "FromEnvironment",
            Self::Url(_) => "Url(***)",
        })
    }
}
