use std::fmt;

use provider_http::{InvalidInput, Purpose, check_text};
use signing::Secret;

const LOGIN: &str = "获取token [doc]";
const KEY: &str = "header Authorization [observed]";

/// What an account calls with: the pair that gets a token, or a fixed key.
///
/// [`Client::new`](crate::Client::new) checks them; `Debug` shows none of them.
#[derive(Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// The pair that the login takes (获取token \[doc\]).
    Login {
        /// `app_id`: 32 characters in the masked sample; the length is not checked.
        app_id: String,
        /// `app_secret`. The samples contradict each other on its length, which is not checked.
        app_secret: Secret,
    },
    /// The fixed `api_key` of the account, accepted in place of a token \[observed\]. With it
    /// nobody logs in, so that processes cannot end each other's token.
    ApiKey(Secret),
}

impl Credentials {
    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        match self {
            Self::Login { app_id, app_secret } => {
                check_text("app_id", app_id, Purpose::Key, LOGIN)?;
                check_text("app_secret", app_secret.expose(), Purpose::Key, LOGIN)
            }
            Self::ApiKey(key) => check_text("api_key", key.expose(), Purpose::Token, KEY),
        }
    }

    /// What no message shows.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match self {
            Self::Login { app_id, app_secret } => {
                vec![Secret::from(app_id.as_str()), app_secret.clone()]
            }
            Self::ApiKey(key) => vec![key.clone()],
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The app id is no secret, but it is sent in a body of ours.
        f.write_str(match self {
            Self::Login { .. } => "Login { .. }",
            Self::ApiKey(_) => "ApiKey(***)",
        })
    }
}
