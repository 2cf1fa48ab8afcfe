//! The provider's side, played by mockito.

use std::error::Error as _;

use chao8_api::{Client, Credentials, Error, NoToken, Refusal, Secret, Settings, TokenError};
use mockito::{Matcher, Mock, Server, ServerGuard};

pub(crate) const ACCESS_KEY: &str = "0123fake0123fake0123fake0123fake";
pub(crate) const SECRET: &str = "fake-secret-of-the-application";
/// Of `md5sum`.
pub(crate) const DIGEST: &str = "dab4396dc3bc4cf7595f5d2d83cd5b78";
pub(crate) const TOKEN: &str = "fake-token-1";
pub(crate) const TRACE_ID: &str = "00000000-0000-0000-0000-000000000001";

pub(crate) const GET_TOKEN: &str = "/cncop/ca/v1/applications/get-token";
/// The document's placeholder of a business call.
pub(crate) const DEMO: &str = "/cncop/demo";

/// The document's sample answer, with another token and another trace id [doc].
pub(crate) const TOKEN_ANSWER: &str = r#"{ "code": 200, "message": "success", "data": { "accessToken": "fake-token-1", "tokenTtl": "PT8H" ,"tokenTtlSeconds": 28800 }, "timestamp": 1677737429715, "traceId": "00000000-0000-0000-0000-000000000001","exception": null,"meta": null,"ext": null }"#;

pub(crate) struct Provider {
    server: ServerGuard,
}

impl Provider {
    /// A provider that knows no path.
    pub(crate) fn start() -> Self {
        Self {
            server: Server::new(),
        }
    }

    /// A provider that hands out a token.
    pub(crate) fn with_token() -> Self {
        Self::with_token_answer(TOKEN_ANSWER)
    }

    /// A provider that answers token requests like this.
    pub(crate) fn with_token_answer(body: &str) -> Self {
        let mut provider = Self::start();
        provider.mock("POST", GET_TOKEN).with_body(body).create();
        provider
    }

    /// A provider that hands out a token and answers every other request like this.
    pub(crate) fn that_answers(body: &str) -> Self {
        Self::that_answers_with(200, "application/json", body)
    }

    pub(crate) fn that_answers_with(status: usize, content_type: &str, body: &str) -> Self {
        let mut provider = Self::with_token();
        for method in ["GET", "POST", "PUT", "DELETE"] {
            provider
                .mock_any(method)
                // Which a token request has not.
                .match_header("authorization", Matcher::Any)
                .with_status(status)
                .with_header("content-type", content_type)
                .with_body(body)
                .create();
        }
        provider
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    pub(crate) fn mock(&mut self, method: &str, path: &str) -> Mock {
        self.server.mock(method, path)
    }

    pub(crate) fn mock_any(&mut self, method: &str) -> Mock {
        self.server.mock(method, Matcher::Any)
    }

    pub(crate) fn client(&self) -> Client {
        self.client_with(|settings| settings)
    }

    pub(crate) fn client_with(&self, change: impl FnOnce(Settings) -> Settings) -> Client {
        Client::new(credentials(), change(Settings::new(self.url()))).unwrap()
    }
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        access_key: ACCESS_KEY.into(),
        secret: Secret::from(SECRET),
    }
}

pub(crate) fn refusal(error: &Error) -> &Refusal {
    match error {
        Error::Refused(refusal) => refusal,
        error => panic!("not a refusal: {error:?}"),
    }
}

pub(crate) fn no_token(error: &Error) -> &NoToken {
    match error {
        Error::Token(no_token) => no_token,
        error => panic!("not for want of a token: {error:?}"),
    }
}

/// The error of the token request behind the error of a call.
pub(crate) fn request_error(error: &Error) -> &Error {
    match &no_token(error).reason {
        TokenError::Fetch { source, .. } => source,
        reason => panic!("not a failed token request: {reason:?}"),
    }
}

/// An error and all its sources, in both forms.
pub(crate) fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut next = error.source();
    while let Some(error) = next {
        text.push_str(&format!(" {error} {error:?}"));
        next = error.source();
    }
    text
}
