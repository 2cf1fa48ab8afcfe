use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use signing::Secret;
use time::OffsetDateTime;

use crate::file_store::Object;
use crate::store_time::{StoreTime, fence, span};
use crate::{Begin, Commit, Fence, Issued, Owner, Record, Terms};

/// What a store keeps for one key, and the rules of its contract. The memory store and the file
/// store differ only in where it lies and in how it is locked.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Slot {
    #[serde(default, deserialize_with = "object")]
    current: Option<Current>,
    #[serde(rename = "fence", with = "fence")]
    last_granted: Fence,
    /// The fence of the record that was stored last; that record may be gone by now.
    #[serde(rename = "committed", with = "fence")]
    last_stored: Fence,
    lease_until: StoreTime,
    /// Who asked for the last lease, until its fetch ends.
    #[serde(default)]
    lease_owner: Option<Owner>,
    gate_until: StoreTime,
    /// Since when the gate is not known, because what was kept here could not be read.
    #[serde(default)]
    gate_lost_at: Option<StoreTime>,
    /// When this was written last.
    stamp: StoreTime,
}

#[derive(Clone, Serialize, Deserialize)]
struct Current {
    #[serde(serialize_with = "expose", deserialize_with = "secret")]
    token: Secret,
    #[serde(with = "fence")]
    fence: Fence,
    #[serde(with = "span")]
    lifetime: Option<Duration>,
    fetched: StoreTime,
}

/// The moment at which a rule is applied, on both clocks of a store.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    /// For every rule.
    pub(crate) line: StoreTime,
    /// For people, and for fences.
    pub(crate) wall: OffsetDateTime,
}

/// Whose turn it is to fetch.
enum Turn {
    /// Nobody's: whoever asks may fetch.
    Free,
    /// The one's who asks, since an earlier question of his.
    Asker,
    /// Somebody else's, until his lease ends.
    Other(Duration),
    /// Nobody's before the gate opens.
    Gate(Duration),
}

impl Slot {
    pub(crate) fn record(&self, now: Now) -> Option<Record> {
        let current = self.current.as_ref()?;
        let age = current.fetched.until(now.line);
        // While somebody fetches, the end of his lease moves the gate, perhaps nearer.
        let is_leased = now.line < self.lease_until;
        Some(Record {
            token: current.token.clone(),
            fence: current.fence,
            lifetime: current.lifetime,
            age,
            // Not kept, but counted back: so it is right again once the wall clock is.
            fetched_at: crate::wall::before(now.wall, age),
            gate_opens_in: (!is_leased).then(|| self.closed_for(now)),
        })
    }

    pub(crate) fn begin(&mut self, now: Now, seen: Option<Fence>, terms: &Terms) -> Begin {
        if let Some(record) = self.record(now)
            && Some(record.fence) != seen
        {
            return Begin::Newer(record);
        }
        self.recover_gate(terms);
        match self.turn(now, terms.owner) {
            Turn::Other(retry_in) => Begin::held(retry_in),
            Turn::Gate(retry_in) => Begin::too_soon(retry_in),
            Turn::Free | Turn::Asker => Begin::Granted(self.grant(now, seen, terms)),
        }
    }

    fn turn(&self, now: Now, asker: Option<Owner>) -> Turn {
        // Whoever asks again has sent nothing since he asked first, so neither the lease nor the
        // gate of that time is against him, also when they have run out meanwhile.
        if asker.is_some() && asker == self.lease_owner {
            return Turn::Asker;
        }
        if now.line < self.lease_until {
            return Turn::Other(now.line.until(self.lease_until));
        }
        if now.line < self.gate_until {
            return Turn::Gate(now.line.until(self.gate_until));
        }
        Turn::Free
    }

    /// The gate is set before the request is sent, and as if it were sent at the end of the
    /// lease: it holds if the process dies on its way. It needs no margin here, since a manager
    /// sends no later than its fetch timeout before that end.
    fn grant(&mut self, now: Now, seen: Option<Fence>, terms: &Terms) -> Fence {
        self.last_granted = self.next_fence(now, seen);
        self.lease_owner = terms.owner;
        self.lease_until = now.line.plus(terms.lease);
        let gate_until = self.lease_until.plus(terms.min_interval);
        self.gate_until = self.gate_until.max(gate_until);
        self.last_granted
    }

    /// Larger than the last fence, than that of the record the caller has seen, and than the wall
    /// clock in microseconds: a store that was wiped has forgotten the last fence, but time has
    /// passed since.
    fn next_fence(&self, now: Now, seen: Option<Fence>) -> Fence {
        let wall = Fence::new(StoreTime::from_wall(now.wall).micros());
        let seen = seen.unwrap_or_default();
        Fence::new(
            self.last_granted
                .max(seen)
                .max(wall)
                .number()
                .saturating_add(1),
        )
    }

