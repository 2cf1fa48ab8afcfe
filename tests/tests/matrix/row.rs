//! A call of a client, without the type of its provider.

use std::error::Error as _;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use provider_client::{Error, ProviderCode};
use provider_http::Effect;
use provider_testing::{Answer, Call, Failed, ManualClock, Outcome, Seen, Subject, Token, made};

/// What a call makes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It reads the data of a success.
    Data,
    /// It hands on whatever is answered.
    Any,
    /// It writes a file, and reads an envelope in its place.
    File,
    /// It reads a token.
    Token,
}

/// What is known of a provider.
#[derive(Clone, Copy)]
pub(crate) struct Facts {
    /// The names of code, text and data.
    pub(crate) envelope: [&'static str; 3],
    pub(crate) success: i64,
    pub(crate) success_text: &'static str,
    /// Whether a success is one only with its documented text.
    pub(crate) success_needs_its_text: bool,
    pub(crate) refusal_needs_a_reason: bool,
    pub(crate) has_boolean_codes: bool,
    pub(crate) not_done: i64,
    pub(crate) open: i64,
    pub(crate) made: Option<&'static str>,
    pub(crate) token: Option<Token>,
    secrets: [&'static [&'static str]; 3],
    parts_of: fn(&Seen) -> Vec<String>,
}

/// A row of the table.
pub(crate) struct Row {
    pub(crate) provider: &'static str,
    pub(crate) call: &'static str,
    pub(crate) effect: Effect,
    pub(crate) reading: Reading,
    pub(crate) good: Answer,
    pub(crate) facts: Facts,
    client: Box<MakeClient>,
}

type MakeClient = dyn Fn(&str, &Tuning) -> Box<dyn Client> + Send + Sync;

/// What a cell sets of the transport.
#[derive(Clone, Debug)]
pub(crate) struct Tuning {
    pub(crate) timeout: Duration,
    pub(crate) max_body_bytes: u64,
    pub(crate) root_certificate: Option<String>,
    /// In place of the client's own.
    pub(crate) clock: Option<ManualClock>,
}

/// A client of a provider.
pub(crate) trait Client {
    fn fetch_token(&self) -> Ended;
    fn call(&self) -> Ended;
}

/// How a call ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// None for a success.
    pub(crate) failed: Option<Failed>,
    /// The messages of the error and of each of its sources.
    pub(crate) messages: Vec<String>,
    /// The error as `Debug` has it.
    pub(crate) debug: Vec<String>,
    /// All that somebody may print.
    pub(crate) shown: Vec<String>,
}

impl<C: ProviderCode> From<Outcome<C>> for Ended {
    fn from(outcome: Outcome<C>) -> Self {
        match outcome {
            Ok(value) => Self {
                failed: None,
                messages: Vec::new(),
                debug: Vec::new(),
                shown: vec![format!("{value:?}"), format!("{value:#?}")],
            },
            Err(error) => {
                let messages = messages(&error);
                let debug = vec![format!("{error:?}")];
                let mut shown = [messages.as_slice(), &debug].concat();
                shown.push(format!("{error:#?}"));
                Self {
                    failed: Some(Failed::from(error)),
                    messages,
                    debug,
                    shown,
                }
            }
        }
    }
}

fn messages<C: ProviderCode>(error: &Error<C>) -> Vec<String> {
    let mut messages = vec![error.to_string()];
    let mut next = error.source();
    while let Some(source) = next {
        messages.push(source.to_string());
        next = source.source();
    }
    messages
}

struct Typed<S: Subject> {
    client: S::Client,
    base_url: String,
    /// None for the token request itself.
    call: Option<Call<S>>,
}

impl<S: Subject> Client for Typed<S> {
    fn fetch_token(&self) -> Ended {
        S::fetch_token(&self.client).map(made).into()
    }

    fn call(&self) -> Ended {
        match &self.call {
            Some(call) => call.run(&self.client, &self.base_url).into(),
            None => self.fetch_token(),
        }
    }
}

impl Row {
    pub(crate) fn client(&self, base_url: &str, tuning: &Tuning) -> Box<dyn Client> {
        (self.client)(base_url, tuning)
    }

    /// Whether it asks for page after page.
    pub(crate) fn is_list(&self) -> bool {
        self.call.starts_with("all_")
    }

