//! No answer, whatever it is, makes a call panic.

use std::fmt::Debug;

use proptest::strategy::Strategy;
use provider_client::ProviderCode;

use super::envelope;
use crate::{Answer, Failed, Scripted, Subject, bytes, cuts, json, run};

/// Makes every call once; what they return is shown, so that no `Display` is left out.
fn call_everything<S: Subject>(provider: &Scripted<S>) {
    let client = S::client(&provider.url(), |settings| settings);
    for call in S::calls() {
        match call.run(&client, &provider.url()) {
            Ok(value) => assert!(!format!("{value:?} {value:#?}").is_empty()),
            Err(error) => assert!(!Failed::from(error).text.is_empty()),
        }
    }
}

fn under<S: Subject, T: Into<Vec<u8>> + Debug>(cases: u32, answers: impl Strategy<Value = T>) {
    let provider = Scripted::<S>::start();
    run(cases, answers, |body| {
        provider.answer(Answer::json(200, body));
        call_everything(&provider);
        provider.take_seen();
    });
}

pub fn no_bytes_make_a_call_panic<S: Subject>() {
    under::<S, _>(24, bytes());
}

pub fn no_json_makes_a_call_panic<S: Subject>() {
    under::<S, _>(64, json(S::FIELDS, S::VALUES));
}

pub fn no_data_of_a_success_makes_a_call_panic<S: Subject>() {
    let success = S::Code::OK.number();
    let data = json(S::FIELDS, S::VALUES);
    let answers = data.prop_map(move |data| {
        let body = envelope::<S>(success, S::SUCCESS_TEXT, &data);
        // Some providers have their data beside the code.
        match data.strip_prefix('{') {
            Some(fields) if fields != "}" => {
                format!("{},{fields}", body.trim_end_matches('}'))
            }
            _ => body,
        }
    });
    under::<S, _>(128, answers);
}

pub fn no_cut_of_an_answer_makes_a_call_panic<S: Subject>() {
    let answers = S::calls().into_iter().map(|call| call.good.body);
    let longest = answers.max_by_key(Vec::len).unwrap();
    under::<S, _>(32, cuts(longest));
}

pub fn no_answer_to_a_token_request_makes_a_call_panic<S: Subject>() {
    let Some(token) = S::TOKEN else { return };
    let provider = Scripted::<S>::start();
    let answers = (json(S::FIELDS, S::VALUES), 0..=token.answer.len());
    run(96, answers, |(data, cut)| {
        // The whole answer, its beginning, or a success with other data.
        for body in [
            data.clone(),
            envelope::<S>(S::Code::OK.number(), S::SUCCESS_TEXT, &data),
            String::from_utf8_lossy(&token.answer.as_bytes()[..cut]).into_owned(),
        ] {
            provider.answer_token(body);
            let client = S::client(&provider.url(), |settings| settings);
            if let Err(error) = S::fetch_token(&client) {
                assert!(!Failed::from(error).text.is_empty());
            }
        }
    });
}
