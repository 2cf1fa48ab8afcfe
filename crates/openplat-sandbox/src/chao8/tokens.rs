//! Tokens: issuing, judging and replacing them, and how often they are asked for.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use time::OffsetDateTime;

use super::refusal::Refusal;
use super::settings::{LiveTokens, TokenLimit};
use crate::clock::unix_ms;
use crate::digest::md5_hex;

/// All tokens and token requests of a sandbox.
pub(super) struct TokenBook {
    /// Tells the tokens of this sandbox from those of any other in the process.
    sandbox: u64,
    issued: Vec<Issued>,
    requests: Vec<OffsetDateTime>,
    last_attempts: Vec<(&'static str, OffsetDateTime)>,
    pub(super) lifetime_seconds: i64,
    pub(super) interval: Duration,
    pub(super) limit: TokenLimit,
    pub(super) live: LiveTokens,
}

struct Issued {
    token: String,
    access_key: &'static str,
    expires_at: OffsetDateTime,
    is_replaced: bool,
}

impl Default for TokenBook {
    fn default() -> Self {
        static SANDBOXES: AtomicU64 = AtomicU64::new(1);
        Self {
            sandbox: SANDBOXES.fetch_add(1, Ordering::Relaxed),
            issued: Vec::new(),
            requests: Vec::new(),
            last_attempts: Vec::new(),
            lifetime_seconds: 28_800,
            interval: Duration::from_secs(60),
            limit: TokenLimit::On,
            live: LiveTokens::Many,
        }
    }
}

impl TokenBook {
    pub(super) fn note_request(&mut self, now: OffsetDateTime) {
        self.requests.push(now);
    }

    pub(super) fn requests(&self) -> &[OffsetDateTime] {
        &self.requests
    }

    /// Notes an attempt of a known access key and says whether it came too early after the one before.
    pub(super) fn is_too_often(&mut self, access_key: &'static str, now: OffsetDateTime) -> bool {
        let interval = time::Duration::try_from(self.interval).unwrap_or(time::Duration::MAX);
        let known = self
            .last_attempts
            .iter_mut()
            .find(|(key, _)| *key == access_key);
        let Some((_, last)) = known else {
            self.last_attempts.push((access_key, now));
            return false;
        };
        let is_early = now - *last < interval;
        *last = now;
        is_early && self.limit == TokenLimit::On
    }

    /// A new token; what becomes of the earlier ones of its key, the setting says.
    pub(super) fn issue(&mut self, access_key: &'static str, now: OffsetDateTime) -> String {
        if self.live == LiveTokens::One {
            for issued in &mut self.issued {
                issued.is_replaced |= issued.access_key == access_key;
            }
        }
        let expires_at = now.saturating_add(time::Duration::seconds(self.lifetime_seconds));
        let token = self.token(access_key, now, expires_at);
        self.issued.push(Issued {
            token: token.clone(),
            access_key,
            expires_at,
            is_replaced: false,
        });
        token
    }

    /// The access key that a token stands for, if it is accepted.
    pub(super) fn judge(&self, token: &str, now: OffsetDateTime) -> Result<&'static str, Refusal> {
        let issued = self
            .issued
            .iter()
            .find(|issued| issued.token == token && !issued.is_replaced)
            .ok_or(Refusal::TOKEN_UNKNOWN)?;
        if now < issued.expires_at {
            Ok(issued.access_key)
        } else {
            Err(Refusal::TOKEN_EXPIRED)
        }
    }

    /// Ends the life of every token so far.
    pub(super) fn expire_all(&mut self, now: OffsetDateTime) {
        for issued in &mut self.issued {
            issued.expires_at = issued.expires_at.min(now);
        }
    }

    /// Text in the shape of the documented example, a JWT, that says of itself that it is none.
    fn token(&self, access_key: &str, now: OffsetDateTime, expires_at: OffsetDateTime) -> String {
        let number = self.issued.len() + 1;
        let name = format!("{}-{number}", self.sandbox);
        let app = json!({
            "enterpriseNo": "000000000000",
            "enterpriseUserId": "0000000000000000001",
            "accessKey": access_key,
            "appId": "0000000000000000002",
            "enterpriseUserAccount": "sandbox",
        });
        let claims = json!({
            "iss": "openplat-sandbox",
            // Quirk: a text that holds JSON [doc].
            "app": app.to_string(),
            "sub": "0000000000000000002",
            // Quirk: both are milliseconds, not the seconds of the standard [doc].
            "exp": i64::try_from(unix_ms(expires_at)).unwrap_or(i64::MAX),
            "iat": i64::try_from(unix_ms(now)).unwrap_or(i64::MAX),
            "jti": md5_hex(&name),
        });
        let header = json!({"typ": "JWT", "alg": "HS256"});
        format!(
            "{}.{}.sandbox-token-{name}-without-signature",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string()),
        )
    }
}
