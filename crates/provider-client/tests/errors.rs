//! What each error tells, and how a refusal reads.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::time::Duration;

use provider_client::{Error, Incomplete, OddRow, Refusal};
use provider_http::{
    Class, DecodeError, Delivery, Error as TransportError, Failure, InvalidInput, UnexpectedAnswer,
};

provider_client::codes! {
    /// A code of nobody's.
    pub struct Code, success 0;
    LOW_BALANCE = 209, BusinessRefusal, Some("余额不足"), "the balance is too low";
    BUSY = 100, Transient, None, "the system is busy";
    TOO_MANY = 160, RateLimit, None, "too many calls";
}

const WAIT: Duration = Duration::from_secs(17);

fn problem() -> DecodeError {
    DecodeError::new("data.id", "missing field `id`")
}

/// What an error tells a program.
#[derive(Debug, PartialEq)]
struct Told<'a> {
    kind: &'static str,
    delivery: Delivery,
    code: Option<Code>,
    class: Option<Class>,
    is_transient: bool,
    is_rate_limited: bool,
    retry_in: Option<Duration>,
    http_status: Option<u16>,
    trace_id: Option<&'a str>,
}

fn told(error: &Error<Code>) -> Told<'_> {
    // As the observation hook hears it.
    assert_eq!(Failure::delivery(error), error.delivery());
    assert_eq!(Failure::class(error), error.class());
    Told {
        kind: error.kind(),
        delivery: error.delivery(),
        code: error.code(),
        class: error.class(),
        is_transient: error.is_transient(),
        is_rate_limited: error.is_rate_limited(),
        retry_in: error.retry_in(),
        http_status: error.http_status(),
        trace_id: error.trace_id(),
    }
}

