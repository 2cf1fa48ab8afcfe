use std::fmt;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;

use crate::channel::Channel;
use crate::exchange::{Sink, exchange};
use crate::{Clock, Error, Failure, Note, Observation, Reply, Request, Settings};

/// Sends requests to one base URL; cheap to clone, shared by threads.
///
/// Nothing is repeated and no redirect is followed. Connections are kept open between calls that
/// read; a call that writes has one of its own.
#[derive(Clone)]
pub struct Client {
    channel: Arc<Channel>,
    timeout: Duration,
}

impl Client {
    /// A client of these settings.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when a setting breaks its rule: a base URL that is no URL or is plain
    /// http to another host than loopback, a deadline of 0, a certificate that cannot be read.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let timeout = settings.timeout;
        let channel = Arc::new(Channel::new(settings)?);
        Ok(Self { channel, timeout })
    }

    /// The same client with another deadline for its exchanges; connections are shared.
    ///
    /// More than 0 and at most 24 hours, which is checked when a request is sent.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        Self {
            channel: Arc::clone(&self.channel),
            timeout,
        }
    }

    /// The clock of the settings.
    pub fn clock(&self) -> &dyn Clock {
        &*self.channel.settings.clock
    }

    /// The wall time by the clock of the settings.
    pub fn now(&self) -> OffsetDateTime {
        self.clock().now()
    }

    /// Sends a request and hands the answer to `read`, whatever its HTTP status.
    ///
    /// `read` fills the [`Note`] for the observation hook, which is called last. It sees the body
    /// of a redirect too, which may hold the provider's refusal; but a redirect that it takes for
    /// a success is an error all the same.
    ///
    /// # Errors
    ///
    /// [`Error`] when there is no answer to read, and whatever `read` makes of one;
    /// [`Error::Redirect`] for one with HTTP status 300 to 399 that `read` makes no error of.
    pub fn call<T, E: From<Error> + Failure>(
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
    pub fn download<T, E: From<Error> + Failure>(
        &self,
        request: Request,
        sink: &mut dyn Write,
        max_bytes: u64,
        read: impl FnOnce(&Reply, &mut Note) -> Result<T, E>,
    ) -> Result<T, E> {
        let sink = Sink { sink, max_bytes };
        self.observed(request, Some(sink), read)
    }

    fn observed<T, E: From<Error> + Failure>(
        &self,
        request: Request,
        sink: Option<Sink<'_>>,
        read: impl FnOnce(&Reply, &mut Note) -> Result<T, E>,
    ) -> Result<T, E> {
        let (call, attempt) = (request.call, request.attempt);
        let timeout = request.timeout.unwrap_or(self.timeout);
        let start = self.clock().monotonic();
        let mut note = Note::default();
        let mut http_status = None;
        let result = match exchange(&self.channel, request, timeout, sink) {
            Ok(reply) => {
                let status = reply.status();
                http_status = Some(status);
                match read(&reply, &mut note) {
                    Ok(_) if reply.is_redirect() => Err(E::from(Error::Redirect { status })),
                    end => end,
                }
            }
            Err(error) => {
                if let Error::Redirect { status } = error {
                    http_status = Some(status);
                }
                Err(E::from(error))
            }
        };
        let settings = &self.channel.settings;
        let ended = note.ended(result.as_ref().err());
        let observation = Observation {
            provider: settings.provider,
            call,
            attempt,
            elapsed: self.clock().monotonic().saturating_sub(start),
            http_status,
            provider_code: note.provider_code,
            trace_id: note.trace_id.as_deref(),
            kind: ended.map(|ended| ended.kind),
            class: ended.and_then(|ended| ended.class),
            delivery: ended.map(|ended| ended.delivery),
            succeeded: ended.is_none(),
        };
        log::debug!("{observation}");
        if let Some(observer) = &settings.observer {
            // What the hook does with it is no reason to lose the result of the call.
            let told = catch_unwind(AssertUnwindSafe(|| (observer.0)(&observation)));
            if let Err(panic) = told {
                // Its own drop may panic too.
                std::mem::forget(panic);
                log::error!("the observer of {} panicked", settings.provider);
            }
        }
        result
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("host", &self.channel.base_url.host())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
