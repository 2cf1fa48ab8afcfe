//! One live token for everybody: no client of ours logs another out.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use access_token::ManualClock;
use damaijia_api::{
    Class, Client, Code, Delivery, Error, FileStore, MemoryStore, Settings, Store, TokenError,
    TooSoon,
};
use mockito::Matcher;
use openplat_sandbox::{Answer, Fault, FaultProxy, ReplacedToken, Sandbox};
use time::macros::datetime;

use crate::provider::{Provider, login, moved_clock, order, parcel_id, sandbox_client};

const MINUTE: Duration = Duration::from_secs(60);

fn client_with(sandbox: &Sandbox, store: &Arc<dyn Store>, clock: &ManualClock) -> Client {
    let clock = clock.clone();
    let settings = Settings::new(sandbox.base_url())
        .store(Arc::clone(store))
        .transport(|transport| transport.clock(Arc::new(clock)));
    Client::new(login(), settings).unwrap()
}

/// A client whose clock a test moves, alone with its store.
fn moved(sandbox: &Sandbox) -> (Client, ManualClock) {
    let clock = moved_clock();
    let settings = Settings::new(sandbox.base_url());
    let at = clock.clone();
    let settings = settings.transport(|transport| transport.clock(Arc::new(at)));
    (Client::new(login(), settings).unwrap(), clock)
}

/// What each login ended.
fn replaced(sandbox: &Sandbox) -> Vec<ReplacedToken> {
    let logins = sandbox.damaijia().logins();
    logins.iter().map(|login| login.replaced).collect()
}

#[test]
fn token_is_fetched_once_for_many_calls_of_many_threads() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox_client(&sandbox);
    assert!(sandbox.requests().is_empty());
    let start = Barrier::new(8);
    thread::scope(|scope| {
        for number in 1..=8 {
            let (client, start) = (client.clone(), &start);
            scope.spawn(move || {
                start.wait();
                client.create_order(&order(number)).unwrap();
                client.balance_fen().unwrap();
            });
        }
    });
    assert_eq!(replaced(&sandbox), [ReplacedToken::Nothing]);
    assert_eq!(sandbox.requests().len(), 1 + 16);
}

#[test]
fn clients_on_one_file_store_log_in_once() {
    let sandbox = Sandbox::start().unwrap();
    let dir = std::env::temp_dir().join(format!("damaijia-api-store-{}", std::process::id()));
    for _ in 0..3 {
        let store = FileStore::new(&dir).unwrap();
        let settings = Settings::new(sandbox.base_url()).store(Arc::new(store));
        let client = Client::new(login(), settings).unwrap();
        client.balance_fen().unwrap();
    }
    std::fs::remove_dir_all(&dir).unwrap();
    assert_eq!(replaced(&sandbox), [ReplacedToken::Nothing]);
}

/// A login under another spelling would end the token of the first.
#[test]
fn clients_with_spellings_of_one_base_url_log_in_once() {
    for host in ["127.0.0.1", "localhost"] {
        let sandbox = Sandbox::start().unwrap();
        let base_url = sandbox.base_url();
        let (_, port) = base_url.rsplit_once(':').unwrap();
        let store = Arc::new(MemoryStore::new());
        for spelling in [
            format!("http://{host}:{port}"),
            format!("HTTP://{}:0{port}//", host.to_uppercase()),
        ] {
            let settings = Settings::new(&spelling).store(store.clone());
            let client = Client::new(login(), settings).unwrap();
            client.balance_fen().unwrap();
            assert_eq!(replaced(&sandbox), [ReplacedToken::Nothing], "{spelling}");
        }
    }
}

#[test]
fn foreign_login_costs_one_login_of_ours_whoever_meets_it() {
    let sandbox = Sandbox::start().unwrap();
    let store_clock = ManualClock::new(datetime!(2021-08-05 12:00:00 +8));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::with_clock(Arc::new(store_clock.clone())));
    let clock = moved_clock();
    let first = client_with(&sandbox, &store, &clock);
    let second = client_with(&sandbox, &store, &clock);
    first.balance_fen().unwrap();
    second.balance_fen().unwrap();

    sandbox.damaijia().foreign_login();
    clock.advance(MINUTE);
    store_clock.advance(MINUTE);
    first.balance_fen().unwrap();
    // Its token is refused too, and the store holds another one by now: no login.
    second.balance_fen().unwrap();

    // No token of ours that was in use was ended by us.
    let expected = [ReplacedToken::Nothing, ReplacedToken::Foreign];
    assert_eq!(replaced(&sandbox), expected);
}

#[test]
fn order_whose_token_was_refused_is_created_once() {
    let sandbox = Sandbox::start().unwrap();
    let (client, clock) = moved(&sandbox);
    client.balance_fen().unwrap();
    sandbox.damaijia().foreign_login();
    clock.advance(2 * MINUTE);
    client.create_order(&order(1)).unwrap();
    client.cancel_parcel(&parcel_id(1)).unwrap();
    assert_eq!(sandbox.damaijia().orders().len(), 1);
}

