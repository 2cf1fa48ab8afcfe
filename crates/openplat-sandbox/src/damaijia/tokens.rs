//! The logins so far, and the one token that lives.

use time::OffsetDateTime;

use super::refusal::{Code, Refusal};
use crate::digest::md5_hex;

pub(super) const API_KEY: &str = "sandbox-damaijia-api-key";

/// A successful login over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DamaijiaLogin {
    /// When it came, by the sandbox's clock.
    pub at: OffsetDateTime,
    /// Which token it ended.
    pub replaced: ReplacedToken,
}

/// The token that a login ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplacedToken {
    /// None was alive: the first login.
    Nothing,
    /// That of a [`foreign_login`](crate::Damaijia::foreign_login).
    Foreign,
    /// That of an earlier login over HTTP, and no call had come with it yet: its answer may have been lost.
    Unused,
    /// That of an earlier login over HTTP which was in use: somebody was logged out.
    Used,
}

/// The live token of the account and how it came about.
#[derive(Default)]
pub(super) struct Tokens {
    live: Option<LiveToken>,
    made: u64,
    logins: Vec<DamaijiaLogin>,
}

struct LiveToken {
    value: String,
    /// What a login would say about the token that it ends.
    standing: ReplacedToken,
}

impl Tokens {
    // Quirk: one token lives, a login ends the former one at once [observed].
    pub(super) fn login(&mut self, now: OffsetDateTime) -> &str {
        let replaced = self
            .live
            .as_ref()
            .map_or(ReplacedToken::Nothing, |token| token.standing);
        self.logins.push(DamaijiaLogin { at: now, replaced });
        self.renew(ReplacedToken::Unused)
    }

    pub(super) fn foreign_login(&mut self) {
        self.renew(ReplacedToken::Foreign);
    }

    /// 32 hex digits, the same in every run.
    fn renew(&mut self, standing: ReplacedToken) -> &str {
        self.made += 1;
        let value = md5_hex(format!("sandbox damaijia token {}", self.made));
        &self.live.insert(LiveToken { value, standing }).value
    }

    /// Lets a call in, or refuses it: the header is the bare token, without `Bearer`.
    pub(super) fn admit(&mut self, authorization: Option<&str>) -> Result<(), Refusal> {
        let token = authorization.unwrap_or_default();
        if !self.is_accepted(token) {
            return Err(Code::NOT_AUTHORIZED.into());
        }
        if let Some(live) = &mut self.live
            && live.value == token
            && live.standing == ReplacedToken::Unused
        {
            live.standing = ReplacedToken::Used;
        }
        Ok(())
    }

    pub(super) fn is_accepted(&self, token: &str) -> bool {
        let is_live = self.live.as_ref().is_some_and(|live| live.value == token);
        // Quirk: the fixed key of the account is as good as a token [observed].
        is_live || token == API_KEY
    }

    pub(super) fn logins(&self) -> &[DamaijiaLogin] {
        &self.logins
    }
}
