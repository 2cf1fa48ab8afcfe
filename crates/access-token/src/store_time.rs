use std::time::Duration;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;

/// An instant on the time line of a store, which never steps back. It is neither a wall time nor
/// a span, and is turned into one only by the functions here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StoreTime(u64);

/// The most microseconds that every store keeps without loss: Redis' scripts count in floating
/// point numbers. As an instant since 1970 this is the year 2255.
const MOST: u64 = 1 << 53;

impl StoreTime {
    /// Before everything.
    pub(crate) const ZERO: Self = Self(0);

    /// The wall time as an instant; before 1970 and after 2255 it stands still.
    pub(crate) fn from_wall(wall: OffsetDateTime) -> Self {
        let micros = wall.unix_timestamp_nanos() / 1000;
        Self(u64::try_from(micros.max(0)).unwrap_or(MOST).min(MOST))
    }

    /// An instant so long after the beginning of the line.
    pub(crate) fn from_beginning(span: Duration) -> Self {
        Self(micros(span))
    }

    /// So much later, at most the last instant that there is.
    pub(crate) fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(micros(span)).min(MOST))
    }

    /// So much earlier, at most the beginning.
    pub(crate) fn minus(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(micros(span)))
    }

    /// How long it is from here until then; zero if that is no later.
    pub(crate) fn until(self, then: Self) -> Duration {
        Duration::from_micros(then.0.saturating_sub(self.0))
    }

    /// The microseconds since the beginning, for a number that must rise with time.
    pub(crate) fn micros(self) -> u64 {
        self.0
    }
}

impl Serialize for StoreTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl<'de> Deserialize<'de> for StoreTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kept_micros(deserializer).map(Self)
    }
}

/// A span as a store keeps it, in microseconds.
pub(crate) mod span {
    use super::{Deserializer, Duration, Serialize, Serializer, kept_micros, micros};

    pub(crate) fn serialize<S: Serializer>(
        span: &Option<Duration>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        span.map(micros).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        Ok(optional::deserialize(deserializer)?.map(Duration::from_micros))
    }

    mod optional {
        use serde::{Deserialize, Deserializer};

        struct Kept(u64);

        impl<'de> Deserialize<'de> for Kept {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::kept_micros(deserializer).map(Self)
            }
        }

        pub(super) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<u64>, D::Error> {
            Ok(Option::<Kept>::deserialize(deserializer)?.map(|Kept(micros)| micros))
        }
    }
}

/// A fence as a store keeps it: it counts up from a time in microseconds, also from the last one.
/// One that only a caller can have made up is kept as the end of the range, so that what was
/// written can be read.
pub(crate) mod fence {
    use super::{Deserializer, MOST, Serialize, Serializer, at_most};
    use crate::Fence;

    const LAST: u64 = 2 * MOST;

    pub(crate) fn serialize<S: Serializer>(
        fence: &Fence,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        fence.number().min(LAST).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Fence, D::Error> {
        at_most(LAST, deserializer).map(Fence::new)
    }
}

/// A number of microseconds that a store can have written.
fn kept_micros<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    at_most(MOST, deserializer)
}

fn at_most<'de, D: Deserializer<'de>>(most: u64, deserializer: D) -> Result<u64, D::Error> {
    match u64::deserialize(deserializer)? {
        number if number <= most => Ok(number),
        _ => Err(D::Error::custom("a number is out of range")),
    }
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(MOST).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Over the full range of what callers, clocks and files may hold, nothing overflows, and a
    /// file cannot hold an instant that a store cannot have written.
    #[test]
    fn every_time_has_its_place_on_the_line() {
        let spans = [
            Duration::ZERO,
            Duration::from_nanos(1),
            Duration::from_micros(MOST),
            Duration::from_secs(u64::MAX),
            Duration::MAX,
        ];
        let walls = [
            OffsetDateTime::UNIX_EPOCH,
            time::PrimitiveDateTime::MIN.assume_utc(),
            time::PrimitiveDateTime::MAX.assume_utc(),
        ];
        for wall in walls {
            for first in spans {
                for second in spans {
                    let at = StoreTime::from_wall(wall).plus(first);
                    assert!(at.plus(second) >= at && at.minus(second) <= at);
                    assert!(at.plus(second).until(at).is_zero());
                    let text = serde_json::to_string(&at.plus(second)).unwrap();
                    assert!(serde_json::from_str::<StoreTime>(&text).is_ok());
                }
            }
        }
        for odd in [
            "9007199254740993",
            "18446744073709551615",
            "-1",
            "1.5",
            "null",
        ] {
            assert!(serde_json::from_str::<StoreTime>(odd).is_err(), "{odd}");
        }
    }
}
