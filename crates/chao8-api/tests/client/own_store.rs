//! A store of one's own, written with the names of this crate alone, and judged by the suite.

use std::sync::Arc;
use std::time::Duration;

use crate::api::{
    Begin, Clock, Commit, Fence, Issued, Key, ManualClock, MemoryStore, Owner, Record, Secret,
    Store, StoreError, StoreErrorKind, Stored, SystemClock, Terms, conformance,
};

/// Takes every answer apart and puts it together again, as a store on another medium does.
#[derive(Debug)]
struct OwnStore(MemoryStore);

fn rebuilt(record: Record) -> Record {
    Record::new(
        record.token,
        Fence::new(record.fence.number()),
        record.lifetime,
        record.age,
        record.fetched_at,
    )
    .with_gate(record.gate_opens_in)
}

fn sent(terms: &Terms) -> Terms {
    let sent = Terms::new(terms.lease, terms.min_interval, terms.margin);
    match terms.owner {
        Some(owner) => sent.owned_by(Owner::new(owner.number())),
        None => sent,
    }
}

impl Store for OwnStore {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        Ok(self.0.load(key)?.map(rebuilt))
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        match self.0.begin(key, seen, &sent(terms))? {
            Begin::Granted(fence) => Ok(Begin::Granted(fence)),
            Begin::Newer(record) => Ok(Begin::Newer(rebuilt(record))),
            Begin::Held { retry_in, .. } => Ok(Begin::held(retry_in)),
            Begin::TooSoon { retry_in, .. } => Ok(Begin::too_soon(retry_in)),
            _ => Err(StoreError::new(
                StoreErrorKind::Corrupt,
                "an answer unknown",
            )),
        }
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        let issued = Issued::new(issued.token.clone(), issued.lifetime, issued.age);
        self.0.commit(key, fence, &issued, &sent(terms))
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.0.abandon(key, fence, &sent(terms))
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.0.reject(key, token)
    }

    fn forget(&self, key: &Key) -> Stored<()> {
        self.0.forget(key)
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.0.next_request_in(key)
    }
}

#[test]
fn a_store_of_ones_own_needs_no_other_crate() {
    let clock = ManualClock::new(SystemClock::new().now());
    let store = OwnStore(MemoryStore::with_clock(Arc::new(clock.clone())));
    conformance::run(&conformance::Bench::on_clock(Arc::new(store), clock)).unwrap();
}
