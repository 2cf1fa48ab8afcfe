use post30_api::{Client, Credentials, Error, InvalidInput, Secret, Settings};

use crate::provider::{ACCESS_KEY, SECRET_KEY, credentials};

fn refusal_of(change: impl FnOnce(&mut Credentials)) -> InvalidInput {
    let mut credentials = credentials();
    change(&mut credentials);
    let settings = Settings::new("https://post30.example");
    match Client::new(credentials, settings).unwrap_err() {
        Error::Invalid(invalid) => invalid,
        error => panic!("not an input error: {error:?}"),
    }
}

/// Keys whose signature would depend on a charset, or that bring the end of a line along.
const NO_KEYS: [&str; 6] = ["", "a\n", "\ra", "a b", "密钥", "\u{7f}"];

#[test]
fn keys_must_be_printable_ascii() {
    for value in NO_KEYS {
        let access = refusal_of(|credentials| credentials.access_key = value.into());
        assert_eq!(access.field(), "access_key", "{value:?}");
        let secret = refusal_of(|credentials| credentials.secret_key = Secret::from(value));
        assert_eq!(secret.field(), "secret_key", "{value:?}");
        let rule = match value {
            "" => "must not be empty",
            "a\n" | "\ra" => "must not begin or end with white space",
            _ => "must be printable ASCII without spaces, but character ",
        };
        assert!(access.rule().starts_with(rule), "{value:?}: {access}");
        assert!(secret.rule().starts_with(rule), "{value:?}: {secret}");
    }
}

#[test]
fn secret_key_is_not_the_access_key() {
    let invalid = refusal_of(|credentials| credentials.secret_key = Secret::from(ACCESS_KEY));
    assert_eq!(invalid.field(), "secret_key");
    assert!(invalid.rule().contains("access key"), "{invalid}");
}

#[test]
fn refusal_of_a_credential_shows_no_value() {
    let invalid = refusal_of(|credentials| credentials.secret_key = Secret::from("canary\n"));
    let text = format!("{invalid} {invalid:?}");
    assert!(!text.contains("canary"), "{text}");
}

#[test]
fn debug_of_credentials_and_client_shows_no_credential() {
    let credentials = credentials();
    let settings = Settings::new("https://post30.example");
    let shown = format!("{credentials:?} {settings:?}");
    let client = Client::new(credentials, settings).unwrap();
    let shown = format!("{shown} {client:?}");
    for value in [ACCESS_KEY, SECRET_KEY] {
        assert!(!shown.contains(value), "{shown}");
    }
}
