//! Faults of the wire: what the error says, and what reached the provider.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use openplat_sandbox::{Fault, FaultProxy};
use provider_client::ProviderCode;
use provider_http::{Class, Delivery, Effect};

use super::{first, refused};
use crate::{
    Answer, Call, Failed, Keeping, ManualClock, Nobody, Scripted, Seen, Subject, faults, silent,
};

/// For exchanges that are answered.
const PATIENT: Duration = Duration::from_secs(60);
/// For exchanges that must run into their deadline: long enough for a busy machine to send.
const SHORT: Duration = Duration::from_secs(3);

fn client<S: Subject>(base_url: &str, timeout: Duration) -> S::Client {
    S::client(base_url, |settings| {
        S::transport(settings, |transport| {
            transport.timeout(timeout).max_body_bytes(100_000)
        })
    })
}

pub fn nothing_is_sent_where_nobody_listens<S: Subject>() {
    let nobody = Nobody::new();
    let base_url = nobody.base_url();
    for call in S::calls() {
        let client = client::<S>(&base_url, PATIENT);
        let failed = Failed::from(call.run(&client, &base_url).unwrap_err());
        let place = format!("{}: {failed:?}", call.name);
        assert_eq!(failed.delivery, Delivery::NotSent, "{place}");
        assert!(failed.is_transient, "{place}");
    }
}

/// The token is at hand: it is the call itself that nobody takes.
pub fn call_with_a_token_is_not_sent_where_nobody_listens<S: Subject>() {
    for call in S::calls() {
        let provider = Scripted::<S>::start();
        let wire = FaultProxy::start(provider.address(), Fault::None).unwrap();
        let base_url = wire.base_url();
        let client = client::<S>(&base_url, PATIENT);
        S::fetch_token(&client).unwrap();
        let address = wire.address();
        drop(wire);
        let _nobody = Nobody::in_place_of(address);
        let failed = Failed::from(call.run(&client, &base_url).unwrap_err());
        let place = format!("{}: {failed:?}", call.name);
        // A kept connection of the token request may be tried first.
        assert_ne!(failed.kind, "no token", "{place}");
        assert_ne!(failed.delivery, Delivery::Refused, "{place}");
        assert!(failed.is_transient, "{place}");
        assert!(provider.take_seen().is_empty(), "{place}");
    }
}

pub fn silent_tls_handshake_is_not_sent<S: Subject>() {
    let listener = silent();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    // Each waits for its whole deadline: one of each effect.
    for call in [first::<S>(Effect::Reads), first::<S>(Effect::Writes)] {
        let client = client::<S>(&base_url, SHORT);
        let failed = Failed::from(call.run(&client, &base_url).unwrap_err());
        let place = format!("{}: {failed:?}", call.name);
        assert_eq!(failed.delivery, Delivery::NotSent, "{place}");
    }
    drop(listener);
}

/// Makes a call through a faulty wire, with a token that came over a good one: its error, and what
/// reached the provider.
fn through<S: Subject>(
    call: &Call<S>,
    fault: Fault,
    timeout: Duration,
) -> (Option<Failed>, Vec<Seen>) {
    let provider = Scripted::<S>::start();
    provider.answer(call.good.clone());
    let wire = FaultProxy::start(provider.address(), Fault::None).unwrap();
    let client = client::<S>(&wire.base_url(), timeout);
    S::fetch_token(&client).unwrap();
    wire.set_fault(fault);
    let outcome = call.run(&client, &wire.base_url());
    (outcome.err().map(Failed::from), provider.take_seen())
}

pub fn fault_of_the_wire_leaves_open_what_happened<S: Subject>() {
    for fault in faults() {
        let (timeout, calls) = match fault {
            // Each waits for its whole deadline: one of each effect.
            Fault::Silence => (SHORT, vec![first(Effect::Reads), first(Effect::Writes)]),
            _ => (PATIENT, S::calls()),
        };
        for call in calls {
            let (failed, _) = through(&call, fault.clone(), timeout);
            // What takes any answer takes a page too.
            let takes = !call.is_typed && matches!(fault, Fault::HtmlPage { .. });
            let place = format!("{}, {fault:?}: {failed:?}", call.name);
            let Some(failed) = failed else {
                assert!(takes, "{place}");
                continue;
            };
            assert_eq!(failed.delivery, Delivery::Unknown, "{place}");
            assert_eq!(failed.code, None, "{place}");
            assert!(failed.is_transient || fault != Fault::Silence, "{place}");
        }
    }
}

