use serde_json::json;

use super::{Variable, answer, names, run};

const KEY: Variable = ("POST30_SECRET_KEY", "canary-secret-key");
const ACCESS_KEY: Variable = ("POST30_ACCESS_KEY", "canary-access-key");

const DATA: [&str; 3] = ["post30", "--data", r#"{"p":1}"#];
const TIMER: [&str; 2] = ["--timer", "2016-01-25 22:00:44"];
const AK: [&str; 2] = ["--access-key", ACCESS_KEY.1];

/// Of all three.
const RIGHT: &str = "44ab4286b1395e7629643c9c1db15e92";
/// Without the timer.
const UNTIMED: &str = "595448bd3146966f5e02adc5fa4b804c";

fn line<'a>(parts: &[&[&'a str]], received: &'a str) -> Vec<&'a str> {
    [
        &DATA,
        &parts.concat()[..],
        &["--received", received, "--json"],
    ]
    .concat()
}

#[test]
fn right_signature_matches() {
    let line = line(&[&AK, &TIMER], RIGHT);
    let answer = answer(&run(&[KEY], &line), 0);
    assert_eq!(answer["algorithm"], "brace_pairs");
    assert_eq!(
        answer["string_to_sign"],
        r#"data{$$}{"p":1}{$$$}external_company{$$}***{$$$}2016-01-25 22:00:44{$$$$}***"#
    );
    assert_eq!(answer["explanations"], json!([]));
    let text = run(&[KEY], &line[..line.len() - 1]).done();
    assert!(text.ends_with("The signature is right.\n"), "{text}");
}

#[test]
fn access_key_may_come_from_the_environment() {
    answer(&run(&[KEY, ACCESS_KEY], &line(&[&TIMER], RIGHT)), 0);
    let error = run(&[KEY], &line(&[&TIMER], RIGHT)).json_error(2);
    assert_eq!(error["kind"], "usage");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("--access-key") && message.contains(ACCESS_KEY.0));
}

#[test]
fn without_a_timer_none_was_sent() {
    let run_of = |parts: &[&[&str]], received| run(&[KEY], &line(parts, received));
    answer(&run_of(&[&AK], UNTIMED), 0);
    let answer = answer(&run_of(&[&AK, &TIMER], UNTIMED), 1);
    assert_eq!(names(&answer), [["time_missing"]]);
}

#[test]
fn access_key_is_tried_as_the_key_wherever_it_comes_from() {
    let with_access_key = "22c81d8757ff86587a867e4ce990dbd7";
    for (variables, parts, name) in [
        (&[KEY][..], &[&AK[..], &TIMER][..], "--access-key"),
        (&[KEY, ACCESS_KEY], &[&AK, &TIMER], ACCESS_KEY.0),
        (&[KEY, ACCESS_KEY], &[&TIMER], ACCESS_KEY.0),
    ] {
        let answer = answer(&run(variables, &line(parts, with_access_key)), 1);
        assert_eq!(names(&answer), [["another_credential"]]);
        let what = answer["explanations"][0][0]["what"].as_str().unwrap();
        assert_eq!(what, format!("{name} is used as the key."));
    }
    // Another one than that of the environment was sent: each was the key once.
    let sent = ["--access-key", "sent-key-fake"];
    for (received, name) in [
        ("8e1c9368c274a46e1ddc914e85090db1", ACCESS_KEY.0),
        ("2394dc917998648cbd61342b6762ee2f", "--access-key"),
    ] {
        let run = run(&[KEY, ACCESS_KEY], &line(&[&sent, &TIMER], received));
        let what = &answer(&run, 1)["explanations"][0][0]["what"];
        assert_eq!(
            what.as_str().unwrap(),
            format!("{name} is used as the key.")
        );
    }
}

#[test]
fn two_mistakes_together_are_found() {
    let spaced_and_upper_case = "942D54688AA6057DC80767B3435A8CA1";
    let run = run(&[KEY], &line(&[&AK, &TIMER], spaced_and_upper_case));
    assert_eq!(names(&answer(&run, 1)), [["json_spaced", "upper_case_hex"]]);
}

#[test]
fn signature_of_an_unknown_key_is_explained_by_nothing() {
    let unknown = "84d6f2a5245922a635a9ec7c2dab08a0";
    let run = run(&[KEY, ACCESS_KEY], &line(&[&AK, &TIMER], unknown));
    assert_eq!(answer(&run, 1)["explanations"], json!([]));
}

#[test]
fn bad_input_ends_with_status_2() {
    let large = "x".repeat(16 * 1024);
    let bad: [(&[&str], &str, &str); 4] = [
        (&["--data", "{}"], "usage", "--received <SIGN>"),
        (&["--received", RIGHT], "usage", "--data <JSON>"),
        (&["--data", "{}", "--received", ""], "usage", "--received"),
        (
            &["--data", &large, "--received", RIGHT],
            "invalid",
            "at most 16384",
        ),
    ];
    for (arguments, kind, part) in bad {
        let line = [&["post30", "--json"], arguments].concat();
        let error = run(&[KEY, ACCESS_KEY], &line).json_error(2);
        assert_eq!(error["kind"], kind, "{error}");
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
}

#[test]
fn missing_key_is_named() {
    let error = run(&[ACCESS_KEY], &line(&[&TIMER], RIGHT)).json_error(2);
    assert_eq!(error["kind"], "environment");
    assert_eq!(
        error["message"],
        "not set in the environment: POST30_SECRET_KEY"
    );
}
