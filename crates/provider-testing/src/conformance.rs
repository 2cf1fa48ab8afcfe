//! The suite that every provider runs: one line in its tests, and all of it is tried.
#![allow(missing_docs, reason = "the name of a promise says what it holds")]

pub mod answers;
pub mod code_first;
pub mod delivery;
pub mod observation;
pub mod robustness;
pub mod rules;
pub mod secrecy;
pub mod texts;

use provider_http::Effect;

use crate::{Answer, Call, Failed, Scripted, Subject};

/// Runs the whole suite on a [`Subject`], each promise as a test of its own.
#[macro_export]
macro_rules! conformance {
    ($subject:ty) => {
        $crate::__conformance! { $subject,
            rules: success_is_never_refused_whatever_else_is_wrong;
            rules: documented_refusal_is_refused_but_not_after_a_server_failure;
            rules: code_that_proves_nothing_leaves_a_call_that_writes_open;
            rules: without_an_envelope_the_http_status_decides;
            rules: class_and_patience_follow_from_the_http_status;
            rules: success_that_names_nothing_that_was_made_is_an_error_with_a_way_to_find_out;
            code_first: text_that_is_no_text_is_shown_and_costs_no_code;
            code_first: boolean_in_place_of_a_text_is_shown_and_costs_no_code;
            code_first: bytes_that_are_not_utf_8_are_shown_and_cost_no_code;
            code_first: byte_order_mark_costs_no_code;
            code_first: odd_data_and_odd_fields_cost_no_code;
            code_first: code_that_is_cut_off_is_none;
            code_first: two_codes_that_differ_are_none_and_prove_nothing;
            code_first: code_that_is_its_digits_as_a_text_is_read_and_anything_else_is_none;
            code_first: success_that_cannot_be_read_is_never_refused;
            code_first: two_answers_in_one_are_none_and_prove_nothing;
            code_first: bytes_of_another_charset_cost_no_code_wherever_they_stand;
            code_first: bytes_of_another_charset_cost_no_data_beside_them;
            code_first: compressed_body_that_nobody_asked_for_is_said_to_be_such_and_proves_nothing;
            texts: text_of_5_megabytes_is_cut;
            texts: characters_that_are_not_seen_never_reach_a_text;
            texts: what_was_sent_is_not_shown_when_it_is_echoed;
            texts: what_was_sent_is_not_shown_however_json_writes_it;
            texts: keys_of_an_answer_show_nothing_that_was_sent_and_are_cut;
            delivery: nothing_is_sent_where_nobody_listens;
            delivery: call_with_a_token_is_not_sent_where_nobody_listens;
            delivery: silent_tls_handshake_is_not_sent;
            delivery: fault_of_the_wire_leaves_open_what_happened;
            delivery: lost_answer_came_after_the_request_and_a_lost_request_never_arrived;
            delivery: slow_bytes_end_at_the_deadline_of_the_whole_exchange;
            delivery: slow_answer_is_read_to_its_end;
            delivery: redirect_is_not_followed;
            delivery: answer_beyond_the_limit_leaves_open_what_happened;
            delivery: page_that_is_not_found_is_refused;
            delivery: rejected_token_is_replaced_and_the_call_made_once_more;
            delivery: token_request_takes_a_connection_of_its_own;
            delivery: call_that_writes_is_sent_once_whatever_is_answered;
            delivery: same_call_twice_makes_the_same_requests_twice;
            observation: hook_is_told_of_each_exchange_and_of_its_end;
            secrecy: good_calls_show_no_secret;
            secrecy: refusals_that_echo_show_no_secret;
            secrecy: answers_that_are_none_show_no_secret;
            secrecy: calls_under_every_fault_show_no_secret;
            robustness: no_bytes_make_a_call_panic;
            robustness: no_json_makes_a_call_panic;
            robustness: no_data_of_a_success_makes_a_call_panic;
            robustness: no_cut_of_an_answer_makes_a_call_panic;
            robustness: no_answer_to_a_token_request_makes_a_call_panic;
            answers: every_answer_ends_as_it_has_to;
        }
    };
}

/// For [`conformance!`](crate::conformance).
#[doc(hidden)]
#[macro_export]
macro_rules! __conformance {
    ($subject:ty, $($module:ident: $name:ident;)*) => {
        $(
            #[test]
            fn $name() {
                $crate::conformance::$module::$name::<$subject>();
            }
        )*
    };
}

/// Has the first call that reads answered like this.
fn reads<S: Subject>(answer: &Answer) -> Result<(), Failed> {
    answered(&first::<S>(Effect::Reads), answer)
}

/// Has the first call that writes answered like this.
fn writes<S: Subject>(answer: &Answer) -> Result<(), Failed> {
    answered(&first::<S>(Effect::Writes), answer)
}

/// The same where it must fail.
fn failed_write<S: Subject>(answer: &Answer) -> Failed {
    match writes::<S>(answer) {
        Err(failed) => failed,
        Ok(()) => panic!("{} passed with {answer:?}", S::NAME),
    }
}

fn first<S: Subject>(effect: Effect) -> Call<S> {
    let mut calls = S::calls().into_iter();
    let found = calls.find(|call| call.effect == effect);
    found.unwrap_or_else(|| panic!("{} has no call that {effect:?}", S::NAME))
}

fn answered<S: Subject>(call: &Call<S>, answer: &Answer) -> Result<(), Failed> {
    let provider = Scripted::<S>::start();
    provider.answer(answer.clone());
    let client = S::client(&provider.url(), |settings| settings);
    call.run(&client, &provider.url())?;
    Ok(())
}

/// An envelope whose text is this JSON, and whose data is another one.
fn envelope<S: Subject>(code: i64, text: &str, data: &str) -> String {
    let [code_field, text_field, data_field] = S::ENVELOPE;
    format!(r#"{{"{code_field}":{code},"{text_field}":{text},"{data_field}":{data}}}"#)
}

/// A refusal with this code and a documented kind of text.
fn refused<S: Subject>(code: i64) -> String {
    envelope::<S>(code, "\"失败的原因\"", "[]")
}
