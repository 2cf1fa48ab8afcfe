use serde_json::{Value, json};

use super::{Variable, answer, names, run_with_input};
use crate::tool::Run;

const SECRET: Variable = ("CHAO8_SECRET", "canary-chao8-secret");
const ACCESS_KEY: Variable = ("CHAO8_ACCESS_KEY", "canary-chao8-access-key");

const RIGHT: &str = "8d91632ccbb9cc24d78d2c9d7f65353d";
/// Of the secret and a line end.
const NEWLINE: &str = "7e4067276f3d832ad8d1649860374742";

/// Runs it with this standard input; neither that nor the right digest may be shown.
fn run(variables: &[Variable], arguments: &[&str], input: &str) -> Run {
    let line = [&["chao8"], arguments].concat();
    let run = run_with_input(variables, &line, input.as_bytes());
    for digest in [input.trim(), RIGHT, &RIGHT.to_uppercase()] {
        let is_shown = !digest.is_empty() && format!("{}{}", run.out, run.err).contains(digest);
        assert!(!is_shown, "the digest is shown: {run:?}");
    }
    run
}

#[track_caller]
fn json(input: &str, status: i32) -> Value {
    answer(&run(&[SECRET, ACCESS_KEY], &["--json"], input), status)
}

#[test]
fn right_digest_matches_with_and_without_a_line_end() {
    for end in ["", "\n", "\r\n", "\nmore"] {
        let answer = json(&format!("{RIGHT}{end}"), 0);
        assert_eq!(answer["algorithm"], "secret_digest");
        assert_eq!(answer["string_to_sign"], "***");
        assert_eq!(answer["explanations"], json!([]));
        assert_eq!(answer["signature"], Value::Null);
        assert_eq!(answer["received"], Value::Null);
    }
    let text = run(&[SECRET], &[], RIGHT).done();
    assert!(text.ends_with("The signature is right.\n"), "{text}");
}

#[test]
fn mistakes_are_found_by_name() {
    let mistakes = [
        (NEWLINE, "trailing_newline"),
        ("8D91632CCBB9CC24D78D2C9D7F65353D", "upper_case_hex"),
        ("bbc7f44b316704f22b4d663281c2bb91", "another_credential"),
        (SECRET.1, "secret_not_digested"),
    ];
    for (digest, name) in mistakes {
        assert_eq!(names(&json(digest, 1)), [[name]]);
    }
    let run = run(&[SECRET], &[], NEWLINE);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    assert!(run.out.contains("\ntrailing_newline: "), "{}", run.out);
}

#[test]
fn two_mistakes_together_are_found() {
    let answer = json(&NEWLINE.to_uppercase(), 1);
    assert_eq!(names(&answer), [["trailing_newline", "upper_case_hex"]]);
}

#[test]
fn digest_of_an_unknown_secret_is_explained_by_nothing() {
    let answer = json("ad921d60486366258809553a3db49a4a", 1);
    assert_eq!(answer["explanations"], json!([]));
}

#[test]
fn bad_input_ends_with_status_2() {
    let large = "x".repeat(16 * 1024 + 1);
    for (input, part) in [
        ("", "no digest"),
        ("\n", "no digest"),
        (&large, "16384 bytes"),
    ] {
        let error = run(&[SECRET], &["--json"], input).json_error(2);
        assert_eq!(error["kind"], "invalid");
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    let run = run_with_input(&[SECRET], &["chao8", "--json"], b"8d91\xff");
    assert_eq!(run.json_error(2)["kind"], "invalid");
}

#[test]
fn digest_on_the_command_line_is_refused_and_not_shown() {
    for arguments in [&[RIGHT][..], &[RIGHT, RIGHT]] {
        let error = run(&[SECRET], &[arguments, &["--json"]].concat(), RIGHT).json_error(2);
        assert_eq!(error["kind"], "usage");
        assert!(
            error["message"]
                .as_str()
                .unwrap()
                .contains("standard input")
        );
    }
}

#[test]
fn missing_secret_is_named() {
    let error = run(&[ACCESS_KEY], &["--json"], RIGHT).json_error(2);
    assert_eq!(error["kind"], "environment");
    assert_eq!(error["message"], "not set in the environment: CHAO8_SECRET");
}
