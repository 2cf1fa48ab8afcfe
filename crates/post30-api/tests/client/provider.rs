//! The provider's side, played by mockito or by the sandbox, and clients whose clock stands still.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mockito::{Matcher, Mock, Server, ServerGuard};
use openplat_sandbox::{Post30, Sandbox};
use post30_api::{
    Client, Clock, Credentials, Delivery, Error, InvalidInput, Secret, Settings, SignedCall,
};
use time::OffsetDateTime;
use time::macros::datetime;

/// The published test pair.
pub(crate) const ACCESS_KEY: &str = "52a5b692-081a-4a90-a62a-c0312735be9b";
pub(crate) const SECRET_KEY: &str = "7f7af653-407e-4a02-98e3-94722b09bff2";

/// The time of the clients here; signatures expire at 10:36:01 in UTC+8.
pub(crate) const NOW: OffsetDateTime = datetime!(2024-04-27 02:31:01 UTC);

pub(crate) const DONE: &str = r#"{"success":1}"#;

pub(crate) struct Provider {
    server: ServerGuard,
}

impl Provider {
    pub(crate) fn start() -> Self {
        Self {
            server: Server::new(),
        }
    }

    /// A provider that gives every POST this answer, with HTTP status 200.
    pub(crate) fn that_answers(body: &str) -> Self {
        Self::that_answers_with(200, "application/json", body)
    }

    pub(crate) fn that_answers_with(status: usize, content_type: &str, body: &str) -> Self {
        let mut provider = Self::start();
        let mock = provider.server.mock("POST", Matcher::Any);
        mock.with_status(status)
            .with_header("content-type", content_type)
            .with_body(body)
            .create();
        provider
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    pub(crate) fn client(&self) -> Client {
        self.client_with(|settings| settings)
    }

    pub(crate) fn client_with(&self, change: impl FnOnce(Settings) -> Settings) -> Client {
        client_of(self.url(), change)
    }

    pub(crate) fn mock(&mut self, method: &str, path: &str) -> Mock {
        self.server.mock(method, path)
    }

    /// Any request with this method.
    pub(crate) fn mock_any(&mut self, method: &str) -> Mock {
        self.server.mock(method, Matcher::Any)
    }

    /// Expects one whole request with this body, and answers it with success.
    ///
    /// Anything else is answered with HTTP status 501.
    pub(crate) fn expects(&mut self, path: &str, body: &str) -> Mock {
        self.mock("POST", path)
            .match_header("content-type", "application/x-www-form-urlencoded")
            .match_body(Matcher::Exact(body.to_owned()))
            .with_body(r#"{"success":1,"total":0,"rows":[],"entity":{}}"#)
            .create()
    }

    /// A call that may change something, at this provider.
    pub(crate) fn closing(&self) -> SignedCall {
        close_batch(&self.url())
    }
}

pub(crate) fn close_batch(base_url: &str) -> SignedCall {
    let call = SignedCall::new(format!("{base_url}/api/bill/closebatch"));
    call.data_json(r#"{"batch_name":"AAAAAA"}"#).unwrap()
}

/// The body of a request: parameters that are encoded already, then the three of the client.
pub(crate) fn signed(params: &str, sign: &str, timer: &str) -> String {
    let timer = timer.replace(' ', "%20").replace(':', "%3A");
    format!("{params}&external_company={ACCESS_KEY}&sign={sign}&timer={timer}")
}

/// The same with the expiry of a client whose clock stands at [`NOW`].
pub(crate) fn signed_now(params: &str, sign: &str) -> String {
    signed(params, sign, "2024-04-27 10:36:01")
}

pub(crate) fn client_of(url: String, change: impl FnOnce(Settings) -> Settings) -> Client {
    let settings =
        Settings::new(url).transport(|transport| transport.clock(Arc::new(SettableClock::at(NOW))));
    Client::new(credentials(), change(settings)).unwrap()
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        access_key: ACCESS_KEY.into(),
        secret_key: Secret::from(SECRET_KEY),
    }
}

/// A client of the sandbox, whose clock is the machine's, as the client's is.
pub(crate) fn sandbox_client(sandbox: &Sandbox) -> Client {
    sandbox_client_with(sandbox, |settings| settings)
}

pub(crate) fn sandbox_client_with(
    sandbox: &Sandbox,
    change: impl FnOnce(Settings) -> Settings,
) -> Client {
    let credentials = Credentials {
        access_key: Post30::ACCESS_KEY.into(),
        secret_key: Secret::from(Post30::SECRET_KEY),
    };
    Client::new(credentials, change(Settings::new(sandbox.base_url()))).unwrap()
}

/// The input error of a call that must not send anything.
pub(crate) fn refused_unsent<T: Debug>(
    call: impl FnOnce(&Client) -> Result<T, Error>,
) -> InvalidInput {
    refused_unsent_with(|settings| settings, call)
}

pub(crate) fn refused_unsent_with<T: Debug>(
    change: impl FnOnce(Settings) -> Settings,
    call: impl FnOnce(&Client) -> Result<T, Error>,
) -> InvalidInput {
    let mut provider = Provider::start();
    let post = provider.mock_any("POST").expect(0).create();
    let error = call(&provider.client_with(change)).unwrap_err();
    post.assert();
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!error.is_transient());
    match error {
        Error::Invalid(invalid) => invalid,
        error => panic!("not an input error: {error:?}"),
    }
}

/// A clock that stands until it is set.
#[derive(Debug)]
pub(crate) struct SettableClock(Mutex<OffsetDateTime>);

impl SettableClock {
    pub(crate) fn at(now: OffsetDateTime) -> Self {
        Self(Mutex::new(now))
    }

    pub(crate) fn set(&self, now: OffsetDateTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for SettableClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}
