//! The provider's side: played by mockito for requests and answers, by the sandbox for behaviour.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use damaijia_api::{
    Client, Clock, Credentials, Delivery, Error, InvalidInput, NewOrder, NewParcel, ProductId,
    Recipient, Refusal, Secret, Settings, SiteParcelId, Source,
};
use mockito::{Matcher, Mock, Server, ServerGuard};
use openplat_sandbox::{Damaijia, Sandbox};
use time::OffsetDateTime;
use time::macros::datetime;

pub(crate) const API_KEY: &str = "fake-api-key-of-the-account";

pub(crate) struct Provider {
    server: ServerGuard,
}

impl Provider {
    pub(crate) fn start() -> Self {
        Self {
            server: Server::new(),
        }
    }

    /// A provider that gives every request this answer, with HTTP status 200.
    pub(crate) fn that_answers(body: &str) -> Self {
        Self::that_answers_with(200, "application/json", body)
    }

    pub(crate) fn that_answers_with(status: usize, content_type: &str, body: &str) -> Self {
        let mut provider = Self::start();
        for method in ["GET", "POST"] {
            let mock = provider.server.mock(method, Matcher::Any);
            mock.with_status(status)
                .with_header("content-type", content_type)
                .with_body(body)
                .create();
        }
        provider
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    pub(crate) fn client(&self) -> Client {
        client_of(self.url(), |settings| settings)
    }

    /// Any request with this method.
    pub(crate) fn mock_any(&mut self, method: &str) -> Mock {
        self.server.mock(method, Matcher::Any)
    }

    /// One request below `/vv/external/`, query included, to be completed and created.
    pub(crate) fn mock(&mut self, method: &str, path: &str) -> Mock {
        let path = format!("/vv/external/{path}");
        self.server.mock(method, path.as_str())
    }

    /// Expects one whole POST with this body, and gives it this answer.
    pub(crate) fn expects(&mut self, path: &str, body: &str, answer: &str) -> Mock {
        self.mock("POST", path)
            .match_header("Authorization", API_KEY)
            .match_header("content-type", "application/json")
            .match_body(Matcher::Exact(body.to_owned()))
            .with_body(answer)
            .create()
    }
}

/// A client with a fixed key: no login is needed.
pub(crate) fn client_of(url: String, change: impl FnOnce(Settings) -> Settings) -> Client {
    let credentials = Credentials::ApiKey(Secret::from(API_KEY));
    Client::new(credentials, change(Settings::new(url))).unwrap()
}

pub(crate) fn login() -> Credentials {
    Credentials::Login {
        app_id: Damaijia::APP_ID.into(),
        app_secret: Secret::from(Damaijia::APP_SECRET),
    }
}

/// A client of the sandbox that logs in.
pub(crate) fn sandbox_client(sandbox: &Sandbox) -> Client {
    Client::new(login(), Settings::new(sandbox.base_url())).unwrap()
}

/// A client of the sandbox with its fixed key.
pub(crate) fn key_client(sandbox: &Sandbox) -> Client {
    let credentials = Credentials::ApiKey(Secret::from(Damaijia::API_KEY));
    Client::new(credentials, Settings::new(sandbox.base_url())).unwrap()
}

pub(crate) fn recipient() -> Recipient {
    Recipient {
        name: "测试".into(),
        mobile: "13800000000".into(),
        province: "浙江省".into(),
        city: "杭州市".into(),
        district: "西湖区".into(),
        address: "测试路 1 号".into(),
    }
}

pub(crate) fn parcel_id(number: u64) -> SiteParcelId {
    number.to_string().parse().unwrap()
}

/// An order of the sandbox's product under this id, with one parcel under the same.
pub(crate) fn order(number: u64) -> NewOrder {
    order_of(number, ProductId(Damaijia::PRODUCT))
}

pub(crate) fn order_of(number: u64, product_id: ProductId) -> NewOrder {
    order_to(number, product_id, recipient())
}

pub(crate) fn order_to(number: u64, product_id: ProductId, recipient: Recipient) -> NewOrder {
    bare_order(number, product_id).parcel(NewParcel::new(parcel_id(number), recipient))
}

/// An order without parcels.
pub(crate) fn bare_order(number: u64, product_id: ProductId) -> NewOrder {
    NewOrder::new(
        number.to_string().parse().unwrap(),
        product_id,
        Source::Taobao,
    )
}

pub(crate) fn refusal(error: Error) -> Refusal {
    match error {
        Error::Refused(refusal) => *refusal,
        error => panic!("not a refusal: {error:?}"),
    }
}

/// The input error of a call that must not send anything.
pub(crate) fn refused_unsent<T: Debug>(
    call: impl FnOnce(&Client) -> Result<T, Error>,
) -> InvalidInput {
    let mut provider = Provider::start();
    let post = provider.mock_any("POST").expect(0).create();
    let get = provider.mock_any("GET").expect(0).create();
    let error = call(&provider.client()).unwrap_err();
    post.assert();
    get.assert();
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!error.is_transient());
    match error {
        Error::Invalid(invalid) => invalid,
        error => panic!("not an input error: {error:?}"),
    }
}

/// A clock that a test moves.
#[derive(Clone, Debug)]
pub(crate) struct MovedClock(Arc<Mutex<Duration>>);

impl MovedClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Duration::ZERO)))
    }

    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for MovedClock {
    fn now(&self) -> OffsetDateTime {
        datetime!(2021-08-05 12:00:00 +8) + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
