use post30_api::{
    Client, Credentials, Error, InvalidInput, RawObject, Secret, Settings, SignedCall,
};
use provider_testing::Canaries;

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

#[test]
fn what_is_built_before_a_call_shows_no_secret() {
    let mut canaries = Canaries::default();
    for canary in ["canary-access", "canary-secret", "canary-password"] {
        canaries.add(canary);
    }
    let credentials = |access_key: &str, secret_key: &str| Credentials {
        access_key: access_key.to_owned(),
        secret_key: Secret::from(secret_key),
    };
    let with_password = || Settings::new("https://user:canary-password@post30.example");
    let https = || Settings::new("https://post30.example");
    let good = || credentials("canary-access", "canary-secret");
    canaries.assert_debug_clean("settings", &with_password());
    canaries.assert_debug_clean("credentials", &good());
    canaries.assert_debug_clean("client", &Client::new(good(), https()).unwrap());

    for (credentials, settings) in [
        (good(), with_password()),
        (credentials("canary-access\n", "canary-secret"), https()),
        (credentials("canary-access", "canary-secret 秘"), https()),
        (credentials("canary-secret", "canary-secret"), https()),
    ] {
        let error = Client::new(credentials, settings).unwrap_err();
        canaries.assert_error_clean("refused at once", &error);
    }

    let client = Client::new(good(), https()).unwrap();
    let call = SignedCall::new("https://user:canary-password@post30.example/a");
    let error = client.signed_call::<RawObject>(&call).unwrap_err();
    canaries.assert_error_clean("refused URL", &error);
    let error = SignedCall::new("https://post30.example/a")
        .data_json("canary-secret")
        .unwrap_err();
    canaries.assert_error_clean("refused data", &error);
}
