//! 获取token: the one call that needs no token.

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;

use super::Damaijia;
use super::fields::Fields;
use super::refusal::{Code, Refusal};
use super::state::State;
use super::wire::{self, Json};

impl State {
    pub(super) fn login(&mut self, body: &Value, now: OffsetDateTime) -> Result<Json, Refusal> {
        // Quirk: the table says int and 请求头, every sample sends texts in the body [doc].
        let fields = Fields::of(body, &["app_id", "app_secret"])?;
        let app_id = fields.required_text("app_id")?;
        let app_secret = fields.required_text("app_secret")?;
        if app_id != Damaijia::APP_ID || app_secret != Damaijia::APP_SECRET {
            return Err(Code::NO_SUCH_ACCOUNT.into());
        }
        let access_token = self.tokens.login(now);
        Ok(wire::ok(&LoggedIn { access_token }))
    }
}

#[derive(Serialize)]
struct LoggedIn<'a> {
    access_token: &'a str,
}
