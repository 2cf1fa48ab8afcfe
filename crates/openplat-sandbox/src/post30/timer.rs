//! `timer`: the instant from which on a signature is not valid.

use time::{OffsetDateTime, UtcOffset};

use super::refusal::Refusal;
use crate::calendar::{self, CHINA};

/// Whether a call needs a `timer`.
///
/// The provider's tables say that it is not required, its prose has only the form with one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimerRule {
    /// It may be left out; then a signature is valid for ever.
    #[default]
    Optional,
    /// A call without it is refused.
    Required,
}

/// How a `timer` is read.
#[derive(Debug)]
pub(super) struct Timer {
    pub(super) zone: UtcOffset,
    pub(super) rule: TimerRule,
}

impl Default for Timer {
    fn default() -> Self {
        Self {
            // China Standard Time [inferred].
            zone: CHINA,
            rule: TimerRule::default(),
        }
    }
}

impl Timer {
    /// Checks a timer against the clock; no longest lifetime is documented, so any in the future will do.
    pub(super) fn check(&self, timer: Option<&[u8]>, now: OffsetDateTime) -> Result<(), Refusal> {
        let Some(timer) = timer else {
            return match self.rule {
                TimerRule::Optional => Ok(()),
                TimerRule::Required => Err(Refusal::TIMER_MISSING),
            };
        };
        // Quirk: it says when the signature expires, not when it was made [doc].
        let expiry = self.parse(timer).ok_or(Refusal::TIMER_INVALID)?;
        if now < expiry {
            Ok(())
        } else {
            Err(Refusal::TIMER_EXPIRED)
        }
    }

    fn parse(&self, timer: &[u8]) -> Option<OffsetDateTime> {
        let local = calendar::parse(std::str::from_utf8(timer).ok()?)?;
        Some(local.assume_offset(self.zone))
    }
}
