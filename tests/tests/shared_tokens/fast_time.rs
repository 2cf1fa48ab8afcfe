//! A client whose minute takes 200 ms, and a store that stays in real time.
//!
//! The least interval of a chao8 client is a minute and no setting. So its clock runs faster,
//! and the store translates: Redis has a clock of its own.

use std::time::{Duration, Instant};

use access_token::{Begin, Commit, Fence, Issued, Key, Record, Secret, Store, Stored, Terms};
use access_token_redis::RedisStore;
use time::OffsetDateTime;

/// How much faster the time of the client runs.
pub(crate) const SPEED: u32 = 300;

/// A minute of the client in real time: 200 ms.
pub(crate) const MINUTE: Duration = Duration::from_millis(60_000 / SPEED as u64);

#[derive(Debug)]
pub(crate) struct FastClock(Instant);

impl FastClock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }
}

impl chao8_api::Clock for FastClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed() * SPEED
    }
}

#[derive(Debug)]
pub(crate) struct FastStore(pub(crate) RedisStore);

fn fast(mut record: Record) -> Record {
    record.lifetime = record.lifetime.map(|lifetime| lifetime * SPEED);
    record.age *= SPEED;
    record
}

fn real(terms: &Terms) -> Terms {
    let mut real = *terms;
    real.lease /= SPEED;
    real.min_interval /= SPEED;
    real.margin /= SPEED;
    real
}

impl Store for FastStore {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        Ok(self.0.load(key)?.map(fast))
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        Ok(match self.0.begin(key, seen, &real(terms))? {
            Begin::Newer(record) => Begin::Newer(fast(record)),
            Begin::Held { retry_in, .. } => Begin::held(retry_in * SPEED),
            Begin::TooSoon { retry_in, .. } => Begin::too_soon(retry_in * SPEED),
            granted => granted,
        })
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        let issued = Issued::new(
            issued.token.clone(),
            issued.lifetime.map(|lifetime| lifetime / SPEED),
            issued.age / SPEED,
        );
        self.0.commit(key, fence, &issued, &real(terms))
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.0.abandon(key, fence, &real(terms))
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.0.reject(key, token)
    }

    fn forget(&self, key: &Key) -> Stored<()> {
        self.0.forget(key)
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        Ok(self.0.next_request_in(key)? * SPEED)
    }
}
