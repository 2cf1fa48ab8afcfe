use std::io;

use serde_json::{Value, json};

use super::{Variable, answer, command, names, run};
use crate::tool::Run;

const KEY: Variable = ("VENDING_SIGN_KEY", "canary-sign-key");
const APP_SECRET: Variable = ("VENDING_APP_SECRET", "canary-app-secret");
const APP_ID: Variable = ("VENDING_APP_ID", "canary-app-id");
const ALL: [Variable; 3] = [KEY, APP_SECRET, APP_ID];

/// machine_no 12345678, page 1, timestamp 1713255411, and the right `sign`.
const RIGHT_PAYLOAD: &str = "eyJtYWNoaW5lX25vIjoiMTIzNDU2NzgiLCJwYWdlIjoiMSIsInNpZ24iOiI4MTJCMTYyMDJCNkQ3RUEyMUY1REZFMzQyQkEyOTUyRSIsInRpbWVzdGFtcCI6IjE3MTMyNTU0MTEifQ==";
/// The same with a `sign` that was made with the AppSecret as the key.
const WRONG_PAYLOAD: &str = "eyJtYWNoaW5lX25vIjoiMTIzNDU2NzgiLCJwYWdlIjoiMSIsInNpZ24iOiIzMDZDNTZCMkIyMEVBMkIxNzFFQ0Q3MDI1RTdFQzJDOSIsInRpbWVzdGFtcCI6IjE3MTMyNTU0MTEifQ==";
const PARAMS: [&str; 7] = [
    "vending",
    "--param",
    "timestamp=1713255411",
    "--param",
    "page=1",
    "--param",
    "machine_no=12345678",
];
/// The right signature of both.
const RIGHT: &str = "812B16202B6D7EA21F5DFE342BA2952E";
const WITH_APP_SECRET: &str = "306C56B2B20EA2B171ECD7025E7EC2C9";
/// Made with a key that nobody knows.
const UNKNOWN: &str = "C6E941CD61F7C7EA31E7C172B38DD3A6";

/// What is said of the parameters with this signature, for programs.
#[track_caller]
fn of_params(variables: &[Variable], received: &str, status: i32) -> Value {
    let line = [&PARAMS[..], &["--received", received, "--json"]].concat();
    answer(&run(variables, &line), status)
}

#[test]
fn right_signature_of_a_payload_matches() {
    let line = ["vending", "--payload", RIGHT_PAYLOAD];
    let text = run(&[KEY], &line).done();
    assert_eq!(
        text,
        "algorithm       sorted_pairs (MD5, 32 upper-case digits)\n\
         parameter       machine_no = 12345678  [signed, place 1]\n\
         parameter       page = 1  [signed, place 2]\n\
         parameter       sign = 812B16202B6D7EA21F5DFE342BA2952E  [left out: the signature itself]\n\
         parameter       timestamp = 1713255411  [signed, place 3]\n\
         order           machine_no, page, timestamp\n\
         string to sign  machine_no=12345678&page=1&timestamp=1713255411&key=***\n\
         bytes           52 and the key, UTF-8\n\
         signature       812B16202B6D7EA21F5DFE342BA2952E\n\
         received        812B16202B6D7EA21F5DFE342BA2952E\n\
         result          they match\n\
         \n\
         The signature is right.\n"
    );
}

#[test]
fn wrong_signature_of_a_payload_ends_with_status_1_and_says_what_to_change() {
    let run = run(&ALL, &["vending", "--payload", WRONG_PAYLOAD]);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    assert!(run.out.contains("result          they do not match\n"));
    let end = "The signature is wrong. This explains it:\n\
               \n\
               another_credential (VENDING_APP_SECRET): VENDING_APP_SECRET is used as the key.\n  \
               Sign with the key, which is another credential than VENDING_APP_SECRET.\n  \
               signed: machine_no=12345678&page=1&timestamp=1713255411&key=*** (UTF-8)\n";
    assert!(run.out.ends_with(end), "{}", run.out);
}

