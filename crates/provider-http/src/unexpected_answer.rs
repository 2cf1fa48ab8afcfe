use std::fmt;
use std::time::Duration;

use crate::{DecodeError, Delivery, Reply};

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
    #[source]
    problem: DecodeError,
    retry_in: Option<Duration>,
}

impl UnexpectedAnswer {
    /// What is wrong with the answer to `call`.
    pub fn new(call: &'static str, reply: &Reply, problem: DecodeError) -> Self {
        Self {
            call,
            http_status: reply.status(),
            kind: reply.kind().to_owned(),
            body_bytes: reply.body().len(),
            problem,
            retry_in: reply.retry_after(),
        }
    }

    /// What the HTTP status proves: see [`Delivery::of_http_status`].
    pub fn delivery(&self) -> Delivery {
        Delivery::of_http_status(self.http_status)
    }

    /// Whether the same call may pass later, unchanged: HTTP status 408, 429 and 5xx.
    pub fn is_transient(&self) -> bool {
        matches!(self.http_status, 408 | 429 | 500..)
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
        if *http_status == 404 || kind == "text/html" {
            f.write_str(": is the base URL right, and is the service still there?")?;
        }
        Ok(())
    }
}
