use std::fmt;

use crate::Effect;

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

/// What a provider's code proves of the call that it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Proof {
    /// It was not done.
    NotDone,
    /// It was done, whatever else is wrong with the answer.
    Done,
    /// Neither: the code is not documented, has two meanings, or tells of a fault in the middle.
    Nothing,
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

    /// The verdict over an answer whose code could be read. The one place where it is given.
    ///
    /// 1. An answer that says success is never `Refused`, whatever else is wrong with it.
    /// 2. A call that reads and does not get what it asked for is `Refused`.
    /// 3. A call that writes is `Refused` only by a code that proves "not done", and not when the
    ///    HTTP status is 408 or 5xx: a server that failed may have failed in the middle.
    /// 4. Everything else is `Unknown`.
    ///
    /// ```
    /// use provider_http::{Delivery, Effect, Proof};
    ///
    /// let writes = |status, proof| Delivery::of_code(Effect::Writes, status, proof);
    /// assert_eq!(writes(200, Proof::NotDone), Delivery::Refused);
    /// assert_eq!(writes(503, Proof::NotDone), Delivery::Unknown);
    /// assert_eq!(writes(200, Proof::Nothing), Delivery::Unknown);
    /// assert_eq!(writes(400, Proof::Done), Delivery::Unknown);
    /// ```
    pub fn of_code(effect: Effect, http_status: u16, proof: Proof) -> Self {
        match (proof, effect) {
            (Proof::Done, _) => Self::Unknown,
            (_, Effect::Reads) => Self::Refused,
            (Proof::NotDone, _) if !is_server_failure(http_status) => Self::Refused,
            (Proof::NotDone | Proof::Nothing, _) => Self::Unknown,
        }
    }

    /// The verdict over an answer without the provider's code: what its HTTP status proves.
    ///
    /// A 4xx says that the request was at fault and not carried out. Not so 408, a time-out of
    /// the server's, which may have come in the middle, and 499, which a gateway writes after it
    /// has passed the request on. Everything else proves nothing.
    pub fn of_http_status(status: u16) -> Self {
        match status {
            408 | 499 => Self::Unknown,
            400..=499 => Self::Refused,
            _ => Self::Unknown,
        }
    }
}

/// Whether a status tells of a failure that may have come after the call was carried out.
fn is_server_failure(http_status: u16) -> bool {
    matches!(http_status, 408 | 500..)
}

impl fmt::Display for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
