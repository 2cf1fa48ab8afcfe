//! 获取 AccessToken: an access key and the digest of its secret for a token.

use serde::Deserialize;
use serde_json::Map;
use serde_json::value::RawValue;
use time::OffsetDateTime;

use super::Chao8;
use super::refusal::Refusal;
use super::settings::{TokenFields, TokenTtl};
use super::state::State;
use super::wire::{Envelope, iso_duration};
use crate::cached_json::raw_json;
use crate::digest::md5_hex;
use crate::request::Request;

pub(super) const PATH: &str = "/cncop/ca/v1/applications/get-token";

impl State {
    pub(super) fn get_token(
        &mut self,
        request: &Request,
        now: OffsetDateTime,
    ) -> Result<Envelope, Refusal> {
        if request.query().is_some() {
            return Err(Refusal::UNKNOWN_ERROR);
        }
        let credentials: Credentials = request.json().ok_or(Refusal::UNKNOWN_ERROR)?;
        let access_key = credentials.access_key.unwrap_or_default();
        if access_key.is_empty() {
            return Err(Refusal::ACCESS_KEY_EMPTY);
        }
        let account = ACCOUNTS
            .iter()
            .find(|account| account.access_key == access_key);
        // An attempt counts from here on, whatever becomes of it.
        let is_too_often =
            account.is_some_and(|account| self.tokens.is_too_often(account.access_key, now));
        let secret_key_sign = credentials.secret_key_sign.unwrap_or_default();
        if secret_key_sign.is_empty() {
            return Err(Refusal::SECRET_EMPTY);
        }
        let account = account.ok_or(Refusal::ACCOUNT_UNKNOWN)?;
        if is_too_often {
            return Err(Refusal::TOO_OFTEN);
        }
        if secret_key_sign != md5_hex(Chao8::SECRET) {
            return Err(Refusal::SECRET_WRONG);
        }
        if account.is_disabled {
            return Err(Refusal::ACCOUNT_DISABLED);
        }
        let token = self.tokens.issue(account.access_key, now);
        Ok(self.told(token))
    }

    fn told(&self, token: String) -> Envelope {
        let seconds = self.tokens.lifetime_seconds;
        let mut fields = Map::new();
        fields.insert("accessToken".to_owned(), token.into());
        if matches!(self.token_ttl, TokenTtl::Both | TokenTtl::IsoOnly) {
            fields.insert("tokenTtl".to_owned(), iso_duration(seconds).into());
        }
        if matches!(self.token_ttl, TokenTtl::Both | TokenTtl::SecondsOnly) {
            fields.insert("tokenTtlSeconds".to_owned(), seconds.into());
        }
        match self.token_fields {
            TokenFields::Nested => Envelope::ok(&raw_json(&fields)),
            // Quirk: the document's table has the three beside `data`, its example inside [doc].
            TokenFields::Flat => Envelope {
                beside: fields,
                ..Envelope::ok(RawValue::NULL)
            },
        }
    }
}

/// Both may be absent or null, which counts as empty.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Credentials {
    access_key: Option<String>,
    secret_key_sign: Option<String>,
}

struct Account {
    access_key: &'static str,
    is_disabled: bool,
}

const ACCOUNTS: [Account; 2] = [
    Account {
        access_key: Chao8::ACCESS_KEY,
        is_disabled: false,
    },
    Account {
        access_key: Chao8::DISABLED_ACCESS_KEY,
        is_disabled: true,
    },
];
