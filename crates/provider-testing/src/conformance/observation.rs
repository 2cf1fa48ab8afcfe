//! What the observation hook and the log are told of each exchange.

use std::sync::{Arc, Mutex};

use provider_client::ProviderCode;
use provider_http::{Class, Delivery, Observation};

use super::refused;
use crate::{Answer, Scripted, Subject};

/// What an observation holds, apart from how long the exchange took.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    provider: &'static str,
    attempt: u32,
    http_status: Option<u16>,
    code: Option<i64>,
    kind: Option<&'static str>,
    class: Option<Class>,
    delivery: Option<Delivery>,
    succeeded: bool,
}

impl From<&Observation<'_>> for Told {
    fn from(observation: &Observation<'_>) -> Self {
        assert!(!observation.call.is_empty());
        Self {
            provider: observation.provider,
            attempt: observation.attempt,
            http_status: observation.http_status,
            code: observation.provider_code,
            kind: observation.kind,
            class: observation.class,
            delivery: observation.delivery,
            succeeded: observation.succeeded,
        }
    }
}

pub fn hook_is_told_of_each_exchange_and_of_its_end<S: Subject>() {
    let provider = Scripted::<S>::start();
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let client = S::client(&provider.url(), |settings| {
        S::transport(settings, |transport| {
            transport.observer(move |observation| {
                telling.lock().unwrap().push(Told::from(observation));
            })
        })
    });
    S::fetch_token(&client).unwrap();
    told.lock().unwrap().clear();
    let success = S::Code::OK.number();
    let not_done = S::Code::of_number(S::NOT_DONE);
    for call in S::calls().into_iter().filter(|call| call.is_typed) {
        let good = Told {
            provider: S::NAME,
            attempt: 1,
            http_status: Some(200),
            code: Some(success),
            kind: None,
            class: None,
            delivery: None,
            succeeded: true,
        };
        let refusal = Told {
            code: Some(S::NOT_DONE),
            kind: Some("refused"),
            class: Some(not_done.class()),
            delivery: Some(Delivery::Refused),
            succeeded: false,
            ..good.clone()
        };
        let page = Told {
            http_status: Some(502),
            code: None,
            kind: Some("unexpected answer"),
            class: Some(Class::Transient),
            delivery: Some(Delivery::Unknown),
            succeeded: false,
            ..good.clone()
        };
        for (answer, expected) in [
            (call.good.clone(), good),
            (Answer::json(200, refused::<S>(S::NOT_DONE)), refusal),
            (Answer::html(502), page),
        ] {
            provider.answer(answer);
            let outcome = call.run(&client, &provider.url());
            assert_eq!(outcome.is_ok(), expected.succeeded, "{}", call.name);
            let told = std::mem::take(&mut *told.lock().unwrap());
            assert!(!told.is_empty(), "{}", call.name);
            for told in told {
                assert_eq!(told, expected, "{}", call.name);
            }
        }
    }
}
