//! The provider rejects a token: look first, fetch only if need be, repeat once.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/rig.rs"]
mod rig;

use access_token::{Error, Lifetime, Missing, Rejection, Secret};
use rig::{Answer, Provider, Refusal, Rig, seconds};

#[derive(Debug)]
enum CallError {
    Rejected,
    Other,
    NoToken(Error<Refusal>),
}

impl From<Error<Refusal>> for CallError {
    fn from(error: Error<Refusal>) -> Self {
        Self::NoToken(error)
    }
}

fn clearly<T>(outcome: &Result<T, CallError>) -> Option<Rejection> {
    matches!(outcome, Err(CallError::Rejected)).then_some(Rejection::Certain)
}

fn call(rig: &Rig, accepted: &str) -> (Result<String, CallError>, Vec<String>) {
    let mut tried = Vec::new();
    let answer = rig.manager.with_token(
        |token: &Secret, attempt| {
            tried.push(token.expose().to_owned());
            assert_eq!(attempt as usize, tried.len());
            match token.expose() == accepted {
                true => Ok(token.expose().to_owned()),
                false => Err(CallError::Rejected),
            }
        },
        clearly,
        |error, _| error.into(),
    );
    (answer, tried)
}

#[test]
fn a_rejected_token_is_replaced_once_and_the_call_repeated_once() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock.advance(seconds(61));
    let (answer, tried) = call(&rig, "token-2");
    assert_eq!(answer.unwrap(), "token-2");
    assert_eq!(tried, ["token-1", "token-2"]);
}

#[test]
fn a_second_rejection_is_returned() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock.advance(seconds(61));
    let (answer, tried) = call(&rig, "none");
    assert!(matches!(answer.unwrap_err(), CallError::Rejected));
    assert_eq!(tried, ["token-1", "token-2"]);
    assert_eq!(rig.provider.count(), 2);
    // And the next call does not loop either.
    let (answer, tried) = call(&rig, "none");
    let CallError::NoToken(error) = answer.unwrap_err() else {
        panic!("no request is allowed");
    };
    assert_eq!(error.retry_in(), Some(seconds(61)));
    assert!(tried.is_empty());
}

#[test]
fn other_errors_are_not_repeated() {
    let rig = Rig::new(Provider::default());
    let mut count = 0;
    let answer: Result<(), CallError> = rig.manager.with_token(
        |_, _| {
            count += 1;
            Err(CallError::Other)
        },
        clearly,
        |error, _| error.into(),
    );
    assert!(matches!(answer, Err(CallError::Other)));
    assert_eq!((count, rig.provider.count()), (1, 1));
}

#[test]
fn a_token_that_another_process_replaced_is_taken_over_without_a_fetch() {
    let rig = Rig::new(Provider::default());
    let neighbour = rig.neighbour();
    rig.token();
    assert_eq!(neighbour.token().unwrap().expose(), "token-1");
    rig.clock.advance(seconds(61));
    let next = neighbour.replacement(&"token-1".into()).unwrap();
    assert_eq!(next.expose(), "token-2");
    // This process still has token-1, and no request is allowed for another minute.
    let (answer, tried) = call(&rig, "token-2");
    assert_eq!(answer.unwrap(), "token-2");
    assert_eq!(tried, ["token-1", "token-2"]);
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn a_late_failure_of_an_old_token_does_not_throw_away_the_new_one() {
    let rig = Rig::new(Provider::default());
    let neighbour = rig.neighbour();
    rig.token();
    rig.clock.advance(seconds(61));
    rig.manager.replacement(&"token-1".into()).unwrap();
    for _ in 0..3 {
        let token = rig.manager.replacement(&"token-1".into()).unwrap();
        assert_eq!(token.expose(), "token-2");
        let token = neighbour.replacement(&"token-1".into()).unwrap();
        assert_eq!(token.expose(), "token-2");
    }
    assert_eq!(rig.provider.count(), 2);
}

/// The text is the same, the token is another: it comes with a higher fence.
#[test]
fn a_text_that_was_rejected_here_is_taken_from_another_process_that_got_it_anew() {
    let provider = Provider::default()
        .then(Answer::Token("same", Lifetime::seconds(3600)))
        .then(Answer::Token("same", Lifetime::seconds(3600)));
    let rig = Rig::new(provider);
    rig.token();
    rig.manager.reject(&"same".into()).unwrap();
    rig.clock.advance(seconds(61));
    rig.neighbour().token().unwrap();
    assert_eq!(rig.token(), "same");
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn thirty_two_threads_with_a_rejected_token_cause_one_fetch() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock.advance(seconds(61));
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| assert_eq!(call(&rig, "token-2").0.unwrap(), "token-2"));
        }
    });
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn a_rejected_token_inside_the_minute_is_an_error_with_the_time_left() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock.advance(seconds(20));
    let (answer, tried) = call(&rig, "token-2");
    let CallError::NoToken(error) = answer.unwrap_err() else {
        panic!("no request is allowed");
    };
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_in(), Some(seconds(41)));
    assert_eq!(tried, ["token-1"]);
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn a_text_that_was_rejected_may_be_issued_anew() {
    let provider = Provider::default()
        .then(Answer::Token("same", Lifetime::seconds(3600)))
        .then(Answer::Token("same", Lifetime::seconds(3600)));
    let rig = Rig::new(provider);
    let neighbour = rig.neighbour();
    rig.token();
    rig.clock.advance(seconds(61));
    assert_eq!(
        neighbour.replacement(&"same".into()).unwrap().expose(),
        "same"
    );
    assert_eq!(
        rig.manager
            .replacement(&"same".into())
            .unwrap_err()
            .retry_in(),
        Some(seconds(61))
    );
}

#[test]
fn call_that_may_have_taken_effect_is_not_repeated_and_the_next_one_gets_another_token() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock.advance(seconds(61));
    let mut tried = Vec::new();
    let answer: Result<(), CallError> = rig.manager.with_token(
        |token, _| {
            tried.push(token.expose().to_owned());
            Err(CallError::Rejected)
        },
        |_| Some(Rejection::Replace),
        |error, _| error.into(),
    );
    assert!(matches!(answer, Err(CallError::Rejected)));
    assert_eq!(tried, ["token-1"]);
    assert_eq!(rig.token(), "token-2");
}

#[test]
fn want_of_a_token_says_whether_the_call_was_sent() {
    let rig = Rig::new(Provider::default());
    rig.token();
    // A new token is not allowed yet, so there is none to repeat the call with.
    let missing = |rig: &Rig| {
        let seen = std::cell::RefCell::new(None);
        let answer: Result<(), CallError> = rig.manager.with_token(
            |_, _| Err(CallError::Rejected),
            clearly,
            |error, missing| {
                seen.replace(Some(missing));
                error.into()
            },
        );
        assert!(matches!(answer, Err(CallError::NoToken(_))));
        seen.take()
    };
    // How the call was refused is not lost.
    assert!(matches!(
        missing(&rig),
        Some(Missing::AfterARejection(CallError::Rejected))
    ));
    assert!(matches!(missing(&rig), Some(Missing::BeforeTheCall)));
}

#[test]
fn answer_that_a_call_hands_on_is_not_lost_for_want_of_another_token() {
    let rig = Rig::new(Provider::default());
    rig.token();
    let answer: Result<&str, CallError> = rig.manager.with_token(
        |_, _| Ok("the refusal as it came"),
        |_| Some(Rejection::Certain),
        |error, _| error.into(),
    );
    assert!(matches!(answer, Ok("the refusal as it came")));
}
