use std::error::Error;

use access_token::{Secret, StoreError, StoreErrorKind};
use redis::RedisError;

use crate::address::Address;
use crate::scripts::RIGHTS;
use crate::words::shown;

/// What kept a step from being made.
pub(crate) struct Failure {
    when: When,
    error: RedisError,
}

/// On which part of its way a step failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Connecting,
    /// The server showed a certificate that is not trusted.
    Trusting,
    LoggingIn,
    Selecting,
    Asking,
}

/// What a step is about, for the error that tells of it.
pub(crate) struct About<'a> {
    pub(crate) address: &'a Address,
    /// The name of the hash.
    pub(crate) key: &'a str,
    /// A token that was sent.
    pub(crate) token: Option<&'a Secret>,
}

/// Why Redis refused, by what is to be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// The key holds something else.
    Corrupt,
    /// User or password are wrong.
    Login,
    /// There is no such database.
    Database,
    /// The user may do too little.
    Rights,
    /// It is a node of a cluster.
    Cluster,
    /// It is a Sentinel, or no Redis that has scripts.
    Unable,
    /// It may do it later.
    Now,
}

impl Failure {
    pub(crate) fn new(when: When, error: RedisError) -> Self {
        Self { when, error }
    }

    /// Whether Redis may have made the step all the same.
    pub(crate) fn is_lost_answer(&self) -> bool {
        self.when == When::Asking && self.error.is_io_error()
    }

    /// Whether it is the key that is wrong, so that another connection would say the same.
    pub(crate) fn is_of_the_key(&self) -> bool {
        self.refusal() == Some(Refusal::Corrupt)
    }

    pub(crate) fn told(&self, about: &About<'_>) -> StoreError {
        let (kind, what) = match self.refusal() {
            Some(refusal) => refusal.told(&self.words(about), about),
            None => self.broken(about),
        };
        StoreError::new(kind, format!("redis at {} {what}", about.address))
    }

    /// Redis' own words.
    fn words(&self, about: &About<'_>) -> String {
        let code = self.error.code().unwrap_or_default();
        let words = match self.error.detail() {
            Some(detail) => format!("{code} {detail}"),
            None => code.to_owned(),
        };
        shown(&words, &about.secrets())
    }

    /// None if Redis has not refused.
    fn refusal(&self) -> Option<Refusal> {
        let detail = self.error.detail().unwrap_or_default();
        let code = code(self.error.code()?, detail);
        let says = |part: &str| detail.contains(part);
        Some(match code {
            "CORRUPT" | "WRONGTYPE" => Refusal::Corrupt,
            "NOAUTH" | "WRONGPASS" | "DENIED" => Refusal::Login,
            "NOPERM" => Refusal::Rights,
            "MOVED" | "ASK" | "CROSSSLOT" | "CLUSTERDOWN" | "TRYAGAIN" => Refusal::Cluster,
            // Said to any command.
            "ERR" if says("max number of clients") => Refusal::Now,
            "ERR" if self.when == When::LoggingIn => Refusal::Login,
            "ERR" if self.when == When::Selecting => Refusal::Database,
            "ERR" if says("unknown command") => Refusal::Unable,
            // Inside a script, by the version of Redis.
            "ERR" if says("executing the script can't") || says("ACL failure") => Refusal::Rights,
            _ => Refusal::Now,
        })
    }

    /// The connection is of no use.
    fn broken(&self, about: &About<'_>) -> (StoreErrorKind, String) {
        let reason = self.error.source().map(ToString::to_string);
        let reason = shown(&reason.unwrap_or_default(), &about.secrets());
        match self.when {
            When::Trusting => (
                StoreErrorKind::Refused,
                format!("has a certificate that is not trusted: {reason}"),
            ),
            _ if self.error.is_timeout() => {
                (StoreErrorKind::Timeout, "did not answer in time".to_owned())
            }
            _ if self.error.is_io_error() => (
                StoreErrorKind::Unavailable,
                format!("cannot be reached: {reason}"),
            ),
            // The text of the error may hold what cannot be read, and that a token.
            _ => (
                StoreErrorKind::Unavailable,
                "gave no answer that can be read".to_owned(),
            ),
        }
    }
}

impl Refusal {
    fn told(self, words: &str, about: &About<'_>) -> (StoreErrorKind, String) {
        let key = about.shown_key();
        match self {
            Self::Corrupt => (StoreErrorKind::Corrupt, no_record(&key, Some(words))),
            Self::Login => (
                StoreErrorKind::Refused,
                format!("does not let us in: {words}"),
            ),
            Self::Database => (
                StoreErrorKind::Refused,
                format!(
                    "does not give us database {}: {words}",
                    about.address.database
                ),
            ),
            Self::Rights => (
                StoreErrorKind::Refused,
                format!("lets this user do too little: {words}; for {key} it needs {RIGHTS}"),
            ),
            Self::Cluster => (
                StoreErrorKind::Refused,
                format!("is a cluster, which is not supported: {words}"),
            ),
            Self::Unable => (
                StoreErrorKind::Refused,
                format!("has no scripts (a Sentinel is not supported): {words}"),
            ),
            Self::Now => (
                StoreErrorKind::Unavailable,
                format!("cannot do it: {words}"),
            ),
        }
    }
}

impl About<'_> {
    fn secrets(&self) -> Vec<&Secret> {
        let login = [&self.address.user, &self.address.password];
        let login = login.into_iter().filter_map(Option::as_ref);
        login.chain(self.token).collect()
    }

    /// It holds no secret, and may hold the name of the user.
    fn shown_key(&self) -> String {
        shown(self.key, &[])
    }

    /// The answer is none that a script of ours makes of a record.
    pub(crate) fn unreadable(&self) -> StoreError {
        let what = no_record(&self.shown_key(), None);
        let message = format!("redis at {} {what}", self.address);
        StoreError::new(StoreErrorKind::Corrupt, message)
    }
}

fn no_record(key: &str, words: Option<&str>) -> String {
    let words = words.map_or_else(String::new, |words| format!(" ({words})"));
    format!("holds something that is no record{words}; delete that key to repair: DEL {key}")
}

/// The code of an error. Before version 7 one that a script met stands inside the text:
/// `ERR Error running script (call to f_…): @user_script:4: WRONGTYPE Operation against …`.
fn code<'a>(first: &'a str, detail: &'a str) -> &'a str {
    if first != "ERR" || !detail.starts_with("Error running script") {
        return first;
    }
    let mut words = detail.split([' ', ':', '-']);
    let is_code =
        |word: &&str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    words.find(is_code).unwrap_or(first)
}
