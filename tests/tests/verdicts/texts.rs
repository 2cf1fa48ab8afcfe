//! Texts of the providers in errors: short, seen as what they are, and without what was sent.

use crate::subject::{Canned, all};

#[test]
fn text_of_5_megabytes_is_cut() {
    for subject in all() {
        let text = format!("\"{}\"", "长".repeat(1_700_000));
        let body = subject.envelope(subject.not_done, &text, "[]");
        let failed = subject.writes(&Canned::json(200, body)).unwrap_err();
        // Display, chain and `Debug`, each with at most 1 KiB of it and some words of our own.
        let length = failed.text.len();
        assert!(length < 4096, "{}: {length} bytes", subject.name);
        assert_eq!(failed.code, Some(subject.not_done));
    }
}

#[test]
fn characters_that_are_not_seen_never_reach_a_text() {
    for subject in all() {
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
            let body = subject.envelope(subject.not_done, &text, "[]");
            let failed = subject.writes(&Canned::json(200, body)).unwrap_err();
            let is_hidden = |letter: char| {
                letter.is_control()
                    || matches!(letter, '\u{200b}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
            };
            assert!(
                !failed.text.contains(is_hidden),
                "{} {hidden}: {:?}",
                subject.name,
                failed.text
            );
            assert!(failed.text.contains("after"), "{}", subject.name);
        }
    }
}

#[test]
fn what_was_sent_is_not_shown_when_it_is_echoed() {
    // What each writing call sends, and what it signs with.
    let sent: [(&str, &[&str]); 4] = [
        (
            "vending",
            &["fake-app-secret", "fake-signing-key", "ds-fake-app"],
        ),
        (
            "chao8",
            &[
                "fake-secret",
                "fake-access-key",
                "fake-token-1",
                r#"{"name":"thing"}"#,
            ],
        ),
        (
            "damaijia",
            &[
                "fake-app-secret",
                "fake-token-1",
                "测试收件人",
                "13800000000",
                "测试路一号院",
            ],
        ),
        (
            "post30",
            &[
                "fake-secret-key",
                "fake-access-key",
                r#"{"batch_name":"AAAAAA"}"#,
            ],
        ),
    ];
    for (subject, (name, texts)) in all().iter().zip(sent) {
        assert_eq!(subject.name, name);
        for text in texts {
            let echo = serde_json::to_string(&format!("echo [{text}]")).unwrap();
            let body = subject.envelope(subject.not_done, &echo, "[]");
            let failed = subject.writes(&Canned::json(200, body)).unwrap_err();
            assert!(
                !failed.text.contains(text),
                "{name} shows {text}: {}",
                failed.text
            );
            assert!(
                failed.text.contains("echo [***]"),
                "{name}: {}",
                failed.text
            );
        }
    }
}
