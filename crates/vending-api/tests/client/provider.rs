//! The provider's side, played by mockito, and clients of it whose clock stands still.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mockito::{Matcher, Mock, Server, ServerGuard};
use time::OffsetDateTime;
use time::macros::datetime;
use vending_api::{
    Client, Clock, Credentials, Delivery, Error, InvalidInput, MachineNo, NewPickupCodes,
    ProductId, Secret, Settings,
};

pub(crate) const APP_ID: &str = "ds0123456789";
pub(crate) const APP_SECRET: &str = "fake-app-secret-of-the-merchant";
pub(crate) const SIGNING_KEY: &str = "fake-signing-key-of-the-merchant";

/// The success of calls that bring nothing [doc].
pub(crate) const DONE: &str = r#"{"code":0,"message":"ok","data":{}}"#;
/// An empty product list [doc].
pub(crate) const EMPTY_LIST: &str = r#"{"code":0,"message":"ok","data":[]}"#;

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

    /// A request below `/api/openapi/v1`, to be completed and created.
    pub(crate) fn mock(&mut self, method: &str, path: &str) -> Mock {
        let path = format!("/api/openapi/v1{path}");
        self.server.mock(method, path.as_str())
    }

    /// Any request with this method.
    pub(crate) fn mock_any(&mut self, method: &str) -> Mock {
        self.server.mock(method, Matcher::Any)
    }

    /// Expects one whole request with this payload, and answers it with success.
    ///
    /// Anything else is answered with HTTP status 501.
    pub(crate) fn expects(&mut self, method: &str, path: &str, params: &str) -> Mock {
        self.expects_body(method, path, &body_of(params))
    }

    pub(crate) fn expects_body(&mut self, method: &str, path: &str, body: &str) -> Mock {
        self.mock(method, path)
            .match_header("Appid", APP_ID)
            .match_header("AppSecret", APP_SECRET)
            .match_header("content-type", "application/json")
            .match_body(Matcher::Exact(body.to_owned()))
            .with_body(DONE)
            .create()
    }
}

/// A client whose clock stands at 1714185061, the timestamp of the provider's example.
pub(crate) fn client_of(url: String, change: impl FnOnce(Settings) -> Settings) -> Client {
    let settings = Settings::new(url).transport(|transport| {
        transport.clock(Arc::new(StandingClock(datetime!(2024-04-27 02:31:01 UTC))))
    });
    Client::new(credentials(), change(settings)).unwrap()
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        app_id: APP_ID.into(),
        app_secret: Secret::from(APP_SECRET),
        signing_key: Secret::from(SIGNING_KEY),
    }
}

pub(crate) fn machine_no() -> MachineNo {
    "86683806".parse().unwrap()
}

pub(crate) const PRODUCT: ProductId = ProductId(1323442);

/// Codes for one product, nothing else asked for.
pub(crate) fn one_code() -> NewPickupCodes {
    NewPickupCodes::for_product(machine_no(), PRODUCT)
}

/// The body that carries these parameters; they are written with their signature.
pub(crate) fn body_of(params: &str) -> String {
    format!(r#"{{"payload":"{}"}}"#, BASE64_STANDARD.encode(params))
}

/// The input error of a call that must not send anything.
pub(crate) fn refused_unsent<T: Debug>(
    call: impl FnOnce(&Client) -> Result<T, Error>,
) -> InvalidInput {
    let mut provider = Provider::start();
    let post = provider.mock_any("POST").expect(0).create();
    let put = provider.mock_any("PUT").expect(0).create();
    let error = call(&provider.client()).unwrap_err();
    post.assert();
    put.assert();
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!error.is_transient());
    match error {
        Error::Invalid(invalid) => invalid,
        error => panic!("not an input error: {error:?}"),
    }
}

#[derive(Debug)]
struct StandingClock(OffsetDateTime);

impl Clock for StandingClock {
    fn now(&self) -> OffsetDateTime {
        self.0
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}