#[test]
fn answer_for_programs_is_one_object() {
    let line = ["vending", "--payload", WRONG_PAYLOAD, "--json"];
    let expected = json!({
        "matches": false,
        "algorithm": "sorted_pairs",
        "parameters": [
            {"name": "machine_no", "value": "12345678", "fate": "signed, place 1"},
            {"name": "page", "value": "1", "fate": "signed, place 2"},
            {
                "name": "sign",
                "value": WITH_APP_SECRET,
                "fate": "left out: the signature itself",
            },
            {"name": "timestamp", "value": "1713255411", "fate": "signed, place 3"},
        ],
        "order": ["machine_no", "page", "timestamp"],
        "string_to_sign": "machine_no=12345678&page=1&timestamp=1713255411&key=***",
        "bytes_without_key": 52,
        "charset": "UTF-8",
        "signature": RIGHT,
        "received": WITH_APP_SECRET,
        "is_signature": true,
        "explanations": [[{
            "name": "another_credential",
            "what": "VENDING_APP_SECRET is used as the key.",
            "advice": "Sign with the key, which is another credential than VENDING_APP_SECRET.",
        }]],
    });
    assert_eq!(answer(&run(&ALL, &line), 1), expected);
}

#[test]
fn parameters_may_be_given_one_by_one() {
    let answer = of_params(&[KEY], RIGHT, 0);
    assert_eq!(answer["explanations"], json!([]));
    assert_eq!(
        answer["string_to_sign"],
        "machine_no=12345678&page=1&timestamp=1713255411&key=***"
    );
}

#[test]
fn value_of_a_parameter_may_hold_an_equals_sign_and_be_empty() {
    let line = [
        "vending",
        "--param",
        "a=b=c",
        "--param",
        "empty=",
        "--received",
        RIGHT,
        "--json",
    ];
    let answer = answer(&run(&[KEY], &line), 1);
    assert_eq!(answer["string_to_sign"], "a=b=c&key=***");
    assert_eq!(answer["parameters"][1]["fate"], "left out: empty");
}

#[test]
fn received_signature_may_be_the_parameter_sign_and_the_option_wins() {
    let sign = format!("sign={RIGHT}");
    let line = [&PARAMS[..], &["--param", &sign]].concat();
    run(&[KEY], &line).done();
    let line = [&line[..], &["--received", UNKNOWN, "--json"]].concat();
    assert_eq!(answer(&run(&[KEY], &line), 1)["received"], UNKNOWN);
    let line = ["vending", "--payload", WRONG_PAYLOAD, "--received", RIGHT];
    run(&[KEY], &line).done();
}

#[test]
fn mistakes_are_found_by_name() {
    let mistakes = [
        ("E14D2C7E97A79537FD83C2E418636385", "key_missing"),
        ("49815247A0A22B1C3799A64D0AA56F37", "unsorted"),
        ("812b16202b6d7ea21f5dfe342ba2952e", "lower_case_hex"),
    ];
    for (received, name) in mistakes {
        assert_eq!(names(&of_params(&[KEY], received, 1)), [[name]]);
    }
}

#[test]
fn every_other_credential_that_is_set_is_tried_as_the_key() {
    let with_app_id = "6C4AD7587C9694420F58B3F9FF7D9D80";
    for (received, variable) in [(WITH_APP_SECRET, APP_SECRET), (with_app_id, APP_ID)] {
        let answer = of_params(&ALL, received, 1);
        assert_eq!(names(&answer), [["another_credential"]]);
        let what = answer["explanations"][0][0]["what"].as_str().unwrap();
        assert!(what.starts_with(variable.0), "{what}");
        // What is not set cannot be tried.
        assert!(names(&of_params(&[KEY], received, 1)).is_empty());
    }
}

#[test]
fn two_mistakes_together_are_found() {
    let key_first_and_lower_case = "ec00ae1da229b10f177030e15dbb9772";
    let answer = of_params(&[KEY], key_first_and_lower_case, 1);
    // `key` sorts before the other names, so that two explanations fit.
    assert_eq!(
        names(&answer),
        [
            ["key_first", "lower_case_hex"],
            ["key_sorted_in", "lower_case_hex"],
        ]
    );
}