#[test]
fn second_login_within_the_interval_is_held_back() {
    let sandbox = Sandbox::start().unwrap();
    let (client, clock) = moved(&sandbox);
    client.balance_fen().unwrap();
    sandbox.damaijia().foreign_login();

    let error = client.create_order(&order(1)).unwrap_err();
    let Error::Token(token) = &error else {
        panic!("{error:?}")
    };
    assert!(matches!(token.reason, TokenError::TooSoon { .. }));
    // It was sent, and its token was refused before anything was done.
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_eq!(error.retry_in(), Some(MINUTE));
    assert_eq!(error.class(), Some(Class::RateLimit));
    assert!(error.is_rate_limited() && error.is_transient());
    // What the call was refused with is not lost.
    let refused_with = token.rejection().and_then(Error::code);
    assert_eq!(refused_with, Some(Code::AUTHENTICATION_FAILED));
    assert_eq!(error.code(), refused_with);
    assert_eq!(error.http_status(), Some(200));
    assert!(
        error.to_string().contains("the last one was rejected"),
        "{error}"
    );

    // Without a token the next one is not even sent.
    let sent = sandbox.requests().len();
    let error = client.create_order(&order(1)).unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(sandbox.requests().len(), sent);

    clock.advance(MINUTE);
    client.create_order(&order(1)).unwrap();
    assert_eq!(sandbox.damaijia().logins().len(), 2);
    assert_eq!(sandbox.damaijia().orders().len(), 1);
}