pub fn lost_answer_came_after_the_request_and_a_lost_request_never_arrived<S: Subject>() {
    let write = first::<S>(Effect::Writes);
    for (fault, arrived) in [
        (Fault::CutHead, 1),
        (Fault::CutBody, 1),
        (Fault::LostAnswer, 1),
        (Fault::LostRequest, 0),
        (Fault::Reset, 0),
    ] {
        let (failed, seen) = through(&write, fault.clone(), PATIENT);
        let failed = failed.unwrap();
        assert_eq!(failed.delivery, Delivery::Unknown, "{fault:?}: {failed:?}");
        assert_eq!(seen.len(), arrived, "{fault:?}");
    }
}

pub fn slow_bytes_end_at_the_deadline_of_the_whole_exchange<S: Subject>() {
    let pause = Duration::from_millis(100);
    let write = first::<S>(Effect::Writes);
    let (failed, seen) = through(&write, Fault::SlowBytes { pause }, Duration::from_secs(3));
    let failed = failed.unwrap();
    assert_eq!(failed.delivery, Delivery::Unknown, "{failed:?}");
    assert_eq!(seen.len(), 1);
}

pub fn slow_answer_is_read_to_its_end<S: Subject>() {
    let pause = Duration::from_micros(100);
    for call in S::calls() {
        let (failed, _) = through(&call, Fault::SlowBytes { pause }, PATIENT);
        assert!(failed.is_none(), "{}: {failed:?}", call.name);
    }
}

pub fn redirect_is_not_followed<S: Subject>() {
    let elsewhere = Scripted::<S>::start();
    for call in S::calls() {
        let fault = Fault::Redirect {
            status: 307,
            location: elsewhere.url(),
        };
        let (failed, _) = through(&call, fault, PATIENT);
        let failed = failed.unwrap();
        assert_eq!(
            failed.delivery,
            Delivery::Unknown,
            "{}: {failed:?}",
            call.name
        );
        assert!(failed.text.contains("307"), "{failed:?}");
        assert!(!failed.is_transient, "{failed:?}");
    }
    assert!(elsewhere.take_seen().is_empty());
}

pub fn answer_beyond_the_limit_leaves_open_what_happened<S: Subject>() {
    const MOST: u64 = 10_000;
    let provider = Scripted::<S>::start();
    let long = " ".repeat(MOST as usize);
    for call in S::calls().into_iter().filter(|call| call.is_typed) {
        let body = [call.good.body.as_slice(), long.as_bytes()].concat();
        provider.answer(Answer::json(200, body));
        let client = S::client(&provider.url(), |settings| {
            S::transport(settings, |transport| transport.max_body_bytes(MOST))
        });
        let failed = Failed::from(call.run(&client, &provider.url()).unwrap_err());
        let place = format!("{}: {failed:?}", call.name);
        assert_eq!(failed.delivery, Delivery::Unknown, "{place}");
        assert!(failed.text.contains("10000"), "{place}");
    }
}

pub fn page_that_is_not_found_is_refused<S: Subject>() {
    let provider = Scripted::<S>::start();
    provider.answer(Answer::html(404));
    for call in S::calls().into_iter().filter(|call| call.is_typed) {
        let client = client::<S>(&provider.url(), PATIENT);
        let failed = Failed::from(call.run(&client, &provider.url()).unwrap_err());
        let place = format!("{}: {failed:?}", call.name);
        assert_eq!(failed.delivery, Delivery::Refused, "{place}");
        assert!(failed.text.contains("404"), "{place}");
        assert!(!failed.is_transient, "{place}");
    }
}