    pub(crate) fn commit(
        &mut self,
        now: Now,
        fence: Fence,
        issued: &Issued,
        terms: &Terms,
    ) -> Commit {
        let is_accepted = self.accepts(fence, terms);
        self.end(now, fence, terms);
        if !is_accepted {
            return Commit::Superseded;
        }
        let fetched = now.line.minus(issued.age);
        // A repetition that comes late makes a token no younger.
        let known = self
            .current
            .as_ref()
            .filter(|current| current.fence == fence);
        let fetched = known.map_or(fetched, |current| current.fetched.min(fetched));
        self.last_stored = fence;
        self.current = Some(Current {
            token: issued.token.clone(),
            fence,
            lifetime: issued.lifetime,
            fetched,
        });
        Commit::Stored
    }

    /// Whether this is the last lease: that of the last fence, or one of the same owner, whose
    /// question may have arrived more than once.
    fn is_last(&self, fence: Fence, terms: &Terms) -> bool {
        let is_owner = terms.owner.is_some() && terms.owner == self.lease_owner;
        fence == self.last_granted || is_owner
    }

    /// Whether a token that was fetched under this fence is newer than what there is.
    fn accepts(&self, fence: Fence, terms: &Terms) -> bool {
        let is_last = self.is_last(fence, terms);
        match &self.current {
            // A fence that is not the last one says nothing of which token is newer: after a wipe
            // on a clock that is behind, an older grant has the higher number. Storing the
            // current record again is a repetition.
            Some(current) => is_last || fence == current.fence,
            // The record that was stored last was rejected since. It does not come back by a
            // repetition, nor does an older one; a grant from before a wipe may fill the gap.
            None => fence != self.last_stored && (is_last || fence > self.last_stored),
        }
    }

    /// Ends the fetch under `fence`; the gate counts from now, since the request may only just
    /// have reached the provider.
    pub(crate) fn end(&mut self, now: Now, fence: Fence, terms: &Terms) {
        self.recover_gate(terms);
        let gate_until = now.line.plus(terms.after_a_request());
        let is_last = self.is_last(fence, terms);
        // A request was sent: whoever owns the lease is not granted it anew, past the gate.
        self.lease_owner = None;
        if is_last {
            self.lease_until = StoreTime::ZERO;
            // Nearer than the grant has set it: the request was not sent at the end of the lease.
            self.gate_until = gate_until;
        } else {
            // Somebody else may fetch at this moment: his lease stays, and the gate only moves
            // away.
            self.gate_until = self.gate_until.max(gate_until);
        }
    }

    /// Whether there was something to remove.
    pub(crate) fn reject(&mut self, token: &Secret) -> bool {
        let current = self.current.as_ref();
        let is_current = current.is_some_and(|current| current.token.same_as(token));
        if is_current {
            self.current = None;
        }
        is_current
    }

    /// Removes the token and opens the gate, but not for the time of a lease: somebody fetches.
    pub(crate) fn forget(&mut self, now: Now) {
        self.current = None;
        self.gate_lost_at = None;
        self.gate_until = match now.line < self.lease_until {
            true => self.gate_until.min(self.lease_until),
            false => StoreTime::ZERO,
        };
    }

    /// How long the gate stays closed.
    pub(crate) fn closed_for(&self, now: Now) -> Duration {
        now.line.until(self.gate_until)
    }

    /// A slot in the place of one that could not be read: a token may have been fetched just
    /// before.
    pub(crate) fn after_a_loss(now: Now) -> Self {
        Self {
            gate_lost_at: Some(now.line),
            ..Self::default()
        }
    }

    /// Closes the gate as if a request had been sent when it was lost.
    fn recover_gate(&mut self, terms: &Terms) {
        if let Some(lost_at) = self.gate_lost_at.take() {
            let gate_until = lost_at.plus(terms.after_a_request());
            self.gate_until = self.gate_until.max(gate_until);
        }
    }

    pub(crate) fn stamp(&self) -> StoreTime {
        self.stamp
    }

    pub(crate) fn set_stamp(&mut self, stamp: StoreTime) {
        self.stamp = stamp;
    }

    /// Moves every time back by so much, after the clock of the store has stepped back.
    pub(crate) fn shift_back(&mut self, by: Duration) {
        let Self {
            current,
            last_granted: _,
            last_stored: _,
            lease_until,
            lease_owner: _,
            gate_until,
            gate_lost_at,
            stamp,
        } = self;
        let fetched = current.as_mut().map(|current| &mut current.fetched);
        let times = [lease_until, gate_until, stamp].into_iter();
        for time in times.chain(gate_lost_at).chain(fetched) {
            *time = time.minus(by);
        }
    }
}

fn expose<S: Serializer>(token: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(token.expose())
}

fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Current>, D::Error> {
    let current = Option::<Object<Current>>::deserialize(deserializer)?;
    Ok(current.map(|Object(current)| current))
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}
