//! What goes wrong in a cell.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::cell::good_play;
use crate::expect::Expect;
use crate::row::{Reading, Row, Tuning};
use crate::wire::{Channel, End, Play};

/// What kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Family {
    Connection,
    Pace,
    Framing,
    Status,
    Text,
    Json,
    Size,
    Dress,
}

impl Family {
    pub(crate) const ALL: [Self; 8] = [
        Self::Connection,
        Self::Pace,
        Self::Framing,
        Self::Status,
        Self::Text,
        Self::Json,
        Self::Size,
        Self::Dress,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Pace => "pace",
            Self::Framing => "framing",
            Self::Status => "status",
            Self::Text => "text",
            Self::Json => "json",
            Self::Size => "size",
            Self::Dress => "dress",
        }
    }
}

/// What stands where the client connects to.
#[derive(Clone)]
pub(crate) enum Place {
    /// A server with this channel.
    Server(Channel),
    /// A server that is gone by the time of the call.
    Gone,
    /// A host whose name cannot be found.
    Nowhere,
    /// A host that is too busy to take a connection.
    Full,
}

/// What comes before the fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// The token, if there is one, over a good connection.
    Token,
    /// The same call, answered well on a connection that is kept; which then ends in this way, or
    /// not at all.
    Call(Option<End>),
    /// The token, so long ago that another one may be asked for.
    OldToken,
}

type Plays = Arc<dyn Fn(&Row) -> Play + Send + Sync>;
type Expects = Arc<dyn Fn(&Row) -> Expect + Send + Sync>;
type Applies = Arc<dyn Fn(&Row) -> bool + Send + Sync>;

/// A column of the table.
#[derive(Clone)]
pub(crate) struct Fault {
    pub(crate) family: Family,
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) before: Before,
    pub(crate) tuning: Tuning,
    /// How long a call may take, on a machine with nothing else to do.
    pub(crate) longest: Duration,
    /// How much a call may hold in memory.
    pub(crate) most_bytes: u64,
    play: Plays,
    play_before: Plays,
    expects: Expects,
    applies: Applies,
}

/// For exchanges that end by themselves.
pub(crate) const PATIENT: Duration = Duration::from_secs(60);
/// For exchanges that must run into their deadline: long enough for a busy machine to send.
pub(crate) const SHORT: Duration = Duration::from_secs(2);
/// Above all good answers.
pub(crate) const MOST_BODY_BYTES: u64 = 100_000;

impl Fault {
    pub(crate) fn new(
        family: Family,
        name: impl Into<String>,
        play: impl Fn(&Row) -> Play + Send + Sync + 'static,
        expects: impl Fn(&Row) -> Expect + Send + Sync + 'static,
    ) -> Self {
        Self {
            family,
            name: name.into(),
            place: Place::Server(Channel::Plain),
            before: Before::Token,
            tuning: Tuning {
                timeout: PATIENT,
                max_body_bytes: MOST_BODY_BYTES,
                root_certificate: None,
                clock: None,
            },
            longest: PATIENT,
            most_bytes: 4 * 1024 * 1024,
            play: Arc::new(play),
            play_before: Arc::new(good_play),
            expects: Arc::new(expects),
            applies: Arc::new(|_| true),
        }
    }

    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    pub(crate) fn after(mut self, before: Before) -> Self {
        self.before = before;
        self
    }

    /// The exchange ends with its deadline.
    pub(crate) fn runs_out(mut self) -> Self {
        self.tuning.timeout = SHORT;
        self.within(SHORT)
    }

    /// The call is over in this time, long before its deadline.
    pub(crate) fn within(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    pub(crate) fn limited_to(mut self, max_body_bytes: u64, most_bytes: u64) -> Self {
        self.tuning.max_body_bytes = max_body_bytes;
        self.most_bytes = most_bytes;
        self
    }

    /// Only for some rows.
    pub(crate) fn only(mut self, applies: impl Fn(&Row) -> bool + Send + Sync + 'static) -> Self {
        self.applies = Arc::new(applies);
        self
    }

    /// How the call before is answered, whose answer is good all the same.
    pub(crate) fn preceded_by(
        mut self,
        play: impl Fn(&Row) -> Play + Send + Sync + 'static,
    ) -> Self {
        self.play_before = Arc::new(play);
        self
    }

    pub(crate) fn expecting(
        mut self,
        expects: impl Fn(&Row) -> Expect + Send + Sync + 'static,
    ) -> Self {
        self.expects = Arc::new(expects);
        self
    }

    pub(crate) fn applies(&self, row: &Row) -> bool {
        (self.applies)(row)
    }

    pub(crate) fn play(&self, row: &Row) -> Play {
        (self.play)(row)
    }

    pub(crate) fn play_before(&self, row: &Row) -> Play {
        (self.play_before)(row)
    }

    /// For a token request what is said of a call: whatever is wrong with its answer, the call is
    /// not made.
    pub(crate) fn expects(&self, row: &Row) -> Expect {
        let expected = (self.expects)(row);
        match row.reading {
            Reading::Token => expected.for_token(),
            _ => expected,
        }
    }
}
