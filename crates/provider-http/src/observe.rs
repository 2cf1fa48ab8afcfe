use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::{Class, Delivery, Failure};

/// What a hook is told of one exchange: for metrics and traces.
///
/// It has no place for a secret, a body, a header or a query. Its `Display` is the line that is
/// logged at debug level.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Observation<'a> {
    /// The provider, by the name that its crate gives; empty when none was given.
    pub provider: &'static str,
    /// The call, by the name of the client's method, such as `products`.
    pub call: &'static str,
    /// 1, and 2 for the exchange that repeats a call with another access token.
    pub attempt: u32,
    /// How long the exchange took, the reading of the answer included.
    pub elapsed: Duration,
    /// The HTTP status, when there was an answer.
    pub http_status: Option<u16>,
    /// The provider's own code, when the answer had one.
    pub provider_code: Option<i64>,
    /// The provider's trace id, when the answer had one.
    pub trace_id: Option<&'a str>,
    /// The kind of the failure, such as `refused`; none for a success.
    pub kind: Option<&'static str>,
    /// What the failure asks of the caller, when that is known.
    pub class: Option<Class>,
    /// Whether the failed call may have taken effect; none for a success.
    pub delivery: Option<Delivery>,
    /// Whether it is done: the answer says no failure, and the caller got what was asked for.
    pub succeeded: bool,
}

impl fmt::Display for Observation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.provider.is_empty() {
            write!(f, "{} ", self.provider)?;
        }
        write!(f, "{}: {}", self.call, self.kind.unwrap_or("done"))?;
        if let Some(code) = self.provider_code {
            write!(f, ", code {code}")?;
        }
        match self.http_status {
            Some(status) => write!(f, ", HTTP status {status}")?,
            None => f.write_str(", no answer")?,
        }
        if let Some(class) = self.class {
            write!(f, ", {class}")?;
        }
        if let Some(delivery) = self.delivery {
            write!(f, ", {delivery}")?;
        }
        write!(
            f,
            ", attempt {}, {} ms",
            self.attempt,
            self.elapsed.as_millis()
        )
    }
}

/// What the reader of an answer adds to the [`Observation`].
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Note {
    /// The provider's own code.
    pub provider_code: Option<i64>,
    /// The provider's trace id, with our secrets already replaced.
    pub trace_id: Option<String>,
    refusal: Option<Ended>,
}

impl Note {
    /// Says that the answer is a failure, though the caller gets it as it is.
    pub fn failed(&mut self, failure: &impl Failure) {
        self.refusal = Some(Ended::by(failure));
    }

    /// How the call ended badly: by its own error, or by the answer that was handed on.
    pub(crate) fn ended(&self, error: Option<&impl Failure>) -> Option<Ended> {
        error.map(Ended::by).or(self.refusal)
    }
}

/// A failure, in short.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended {
    pub(crate) kind: &'static str,
    pub(crate) class: Option<Class>,
    pub(crate) delivery: Delivery,
}

impl Ended {
    fn by(failure: &impl Failure) -> Self {
        Self {
            kind: failure.kind(),
            class: failure.class(),
            delivery: failure.delivery(),
        }
    }
}

type Hook = dyn Fn(&Observation<'_>) + Send + Sync;

#[derive(Clone)]
pub(crate) struct Observer(pub(crate) Arc<Hook>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
