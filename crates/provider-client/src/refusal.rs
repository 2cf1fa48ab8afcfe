use std::fmt;
use std::time::Duration;

use provider_http::{Class, Delivery};

use crate::ProviderCode;

/// A refusal: the provider's code and message.
///
/// For the tests of a program one can be [built](Refusal::new).
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub struct Refusal<C: ProviderCode> {
    /// The method of the client.
    pub call: &'static str,
    /// The provider's code.
    pub code: C,
    /// The provider's message, at most 1 KiB, with our secrets and what was sent replaced should
    /// it echo them; empty when the answer has none.
    pub message: String,
    /// The provider's trace id, which its support can look up; none where it sends none.
    pub trace_id: Option<String>,
    /// The HTTP status of the answer.
    pub http_status: u16,
    pub(crate) class: Class,
    pub(crate) delivery: Delivery,
    pub(crate) retry_in: Option<Duration>,
    pub(crate) hint: Option<String>,
    pub(crate) recovery: Option<&'static str>,
}

impl<C: ProviderCode> Refusal<C> {
    /// A refusal of `call` with this code, HTTP status 200, the provider's documented message
    /// and class, and the delivery [`Delivery::Refused`].
    pub fn new(call: &'static str, code: C) -> Self {
        Self {
            call,
            code,
            message: code.message().unwrap_or_default().to_owned(),
            trace_id: None,
            http_status: 200,
            class: code.class(),
            delivery: Delivery::Refused,
            retry_in: None,
            hint: None,
            recovery: None,
        }
    }

    /// Sets the provider's message.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_http_status(mut self, status: u16) -> Self {
        self.http_status = status;
        self
    }

    /// Sets whether the call may have taken effect.
    #[must_use]
    pub fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// Sets how long to wait before the next try.
    #[must_use]
    pub fn with_retry_in(mut self, wait: Duration) -> Self {
        self.retry_in = Some(wait);
        self
    }

    /// Sets what the refusal asks of the caller. Default what the code asks.
    #[must_use]
    pub fn with_class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// Sets how to find out whether the call was carried out.
    #[must_use]
    pub fn with_recovery(mut self, recovery: &'static str) -> Self {
        self.recovery = Some(recovery);
        self
    }

    /// Sets the provider's trace id.
    #[must_use]
    pub fn with_trace_id(mut self, trace_id: impl Into<String>) -> Self {
        self.trace_id = Some(trace_id.into());
        self
    }

    /// Sets what to look at first.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether the call may have taken effect.
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// What kind of refusal it is: by the code, else by the HTTP status.
    pub fn class(&self) -> Class {
        self.class
    }

    /// How long to wait before the next try, when the provider says so.
    pub fn retry_in(&self) -> Option<Duration> {
        self.retry_in
    }

    /// What to look at first, for the refusals where the documents leave a trap.
    pub fn hint(&self) -> Option<String> {
        self.hint.clone()
    }

    /// How to find out whether the call was carried out; none when it was not, or only reads.
    pub fn recovery(&self) -> Option<&'static str> {
        self.recovery.filter(|_| self.delivery == Delivery::Unknown)
    }
}

impl<C: ProviderCode> fmt::Display for Refusal<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { call, code, .. } = self;
        match self.delivery {
            Delivery::Unknown => write!(f, "{call} answered with code {code}")?,
            _ => write!(f, "{call} refused with code {code}")?,
        }
        match (self.message.as_str(), code.message()) {
            ("", None) => {}
            ("", Some(message)) | (message, _) => write!(f, ": {message}")?,
        }
        if let Some(trace_id) = &self.trace_id {
            write!(f, " (trace id {trace_id})")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, " (hint: {hint})")?;
        }
        match self.recovery() {
            Some(recovery) => write!(f, " (to find out whether it was done: {recovery})"),
            None => Ok(()),
        }
    }
}