/// An error that tells its kind and its delivery, and nothing else.
fn nothing_but(kind: &'static str, delivery: Delivery) -> Told<'static> {
    Told {
        kind,
        delivery,
        code: None,
        class: None,
        is_transient: false,
        is_rate_limited: false,
        retry_in: None,
        http_status: None,
        trace_id: None,
    }
}

#[test]
fn invalid_input_was_not_sent() {
    let invalid = InvalidInput::new("page", "must be at least 1", "an example");
    let expected = nothing_but("invalid", Delivery::NotSent);
    assert_eq!(told(&Error::from(invalid.clone())), expected);
    let error = Error::from(TransportError::Invalid(invalid));
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    assert_eq!(told(&error), expected);
}

#[test]
fn refusal_tells_what_it_was_built_with() {
    let refusal = Refusal::new("create_order", Code::BUSY)
        .with_http_status(429)
        .with_delivery(Delivery::Unknown)
        .with_class(Class::RateLimit)
        .with_retry_in(WAIT)
        .with_trace_id("t-1");
    let expected = Told {
        code: Some(Code::BUSY),
        class: Some(Class::RateLimit),
        is_transient: true,
        is_rate_limited: true,
        retry_in: Some(WAIT),
        http_status: Some(429),
        trace_id: Some("t-1"),
        ..nothing_but("refused", Delivery::Unknown)
    };
    assert_eq!(
        (refusal.delivery(), refusal.class(), refusal.retry_in()),
        (Delivery::Unknown, Class::RateLimit, Some(WAIT))
    );
    assert_eq!(told(&Error::from(refusal)), expected);
}

/// By the code alone, as most refusals are.
#[test]
fn refusal_of_a_code_is_refused_with_its_class_and_its_message() {
    let refusal = Refusal::new("create_order", Code::LOW_BALANCE);
    assert_eq!(refusal.message, "余额不足");
    assert_eq!(
        (refusal.retry_in(), refusal.hint(), refusal.recovery()),
        (None, None, None)
    );
    let expected = Told {
        code: Some(Code::LOW_BALANCE),
        class: Some(Class::BusinessRefusal),
        http_status: Some(200),
        ..nothing_but("refused", Delivery::Refused)
    };
    assert_eq!(told(&Error::from(refusal)), expected);
    let busy = Error::from(Refusal::new("create_order", Code::BUSY));
    assert!(busy.is_transient() && !busy.is_rate_limited());
    let many = Error::from(Refusal::new("create_order", Code::TOO_MANY));
    assert!(many.is_transient() && many.is_rate_limited());
}

#[test]
fn undocumented_answer_tells_what_it_knows() {
    let answer = UnexpectedAnswer::for_tests("products", 503, problem());
    let expected = Told {
        class: Some(Class::Transient),
        is_transient: true,
        http_status: Some(503),
        ..nothing_but("unexpected answer", Delivery::Unknown)
    };
    assert_eq!(told(&Error::from(answer.clone())), expected);
    let answer = answer.after_success(0, "ok");
    let error = Error::from(answer.with_trace_id(Some("t-1".to_owned())));
    let expected = Told {
        code: Some(Code::OK),
        http_status: Some(503),
        trace_id: Some("t-1"),
        ..nothing_but("unexpected answer", Delivery::Unknown)
    };
    assert_eq!(told(&error), expected);
}

#[test]
fn want_of_an_answer_tells_what_the_transport_does() {
    let error = Error::from(TransportError::timeout(WAIT, Delivery::Unknown));
    let expected = Told {
        is_transient: true,
        ..nothing_but("time-out", Delivery::Unknown)
    };
    assert_eq!(told(&error), expected);
    let error = Error::from(TransportError::no_connection("refused"));
    let expected = Told {
        is_transient: true,
        ..nothing_but("no connection", Delivery::NotSent)
    };
    assert_eq!(told(&error), expected);
    let error = Error::from(TransportError::redirect(302));
    let expected = Told {
        http_status: Some(302),
        ..nothing_but("redirect", Delivery::Unknown)
    };
    assert_eq!(told(&error), expected);
}

#[test]
fn list_that_ends_early_and_a_row_that_is_odd_prove_nothing() {
    let row = Error::Row(Box::new(OddRow::new(2, problem())));
    assert_eq!(told(&row), nothing_but("odd row", Delivery::Unknown));
    let list = Error::Incomplete(Incomplete::new(3, 20));
    assert_eq!(
        told(&list),
        nothing_but("incomplete list", Delivery::Unknown)
    );
}

#[test]
fn refusal_reads_as_a_sentence() {
    let refusal = || Refusal::new("create_order", Code::LOW_BALANCE);
    assert_eq!(
        refusal().to_string(),
        "create_order refused with code 209: 余额不足"
    );
    assert_eq!(
        refusal().with_message("").to_string(),
        "create_order refused with code 209: 余额不足",
        "the documented one in place of none"
    );
    assert_eq!(
        Refusal::new("create_order", Code(7)).to_string(),
        "create_order refused with code 7"
    );
    assert_eq!(
        Refusal::new("create_order", Code(7))
            .with_message("no")
            .to_string(),
        "create_order refused with code 7: no"
    );
    assert_eq!(
        refusal()
            .with_message("no")
            .with_trace_id("t-1")
            .with_hint("top up first")
            .to_string(),
        "create_order refused with code 209: no (trace id t-1) (hint: top up first)"
    );
}

/// Whoever hears "refused" has nothing to find out.
#[test]
fn way_to_find_out_is_told_while_the_outcome_is_open() {
    let refusal = Refusal::new("create_order", Code::BUSY).with_recovery("list the orders");
    assert_eq!(refusal.recovery(), None);
    assert_eq!(refusal.to_string(), "create_order refused with code 100");
    let open = refusal.with_delivery(Delivery::Unknown);
    assert_eq!(open.recovery(), Some("list the orders"));
    assert_eq!(
        open.to_string(),
        "create_order answered with code 100 (to find out whether it was done: list the orders)"
    );
}

#[test]
fn hint_of_the_call_takes_the_place_of_another_where_there_is_one() {
    let hint = |error: Error<Code>| match error {
        Error::Refused(refusal) => refusal.hint(),
        error => panic!("{error:?}"),
    };
    let refused = || {
        let refusal = Refusal::new("create_order", Code::BUSY);
        Error::from(refusal.with_hint("of the provider"))
    };
    assert_eq!(hint(refused()).as_deref(), Some("of the provider"));
    let hinted = refused().hinted(|refusal| Some(format!("of {}", refusal.call)));
    assert_eq!(hint(hinted).as_deref(), Some("of create_order"));
    let kept = refused().hinted(|_| None);
    assert_eq!(hint(kept).as_deref(), Some("of the provider"));
}

#[cfg(feature = "access-token")]
#[test]
fn want_of_a_token_says_whether_the_call_was_sent() {
    use std::error::Error as _;

    use access_token::{Error as TokenError, Missing, StoreError, StoreErrorKind};
    use provider_client::NoToken;

    let rejected = || Error::from(Refusal::new("create_order", Code(401)).with_http_status(401));
    for (kind, is_transient) in [
        (StoreErrorKind::Unavailable, true),
        (StoreErrorKind::Refused, false),
    ] {
        for missing in [Missing::BeforeTheCall, Missing::AfterARejection(rejected())] {
            let cause = std::io::Error::other("cable pulled");
            let store = StoreError::new(kind, "the store is away").caused_by(cause);
            let reason: TokenError<Error<Code>> = store.into();
            let said = match missing {
                Missing::AfterARejection(_) => "; the last one was rejected with code 401",
                _ => "",
            };
            let said = format!("{reason}{said}");
            let expected = match missing {
                Missing::AfterARejection(_) => Told {
                    is_transient,
                    code: Some(Code(401)),
                    http_status: Some(401),
                    ..nothing_but("no token", Delivery::Refused)
                },
                _ => Told {
                    is_transient,
                    ..nothing_but("no token", Delivery::NotSent)
                },
            };
            let error = Error::from(NoToken::new(reason, missing));
            assert_eq!(told(&error), expected);
            // Its text begins with that of the reason, and what caused that one is next.
            assert_eq!(error.to_string(), said);
            assert_eq!(error.source().unwrap().to_string(), "the store is away");
        }
    }
}

/// The refusal of the token request explains the call; while none is allowed, the wait does.
#[cfg(feature = "access-token")]
#[test]
fn failed_token_request_is_told_as_the_failure_of_the_call() {
    use std::sync::Arc;

    use access_token::{Fetched, Key, ManualClock, MemoryStore, Missing, Settings, TokenManager};
    use provider_client::NoToken;

    let clock = Arc::new(ManualClock::new(time::OffsetDateTime::UNIX_EPOCH));
    let refuse = || {
        let refusal = Refusal::new("get_token", Code::LOW_BALANCE);
        let refusal = refusal.with_http_status(403).with_trace_id("t-1");
        Err::<Fetched, _>(Error::from(refusal.with_retry_in(WAIT)))
    };
    let key = Key::new("nobody", "https://api.example", "app-1");
    let store = Arc::new(MemoryStore::with_clock(clock.clone()));
    let manager = TokenManager::new(key, store, refuse, Settings::default().clock(clock));
    let manager = manager.unwrap();
    let fails = || {
        let reason = manager.token().unwrap_err();
        Error::from(NoToken::new(reason, Missing::BeforeTheCall))
    };

    let minute = Some(Duration::from_secs(61));
    let expected = Told {
        code: Some(Code::LOW_BALANCE),
        class: Some(Class::BusinessRefusal),
        retry_in: minute,
        http_status: Some(403),
        trace_id: Some("t-1"),
        ..nothing_but("no token", Delivery::NotSent)
    };
    assert_eq!(told(&fails()), expected);
    let expected = Told {
        class: Some(Class::RateLimit),
        is_transient: true,
        is_rate_limited: true,
        retry_in: minute,
        ..nothing_but("no token", Delivery::NotSent)
    };
    assert_eq!(told(&fails()), expected);
}
