//! A call of a provider's client, answered with what the input makes of a real answer.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use provider_client::{Error, ProviderCode};
use provider_http::{Delivery, Effect, Failure as _, Proof};
use provider_testing::{Answer, Call, Canaries, Seen, Subject, capture_log};

use crate::edits::{LONG_DIGITS, Words, edited};
use crate::node::Node;
use crate::promises;
use crate::server::{Script, Server};

const STATUS: [u16; 16] = [
    200, 200, 200, 200, 200, 200, 200, 201, 400, 401, 404, 408, 422, 429, 500, 503,
];

/// A header of the settings, which goes with calls and not with token requests.
const OF_CALLS_ONLY: &str = "canary-fixed-header";

/// How an input ended; for counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// The call succeeded.
    Success,
    /// It failed.
    Failure,
    /// The input is too short to say anything.
    Nothing,
}

/// Three bytes choose the call, the HTTP status and the answer to begin with, the others are the
/// steps that change it; or they are the answer itself.
pub(crate) fn run<S: Subject>(input: &[u8]) -> End {
    let Some(([call, status, base], steps)) = input.split_first_chunk::<3>() else {
        return End::Nothing;
    };
    thread_local! {
        static WORLDS: RefCell<HashMap<TypeId, Rc<dyn Any>>> = RefCell::default();
    }
    let world = WORLDS.with_borrow_mut(|worlds| {
        let world = worlds.entry(TypeId::of::<S>());
        Rc::clone(world.or_insert_with(|| Rc::new(World::<S>::start())))
    });
    let Ok(world) = world.downcast::<World<S>>() else {
        unreachable!("it was put there as such");
    };
    world.run(
        usize::from(*call),
        STATUS[usize::from(*status) % 16],
        *base,
        steps,
    )
}

/// What a thread keeps from input to input.
struct World<S: Subject> {
    server: Server,
    calls: Vec<Call<S>>,
    words: Words<'static>,
}

/// What is known of an answer by reading it once more, in another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Success(i64),
    OtherCode(i64),
    /// Nothing that is plain enough to be sure of.
    Nothing,
}

impl<S: Subject> World<S> {
    fn start() -> Self {
        capture_log();
        let codes = S::Code::DOCUMENTED.iter().map(|code| code.number());
        Self {
            server: Server::start(),
            calls: S::calls(),
            words: Words {
                fields: S::FIELDS,
                values: S::VALUES,
                sent: [S::SECRETS, S::INPUTS].concat(),
                codes: codes.chain([S::OPEN, 4_711_000]).collect(),
                code_field: S::ENVELOPE[0],
            },
        }
    }

    fn run(&self, call: usize, status: u16, base: u8, steps: &[u8]) -> End {
        // One more than there are calls: the token request, where there is one.
        let call = self
            .calls
            .get(call % (self.calls.len() + usize::from(S::TOKEN.is_some())));
        let good = match (call, S::TOKEN) {
            (Some(call), _) => call.good.clone(),
            (None, Some(token)) => Answer::from(token.answer),
            (None, None) => unreachable!("the number of a call"),
        };
        let body = self.body(&good, base, steps);
        // A file is no envelope, whatever it looks like.
        let content_type = match base {
            0..=159 => good.content_type,
            160.. => "application/json",
        };
        let mut script = Script {
            status,
            content_type,
            body: body.clone(),
            token: S::TOKEN.map(|token| (token.path, token.answer.into())),
        };
        if call.is_none() {
            script.token = None;
        }
        self.server.answer(script);
        let client = S::client(&self.server.url, |settings| {
            S::transport(settings, |http| http.timeout(Duration::from_secs(60)))
        });
        let outcome = match call {
            Some(call) => call.run(&client, &self.server.url),
            None => S::fetch_token(&client).map(|()| provider_testing::made(())),
        };
        let seen = self.server.seen();
        self.check_texts(call, &outcome, &seen);
        if let Ok(value) = &outcome {
            check_digits(&body, &format!("{value:?}"));
        }
        match call {
            Some(_) if content_type != "application/json" => {}
            Some(call) => self.check_verdict(call, status, &body, &outcome, &seen),
            None => assert!(seen.len() <= 1, "{} token requests", seen.len()),
        }
        match outcome {
            Ok(_) => End::Success,
            Err(_) => End::Failure,
        }
    }

