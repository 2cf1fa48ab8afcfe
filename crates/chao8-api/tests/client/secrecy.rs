//! No secret in any `Debug`, `Display`, error chain or log line.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use access_token::Key;
use chao8_api::{
    Call, Client, Credentials, Direction, Error, FileStore, IgnoredAny, MemoryStore, Secret,
    Settings, Store,
};
use openplat_sandbox::{Chao8, Sandbox};

use provider_testing::{Canaries, capture_log, shown};

use crate::failing::{Failing, Step};
use crate::provider::{DEMO, Provider};
use crate::sandbox::{MovedClock, credentials};

/// Secrets, which are replaced in the provider's messages too.
const SECRETS: [&str; 5] = [
    Chao8::ACCESS_KEY,
    Chao8::SECRET,
    // Its MD5, of `md5sum`.
    "8791bef2019a57a7dbb2e39518c54c83",
    // What every token of the sandbox has in it.
    "sandbox-token",
    "canary-header",
];

/// What the calls below put into queries and bodies.
const INPUTS: [&str; 2] = ["canary-query", "canary-body"];

fn silent(place: &str, text: &str) {
    let mut canaries = secrets();
    for input in INPUTS {
        canaries.add(input);
    }
    canaries.assert_absent(place, text);
}

fn secrets() -> Canaries {
    let mut canaries = Canaries::default();
    for secret in SECRETS {
        canaries.add(secret);
    }
    canaries
}

type Run = fn(&Client) -> Result<Box<dyn Debug>, Error>;

fn boxed(value: impl Debug + 'static) -> Box<dyn Debug> {
    Box::new(value)
}

fn upload() -> Call {
    Call::post("/sandbox/chao8/upload")
        .query(&[("name", "canary-query")])
        .header("X-Canary", "canary-header")
        .body("text/plain", "canary-body")
}

/// Every method of the client that makes an exchange.
const CALLS: [(&str, Run); 8] = [
    ("token", |client| client.token().map(boxed)),
    ("token_status", |client| client.token_status().map(boxed)),
    ("get", |client| {
        client
            .get::<IgnoredAny>(DEMO, &[("k", "canary-query")])
            .map(boxed)
    }),
    ("post", |client| {
        client.post::<IgnoredAny>(DEMO, &"canary-body").map(boxed)
    }),
    ("call", |client| {
        client.call::<IgnoredAny>(&upload()).map(boxed)
    }),
    ("raw", |client| client.raw(&upload()).map(boxed)),
    ("download", |client| {
        let call = upload().reads();
        client
            .download(&call, &mut Vec::new(), 1_000_000)
            .map(boxed)
    }),
    ("flow", |client| {
        client.flow("canary-query", Direction::This).map(boxed)
    }),
];

/// Makes every call and looks at everything that it shows; the number of errors.
fn run(scene: &str, client: &Client, before_each: impl Fn()) -> usize {
    silent("client", &format!("{client:?} {client:#?}"));
    let mut errors = 0;
    for (name, call) in CALLS {
        before_each();
        let place = format!("{scene}, {name}");
        match call(client) {
            Ok(value) => silent(&place, &format!("{value:?} {value:#?}")),
            Err(error) => {
                secrets().assert_absent(&place, &shown(&error));
                // The sandbox repeats bodies in its messages, and messages are shown.
                if !error.to_string().contains("Authorization") {
                    silent(&place, &shown(&error));
                }
                errors += 1;
            }
        }
    }
    errors
}

fn client(url: String, clock: &MovedClock, store: Option<Arc<dyn Store>>) -> Client {
    client_within(Duration::from_secs(9), url, clock, store)
}

fn client_within(
    deadline: Duration,
    url: String,
    clock: &MovedClock,
    store: Option<Arc<dyn Store>>,
) -> Client {
    let settings = Settings::new(url)
        .header("X-Fixed", "canary-header")
        .token(|token| token.fetch_timeout(deadline))
        .transport(|transport| {
            transport
                .timeout(deadline)
                .max_body_bytes(100_000)
                .clock(Arc::new(clock.clone()))
        });
    let settings = match store {
        Some(store) => settings.store(store),
        None => settings,
    };
    silent("settings", &format!("{settings:?}"));
    Client::new(credentials(), settings).unwrap()
}

