//! No credential is shown, wherever it stands. That is checked after every run here, too.

use super::{Variable, answer, names, run};

const VARIABLES: [Variable; 3] = [
    ("VENDING_SIGN_KEY", "canary-sign-key"),
    ("VENDING_APP_SECRET", "canary-app-secret"),
    ("VENDING_APP_ID", "canary-app-id"),
];

/// The key is a name, and both are in values.
const PARAMS: [&str; 7] = [
    "vending",
    "--param",
    "canary-sign-key=canary-app-secret",
    "--param",
    "note=x canary-sign-key y canary-app-secret",
    "--param",
    "timestamp=1",
];

#[test]
fn credentials_inside_of_parameters_are_masked() {
    let right = "5C16DAACCC56858B6702EECF18B6579F";
    let with_app_secret = "E3EFD4294827582EBF35A84F5A629CD3";
    for (received, status) in [(right, 0), (with_app_secret, 1)] {
        let line = [&PARAMS[..], &["--received", received]].concat();
        // That no canary is in it is checked by `run`.
        let text = run(&VARIABLES, &line);
        assert_eq!(text.status, status);
        assert!(text.out.contains("note = x *** y ***"), "{}", text.out);
        let answer = answer(&run(&VARIABLES, &[&line[..], &["--json"]].concat()), status);
        assert_eq!(
            answer["string_to_sign"],
            "***=***&note=x *** y ***&timestamp=1&key=***"
        );
        if status == 1 {
            assert_eq!(names(&answer), [["another_credential"]]);
        }
    }
}

#[test]
fn credential_that_was_given_as_the_signature_is_masked() {
    for (_, secret) in VARIABLES {
        let line = [&PARAMS[..], &["--received", secret, "--json"]].concat();
        assert_eq!(answer(&run(&VARIABLES, &line), 1)["received"], "***");
        run(&VARIABLES, &line[..line.len() - 1]);
    }
}

#[test]
fn credentials_in_bad_input_are_not_shown() {
    for secret in ["canary-sign-key", "=canary-sign-key"] {
        let line = [
            "vending",
            "--param",
            "a=1",
            "--param",
            secret,
            "--received",
            "x",
        ];
        let error = run(&VARIABLES, &line).failed(2);
        assert!(error.contains("number 2"), "{error}");
        run(&VARIABLES, &["vending", "--payload", secret]).failed(2);
    }
}

#[test]
#[cfg(unix)]
fn variable_that_is_no_text_is_named_and_not_shown() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    for (name, _) in VARIABLES {
        let line = [&PARAMS[..], &["--received", "x"]].concat();
        let mut command = super::command(&VARIABLES, &line);
        let output = command
            .env(name, OsString::from_vec(b"canary-\xff".to_vec()))
            .output()
            .unwrap();
        let error = crate::tool::Run::of(output).failed(2);
        assert!(error.contains(&format!("not UTF-8 in the environment: {name}")));
        assert!(!error.contains("canary"), "{error}");
    }
}