#[test]
fn status_tells_when_the_token_came_and_when_the_next_login_is_allowed() {
    let sandbox = Sandbox::start().unwrap();
    let (client, _) = moved(&sandbox);
    let status = client.token_status().unwrap().unwrap();
    assert_eq!(status.fetched_at, None);
    let token = client.token().unwrap();
    assert!(sandbox.damaijia().is_accepted(token.expose()));
    let status = client.token_status().unwrap().unwrap();
    let fetched_at = status.fetched_at.unwrap();
    // No lifetime is known.
    assert_eq!(status.expires_at, None);
    assert_eq!(status.next_request_at, fetched_at + MINUTE);
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn waiting_for_the_next_login_can_be_asked_for() {
    let sandbox = Sandbox::start().unwrap();
    let settings = Settings::new(sandbox.base_url())
        .token(|token| token.min_interval(Duration::from_millis(50)))
        .token(|token| token.too_soon(TooSoon::Wait));
    let client = Client::new(login(), settings).unwrap();
    for _ in 0..3 {
        client.balance_fen().unwrap();
        sandbox.damaijia().foreign_login();
    }
    client.balance_fen().unwrap();
    assert_eq!(sandbox.damaijia().logins().len(), 4);
}

#[test]
fn token_that_is_refused_twice_ends_the_call_without_a_loop() {
    let mut provider = Provider::start();
    let logins = provider
        .mock("POST", "user_login")
        .with_body(r#"{"data":{"access_token":"fake-token"},"status":0}"#)
        .expect(2)
        .create();
    let calls = provider
        .mock("POST", "get_user_balance")
        .match_header("Authorization", "fake-token")
        .with_body(r#"{"status":200,"err":"认证失败","data":[]}"#)
        .expect(2)
        .create();
    let clock = moved_clock();
    let at = clock.clone();
    let settings = Settings::new(provider.url());
    let settings = settings.transport(|transport| transport.clock(Arc::new(at)));
    let client = Client::new(login(), settings).unwrap();
    client.token().unwrap();
    clock.advance(MINUTE);
    let error = client.balance_fen().unwrap_err();
    assert_eq!(error.code(), Some(Code::AUTHENTICATION_FAILED));
    assert_eq!(error.class(), Some(Class::TokenRejected));
    // The next call waits for the gate and sends nothing.
    let error = client.balance_fen().unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
    logins.assert();
    calls.assert();
}

/// A client with a token whose gate is open, and how often it logs in and calls again after one
/// refusal of this kind.
fn refused_once(answer: Answer, write: Writes) -> (Result<(), Error>, usize, Sandbox) {
    let sandbox = Sandbox::start().unwrap();
    let (client, clock) = moved(&sandbox);
    client.token().unwrap();
    clock.advance(MINUTE);
    sandbox.damaijia().answer_next(answer);
    let outcome = match write {
        Writes::Yes => client.create_order(&order(1)).map(drop),
        Writes::Cancels => client.cancel_parcel(&parcel_id(1)),
        Writes::No => client.balance_fen().map(drop),
    };
    let logins = sandbox.damaijia().logins().len();
    if outcome.is_err() {
        // What was refused is not used again.
        client.balance_fen().unwrap();
        assert_eq!(sandbox.damaijia().logins().len(), 2);
    }
    (outcome, logins, sandbox)
}

#[derive(Clone, Copy)]
enum Writes {
    Yes,
    Cancels,
    No,
}

fn code(number: i64) -> Answer {
    Answer::Code {
        code: number,
        message: "登录已过期".into(),
    }
}

fn page_401() -> Answer {
    Answer::Raw {
        status: 401,
        content_type: "text/html".into(),
        body: b"<html>401</html>".to_vec(),
    }
}

#[test]
fn refused_token_is_replaced_and_every_call_repeated() {
    for answer in [code(200), page_401()] {
        for write in [Writes::Yes, Writes::No] {
            let (outcome, logins, _) = refused_once(answer.clone(), write);
            assert!(outcome.is_ok(), "{answer:?}: {outcome:?}");
            assert_eq!(logins, 2);
        }
    }
}

#[test]
fn undocumented_sign_of_a_refused_token_repeats_reading_calls_only() {
    for number in [72, 401] {
        let (outcome, logins, _) = refused_once(code(number), Writes::No);
        assert!(outcome.is_ok(), "{number}: {outcome:?}");
        assert_eq!(logins, 2);

        for write in [Writes::Yes, Writes::Cancels] {
            let (outcome, logins, sandbox) = refused_once(code(number), write);
            let error = outcome.unwrap_err();
            assert_eq!(error.code(), Some(Code(number)));
            assert_eq!(error.class(), Some(Class::TokenRejected));
            assert_eq!(logins, 1);
            assert!(sandbox.damaijia().orders().is_empty());
        }
    }
}

#[test]
fn lost_answer_of_a_login_is_told_and_healed_after_the_interval() {
    let sandbox = Sandbox::start().unwrap();
    let wire = FaultProxy::start(sandbox.address(), Fault::LostAnswer).unwrap();
    let clock = moved_clock();
    let at = clock.clone();
    let settings = Settings::new(wire.base_url());
    let settings = settings.transport(|transport| transport.clock(Arc::new(at)));
    let client = Client::new(login(), settings).unwrap();

    let error = client.create_order(&order(1)).unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(error.retry_in(), Some(MINUTE));
    assert!(error.is_transient());

    wire.set_fault(Fault::None);
    clock.advance(MINUTE);
    client.create_order(&order(1)).unwrap();
    let expected = [ReplacedToken::Nothing, ReplacedToken::Unused];
    assert_eq!(replaced(&sandbox), expected);
}

#[test]
fn refused_login_is_told_with_its_code_to_everybody() {
    let sandbox = Sandbox::start().unwrap();
    for (number, class) in [
        (1004, Class::Auth),
        (422, Class::InvalidRequest),
        (160, Class::RateLimit),
        (161, Class::DailyLimit),
        (2, Class::Transient),
    ] {
        let client = sandbox_client(&sandbox);
        sandbox.damaijia().answer_next(Answer::Code {
            code: number,
            message: "no".into(),
        });
        let error = client.balance_fen().unwrap_err();
        assert_eq!(error.code(), Some(Code(number)));
        assert_eq!(error.class(), Some(class));
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(error.retry_in() >= Some(Duration::from_secs(59)));
        assert_eq!(error.is_rate_limited(), number == 160);
        let source = std::error::Error::source(&error).unwrap();
        let text = format!("get_token refused with code {number}: no");
        assert_eq!(source.to_string(), text);
    }
    assert!(sandbox.damaijia().logins().is_empty());
}

#[test]
fn token_that_cannot_stand_in_a_header_is_an_unexpected_answer() {
    for token in [r#""""#, r#""a b""#, r#""a\nb""#, r#""令牌""#, "null", "{}"] {
        let mut provider = Provider::start();
        let call = provider.mock("POST", "get_user_balance").expect(0).create();
        provider
            .mock("POST", "user_login")
            .match_body(Matcher::Any)
            .with_body(format!(
                r#"{{"data":{{"access_token":{token}}},"status":0}}"#
            ))
            .create();
        let client = Client::new(login(), Settings::new(provider.url())).unwrap();
        let error = client.balance_fen().unwrap_err();
        let source = std::error::Error::source(&error).unwrap();
        assert!(source.to_string().contains("is not the documented answer"));
        assert_eq!(error.delivery(), Delivery::NotSent);
        call.assert();
    }
}

#[test]
fn failing_store_is_an_error_and_nobody_logs_in() {
    let sandbox = Sandbox::start().unwrap();
    let dir = std::env::temp_dir().join(format!("damaijia-api-broken-{}", std::process::id()));
    let store = FileStore::new(&dir).unwrap();
    let settings = Settings::new(sandbox.base_url()).store(Arc::new(store));
    std::fs::remove_dir_all(&dir).unwrap();
    std::fs::write(&dir, "no directory").unwrap();
    let error = Client::new(login(), settings).unwrap().balance_fen();
    std::fs::remove_file(&dir).unwrap();
    let error = error.unwrap_err();
    assert!(
        matches!(&error, Error::Token(token) if matches!(token.reason, TokenError::Store { .. }))
    );
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(sandbox.requests().is_empty());
}
