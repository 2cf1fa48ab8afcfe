//! No secret is shown, and nothing that was sent: values, errors, log and observations of every
//! call, good and failing.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use openplat_sandbox::{Fault, FaultProxy};
use provider_client::ProviderCode;

use super::envelope;
use crate::{Answer, Call, Canaries, Scripted, Seen, Subject, capture_log, faults};

/// A client and what its observation hook was told.
struct Watched<S: Subject> {
    client: S::Client,
    told: Arc<Mutex<String>>,
}

impl<S: Subject> Watched<S> {
    fn new(base_url: &str, timeout: Duration) -> Self {
        let told = Arc::new(Mutex::new(String::new()));
        let telling = Arc::clone(&told);
        let client = S::client(base_url, |settings| {
            let settings = S::transport(settings, |transport| {
                transport
                    .timeout(timeout)
                    .max_body_bytes(100_000)
                    .observer(move |observation| {
                        let mut told = telling.lock().unwrap();
                        told.push_str(&format!("{observation:?} {observation}\n"));
                    })
            });
            canaries::<S>().assert_debug_clean("settings", &settings);
            settings
        });
        canaries::<S>().assert_debug_clean("client", &client);
        Self { client, told }
    }

    /// Makes a call and looks at everything that it shows.
    fn run(&self, scene: &str, call: &Call<S>, provider: &Scripted<S>, base_url: &str) {
        let place = format!("{scene}, {}", call.name);
        let outcome = call.run(&self.client, base_url);
        let mut canaries = canaries::<S>();
        for seen in provider.take_seen() {
            add(
                &mut canaries,
                String::from_utf8_lossy(&seen.body).into_owned(),
            );
            for part in S::parts_of(&seen) {
                add(&mut canaries, part);
            }
        }
        canaries.assert_outcome_clean(&place, &outcome);
        assert!(canaries.assert_log_clean(&place) > 0, "{place}: logged");
        let told = std::mem::take(&mut *self.told.lock().unwrap());
        canaries.assert_absent(&format!("{place}, hook"), &told);
        assert!(!told.is_empty(), "{place}: observed");
    }
}

/// Shorter texts are in everything.
fn add(canaries: &mut Canaries, text: String) {
    if text.len() >= 8 {
        canaries.add(text);
    }
}

fn canaries<S: Subject>() -> Canaries {
    let mut canaries = Canaries::default();
    for text in S::SECRETS.iter().chain(S::INPUTS).chain(S::ANSWERED) {
        canaries.add(*text);
    }
    canaries
}

/// Makes every call with this answer, each with a client of its own: a token may be rejected.
fn look<S: Subject>(scene: &str, provider: &Scripted<S>) {
    for call in S::calls() {
        let watched = Watched::<S>::new(&provider.url(), Duration::from_secs(30));
        watched.run(scene, &call, provider, &provider.url());
    }
}

/// Everything that was sent, as somebody who echoes it would write it.
fn echo<S: Subject>(seen: &Seen) -> String {
    let headers = seen.headers.iter().map(|(_, value)| value.as_str());
    let mut told = headers.collect::<Vec<_>>().join(" ");
    told.push_str(&String::from_utf8_lossy(&seen.body));
    let sent = sent::<S>(seen);
    let inputs = S::INPUTS.iter().filter(|text| sent.contains(**text));
    for text in S::SECRETS.iter().chain(inputs) {
        told.push_str(&format!(" {text}"));
    }
    for part in S::parts_of(seen) {
        told.push_str(&format!(" {part}"));
    }
    told
}

/// A request, as a text in which to look for what it has to contain.
pub(super) fn sent<S: Subject>(seen: &Seen) -> String {
    let body = String::from_utf8_lossy(&seen.body);
    let parts = S::parts_of(seen).join(" ");
    format!("{} {:?} {body} {parts}", seen.path, seen.headers)
}

pub fn good_calls_show_no_secret<S: Subject>() {
    capture_log();
    let provider = Scripted::<S>::start();
    let mut all = String::new();
    for call in S::calls() {
        provider.answer(call.good.clone());
        let watched = Watched::<S>::new(&provider.url(), Duration::from_secs(30));
        let outcome = call.run(&watched.client, &provider.url());
        outcome.unwrap_or_else(|error| panic!("{}: {error:?}", call.name));
        for seen in provider.take_seen() {
            all.push_str(&sent::<S>(&seen));
        }
        watched.run("good", &call, &provider, &provider.url());
    }
    // What is looked for was sent.
    assert!(!S::INPUTS.is_empty() && !S::SECRETS.is_empty());
    for input in S::INPUTS {
        assert!(all.contains(input), "{input} is in no request: {all}");
    }
}

pub fn refusals_that_echo_show_no_secret<S: Subject>() {
    capture_log();
    // One code of each class, and one that nobody documents.
    let mut classes = Vec::new();
    let mut codes = vec![S::NOT_DONE, S::OPEN, 4_711_000];
    for code in S::Code::DOCUMENTED {
        if !classes.contains(&code.class()) {
            classes.push(code.class());
            codes.push(code.number());
        }
    }
    let provider = Scripted::<S>::start();
    for code in codes {
        for status in [200, 403] {
            provider.answer_with(move |seen| {
                let told = serde_json::to_string(&echo::<S>(seen)).unwrap();
                let body = envelope::<S>(code, &told, &told);
                let traced = format!(r#"{{"traceId":{told},{}"#, &body[1..]);
                Answer::json(status, traced)
            });
            look(&format!("{code} under {status}"), &provider);
        }
    }
}

/// Pages, envelopes with an odd code, and data under odd names, all of them made of the request.
pub fn answers_that_are_none_show_no_secret<S: Subject>() {
    capture_log();
    let provider = Scripted::<S>::start();
    for status in [200, 302, 401, 404, 500] {
        provider.answer_with(move |seen| Answer {
            body: format!("<html>{}", echo::<S>(seen)).into_bytes(),
            ..Answer::html(status)
        });
        look(&format!("a page under {status}"), &provider);
        provider.answer_with(move |seen| {
            let [code, text, data] = S::ENVELOPE;
            let told = echo::<S>(seen);
            let body = serde_json::json!({code: told, text: {&told: told}, data: {&told: told}});
            Answer::json(status, body.to_string())
        });
        look(&format!("no envelope under {status}"), &provider);
        provider.answer_with(move |seen| {
            let told = serde_json::to_string(&echo::<S>(seen)).unwrap();
            let success = S::Code::OK.number();
            let data = format!("{{{told}:[{told}]}}");
            Answer::json(status, envelope::<S>(success, S::SUCCESS_TEXT, &data))
        });
        look(&format!("odd data under {status}"), &provider);
    }
}

pub fn calls_under_every_fault_show_no_secret<S: Subject>() {
    capture_log();
    for fault in faults() {
        let timeout = match fault {
            Fault::Silence => Duration::from_millis(300),
            _ => Duration::from_secs(30),
        };
        let scene = format!("{fault:?}");
        let provider = Scripted::<S>::start();
        let wire = FaultProxy::start(provider.address(), Fault::None).unwrap();
        for call in S::calls() {
            wire.set_fault(Fault::None);
            let watched = Watched::<S>::new(&wire.base_url(), timeout);
            // Some have no token in so short a time, which is one more way to fail.
            drop(S::fetch_token(&watched.client));
            wire.set_fault(fault.clone());
            watched.run(&scene, &call, &provider, &wire.base_url());
        }
    }
}
