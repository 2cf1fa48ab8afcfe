//! Notes the first byte of a request that goes out, and holds every wait to the deadline.
//!
//! ureq reports a TLS handshake that hangs and an answer that never comes alike, as a time-out.
//! The first cannot have taken effect, the second can. So the last link of the connector chain,
//! behind TLS, wraps the connection and notes when bytes of the request pass it.
//!
//! While a proxy answers to CONNECT, ureq grants it the whole connect timeout anew for every
//! piece of its answer. The connection to the proxy runs through the same link, which cuts the
//! wait.

use std::cell::Cell;
use std::time::Instant;

use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};
use ureq::{Error, Timeout};

use crate::error::Sent;

/// What is known of the exchange that runs on this thread.
#[derive(Clone, Copy)]
struct Running {
    sent: Sent,
    deadline: Option<Instant>,
}

thread_local! {
    // ureq sends a request on the thread that makes the call.
    static RUNNING: Cell<Running> = const {
        Cell::new(Running { sent: Sent::Nothing, deadline: None })
    };
}

/// Runs an exchange up to the head of its answer, and tells whether any byte of its request went
/// out.
pub(crate) fn noting_sent<T>(deadline: Option<Instant>, exchange: impl FnOnce() -> T) -> (T, Sent) {
    // An exchange may run inside another one, in the reader of a body that is sent.
    let outer = RUNNING.replace(Running {
        sent: Sent::Nothing,
        deadline,
    });
    let result = exchange();
    let Running { sent, .. } = RUNNING.replace(outer);
    (result, sent)
}

/// The timeout, or what is left until the deadline of the exchange if that is less.
fn within_deadline(mut timeout: NextTimeout) -> Result<NextTimeout, Error> {
    let Some(deadline) = RUNNING.get().deadline else {
        return Ok(timeout);
    };
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Error::Timeout(Timeout::Global));
    }
    if left < *timeout.after {
        timeout.after = left.into();
        timeout.reason = Timeout::Global;
    }
    Ok(timeout)
}

/// The last link of the connector chain.
#[derive(Debug)]
pub(crate) struct NotingConnector {
    /// Whether the client uses a proxy. Then the connection to the proxy itself runs through the
    /// chain as well, with the proxy taken out of its config, and what it sends is not the
    /// request.
    pub(crate) through_proxy: bool,
}

impl<In: Transport> Connector<In> for NotingConnector {
    type Out = NotingTransport<In>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let carries_requests = details.config.proxy().is_some() == self.through_proxy;
        Ok(chained.map(|inner| NotingTransport {
            inner,
            carries_requests,
        }))
    }
}

#[derive(Debug)]
pub(crate) struct NotingTransport<In> {
    inner: In,
    carries_requests: bool,
}

impl<In: Transport> Transport for NotingTransport<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        if self.carries_requests && amount > 0 {
            // Before the write: a write that fails may have sent a part.
            RUNNING.set(Running {
                sent: Sent::Something,
                ..RUNNING.get()
            });
        }
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.inner.await_input(within_deadline(timeout)?)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
