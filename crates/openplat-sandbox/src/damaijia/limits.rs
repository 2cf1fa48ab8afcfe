//! How many calls are let through.

use std::collections::VecDeque;
use std::time::Duration;

use time::{Date, OffsetDateTime};

use super::refusal::Code;
use super::wire;

/// Both limits; without a limit nothing is counted.
#[derive(Default)]
pub(super) struct Limits {
    rate: Option<Rate>,
    daily: Option<Daily>,
}

struct Rate {
    calls: u32,
    span: Duration,
    passed: VecDeque<OffsetDateTime>,
}

struct Daily {
    calls: u32,
    day: Option<Date>,
    passed: u32,
}

impl Limits {
    pub(super) fn set_rate(&mut self, limit: Option<(u32, Duration)>) {
        self.rate = limit.map(|(calls, span)| Rate {
            calls,
            span,
            passed: VecDeque::new(),
        });
    }

    pub(super) fn set_daily(&mut self, calls: Option<u32>) {
        self.daily = calls.map(|calls| Daily {
            calls,
            day: None,
            passed: 0,
        });
    }

    /// Counts a call that is let through, or refuses it.
    pub(super) fn pass(&mut self, now: OffsetDateTime) -> Result<(), Code> {
        if let Some(daily) = &mut self.daily {
            let today = Some(wire::local(now).date());
            if daily.day != today {
                (daily.day, daily.passed) = (today, 0);
            }
            if daily.passed >= daily.calls {
                return Err(Code::DAY_USED_UP);
            }
        }
        if let Some(rate) = &mut self.rate {
            let span = rate.span;
            // A clock that was moved back leaves no call of the future behind.
            rate.passed.retain(|at| *at <= now && now - *at < span);
            if rate.passed.len() >= usize::try_from(rate.calls).unwrap_or(usize::MAX) {
                return Err(Code::TOO_FREQUENT);
            }
            rate.passed.push_back(now);
        }
        if let Some(daily) = &mut self.daily {
            daily.passed += 1;
        }
        Ok(())
    }
}
