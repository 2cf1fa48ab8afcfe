use std::fmt;

/// Whether a failed call may have taken effect on the provider's side.
///
/// The question that decides whether a call that moves goods or money may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// No byte of the request left this machine: it cannot have taken effect.
    NotSent,
    /// The provider answered that it does not do it.
    Refused,
    /// The request went out, and nothing proves that it was refused: find out before repeating.
    Unknown,
}

impl Delivery {
    /// The verdict as text: `NotSent`, `Refused` or `Unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "NotSent",
            Self::Refused => "Refused",
            Self::Unknown => "Unknown",
        }
    }

    /// What an HTTP status proves when the answer is not the provider's envelope.
    ///
    /// A 4xx says that the request was at fault and not carried out; 408 is a time-out of the
    /// server's, which may have come in the middle. Everything else proves nothing.
    pub fn of_http_status(status: u16) -> Self {
        match status {
            408 => Self::Unknown,
            400..=499 => Self::Refused,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