    fn body(&self, good: &Answer, base: u8, steps: &[u8]) -> Vec<u8> {
        let [code, text, data] = S::ENVELOPE;
        let refused = |number: i64| format!(r#"{{"{code}":{number},"{text}":"原因","{data}":[]}}"#);
        let base = match base {
            0..=159 => Node::parse(&good.body),
            160..=207 => Node::parse(refused(S::NOT_DONE).as_bytes()),
            208..=223 => Node::parse(refused(S::OPEN).as_bytes()),
            224..=239 => Node::parse(refused(S::Code::OK.number()).as_bytes()),
            240.. => None,
        };
        match base {
            Some(base) => edited(base, steps, &self.words),
            None => steps.to_vec(),
        }
    }

    fn check_texts(&self, call: Option<&Call<S>>, outcome: &Outcome<S>, seen: &[Seen]) {
        let sent: String = seen.iter().map(sent::<S>).collect();
        let is_of_a_token = |error: &Error<S::Code>| call.is_none() || error.kind() == "no token";
        let is_of_a_token = outcome.as_ref().is_err_and(is_of_a_token);
        let is_known = |secret: &&&str| match **secret {
            OF_CALLS_ONLY => !is_of_a_token,
            // A token that nobody has fetched yet is unknown to the client.
            secret => call.is_some() || !sent_later::<S>(secret),
        };
        let secrets = S::SECRETS.iter().filter(is_known);
        let inputs = S::INPUTS.iter().filter(|text| sent.contains(**text));
        let hidden: Vec<&str> = secrets.chain(inputs).copied().collect();
        match outcome {
            // Its fields are the provider's, who may write into them what he likes.
            Ok(_) => {}
            Err(error) => promises::check_error(error, &hidden),
        }
        if let Err(Error::Refused(refusal)) = outcome {
            let trace_id = refusal.trace_id.as_deref().unwrap_or_default();
            assert!(refusal.message.len() <= 1024 && trace_id.len() <= 1024);
        }
        let mut canaries = Canaries::default();
        hidden.iter().for_each(|text| canaries.add(*text));
        canaries.assert_log_clean("a call");
    }

    fn check_verdict(
        &self,
        call: &Call<S>,
        status: u16,
        body: &[u8],
        outcome: &Outcome<S>,
        seen: &[Seen],
    ) {
        let place = || {
            format!(
                "{} {status} {}: {outcome:?}",
                call.name,
                body.escape_ascii()
            )
        };
        let writes = call.effect == Effect::Writes;
        if writes {
            // Once more with another token, where the first one is certainly rejected.
            let most = 1 + usize::from(S::TOKEN.is_some());
            assert!(seen.len() <= most, "{} times: {}", seen.len(), place());
        }
        let Err(error) = outcome else {
            let told = told::<S>(body);
            let is_wrong = call.is_typed && matches!(told, Told::OtherCode(_));
            assert!(!is_wrong, "{told:?}: {}", place());
            return;
        };
        if writes && (status == 408 || status >= 500) {
            assert_ne!(error.delivery(), Delivery::Refused, "{}", place());
        }
        // What ends a list, or a token that was replaced too often, is no answer to the call.
        if matches!(error.kind(), "odd row" | "incomplete list" | "no token") {
            return;
        }
        let code = error.code().map(S::Code::number);
        match told::<S>(body) {
            Told::Success(number) => {
                assert_eq!(code, Some(number), "{}", place());
                assert_eq!(error.delivery(), Delivery::Unknown, "{}", place());
            }
            Told::OtherCode(number) => {
                assert_eq!(code, Some(number), "{}", place());
                let refused = writes && error.delivery() == Delivery::Refused;
                let is_open = S::Code::of_number(number).proof() == Proof::Nothing;
                assert!(!(refused && is_open), "{}", place());
            }
            Told::Nothing => {}
        }
    }
}

/// Of digits that are shown not one is lost.
fn check_digits(body: &[u8], shown: &str) {
    let (start, _) = LONG_DIGITS.split_at(20);
    let body = String::from_utf8_lossy(body);
    let counts = |text: &str| {
        [
            text.matches(start).count(),
            text.matches(LONG_DIGITS).count(),
        ]
    };
    let [starts, wholes] = counts(&body);
    if starts == wholes {
        let [starts, wholes] = counts(shown);
        assert_eq!(starts, wholes, "{shown} from {body}");
    }
}

type Outcome<S> = provider_testing::Outcome<<S as Subject>::Code>;

/// Whether the answers to come bring a secret, or something that only they can tell.
fn sent_later<S: Subject>(secret: &str) -> bool {
    S::TOKEN.is_some_and(|token| token.answer.contains(secret))
}

fn sent<S: Subject>(seen: &Seen) -> String {
    let body = String::from_utf8_lossy(&seen.body);
    let parts = S::parts_of(seen).join(" ");
    format!("{} {:?} {body} {parts}", seen.path, seen.headers)
}

/// The code of an answer that is JSON and nothing else, and has one code that is digits.
fn told<S: Subject>(body: &[u8]) -> Told {
    let [code_field, text_field, _] = S::ENVELOPE;
    let told = || {
        let answer = Node::parse(body)?;
        let Node::Scalar(json) = answer.only(code_field)? else {
            return None;
        };
        let digits = json.trim_matches('"');
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit())
            && (digits == "0" || !digits.starts_with('0'));
        let number = digits.parse().ok().filter(|_| is_plain)?;
        if number != S::Code::OK.number() {
            return Some(Told::OtherCode(number));
        }
        // Quirk: at one provider it takes the documented text as well.
        let is_any = S::SUCCESS_TEXT == "\"any\"";
        let is_success = match answer.only(text_field) {
            Some(Node::Scalar(text)) => is_any || text == S::SUCCESS_TEXT,
            _ => is_any,
        };
        is_success.then_some(Told::Success(number))
    };
    told().unwrap_or(Told::Nothing)
}
