//! A provider's crate gets its own typed error back, for every caller who waited.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use access_token::{Error, Fetch, Fetched, Key, MemoryStore, Settings, TokenManager, Verdict};

/// The error of a provider's crate: what the manager says is part of it, and the other way round.
#[derive(Debug, thiserror::Error)]
enum ApiError {
    #[error("refused with code {code}")]
    Refused { code: i64 },
    #[error("no access token")]
    Token(#[from] Error<ApiError>),
}

impl ApiError {
    fn code(&self) -> Option<i64> {
        match self {
            Self::Refused { code } => Some(*code),
            Self::Token(error) => error.fetch_error().and_then(|error| error.code()),
        }
    }

    fn retry_in(&self) -> Option<Duration> {
        match self {
            Self::Refused { .. } => None,
            Self::Token(error) => error.retry_in(),
        }
    }
}

struct Login;

impl Fetch for Login {
    type Error = ApiError;

    fn fetch(&self) -> Result<Fetched, ApiError> {
        Err(ApiError::Refused { code: 21_185_002 })
    }

    fn verdict(&self, error: &ApiError) -> Verdict {
        match error {
            ApiError::Refused { code: 21_185_002 } => Verdict::RateLimited,
            _ => Verdict::Unknown,
        }
    }
}

#[test]
fn the_error_of_a_login_is_the_error_of_the_call() {
    let key = Key::new("chao8", "https://api.example", "app-1");
    let store = Arc::new(MemoryStore::new());
    let manager = TokenManager::new(key, store, Login, Settings::default()).unwrap();
    for _ in 0..2 {
        // The second call sends nothing and still says why the first one failed.
        let answer: Result<(), ApiError> =
            manager.with_token(|_, _| Ok(()), |_| None, |error, _| error.into());
        let error = answer.unwrap_err();
        assert_eq!(error.code(), Some(21_185_002));
        assert!(error.retry_in().unwrap() > Duration::from_secs(59));
        let manager_error = error.source().unwrap();
        assert_eq!(
            manager_error.source().unwrap().to_string(),
            "refused with code 21185002"
        );
    }
}
