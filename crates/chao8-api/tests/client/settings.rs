use std::sync::Arc;
use std::time::Duration;

use access_token::{Begin, Issued, Key, Terms};
use chao8_api::{
    Call, Client, Error, IgnoredAny, MemoryStore, RefreshWindow, Settings, Store, Unstated,
};
use openplat_sandbox::{Fault, FaultProxy, Sandbox};

use provider_testing::shown;

use crate::provider::{ACCESS_KEY, TOKEN, credentials};

fn refused(change: impl FnOnce(Settings) -> Settings) -> String {
    let settings = change(Settings::new(Settings::BASE_URL));
    match Client::new(credentials(), settings).unwrap_err() {
        Error::Invalid(invalid) => invalid.to_string(),
        error => panic!("{error:?}"),
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn host_is_the_one_that_the_document_prints() {
    assert_eq!(Settings::BASE_URL, "https://sapi.supercarrier8.com");
}

#[test]
fn deadline_lease_and_longest_wait_must_be_in_order() {
    let text = refused(|set| set.token(|token| token.fetch_timeout(20 * SECOND)));
    assert_eq!(
        text,
        "`settings` break a rule: the fetch timeout must be shorter than the lease \
         (settings of the token)"
    );
    let text = refused(|set| set.token(|token| token.lease(30 * SECOND)));
    assert!(
        text.contains("the lease must be shorter than the longest wait"),
        "{text}"
    );
    refused(|set| set.token(|token| token.longest_wait(20 * SECOND)));
    let settings = Settings::new(Settings::BASE_URL)
        .token(|token| token.fetch_timeout(SECOND))
        .token(|token| token.lease(2 * SECOND))
        .token(|token| token.longest_wait(3 * SECOND));
    Client::new(credentials(), settings).unwrap();
}

#[test]
fn other_settings_have_their_rules() {
    assert!(
        refused(|set| set.token(|token| token.fetch_timeout(Duration::ZERO)))
            .contains("the fetch timeout must be more than zero")
    );
    refused(|set| set.token(|token| token.refresh_window(RefreshWindow::Part(1))));
    refused(|set| set.token(|token| token.unstated(Unstated::Assume(Duration::ZERO))));
    assert!(refused(|set| set.token_prefix("秘\n")).starts_with("`token_prefix`"));
    for name in ["Authorization", "content-type", "Host", "a b"] {
        assert!(
            refused(|set| set.header(name, "x")).starts_with("`header`"),
            "{name}"
        );
    }
    assert!(refused(|set| set.header("X-Own", "秘")).starts_with("`header`"));
}

#[test]
fn plain_http_beyond_loopback_must_be_allowed() {
    let settings = || Settings::new("http://chao8.example");
    let error = Client::new(credentials(), settings()).unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    let allowed = settings().transport(|transport| transport.allow_plain_http());
    Client::new(credentials(), allowed).unwrap();
}

#[test]
fn token_request_and_call_have_deadlines_of_their_own() {
    let sandbox = Sandbox::start().unwrap();
    let silent = FaultProxy::start(sandbox.address(), Fault::Silence).unwrap();
    let settings = Settings::new(silent.base_url())
        .token(|token| token.fetch_timeout(Duration::from_millis(200)));
    let client = Client::new(credentials(), settings).unwrap();
    let client = client.with_timeout(60 * SECOND);
    let error = client.token().unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    assert!(shown(&error).contains("within 0.2 s"), "{error:?}");

    // The token is at hand, the call meets silence.
    let store = Arc::new(MemoryStore::new());
    let client = |timeout| {
        let settings = Settings::new(silent.base_url()).store(store.clone());
        let client = Client::new(credentials(), settings).unwrap();
        client.with_timeout(timeout)
    };
    let key = Key::new("chao8", &silent.base_url(), ACCESS_KEY);
    let terms = Terms::new(SECOND, SECOND, SECOND);
    let Begin::Granted(fence) = store.begin(&key, None, &terms).unwrap() else {
        panic!("a new store");
    };
    let issued = Issued::new(TOKEN, None, Duration::ZERO);
    store.commit(&key, fence, &issued, &terms).unwrap();
    let error = client(Duration::from_millis(200)).get::<IgnoredAny>("/a", &[]);
    let text = error.unwrap_err().to_string();
    assert!(text.contains("within 0.2 s"), "{text}");
    let call = Call::get("/a").timeout(Duration::from_millis(100));
    let error = client(60 * SECOND).call::<IgnoredAny>(&call);
    let text = error.unwrap_err().to_string();
    assert!(text.contains("within 0.1 s"), "{text}");
}
