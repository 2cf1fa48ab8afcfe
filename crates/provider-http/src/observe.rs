use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What a hook is told of one exchange: for metrics and traces.
///
/// It has no place for a secret, a body, a header or a query.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Observation<'a> {
    /// The call, by the name of the client's method, such as `products`.
    pub call: &'static str,
    /// How long the exchange took, the reading of the answer included.
    pub elapsed: Duration,
    /// The HTTP status, when there was an answer.
    pub http_status: Option<u16>,
    /// The provider's own code, when the answer had one.
    pub provider_code: Option<i64>,
    /// The provider's trace id, when the answer had one.
    pub trace_id: Option<&'a str>,
    /// Whether the caller got what was asked for.
    pub succeeded: bool,
}

/// What the reader of an answer adds to the [`Observation`].
#[derive(Debug, Default)]
pub struct Note {
    /// The provider's own code.
    pub provider_code: Option<i64>,
    /// The provider's trace id, with our secrets already replaced.
    pub trace_id: Option<String>,
}

type Hook = dyn Fn(&Observation<'_>) + Send + Sync;

#[derive(Clone)]
pub(crate) struct Observer(pub(crate) Arc<Hook>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
