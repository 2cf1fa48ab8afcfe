use std::time::Duration;

use damaijia_api::{Client, Error, InvalidInput, Settings};

use provider_testing::Subject;

use crate::provider::{Provider, WithKey, login};

fn refused(settings: Settings) -> InvalidInput {
    match Client::new(login(), settings) {
        Err(Error::Invalid(invalid)) => invalid,
        other => panic!("{other:?}"),
    }
}

#[test]
fn host_is_the_one_on_every_page() {
    assert_eq!(Settings::BASE_URL, "http://www.damaijia168.com");
}

#[test]
fn address_of_the_provider_takes_plain_http_only_when_allowed() {
    let invalid = refused(Settings::new(Settings::BASE_URL));
    assert_eq!(invalid.field(), "base_url");
    let settings = Settings::new(Settings::BASE_URL);
    let settings = settings.transport(|transport| transport.allow_plain_http());
    assert!(Client::new(login(), settings).is_ok());
}

#[test]
fn deadlines_of_the_token_that_contradict_each_other_are_refused() {
    let settings = || Settings::new("http://127.0.0.1:9");
    let second = Duration::from_secs(1);
    for (settings, word) in [
        (
            settings().token(|token| token.fetch_timeout(20 * second)),
            "fetch timeout",
        ),
        (
            settings().token(|token| token.lease(30 * second)),
            "longest wait",
        ),
        (
            settings().token(|token| token.longest_wait(20 * second)),
            "longest wait",
        ),
        (
            settings().token(|token| token.min_interval(Duration::ZERO)),
            "least interval",
        ),
    ] {
        let invalid = refused(settings);
        assert_eq!(invalid.field(), "settings");
        assert!(invalid.rule().contains(word), "{invalid}");
    }
    let invalid = refused(settings().token(|token| token.fetch_timeout(Duration::ZERO)));
    assert_eq!(invalid.field(), "settings");
    assert!(
        invalid
            .rule()
            .contains("the fetch timeout must be more than zero"),
        "{invalid}"
    );
}

#[test]
fn login_keeps_its_own_deadline() {
    // Connections are accepted by the kernel and never answered.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let settings = Settings::new(url).token(|token| token.fetch_timeout(Duration::from_millis(60)));
    let error = Client::new(login(), settings).unwrap().balance_fen();
    let error = error.unwrap_err();
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.to_string().contains("0.06 s"), "{source}");
}

#[test]
fn base_url_may_have_a_path_and_a_slash_at_its_end() {
    let mut provider = Provider::start();
    let request = provider
        .mock_any("POST")
        .match_request(|request| request.path() == "/gateway/vv/external/get_user_balance")
        .with_body(r#"{"data":{"balance":1},"status":0}"#)
        .create();
    let url = format!("{}/gateway/", provider.url());
    WithKey::client(&url, |settings| settings)
        .balance_fen()
        .unwrap();
    request.assert();
}

#[test]
fn client_is_shared_by_threads() {
    fn check<T: Send + Sync + Clone + std::fmt::Debug>() {}
    check::<Client>();
    check::<Settings>();
}
