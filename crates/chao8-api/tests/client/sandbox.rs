//! A client and the sandbox, whose clocks are moved together.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chao8_api::{Client, Clock, Credentials, Error, IgnoredAny, Secret, Settings};
use openplat_sandbox::{Chao8, Sandbox};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::provider::DEMO;

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

pub(crate) struct Rig {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: MovedClock,
    pub(crate) client: Client,
}

impl Rig {
    /// At 2023-01-01 10:00:00, the time of the document's worked examples.
    pub(crate) fn new() -> Self {
        Self::with(|settings| settings)
    }

    pub(crate) fn with(change: impl FnOnce(Settings) -> Settings) -> Self {
        let sandbox = Sandbox::start().unwrap();
        let clock = MovedClock::default();
        sandbox.clock().set(clock.now());
        let client = client(sandbox.base_url(), &clock, change);
        Self {
            sandbox,
            clock,
            client,
        }
    }

    pub(crate) fn chao8(&self) -> &Chao8 {
        self.sandbox.chao8()
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.sandbox.clock().advance(by);
        self.clock.advance(by);
    }

    /// A reading call.
    pub(crate) fn read(&self) -> Result<(), Error> {
        let data = self.client.get::<IgnoredAny>(DEMO, &[]);
        data.map(|IgnoredAny| ())
    }

    /// A writing call.
    pub(crate) fn write(&self) -> Result<(), Error> {
        let product = serde_json::json!({"productNo": "000042", "productName": "沙盒牙膏"});
        let path = "/ps/v1/open/product/add-upd-product";
        let data = self.client.post::<IgnoredAny>(path, &product);
        data.map(|IgnoredAny| ())
    }

    /// How many business calls reached the sandbox.
    pub(crate) fn business_calls(&self) -> usize {
        self.sandbox.requests().len() - self.chao8().token_requests()
    }

    /// The tokens of the business calls so far.
    pub(crate) fn sent_tokens(&self) -> Vec<String> {
        let requests = self.sandbox.requests();
        let sent = requests
            .iter()
            .filter_map(|request| request.header("Authorization"));
        sent.map(str::to_owned).collect()
    }
}

pub(crate) fn client(
    base_url: String,
    clock: &MovedClock,
    change: impl FnOnce(Settings) -> Settings,
) -> Client {
    let settings =
        Settings::new(base_url).transport(|transport| transport.clock(Arc::new(clock.clone())));
    Client::new(credentials(), change(settings)).unwrap()
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        access_key: Chao8::ACCESS_KEY.into(),
        secret: Secret::from(Chao8::SECRET),
    }
}

/// A clock that stands until a test moves it. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub(crate) struct MovedClock(Arc<Mutex<Duration>>);

impl MovedClock {
    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for MovedClock {
    fn now(&self) -> OffsetDateTime {
        datetime!(2023-01-01 10:00:00 UTC) + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}
