//! How a cell may end.

use std::fmt;
use std::ops::RangeInclusive;

use provider_http::{Delivery, Effect};

use crate::row::{Ended, Reading, Row};

/// How a call ends, in short: kind, code and delivery of its error.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Verdict {
    /// `done` for a success.
    pub(crate) kind: String,
    pub(crate) code: Option<i64>,
    /// None for a success.
    pub(crate) delivery: Option<String>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        if let Some(code) = self.code {
            write!(f, " {code}")?;
        }
        match &self.delivery {
            Some(delivery) => write!(f, ", {delivery}"),
            None => Ok(()),
        }
    }
}

impl From<&Ended> for Verdict {
    fn from(ended: &Ended) -> Self {
        match &ended.failed {
            None => done(),
            Some(failed) => verdict(failed.kind, failed.code, failed.delivery),
        }
    }
}

pub(crate) fn done() -> Verdict {
    Verdict {
        kind: "done".to_owned(),
        code: None,
        delivery: None,
    }
}

pub(crate) fn verdict(kind: &str, code: Option<i64>, delivery: Delivery) -> Verdict {
    Verdict {
        kind: kind.to_owned(),
        code,
        delivery: Some(delivery.to_string()),
    }
}

/// What a cell must come to.
#[derive(Clone, Debug)]
pub(crate) struct Expect {
    /// One of these.
    verdicts: Vec<Verdict>,
    /// Or one of which this holds.
    or: Option<fn(&Row, &Verdict) -> bool>,
    /// How many requests reach the server whole.
    requests: RangeInclusive<usize>,
    /// For how many seconds the caller is asked to wait.
    retry_in: Option<RangeInclusive<u64>>,
}

impl Expect {
    pub(crate) fn one_of(verdicts: impl Into<Vec<Verdict>>) -> Self {
        Self {
            verdicts: verdicts.into(),
            or: None,
            requests: 1..=1,
            retry_in: None,
        }
    }

    pub(crate) fn of(verdict: Verdict) -> Self {
        Self::one_of([verdict])
    }

    /// An error of this kind that leaves open what happened.
    pub(crate) fn open(kind: &str) -> Self {
        Self::of(verdict(kind, None, Delivery::Unknown))
    }

    /// An error of this kind before anything was sent.
    pub(crate) fn unsent(kind: &str) -> Self {
        Self::of(verdict(kind, None, Delivery::NotSent)).requests(0..=0)
    }

    /// A success, or an error that leaves open what happened, with the code of success or none.
    pub(crate) fn never_refused() -> Self {
        Self {
            or: Some(is_open),
            ..Self::of(done())
        }
    }

    /// An error over this code, which nobody documents: it proves nothing of a call that writes.
    pub(crate) fn undocumented(row: &Row, code: i64) -> Self {
        let delivery = match row.effect {
            Effect::Writes => Delivery::Unknown,
            _ => Delivery::Refused,
        };
        Self::of(verdict("refused", Some(code), delivery))
    }

    /// An answer without a code that can be read, under HTTP status 200.
    pub(crate) fn without_code(row: &Row) -> Self {
        match row.reading {
            Reading::Any => Self::of(done()),
            _ => Self::open("unexpected answer"),
        }
    }

    pub(crate) fn or(mut self, verdict: Verdict) -> Self {
        self.verdicts.push(verdict);
        self
    }

    /// Or what another expectation has.
    pub(crate) fn or_else(mut self, other: Self) -> Self {
        self.verdicts.extend(other.verdicts);
        self
    }

    pub(crate) fn requests(mut self, requests: RangeInclusive<usize>) -> Self {
        self.requests = requests;
        self
    }

    pub(crate) fn retry_in(mut self, seconds: RangeInclusive<u64>) -> Self {
        self.retry_in = Some(seconds);
        self
    }

    /// The same for a token request: whatever is wrong with its answer, the call is not made.
    pub(crate) fn for_token(self) -> Self {
        let verdicts = self.verdicts.into_iter().map(|each| match each.delivery {
            None => each,
            Some(_) => verdict("no token", each.code, Delivery::NotSent),
        });
        Self {
            verdicts: verdicts.collect(),
            ..self
        }
    }

