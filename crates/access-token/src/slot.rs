use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use signing::Secret;
use time::OffsetDateTime;

use crate::file_store::Object;
use crate::{Begin, Commit, Fence, Issued, Record, Terms};

/// What a store keeps for one key, and the rules of the contract over it: the memory store and
/// the file store differ only in where it lies and in how it is locked.
///
/// All times are microseconds on the time line of the store.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Slot {
    #[serde(default, deserialize_with = "current")]
    current: Option<Current>,
    /// The last fence that was granted.
    fence: u64,
    /// The highest fence that has committed.
    committed: u64,
    lease_until: u64,
    gate_until: u64,
    /// When this was last written.
    pub(crate) stamp: u64,
}

#[derive(Clone, Serialize, Deserialize)]
struct Current {
    #[serde(serialize_with = "expose", deserialize_with = "secret")]
    token: Secret,
    fence: u64,
    lifetime: Option<u64>,
    fetched: u64,
    /// The same on the wall, in microseconds since 1970, for people.
    fetched_wall: u64,
}

/// The time at which a rule is applied.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    /// On the time line of the store, which never steps back.
    pub(crate) line: u64,
    /// On the wall, in microseconds since 1970.
    pub(crate) wall: u64,
}

impl Slot {
    pub(crate) fn record(&self, now: Now) -> Option<Record> {
        let current = self.current.as_ref()?;
        Some(Record {
            token: current.token.clone(),
            fence: Fence::new(current.fence),
            lifetime: current.lifetime.map(Duration::from_micros),
            age: Duration::from_micros(now.line.saturating_sub(current.fetched)),
            fetched_at: wall_time(current.fetched_wall),
        })
    }

    pub(crate) fn begin(&mut self, now: Now, seen: Option<Fence>, terms: &Terms) -> Begin {
        if let Some(record) = self.record(now)
            && Some(record.fence) != seen
        {
            return Begin::Newer(record);
        }
        if now.line < self.lease_until {
            return Begin::held(Duration::from_micros(self.lease_until - now.line));
        }
        if now.line < self.gate_until {
            return Begin::too_soon(self.closed_for(now));
        }
        self.fence = self.fence.max(now.wall).saturating_add(1);
        self.lease_until = now.line.saturating_add(micros(terms.lease));
        self.gate_until = self.lease_until.saturating_add(micros(terms.min_interval));
        Begin::Granted(Fence::new(self.fence))
    }

    pub(crate) fn commit(
        &mut self,
        now: Now,
        fence: Fence,
        issued: &Issued,
        terms: &Terms,
    ) -> Commit {
        self.end(now, fence, terms);
        if fence.number() < self.committed {
            return Commit::Superseded;
        }
        let age = micros(issued.age);
        self.committed = fence.number();
        self.current = Some(Current {
            token: issued.token.clone(),
            fence: fence.number(),
            lifetime: issued.lifetime.map(micros),
            fetched: now.line.saturating_sub(age),
            fetched_wall: now.wall.saturating_sub(age),
        });
        Commit::Stored
    }

    /// Ends the lease of `fence`; the gate counts from now, since the request may only just have
    /// reached the provider.
    pub(crate) fn end(&mut self, now: Now, fence: Fence, terms: &Terms) {
        let gate_until = now
            .line
            .saturating_add(micros(terms.min_interval.saturating_add(terms.margin)));
        if fence.number() >= self.fence {
            self.fence = fence.number();
            self.lease_until = 0;
            self.gate_until = gate_until;
        } else {
            // Somebody else may fetch at this moment: his lease and his gate stay.
            self.gate_until = self.gate_until.max(gate_until);
        }
    }

    /// Whether there was something to remove.
    pub(crate) fn reject(&mut self, token: &Secret) -> bool {
        let current = self.current.as_ref();
        let rejected = current.is_some_and(|current| current.token.same_as(token));
        if rejected {
            self.current = None;
        }
        rejected
    }

    /// How long the gate stays closed.
    pub(crate) fn closed_for(&self, now: Now) -> Duration {
        Duration::from_micros(self.gate_until.saturating_sub(now.line))
    }

    /// Moves every time back by so much, after the clock of the store has stepped back.
    pub(crate) fn shift_back(&mut self, by: u64) {
        let times = [&mut self.lease_until, &mut self.gate_until, &mut self.stamp];
        for time in times {
            *time = time.saturating_sub(by);
        }
        if let Some(current) = &mut self.current {
            current.fetched = current.fetched.saturating_sub(by);
        }
    }
}

/// A duration in microseconds; one beyond 500 000 years is as good as that.
pub(crate) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// A wall time in microseconds since 1970; none before that.
pub(crate) fn wall_micros(time: OffsetDateTime) -> u64 {
    u64::try_from(time.unix_timestamp_nanos() / 1000).unwrap_or(0)
}

fn wall_time(micros: u64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn expose<S: Serializer>(token: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(token.expose())
}

fn current<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Current>, D::Error> {
    let current = Option::<Object<Current>>::deserialize(deserializer)?;
    Ok(current.map(|Object(current)| current))
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}
