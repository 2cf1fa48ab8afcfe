use std::fmt;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use ureq::Agent;

use crate::agent;
use crate::base_url::BaseUrl;
use crate::exchange::{Sink, exchange};
use crate::{Clock, Error, Note, Observation, Reply, Request, Settings};

/// Sends requests to one base URL; cheap to clone, shared by threads.
///
/// Nothing is repeated and no redirect is followed. Connections are kept open between calls.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    timeout: Duration,
}

pub(crate) struct Inner {
    pub(crate) agent: Agent,
    pub(crate) base_url: BaseUrl,
    pub(crate) settings: Settings,
}

impl Client {
    /// A client of these settings.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when a setting breaks its rule: a base URL that is no URL or is plain
    /// http to another host than loopback, a deadline of 0, a certificate that cannot be read.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let base_url = settings.check()?;
        let agent = agent::build(&settings)?;
        if base_url.is_exposed() {
            log::warn!(
                "calls to {} are plain http: credentials cross the network in clear",
                base_url.host()
            );
        }
        let timeout = settings.timeout;
        let inner = Arc::new(Inner {
            agent,
            base_url,
            settings,
        });
        Ok(Self { inner, timeout })
    }

    /// The same client with another deadline for its exchanges; connections are shared.
    ///
    /// More than 0 and at most 24 hours, which is checked when a request is sent.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            timeout,
        }
    }

    /// The clock of the settings.
    pub fn clock(&self) -> &dyn Clock {
        &*self.inner.settings.clock
    }

    /// The wall time by the clock of the settings.
    pub fn now(&self) -> OffsetDateTime {
        self.clock().now()
    }

    /// Sends a request and hands the answer to `read`, whatever its HTTP status.
    ///
    /// `read` fills the [`Note`] for the observation hook, which is called last.
    ///
    /// # Errors
    ///
    /// [`Error`] when there is no answer to read, and whatever `read` makes of one.
    pub fn call<T, E: From<Error>>(
        &self,
        request: Request,
        read: impl FnOnce(&Reply, &mut Note) -> Result<T, E>,
    ) -> Result<T, E> {
        self.observed(request, None, read)
    }

    /// Like [`call`](Client::call), but writes the body of a successful answer into `sink`.
    ///
    /// The body is written as it comes when the status is 200 to 299 and the content type is not
    /// JSON; any other answer is kept and given to `read`, since it holds the provider's refusal.
    /// At most `max_bytes` are written.
    ///
    /// # Errors
    ///
    /// As for [`call`](Client::call), and [`Error::Sink`] when `sink` fails. What was written
    /// until then stays written.
    pub fn download<T, E: From<Error>>(
        &self,
        request: Request,
        sink: &mut dyn Write,
        max_bytes: u64,
        read: impl FnOnce(&Reply, &mut Note) -> Result<T, E>,
    ) -> Result<T, E> {
        let sink = Sink { sink, max_bytes };
        self.observed(request, Some(sink), read)
    }

    fn observed<T, E: From<Error>>(
        &self,
        request: Request,
        sink: Option<Sink<'_>>,
        read: impl FnOnce(&Reply, &mut Note) -> Result<T, E>,
    ) -> Result<T, E> {
        let call = request.call;
        let timeout = request.timeout.unwrap_or(self.timeout);
        let start = self.clock().monotonic();
        let mut note = Note::default();
        let mut http_status = None;
        let result = match exchange(&self.inner, request, timeout, sink) {
            Ok(reply) => {
                http_status = Some(reply.status());
                read(&reply, &mut note)
            }
            Err(error) => {
                if let Error::Redirect { status } = error {
                    http_status = Some(status);
                }
                Err(E::from(error))
            }
        };
        let elapsed = self.clock().monotonic().saturating_sub(start);
        match http_status {
            Some(status) => log::debug!("{call}: HTTP status {status} after {elapsed:?}"),
            None => log::debug!("{call}: no answer after {elapsed:?}"),
        }
        if let Some(observer) = &self.inner.settings.observer {
            (observer.0)(&Observation {
                call,
                elapsed,
                http_status,
                provider_code: note.provider_code,
                trace_id: note.trace_id.as_deref(),
                succeeded: result.is_ok(),
            });
        }
        result
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("host", &self.inner.base_url.host())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
