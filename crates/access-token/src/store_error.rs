use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// What a step of a [`Store`](crate::Store) ends with.
pub type Stored<T> = Result<T, StoreError>;

/// Why a store did not answer.
///
/// The text names no token and no password; who writes a store keeps it so, also in the source.
#[derive(Clone)]
pub struct StoreError {
    kind: StoreErrorKind,
    message: Arc<str>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

/// What kind of failure of a store it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// It cannot be reached, read or written now; later it may be.
    Unavailable,
    /// It was reached but took too long: a lock that stays taken, a server that is silent.
    Timeout,
    /// What it holds cannot be read as a record: a person must look.
    Corrupt,
    /// It is set up wrongly: a bad address, a wrong password, no right to a file, or a file to
    /// which others have one.
    Refused,
}

impl StoreError {
    /// An error of this kind with a message for people.
    pub fn new(kind: StoreErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into().into(),
            source: None,
        }
    }

    /// The same with the error that caused it. It must show neither token nor password.
    #[must_use]
    pub fn caused_by(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }

    /// Whether it may go away by itself.
    pub fn is_transient(&self) -> bool {
        matches!(
            self.kind,
            StoreErrorKind::Unavailable | StoreErrorKind::Timeout
        )
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreError")
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}
