use std::fmt;
use std::time::Duration;

use signing::Secret;
use time::OffsetDateTime;

use crate::{Key, Owner, StoreError, StoreErrorKind, Stored};

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
///    error and never "none". `load` and [`next_request_in`](Store::next_request_in) change
///    nothing for anybody else.
/// 2. [`begin`](Store::begin) looks for another record, then at the lease, then at the gate. When
///    it grants, it sets the gate to now + lease + least interval in the same step, before any
///    request is sent, and the gate stays so if the process dies.
/// 3. [`begin`](Store::begin) of the [`Owner`] of the last lease is granted anew, with a new
///    fence, as long as no fetch has ended since: he has sent nothing yet. So a caller whose
///    answer was lost, or who was held up before he could send, loses neither lease nor gate.
/// 4. A fetch ends with [`commit`](Store::commit) or [`abandon`](Store::abandon). Under the last
///    fence, or for the owner of the last lease, this ends the lease and moves the gate to now +
///    least interval + margin. Under any other fence, lower or higher, it ends nobody else's
///    lease and never moves the gate nearer; but a request was sent, so the owner of the lease
///    is not granted it anew.
/// 5. While there is a record, [`commit`](Store::commit) stores only under the last fence that
///    was granted, or under that of the record itself, which is a repetition. While there is
///    none, it stores under a higher fence than that of the record before as well. A token that
///    was removed never comes back by a repetition.
/// 6. [`reject`](Store::reject) removes the token only if it is still the current one.
///    [`forget`](Store::forget) removes any, and opens the gate unless somebody fetches.
/// 7. Token, lifetime and time of fetch are one record. A fence is larger than the last one, than
///    the one that the caller has seen, and than the store's clock in microseconds, so that a
///    store that was wiped does not start again at 1.
///
/// A key is in one of these states. A lease *ends* by `commit` or `abandon`; if neither comes in
/// its time it *runs out*.
///
/// ```text
///          begin                     commit, abandon             time
///   open ──────────────▶ leased ──────────────────────▶ closed ─────────────▶ open
///    ▲                    │  ▲                            ▲ │
///    │                    │  │ begin of its owner         │ │
///    │         time:      │  └──────────────────┐         │ │
///    │   it runs out      └────────────▶ closed, ran out ─│─┼───────────────▶ open
///    │                                                    │ │ time
///    ├────── commit of an earlier fence ──────────────────┘ │
///    └────────────────────── forget ────────────────────────┘
/// ```
///
/// | state | `begin` of the owner | `begin` of another | `commit`, `abandon` of the last lease | of any other | `forget` |
/// | --- | --- | --- | --- | --- | --- |
/// | open, closed before or not | granted | granted | closed for interval + margin | closed for interval + margin | open |
/// | leased | leased anew | held | closed for interval + margin | leased, without an owner, and closed for interval + margin at least | leased, then open |
/// | closed, the lease ran out | leased anew | too soon | closed for interval + margin | without an owner, closed for interval + margin at least | open |
/// | closed, the lease ended | too soon | too soon | closed for interval + margin | closed for interval + margin at least | open |
///
/// In every state `begin` first answers with a record that the caller has not seen.
///
/// Time is the store's own: every time in an answer is a distance. A clock of the store that
/// steps back lengthens neither a wait nor a life; what a manager has seen before counts on its
/// own clock besides. What nobody can tell is which of two tokens is newer when a store was
/// wiped, its clock is behind, and neither of the two machines has seen the other's.
/// [`conformance`](crate::conformance) checks a store against this contract.
pub trait Store: fmt::Debug + Send + Sync {
    /// The current record, also when its life is over; none if there is none.
    ///
    /// # Errors
    ///
    /// The store cannot be reached or read. That is never answered with none.
    fn load(&self, key: &Key) -> Stored<Option<Record>>;

    /// Asks for the right to fetch a token.
    ///
    /// `seen` is the fence of the last record that the caller knows, which he finds wanting; none
    /// if he has seen none. [`Terms::owner`] says who he is: with the same owner he asks only as
    /// long as he has sent no request.
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

    /// Removes `token`, which the provider has rejected, if it is still the current one. A
    /// provider that issues the same text twice has its second issue removed by a late rejection
    /// of the first.
    ///
    /// # Errors
    ///
    /// The store cannot be reached, read or written.
    fn reject(&self, key: &Key, token: &Secret) -> Stored<()>;

    /// Removes the current token, whichever it is, and opens the gate unless somebody fetches.
    ///
    /// # Errors
    ///
    /// The store cannot be reached, read or written. A store that does not say how it forgets
    /// answers with an error, too.
    fn forget(&self, key: &Key) -> Stored<()> {
        let _ = key;
        let message = "this token store has no way to forget a token";
        Err(StoreError::new(StoreErrorKind::Refused, message))
    }

    /// How long the next request must still wait: zero when the gate is open. For people.
    ///
    /// # Errors
    ///
    /// The store cannot be reached or read.
    fn next_request_in(&self, key: &Key) -> Stored<Duration>;
}

/// The rising number of a lease; it also names the record that was committed under it.
///
/// The default is lower than any that is granted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// The terms of a fetch, how long and for whom: the same in its `begin`, `commit` and `abandon`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Terms {
    /// How long one caller may take to fetch.
    pub lease: Duration,
    /// The least time between two requests to the provider.
    pub min_interval: Duration,
    /// What is added to it, for clocks that do not run alike.
    pub margin: Duration,
    /// Who fetches; none if the caller cannot be known again.
    pub owner: Option<Owner>,
}

impl Terms {
    /// The lease, the least interval and the margin, and no owner. For those who test a store.
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
            owner: None,
        }
    }

    /// The same for this owner.
    #[must_use]
    pub const fn owned_by(mut self, owner: Owner) -> Self {
        self.owner = Some(owner);
        self
    }

    /// How long the gate is closed after a request: the least interval and the margin.
    pub const fn after_a_request(&self) -> Duration {
        self.min_interval.saturating_add(self.margin)
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
    /// How long the gate stays closed, which the store does not take back; none while a lease is
    /// held, since its end moves the gate, or if the store does not say.
    pub gate_opens_in: Option<Duration>,
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
            gate_opens_in: None,
        }
    }

    /// The same with what the store says of its gate. For those who write a store.
    #[must_use]
    pub const fn with_gate(mut self, opens_in: Option<Duration>) -> Self {
        self.gate_opens_in = opens_in;
        self
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
    /// Another lease was granted since, or the token was removed: this one was not stored.
    Superseded,
}