    /// What is wrong with how a cell of this row ended.
    pub(crate) fn broken_by(&self, row: &Row, ended: &Ended, requests: usize) -> Option<String> {
        let found = Verdict::from(ended);
        let is_other = self.or.is_some_and(|holds| holds(row, &found));
        if !self.verdicts.contains(&found) && !is_other {
            let wanted: Vec<String> = self.verdicts.iter().map(ToString::to_string).collect();
            let wanted = wanted.join(" or ");
            return Some(format!("ended with `{found}`, wanted `{wanted}`"));
        }
        // A list asks for more where the provider does not say that it ends.
        let goes_on = matches!(found.kind.as_str(), "done" | "odd row" | "incomplete list");
        let asks_for_more = row.is_list() && goes_on && requests == self.requests.end() + 1;
        if !self.requests.contains(&requests) && !asks_for_more {
            return Some(format!("{requests} requests, wanted {:?}", self.requests));
        }
        let Some(wanted) = &self.retry_in else {
            return None;
        };
        let told = ended.failed.as_ref().and_then(|failed| failed.retry_in);
        let is_wanted = told.is_some_and(|told| wanted.contains(&told.as_secs()));
        (!is_wanted).then(|| format!("asks to wait {told:?}, wanted {wanted:?} s"))
    }
}

/// It leaves open what happened, since the call was carried out, and keeps the code that says so; an
/// item of a list has none of its own.
fn is_open(row: &Row, found: &Verdict) -> bool {
    let success = Some(row.facts.success);
    match (row.reading, found.kind.as_str(), found.code) {
        (Reading::Token, kind, code) => kind == "no token" && code == success,
        (_, "unexpected answer", code) => is_unknown(found) && code == success,
        (_, "odd row" | "incomplete list", None) => {
            row.effect == Effect::Reads && is_unknown(found)
        }
        _ => false,
    }
}

fn is_unknown(found: &Verdict) -> bool {
    found.delivery.as_deref() == Some("Unknown")
}

/// The body of an answer, by what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// Nothing that can be read as an envelope, or none at all.
    WithoutCode,
    /// What the call succeeds with.
    Success,
    /// A documented refusal that proves that nothing was done.
    Refusal,
}

/// The rules of verdicts over an answer, as they are promised.
pub(crate) fn by_the_rules(row: &Row, status: u16, body: Body) -> Expect {
    let server_failed = status == 408 || status >= 500;
    let is_rejection = status == 401 && row.shows_a_token();
    let redirects = (300..400).contains(&status);
    let refusal = Some(row.facts.not_done);
    if row.reading == Reading::Any && !redirects {
        return Expect::of(done());
    }
    let body = match row.reading {
        // What it succeeds with is a file, and no envelope.
        Reading::File if body == Body::Success => Body::WithoutCode,
        _ => body,
    };
    match body {
        Body::WithoutCode if redirects => Expect::open("redirect"),
        // Without another token at hand: no provider hands out two in a row.
        Body::WithoutCode if is_rejection => {
            Expect::of(verdict("no token", None, Delivery::Refused))
        }
        Body::WithoutCode if row.reading == Reading::File && (200..300).contains(&status) => {
            Expect::of(done())
        }
        Body::WithoutCode => {
            let delivery = match status {
                408 | 499 => Delivery::Unknown,
                400..=499 => Delivery::Refused,
                _ => Delivery::Unknown,
            };
            Expect::of(verdict("unexpected answer", None, delivery))
        }
        Body::Success if redirects => Expect::of(verdict(
            "unexpected answer",
            Some(row.facts.success),
            Delivery::Unknown,
        )),
        Body::Success => Expect::of(done()),
        Body::Refusal if is_rejection => {
            Expect::of(verdict("no token", refusal, Delivery::Refused))
        }
        Body::Refusal if row.effect == Effect::Writes && server_failed => {
            Expect::of(verdict("refused", refusal, Delivery::Unknown))
        }
        Body::Refusal => Expect::of(verdict("refused", refusal, Delivery::Refused)),
    }
}
