//! Texts of the providers in errors: short, seen as what they are, and without what was sent.

use provider_client::ProviderCode;
use provider_http::Effect;

use super::secrecy::sent;
use super::{envelope, failed_write, first, writes};
use crate::{Answer, Scripted, Subject, is_hidden};

pub fn text_of_5_megabytes_is_cut<S: Subject>() {
    let text = format!("\"{}\"", "长".repeat(1_700_000));
    let body = envelope::<S>(S::NOT_DONE, &text, "[]");
    let failed = failed_write::<S>(&Answer::json(200, body));
    // Display, chain and `Debug`, each with at most 1 KiB of it and some words of our own.
    let length = failed.text.len();
    assert!(length < 4096, "{length} bytes");
    assert_eq!(failed.code, Some(S::NOT_DONE));
}

pub fn characters_that_are_not_seen_never_reach_a_text<S: Subject>() {
    for hidden in [
        "\\u001b[31m",
        "\\u009b",
        "\\u202e",
        "\\u2066",
        "\\n",
        "\\r",
        "\\u200b",
        "\\ufeff",
    ] {
        let text = format!("\"before {hidden} after\"");
        let body = envelope::<S>(S::NOT_DONE, &text, "[]");
        let failed = failed_write::<S>(&Answer::json(200, body));
        assert!(
            !failed.text.contains(is_hidden),
            "{hidden}: {:?}",
            failed.text
        );
        assert!(failed.text.contains("after"));
    }
}

pub fn what_was_sent_is_not_shown_when_it_is_echoed<S: Subject>() {
    let provider = Scripted::<S>::start();
    let client = S::client(&provider.url(), |settings| settings);
    // Whatever becomes of it: this is what it sends.
    drop(first::<S>(Effect::Writes).run(&client, &provider.url()));
    let sent: String = provider.take_seen().iter().map(sent::<S>).collect();
    let inputs = S::INPUTS.iter().filter(|text| sent.contains(**text));
    for text in S::SECRETS.iter().chain(inputs) {
        let echo = serde_json::to_string(&format!("echo [{text}]")).unwrap();
        let body = envelope::<S>(S::NOT_DONE, &echo, "[]");
        let failed = failed_write::<S>(&Answer::json(200, body));
        assert!(!failed.text.contains(text), "{text}: {}", failed.text);
        assert!(failed.text.contains("echo [***]"), "{}", failed.text);
    }
}

/// What was sent, in each of the ways in which JSON may write it.
pub fn what_was_sent_is_not_shown_however_json_writes_it<S: Subject>() {
    for secret in S::SECRETS {
        let escaped: String = secret
            .encode_utf16()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect();
        for text in [
            format!(r#"{{"d":"bad {secret}"}}"#),
            format!(r#"{{"d":["bad {escaped}"]}}"#),
            format!(r#"["\ud800","{escaped}"]"#),
            format!(r#"{{"n":1e400,"d":"{escaped}"}}"#),
            serde_json::to_string(&format!(r#"{{"d":"{escaped}"}}"#)).unwrap(),
            format!("{}\"{escaped}\"{}", "[".repeat(130), "]".repeat(130)),
        ] {
            let body = envelope::<S>(S::NOT_DONE, &text, "[]");
            let failed = failed_write::<S>(&Answer::json(200, body));
            assert_eq!(failed.code, Some(S::NOT_DONE), "{text}");
            for shown in [*secret, &escaped] {
                assert!(!failed.text.contains(shown), "{text}: {}", failed.text);
            }
        }
    }
}

/// The path of what cannot be read is made of keys of the answer.
pub fn keys_of_an_answer_show_nothing_that_was_sent_and_are_cut<S: Subject>() {
    let success = S::Code::OK.number();
    for secret in S::SECRETS {
        for data in [
            format!(r#"{{"{secret}":}}"#),
            format!(r#"{{"{secret}":"\ud800"}}"#),
            format!("{}1", format!(r#"{{"{secret}":"#).repeat(400)),
        ] {
            let body = envelope::<S>(success, S::SUCCESS_TEXT, &data);
            let Err(failed) = writes::<S>(&Answer::json(200, body)) else {
                continue;
            };
            assert!(!failed.text.contains(secret), "{data}: {}", failed.text);
            assert!(failed.text.len() < 4096, "{} bytes", failed.text.len());
        }
    }
}