#[test]
fn signature_of_an_unknown_key_is_explained_by_nothing() {
    let answer = of_params(&ALL, UNKNOWN, 1);
    assert_eq!(answer["explanations"], json!([]));
    assert_eq!(answer["is_signature"], true);
    let line = [&PARAMS[..], &["--received", UNKNOWN]].concat();
    let run = run(&ALL, &line);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    assert!(run.out.contains("\nNo known mistake "), "{}", run.out);
}

#[test]
fn text_that_is_no_signature_does_not_match() {
    let answer = of_params(&ALL, "812B", 1);
    assert_eq!(answer["is_signature"], false);
    assert_eq!(answer["explanations"], json!([]));
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let value = "note=a\u{1b}[2J\u{202e}\u{9b}\u{61c}";
    let line = ["vending", "--param", value, "--received", UNKNOWN];
    let run = run(&[KEY], &line);
    assert_eq!(run.status, 1);
    assert!(
        run.out
            .contains("string to sign  note=a\\u{1b}[2J\\u{202e}\\u{9b}\\u{61c}&key=***")
    );
    let is_unsafe = |character: char| {
        (character.is_control() && character != '\n')
            || ['\u{202e}', '\u{61c}'].contains(&character)
    };
    assert!(!run.out.contains(is_unsafe), "{:?}", run.out);
}

#[test]
fn status_tells_also_when_nobody_reads_the_answer() {
    for (payload, status) in [(RIGHT_PAYLOAD, 0), (WRONG_PAYLOAD, 1)] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let mut command = command(&[KEY], &["vending", "--payload", payload]);
        let run = Run::of(command.stdout(writer).output().unwrap());
        assert_eq!((run.status, run.err.as_str()), (status, ""));
    }
}

#[test]
fn bad_input_ends_with_status_2() {
    let no_sign = "eyJtYWNoaW5lX25vIjoiMTIzNDU2NzgifQ==";
    let empty_sign = "eyJtYWNoaW5lX25vIjoiMTIzNDU2NzgiLCJzaWduIjoiIn0=";
    let array = "eyJhIjpbMV19";
    let large = format!("large={}", "x".repeat(16 * 1024));
    let many = ["--param", "a=1"].repeat(257);
    let bad: [(&[&str], &str, &str); 11] = [
        (&[], "usage", "--payload <BASE64>"),
        (&["--received", RIGHT], "usage", "--payload <BASE64>"),
        (&["--payload", no_sign], "usage", "--received"),
        (&["--payload", empty_sign], "usage", "--received"),
        (
            &["--payload", no_sign, "--received", ""],
            "usage",
            "--received",
        ),
        (
            &["--payload", no_sign, "--param", "a=1", "--received", RIGHT],
            "usage",
            "--param",
        ),
        (
            &["--param", "canary", "--received", RIGHT],
            "usage",
            "number 1",
        ),
        (&["--payload", "canary"], "invalid", "base64"),
        (&["--payload", array], "invalid", "line 1 column 9"),
        (
            &["--param", &large, "--received", RIGHT],
            "invalid",
            "at most 16384",
        ),
        (
            &[&many[..], &["--received", RIGHT]].concat(),
            "invalid",
            "at most 256",
        ),
    ];
    for (arguments, kind, part) in bad {
        let line = [&["vending"], arguments, &["--json"]].concat();
        let error = run(&ALL, &line).json_error(2);
        assert_eq!(error["kind"], kind, "{error}");
        assert_eq!(error["delivery"], "NotSent");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(part), "{message}");
        run(&ALL, &line[..line.len() - 1]).failed(2);
    }
}

#[test]
fn payload_with_the_json_around_it_gets_a_hint() {
    let body = format!("{{\"payload\":\"{WRONG_PAYLOAD}\"}}");
    let error = run(&ALL, &["vending", "--payload", &body, "--json"]).json_error(2);
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("`payload` alone"), "{hint}");
}

#[test]
fn missing_key_is_named() {
    for variables in [&[APP_SECRET][..], &[APP_SECRET, ("VENDING_SIGN_KEY", " ")]] {
        let line = ["vending", "--payload", RIGHT_PAYLOAD, "--json"];
        let error = run(variables, &line).json_error(2);
        assert_eq!(error["kind"], "environment");
        assert_eq!(
            error["message"],
            "not set in the environment: VENDING_SIGN_KEY"
        );
    }
}