pub fn rejected_token_is_replaced_and_the_call_made_once_more<S: Subject>() {
    let Some(token) = S::TOKEN else { return };
    for call in S::calls() {
        let provider = Scripted::<S>::start();
        let clock = ManualClock::new(time::macros::datetime!(2024-04-27 02:31:01 UTC));
        let shared = Arc::new(clock.clone());
        let client = S::client(&provider.url(), |settings| {
            S::transport(settings, |transport| transport.clock(shared))
        });
        S::fetch_token(&client).unwrap();
        provider.answer_token(token.next);
        clock.advance(Duration::from_secs(120));
        let rejection = Answer::json(200, refused::<S>(token.rejected));
        let good = call.good.clone();
        let count = AtomicUsize::new(0);
        provider.answer_with(move |_| match count.fetch_add(1, Ordering::SeqCst) {
            0 => rejection.clone(),
            _ => good.clone(),
        });
        let outcome = call.run(&client, &provider.url());
        assert!(outcome.is_ok(), "{}: {outcome:?}", call.name);
        let seen = provider.take_seen();
        assert_eq!(seen.len(), 2, "{}", call.name);
        assert_ne!(
            format!("{:?}", seen[0]),
            format!("{:?}", seen[1]),
            "{}",
            call.name
        );
        // And no third time.
        clock.advance(Duration::from_secs(120));
        provider.answer(Answer::json(200, refused::<S>(token.rejected)));
        if call.is_typed {
            let failed = Failed::from(call.run(&client, &provider.url()).unwrap_err());
            assert_eq!(failed.class, Some(Class::TokenRejected), "{failed:?}");
            assert_eq!(failed.delivery, Delivery::Refused, "{failed:?}");
            assert_eq!(provider.take_seen().len(), 2, "{}", call.name);
        }
    }
}

/// On a kept connection it could get lost, and with it the interval until the next one.
pub fn token_request_takes_a_connection_of_its_own<S: Subject>() {
    if S::TOKEN.is_none() {
        return;
    }
    let call = first::<S>(Effect::Reads);
    let provider = Keeping::start::<S>(call.good.body.clone());
    let client = client::<S>(&provider.base_url(), PATIENT);
    call.run(&client, &provider.base_url()).unwrap();
    // The call would have gone over the connection of the token request.
    assert_eq!(provider.connections(), 2);
}

/// Only a token that the provider rejected for certain lets a call be made again, and with another
/// token; here there is no other.
pub fn call_that_writes_is_sent_once_whatever_is_answered<S: Subject>() {
    let codes = S::Code::DOCUMENTED.iter().map(|code| code.number());
    let refusals = codes.chain([S::Code::OK.number(), S::OPEN]);
    let refusals = refusals.map(|code| Answer::json(200, refused::<S>(code)));
    let pages = [200, 302, 401, 403, 404, 408, 429, 500, 503].map(Answer::html);
    let writes: Vec<_> = S::calls()
        .into_iter()
        .filter(|call| call.effect == Effect::Writes)
        .collect();
    let provider = Scripted::<S>::start();
    for answer in refusals.chain(pages) {
        provider.answer(answer.clone());
        for call in &writes {
            let client = client::<S>(&provider.url(), PATIENT);
            let outcome = call.run(&client, &provider.url());
            let seen = provider.take_seen();
            assert_eq!(seen.len(), 1, "{}, {answer:?}: {outcome:?}", call.name);
        }
    }
}

/// What was answered a moment ago is not answered again from memory.
pub fn same_call_twice_makes_the_same_requests_twice<S: Subject>() {
    let provider = Scripted::<S>::start();
    let client = client::<S>(&provider.url(), PATIENT);
    for call in S::calls() {
        provider.answer(call.good.clone());
        let requests = [(); 2].map(|()| {
            let outcome = call.run(&client, &provider.url());
            assert!(outcome.is_ok(), "{}: {outcome:?}", call.name);
            provider.take_seen().len()
        });
        assert!(requests[0] > 0, "{}", call.name);
        assert_eq!(requests[0], requests[1], "{}", call.name);
    }
}