#[test]
fn what_is_built_before_a_call_shows_no_secret() {
    let call = upload().query(&[("canary-query", "canary-query")]);
    silent("call", &format!("{call:?} {call:#?}"));
    silent("credentials", &format!("{:?}", credentials()));
    let wrong = |access_key: &str, secret: &str| Credentials {
        access_key: access_key.to_owned(),
        secret: Secret::from(secret),
    };
    for credentials in [
        wrong("canary-body 1", "canary-header"),
        wrong("canary-body", "canary-header\n"),
        wrong("canary-body", "canary-body"),
    ] {
        let error = Client::new(credentials, Settings::new(Settings::BASE_URL)).unwrap_err();
        silent("refused credentials", &shown(&error));
    }
    let odd = Settings::new("https://canary-query:canary-body@x.example")
        .header("X-Own", "canary-header 秘");
    silent("odd settings", &format!("{odd:?}"));
    let error = Client::new(credentials(), odd).unwrap_err();
    silent("odd settings", &shown(&error));
}

#[test]
fn stores_that_fail_show_no_secret() {
    for step in Step::ALL {
        let sandbox = Sandbox::start().unwrap();
        let store = Arc::new(Failing::new(MemoryStore::new()));
        store.fail(&[step]);
        let failing = client(sandbox.base_url(), &MovedClock::default(), Some(store));
        let name = format!("{step:?}");
        run(&name, &failing, || {});
        sandbox.chao8().expire_tokens();
        let errors = run(&name, &failing, || {});
        assert!(errors > 0, "{name}");
    }
}

#[test]
fn spoilt_file_of_the_store_shows_no_secret() {
    let sandbox = Sandbox::start().unwrap();
    let dir = std::env::temp_dir().join(format!("chao8-api-spoilt-{}", std::process::id()));
    let store = Arc::new(FileStore::new(&dir).unwrap());
    let key = Key::new("chao8", &sandbox.base_url(), Chao8::ACCESS_KEY);
    let clock = MovedClock::default();
    client(sandbox.base_url(), &clock, Some(store.clone()))
        .token()
        .unwrap();
    let file = store.data_path(&key);
    let whole = std::fs::read_to_string(&file).unwrap();
    assert!(
        whole.contains("sandbox-token"),
        "the file is where the token lives"
    );
    let other_version = whole.replacen("\"version\":1", "\"version\":2", 1);
    std::fs::write(&file, other_version).unwrap();
    let next_start = client(sandbox.base_url(), &clock, Some(store));
    let errors = run("of another version", &next_start, || {});
    assert_eq!(errors, CALLS.len());
    let error = next_start.token().unwrap_err();
    assert!(
        !error.is_transient() && error.retry_in().is_none(),
        "{error:?}"
    );
    // Set aside, and counted as a token that was fetched just now.
    std::fs::write(&file, &whole[..whole.len() - 3]).unwrap();
    let errors = run("spoilt", &next_start, || {});
    assert_eq!(errors, CALLS.len() - 1, "all but the status of the token");
    let error = next_start.token().unwrap_err();
    assert!(
        error.is_rate_limited() && error.retry_in().is_some(),
        "{error:?}"
    );
    assert_eq!(
        sandbox.chao8().token_requests(),
        1,
        "never read as no token"
    );
    std::fs::remove_dir_all(dir).unwrap();
}

/// `exception` is debugging text of the server, `meta` and `ext` may be objects [doc]: they are
/// passed over, and shown to nobody.
#[test]
fn exception_meta_and_ext_are_shown_nowhere_and_spoil_nothing() {
    capture_log();
    let beside = r#""exception":"canary-exception at line 7","meta":{"canary-meta":"canary-meta"},
        "ext":{"canary-ext":["canary-ext",{"deep":{"canary-ext":1.50}}]}"#;
    let mut canaries = Canaries::default();
    for canary in ["canary-exception", "canary-meta", "canary-ext"] {
        canaries.add(canary);
    }
    // A success, a refusal, a success that cannot be read; the same of a token request.
    for (code, data, read, has_token) in [
        (200, "7", Some(7), false),
        (4711, "null", None, false),
        (200, r#""seven""#, None, false),
        (200, r#"{"accessToken":"fake-token"}"#, None, true),
        (21184031, "null", None, false),
    ] {
        let body = format!(r#"{{"code":{code},"message":"x","data":{data},{beside}}}"#);
        let provider = Provider::that_answers(&body);
        let outcome = provider.client().get::<u8>(DEMO, &[]);
        assert_eq!(outcome.as_ref().ok(), read.as_ref(), "{body}");
        let token = Provider::with_token_answer(&body).client().token();
        assert_eq!(token.is_ok(), has_token, "{body}");
        canaries.assert_outcome_clean("call", &outcome.map(boxed));
        canaries.assert_outcome_clean("token", &token.map(boxed));
        assert!(canaries.assert_log_clean("calls") > 0, "logged");
    }
}
