use std::fmt;
use std::time::Duration;

use crate::{Class, DecodeError, Delivery, Reply};

/// An answer that is not what the provider documents: no envelope, or data that cannot be read.
///
/// It tells status, kind and length, and where the reading failed; never the body.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub struct UnexpectedAnswer {
    /// The method of the client.
    pub call: &'static str,
    /// The HTTP status of the answer.
    pub http_status: u16,
    /// The kind of the answer, such as `text/html`.
    pub kind: String,
    /// How long the body of the answer is.
    pub body_bytes: usize,
    /// The provider's code as its number, when it could be read: then it is that of success.
    pub code: Option<i64>,
    /// The provider's message beside that code, as it may be shown; it may say why there is
    /// nothing to read. Empty when there is none.
    pub message: String,
    /// The provider's trace id, which its support can look up; none where it sends none.
    pub trace_id: Option<String>,
    /// What to do to find out whether the call was carried out, for a call that writes.
    pub recovery: Option<&'static str>,
    #[source]
    problem: DecodeError,
    delivery: Delivery,
    class: Option<Class>,
    retry_in: Option<Duration>,
}

impl UnexpectedAnswer {
    /// What is wrong with an answer to `call` that has no code which can be read.
    ///
    /// Its HTTP status says whether it proves anything: see [`Delivery::of_http_status`].
    pub fn new(call: &'static str, reply: &Reply, problem: DecodeError) -> Self {
        Self {
            call,
            http_status: reply.status(),
            kind: reply.shown_kind(&[]),
            body_bytes: reply.body().len(),
            code: None,
            message: String::new(),
            trace_id: None,
            recovery: None,
            problem,
            delivery: Delivery::of_http_status(reply.status()),
            class: Class::of_http_status(reply.status()),
            retry_in: reply.retry_after(),
        }
    }

    /// The same, after a code that says success: it was done, only what it brought is unreadable,
    /// so it is never [`Delivery::Refused`], and the HTTP status beside it says nothing of what to
    /// do.
    #[must_use]
    pub fn after_success(mut self, code: i64, message: impl Into<String>) -> Self {
        self.code = Some(code);
        self.message = message.into();
        self.delivery = Delivery::Unknown;
        self.class = None;
        self
    }

    /// Sets the kind of the answer.
    #[must_use]
    pub fn with_kind(mut self, kind: String) -> Self {
        self.kind = kind;
        self
    }

    /// Sets the provider's trace id.
    #[must_use]
    pub fn with_trace_id(mut self, trace_id: Option<String>) -> Self {
        self.trace_id = trace_id;
        self
    }

    /// Sets the verdict, where more is known than the HTTP status tells.
    #[must_use]
    pub fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// Sets the class, where more is known than the HTTP status tells.
    #[must_use]
    pub fn with_class(mut self, class: Class) -> Self {
        self.class = Some(class);
        self
    }

    /// Adds how to find out whether the call was carried out.
    #[must_use]
    pub fn with_recovery(mut self, recovery: Option<&'static str>) -> Self {
        self.recovery = recovery;
        self
    }

    /// An answer as a test needs it: status, kind and length of it, and what is wrong with it.
    pub fn for_tests(call: &'static str, http_status: u16, problem: DecodeError) -> Self {
        Self {
            call,
            http_status,
            kind: "no content type".to_owned(),
            body_bytes: 0,
            code: None,
            message: String::new(),
            trace_id: None,
            recovery: None,
            problem,
            delivery: Delivery::of_http_status(http_status),
            class: Class::of_http_status(http_status),
            retry_in: None,
        }
    }

    /// Whether the call may have taken effect.
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// What the HTTP status says of the failure; none for the status of a success, and after the
    /// code of one.
    pub fn class(&self) -> Option<Class> {
        self.class
    }

    /// Whether the same call may pass later, unchanged: see [`Class::is_transient`].
    pub fn is_transient(&self) -> bool {
        self.class.is_some_and(Class::is_transient)
    }

    /// How long the provider asks to wait (`Retry-After`), when it does.
    pub fn retry_in(&self) -> Option<Duration> {
        self.retry_in
    }
}

impl fmt::Display for UnexpectedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            call,
            http_status,
            kind,
            body_bytes,
            ..
        } = self;
        write!(
            f,
            "{call}: HTTP status {http_status} with {kind} of {body_bytes} bytes is not the \
             documented answer"
        )?;
        if self.code.is_some() {
            f.write_str(", though its code says that the call succeeded")?;
            if !matches!(self.message.as_str(), "" | "ok") {
                write!(f, " (the provider says: {})", self.message)?;
            }
            if let Some(trace_id) = &self.trace_id {
                write!(f, " (trace id {trace_id})")?;
            }
        } else if *http_status == 404 || kind == "text/html" {
            f.write_str(": is the base URL right, and is the service still there?")?;
        }
        match self.recovery {
            Some(recovery) if self.delivery == Delivery::Unknown => {
                write!(f, " (to find out: {recovery})")
            }
            _ => Ok(()),
        }
    }
}
