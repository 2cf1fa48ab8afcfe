use std::borrow::Borrow;
use std::error::Error as _;
use std::fmt::Debug;
use std::marker::PhantomData;

use mockito::{Matcher, Mock, Server, ServerGuard};
use provider_client::{Error, ProviderCode, Refusal};
use provider_http::{Delivery, InvalidInput, UnexpectedAnswer};

use crate::Subject;

/// An answer of a canned server.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type.
    pub content_type: &'static str,
    /// How the body is compressed, as the answer says.
    pub content_encoding: Option<&'static str>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// JSON, or what is sent as such.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            content_type: "application/json",
            content_encoding: None,
            body: body.into(),
        }
    }

    /// A page for people.
    pub fn html(status: u16) -> Self {
        Self {
            status,
            content_type: "text/html",
            content_encoding: None,
            body: b"<html><body>an error page</body></html>".to_vec(),
        }
    }
}

impl From<&str> for Answer {
    fn from(body: &str) -> Self {
        Self::json(200, body)
    }
}

impl From<String> for Answer {
    fn from(body: String) -> Self {
        Self::json(200, body)
    }
}

/// The provider's side, played by mockito.
pub struct Canned<S> {
    server: ServerGuard,
    subject: PhantomData<S>,
}

impl<S> Debug for Canned<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Canned").field(&self.server.url()).finish()
    }
}

impl<S: Subject> Canned<S> {
    /// A provider that knows no path.
    pub fn start() -> Self {
        Self {
            server: Server::new(),
            subject: PhantomData,
        }
    }

    /// A provider that hands out a token, if the subject needs one.
    pub fn with_token() -> Self {
        Self::with_token_answer(S::TOKEN.map(|token| token.answer).unwrap_or_default())
    }

    /// A provider that answers token requests like this.
    pub fn with_token_answer(body: &str) -> Self {
        let mut provider = Self::start();
        if let Some(token) = S::TOKEN {
            let token = provider.server.mock("POST", token.path);
            token.with_body(body).create();
        }
        provider
    }

    /// A provider that gives every request this answer, with HTTP status 200; those for a token
    /// get one.
    pub fn that_answers(body: &str) -> Self {
        Self::that_answers_with(200, "application/json", body)
    }

    /// The same with an HTTP status and a media type.
    pub fn that_answers_with(status: usize, content_type: &str, body: &str) -> Self {
        let mut provider = Self::with_token();
        for method in ["GET", "POST", "PUT", "DELETE"] {
            provider
                .mock_any(method)
                .match_request(|request| S::TOKEN.is_none_or(|token| request.path() != token.path))
                .with_status(status)
                .with_header("content-type", content_type)
                .with_body(body)
                .create();
        }
        provider
    }

    /// Its base URL.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// A request to this path, behind the subject's prefix, to be completed and created.
    pub fn mock(&mut self, method: &str, path: &str) -> Mock {
        let path = [S::PREFIX, path].concat();
        self.server.mock(method, path.as_str())
    }

    /// Any request with this method.
    pub fn mock_any(&mut self, method: &str) -> Mock {
        self.server.mock(method, Matcher::Any)
    }

    /// A client of it.
    pub fn client(&self) -> S::Client {
        self.client_with(|settings| settings)
    }

    /// A client of it with other settings.
    pub fn client_with(&self, change: impl FnOnce(S::Settings) -> S::Settings) -> S::Client {
        S::client(&self.url(), change)
    }
}

/// The refusal that a call ended with.
pub fn refusal<C: ProviderCode>(error: impl Borrow<Error<C>>) -> Refusal<C> {
    match error.borrow() {
        Error::Refused(refusal) => (**refusal).clone(),
        error => panic!("not a refusal: {error:?}"),
    }
}

/// The answer that a call ended with, which is not what is known of the provider.
pub fn unexpected<C: ProviderCode>(error: Error<C>) -> UnexpectedAnswer {
    match error {
        Error::Answer(answer) => *answer,
        error => panic!("not an unreadable answer: {error:?}"),
    }
}

/// What is wrong with an answer of HTTP status 200 with this body, which has this code or none, and
/// leaves a call that writes open.
pub fn problem_with<C: ProviderCode>(error: Error<C>, body: &str, code: Option<C>) -> String {
    assert_eq!((error.code(), error.class()), (code, None));
    assert_eq!(error.delivery(), Delivery::Unknown);
    let answer = unexpected(error);
    assert_eq!(answer.body_bytes, body.len());
    answer.source().unwrap().to_string()
}

/// The input error that a call ended with, and nothing was sent.
pub fn invalid<C: ProviderCode>(error: Error<C>) -> InvalidInput {
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!error.is_transient());
    match error {
        Error::Invalid(invalid) => invalid,
        error => panic!("not an input error: {error:?}"),
    }
}

/// The input error of a call that must not send anything.
pub fn refused_unsent<S: Subject, T: Debug>(
    call: impl FnOnce(&S::Client) -> Result<T, Error<S::Code>>,
) -> InvalidInput {
    refused_unsent_with::<S, T>(|settings| settings, call)
}

/// The same with other settings.
pub fn refused_unsent_with<S: Subject, T: Debug>(
    change: impl FnOnce(S::Settings) -> S::Settings,
    call: impl FnOnce(&S::Client) -> Result<T, Error<S::Code>>,
) -> InvalidInput {
    let mut provider = Canned::<S>::start();
    let methods = ["GET", "POST", "PUT", "DELETE"];
    let mocks = methods.map(|method| provider.mock_any(method).expect(0).create());
    let error = call(&provider.client_with(change)).unwrap_err();
    mocks.iter().for_each(Mock::assert);
    invalid(error)
}
