//! The calls of chao8 and their secrets.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chao8_api::{Call, Client, Clock, Delivery, Direction, Error, IgnoredAny, Settings, Store};
use openplat_sandbox::{Chao8, Fault, FaultProxy, Sandbox, TokenLimit};
use provider_testing::{Canaries, capture_log, faults};
use workspace_tests::chao8::credentials;

use crate::fixed_clock::FixedClock;

pub(crate) type Run = fn(&Client) -> Result<Box<dyn Debug>, Error>;

/// Where `raw` and `download` stand in [`CALLS`].
pub(crate) const RAW: usize = 3;
pub(crate) const DOWNLOAD: usize = 4;

/// Every method of the client that needs a token. The second and the third write.
pub(crate) const CALLS: [(&str, Run); 6] = [
    ("get", |client| {
        let answer = client.get::<IgnoredAny>(DEMO, &[("q", "canary-query")]);
        answer.map(boxed)
    }),
    ("post", |client| {
        let body = serde_json::json!({"productNo": "canary-no", "productName": "canary-name"});
        let answer = client.post::<IgnoredAny>("/ps/v1/open/product/add-upd-product", &body);
        answer.map(boxed)
    }),
    ("call", |client| {
        let upload = Call::post("/sandbox/chao8/upload")
            .query(&[("q", "canary-query")])
            .header("X-Canary", "canary-header")
            .body("text/plain", "canary-body");
        client.call::<IgnoredAny>(&upload).map(boxed)
    }),
    ("raw", |client| {
        let demo = Call::get(DEMO).header("X-Canary", "canary-header");
        client.raw(&demo).map(boxed)
    }),
    ("download", |client| {
        let download = Call::get("/sandbox/chao8/download").query(&[("bytes", "90001")]);
        let written = client.download(&download, &mut Vec::new(), 1_000_000);
        // How much was written is the same number as the one in the query.
        written.map(|_| boxed(()))
    }),
    ("flow", |client| {
        client.flow(Chao8::RENAMED_CODE, Direction::This).map(boxed)
    }),
];

/// The one method that needs nothing but a token.
pub(crate) const TOKEN: (&str, Run) = ("token", |client| client.token().map(boxed));

/// It makes no exchange.
pub(crate) const STATUS: (&str, Run) = ("token_status", |client| client.token_status().map(boxed));

/// It makes none either.
pub(crate) const FORGET: (&str, Run) = ("forget_token", |client| client.forget_token().map(boxed));

/// The document's sample of an authorised call.
const DEMO: &str = "/cncop/demo";

fn boxed<T: Debug + 'static>(value: T) -> Box<dyn Debug> {
    Box::new(value)
}

/// What every token of the sandbox begins with, and what is near its end.
pub(crate) const TOKEN_PARTS: [&str; 2] = ["eyJhbGciOi", "sandbox-token-"];

/// What no message may show, also not one of the provider's that repeats it.
pub(crate) fn secrets() -> Canaries {
    let mut canaries = Canaries::default();
    canaries.add(Chao8::SECRET);
    // The MD5 of the secret, as `md5sum` has it.
    canaries.add("8791bef2019a57a7dbb2e39518c54c83");
    canaries.add("canary-header");
    canaries.add("canary-fixed-header");
    for part in TOKEN_PARTS {
        canaries.add(part);
    }
    canaries.add(Chao8::ACCESS_KEY);
    canaries
}

/// The secrets, and what is in the queries and bodies of the calls.
pub(crate) fn canaries() -> Canaries {
    let mut canaries = secrets();
    for input in ["canary-query", "canary-no", "canary-name", "canary-body"] {
        canaries.add(input);
    }
    canaries.add("90001");
    canaries.add(Chao8::RENAMED_CODE);
    canaries
}

/// A sandbox that lets through as many token requests as there are scenes.
pub(crate) fn sandbox() -> Sandbox {
    capture_log();
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(FixedClock.now());
    sandbox.chao8().set_token_limit(TokenLimit::Off);
    sandbox
}

/// What is tried, and where.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) name: &'a str,
    pub(crate) base_url: &'a str,
    /// How long an exchange may take, a token request too.
    pub(crate) timeout: Duration,
}

impl<'a> Scene<'a> {
    /// A scene in which nobody runs out of time.
    pub(crate) fn new(name: &'a str, base_url: &'a str) -> Self {
        Self {
            name,
            base_url,
            timeout: Duration::from_secs(10),
        }
    }
}

/// Plays a scene behind each fault of the transport.
pub(crate) fn behind_every_fault(sandbox: &Sandbox, play: impl Fn(Scene<'_>, &Fault)) {
    for fault in faults() {
        let proxy = FaultProxy::start(sandbox.address(), fault.clone()).unwrap();
        let (name, base_url) = (format!("{fault:?}"), proxy.base_url());
        let mut scene = Scene::new(&name, &base_url);
        if fault == Fault::Silence {
            // In which a busy machine sends a request.
            scene.timeout = Duration::from_secs(2);
        }
        play(scene, &fault);
    }
}

/// A client and what its observation hook was told.
pub(crate) struct Watched {
    client: Client,
    told: Arc<Mutex<String>>,
}

impl Watched {
    /// A client of the scene on this store.
    pub(crate) fn new(scene: Scene<'_>, store: Arc<dyn Store>) -> Self {
        let credentials = credentials();
        let told = Arc::new(Mutex::new(String::new()));
        let telling = Arc::clone(&told);
        let settings = Settings::new(scene.base_url)
            .store(store)
            .token(|token| token.fetch_timeout(scene.timeout))
            .header("X-Fixed", "canary-fixed-header")
            .transport(|transport| {
                transport
                    .clock(Arc::new(FixedClock))
                    .timeout(scene.timeout)
                    .max_body_bytes(100_000)
                    .observer(move |observation| {
                        telling
                            .lock()
                            .unwrap()
                            .push_str(&format!("{observation:?}"));
                    })
            });
        canaries().assert_debug_clean("settings", &settings);
        canaries().assert_debug_clean("credentials", &credentials);
        let client = Client::new(credentials, settings).unwrap();
        canaries().assert_debug_clean("client", &client);
        Self { client, told }
    }

    /// Makes a call and looks at everything that it shows; its error, if it failed.
    pub(crate) fn run(&self, canaries: &Canaries, place: &str, call: Run) -> Option<Error> {
        let outcome = call(&self.client);
        canaries.assert_outcome_clean(place, &outcome);
        let lines = canaries.assert_log_clean(place);
        let told = std::mem::take(&mut *self.told.lock().unwrap());
        canaries.assert_absent(&format!("{place}, hook"), &told);
        // What becomes of tokens is logged too.
        assert!(
            lines > 0 || told.is_empty(),
            "{place}: each exchange is logged"
        );
        outcome.err()
    }
}

pub(crate) fn delivery(error: &Option<Error>) -> Option<Delivery> {
    error.as_ref().map(Error::delivery)
}
