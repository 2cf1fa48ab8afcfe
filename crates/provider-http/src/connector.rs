//! Notes the first byte of a request that goes out.
//!
//! ureq reports a TLS handshake that hangs and an answer that never comes alike, as a time-out.
//! The first cannot have taken effect, the second can. So the last link of the connector chain,
//! behind TLS, wraps the connection and notes when bytes of the request pass it.

use std::cell::Cell;

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

thread_local! {
    // ureq sends a request on the thread that makes the call.
    static SENT: Cell<bool> = const { Cell::new(false) };
}

/// Runs an exchange and tells whether any byte of its request went out.
pub(crate) fn noting_sent<T>(exchange: impl FnOnce() -> T) -> (T, bool) {
    // An exchange may run inside another one, in the reader of a body that is sent.
    let outer = SENT.replace(false);
    let result = exchange();
    let sent = SENT.replace(outer);
    (result, sent)
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
            SENT.set(true);
        }
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