    /// Whether it is for a call with a token, which can be rejected.
    pub(crate) fn shows_a_token(&self) -> bool {
        self.facts.token.is_some() && self.reading != Reading::Token
    }

    /// What nothing may show: credentials, inputs, and what was made of them and sent.
    pub(crate) fn canaries(&self, seen: &[Seen]) -> Vec<String> {
        let fixed = self.facts.secrets.iter().copied().flatten();
        let mut canaries: Vec<String> = fixed.map(|text| (*text).to_owned()).collect();
        for request in seen {
            let body = String::from_utf8_lossy(&request.body).into_owned();
            canaries.extend([body].into_iter().chain((self.facts.parts_of)(request)));
        }
        // Shorter texts are in everything.
        canaries.retain(|text| text.len() >= 8);
        canaries
    }

    /// An envelope with this code, this text and these data, each as JSON.
    pub(crate) fn envelope(&self, code: i64, text: &str, data: &str) -> String {
        let [code_field, text_field, data_field] = self.facts.envelope;
        format!(r#"{{"{code_field}":{code},"{text_field}":{text},"{data_field}":{data}}}"#)
    }

    /// A refusal by a code that proves that nothing was done.
    pub(crate) fn refusal(&self) -> String {
        self.envelope(self.facts.not_done, "\"失败的原因\"", "[]")
    }

    /// A success with these data.
    pub(crate) fn success(&self, data: &str) -> String {
        self.envelope(self.facts.success, self.facts.success_text, data)
    }
}

/// Every call of a provider, its token request included.
pub(crate) fn rows_of<S: Subject>(provider: &'static str) -> Vec<Row> {
    let facts = Facts {
        envelope: S::ENVELOPE,
        success: S::Code::OK.number(),
        success_text: S::SUCCESS_TEXT,
        success_needs_its_text: S::SUCCESS_TEXT != "\"any\"",
        refusal_needs_a_reason: S::REFUSAL_NEEDS_A_REASON,
        has_boolean_codes: S::HAS_BOOLEAN_CODES,
        not_done: S::NOT_DONE,
        open: S::OPEN,
        made: None,
        token: S::TOKEN,
        secrets: [S::SECRETS, S::INPUTS, S::ANSWERED],
        parts_of: S::parts_of,
    };
    let first_write = S::calls()
        .into_iter()
        .find(|call| call.effect == Effect::Writes);
    let makes = first_write.map(|call| call.name);
    let calls = (0..S::calls().len()).map(|place| {
        let call = S::calls().swap_remove(place);
        let is_json = call.good.content_type == "application/json";
        Row {
            provider,
            call: call.name,
            effect: call.effect,
            reading: match (call.is_typed, is_json) {
                (true, _) => Reading::Data,
                (false, true) => Reading::Any,
                (false, false) => Reading::File,
            },
            good: call.good,
            facts: Facts {
                made: S::MADE.filter(|_| makes == Some(call.name)),
                ..facts
            },
            client: Box::new(move |base_url, tuning| {
                let call = S::calls().swap_remove(place);
                client::<S>(base_url, tuning, Some(call))
            }),
        }
    });
    let token = S::TOKEN.map(|token| Row {
        provider,
        call: "token",
        effect: Effect::Writes,
        reading: Reading::Token,
        good: token.answer.into(),
        facts,
        client: Box::new(|base_url, tuning| client::<S>(base_url, tuning, None)),
    });
    calls.chain(token).collect()
}

fn client<S: Subject>(base_url: &str, tuning: &Tuning, call: Option<Call<S>>) -> Box<dyn Client> {
    let client = S::client(base_url, |settings| {
        S::transport(settings, |transport| {
            let transport = transport
                .timeout(tuning.timeout)
                .connect_timeout(tuning.timeout)
                .max_body_bytes(tuning.max_body_bytes);
            let transport = match &tuning.root_certificate {
                Some(pem) => transport.root_certificates_pem(pem.as_str()),
                None => transport,
            };
            match &tuning.clock {
                Some(clock) => transport.clock(Arc::new(clock.clone())),
                None => transport,
            }
        })
    });
    Box::new(Typed {
        client,
        base_url: base_url.to_owned(),
        call,
    })
}
