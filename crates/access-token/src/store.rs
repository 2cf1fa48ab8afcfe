use std::fmt;
use std::time::Duration;

use signing::Secret;
use time::OffsetDateTime;

use crate::{Key, Stored};

/// Where the one current token of each key lives, and who decides which caller may fetch the
/// next one.
///
/// Words: a *lease* says who may fetch now, the *gate* how soon the next fetch may begin, and a
/// *fence* is the rising number of a lease.
///
/// The contract, the same for memory, file and Redis. Each method is one atomic step, for all
/// threads, processes and machines that share the store:
///
/// 1. [`load`](Store::load) returns the current record or none; a failure of the store is an
///    error and never "none".
/// 2. [`begin`](Store::begin) looks a second time, then at the lease, then at the gate. When it
///    grants, it sets the gate to now + lease + least interval in the same step, before any
///    request is sent, and the gate stays so if the process dies.
/// 3. [`commit`](Store::commit) stores the token unless a higher fence has committed, and moves
///    the gate to now + least interval + margin; [`abandon`](Store::abandon) does the same
///    without a token. A fence that is not the last one ends nobody else's lease and never moves
///    the gate nearer.
/// 4. [`reject`](Store::reject) removes the token only if it is still the current one.
/// 5. Token, lifetime and time of fetch are one record. A fence is larger than the last one and
///    than the store's clock in microseconds, so that a store that was wiped does not start
///    again at 1.
///
/// Time is the store's own: every time in an answer is a distance. A clock of the store that
/// steps back lengthens neither a wait nor a life. [`conformance`](crate::conformance) checks a
/// store against this contract.
pub trait Store: fmt::Debug + Send + Sync {
    /// The current record, also when its life is over; none if there is none.
    ///
    /// # Errors
    ///
    /// The store cannot be reached or read. That is never answered with none.
    fn load(&self, key: &Key) -> Stored<Option<Record>>;

    /// Asks for the right to fetch a token.
    ///
    /// `seen` is the fence of the record that the caller finds wanting, none if it has none.
    ///
    /// # Errors
    ///
    /// The store cannot be reached or read; a right may have been granted and lost then.
    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin>;

    /// Stores a token that was fetched under `fence`.
    ///
    /// Doing it twice with the same fence and token is the same as doing it once.
    ///
    /// # Errors
    ///
    /// The store cannot be reached, read or written; the token may or may not be stored.
    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit>;

    /// Says that the fetch under `fence` brought no token. The current record stays.
    ///
    /// # Errors
    ///
    /// The store cannot be reached, read or written; the gate then stays where `begin` set it.
    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()>;

    /// Removes `token`, which the provider has rejected, if it is still the current one.
    ///
    /// # Errors
    ///
    /// The store cannot be reached, read or written.
    fn reject(&self, key: &Key, token: &Secret) -> Stored<()>;

    /// How long the next request must still wait: zero when the gate is open. For people.
    ///
    /// # Errors
    ///
    /// The store cannot be reached or read.
    fn next_request_in(&self, key: &Key) -> Stored<Duration>;
}

/// The rising number of a lease; it also names the record that was committed under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fence(u64);

impl Fence {
    /// A fence with this number. For those who write a store.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// The durations of a fetch: the same in `begin`, `commit` and `abandon`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Terms {
    /// How long one caller may take to fetch.
    pub lease: Duration,
    /// The least time between two requests to the provider.
    pub min_interval: Duration,
    /// What is added to it, for clocks that do not run alike.
    pub margin: Duration,
}

impl Terms {
    /// The lease, the least interval and the margin. For those who test a store.
    ///
    /// ```
    /// use std::time::Duration;
    /// use access_token::Terms;
    ///
    /// let seconds = Duration::from_secs;
    /// let terms = Terms::new(seconds(20), seconds(60), seconds(1));
    /// assert_eq!(terms.min_interval, seconds(60));
    /// ```
    pub const fn new(lease: Duration, min_interval: Duration, margin: Duration) -> Self {
        Self {
            lease,
            min_interval,
            margin,
        }
    }
}

/// A token as a store keeps it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Record {
    /// The token.
    pub token: Secret,
    /// The fence under which it was committed.
    pub fence: Fence,
    /// How long it lives, counted from its fetch; none if no end is known.
    pub lifetime: Option<Duration>,
    /// How long ago it was fetched, by the store's clock.
    pub age: Duration,
    /// When it was fetched, by the store's clock. For people: durations come from `age`.
    pub fetched_at: OffsetDateTime,
}

impl Record {
    /// A record with all that there is of it. For those who write a store.
    pub fn new(
        token: Secret,
        fence: Fence,
        lifetime: Option<Duration>,
        age: Duration,
        fetched_at: OffsetDateTime,
    ) -> Self {
        Self {
            token,
            fence,
            lifetime,
            age,
            fetched_at,
        }
    }
}

/// A token as it comes from the provider, on its way into a store.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Issued {
    /// The token.
    pub token: Secret,
    /// How long it lives; none if no end is known.
    pub lifetime: Option<Duration>,
    /// How long ago the provider's answer arrived.
    pub age: Duration,
}

impl Issued {
    /// A token, its lifetime and its age. For those who test a store.
    pub fn new(token: impl Into<Secret>, lifetime: Option<Duration>, age: Duration) -> Self {
        Self {
            token: token.into(),
            lifetime,
            age,
        }
    }
}

/// The answer to [`Store::begin`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Begin {
    /// Fetch now; the gate is already set.
    Granted(Fence),
    /// The store holds a record other than the one the caller has seen.
    Newer(Record),
    /// Somebody else fetches now.
    #[non_exhaustive]
    Held {
        /// When his lease ends at the latest.
        retry_in: Duration,
    },
    /// The last fetch is too short a time ago.
    #[non_exhaustive]
    TooSoon {
        /// When the gate opens.
        retry_in: Duration,
    },
}

impl Begin {
    /// [`Held`](Begin::Held) by a lease that ends then. For those who write a store.
    pub const fn held(retry_in: Duration) -> Self {
        Self::Held { retry_in }
    }

    /// [`TooSoon`](Begin::TooSoon) before the gate opens then. For those who write a store.
    pub const fn too_soon(retry_in: Duration) -> Self {
        Self::TooSoon { retry_in }
    }
}

/// The answer to [`Store::commit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Commit {
    /// The token is the current one.
    Stored,
    /// A higher fence has committed: the token was not stored.
    Superseded,
}
