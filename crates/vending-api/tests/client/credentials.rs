use provider_testing::Canaries;
use vending_api::{Client, Credentials, Delivery, Error, InvalidInput, Secret, Settings};

use crate::provider::{APP_ID, APP_SECRET, SIGNING_KEY, credentials};

fn refusal_of(change: impl FnOnce(&mut Credentials)) -> InvalidInput {
    let mut credentials = credentials();
    change(&mut credentials);
    let settings = Settings::new("https://vending.example");
    match Client::new(credentials, settings).unwrap_err() {
        Error::Invalid(invalid) => invalid,
        error => panic!("not an input error: {error:?}"),
    }
}

/// Values that cannot be a header, or that arrive as another value than was meant.
const NO_HEADERS: [&str; 7] = ["", "a\n", "\ra", "a b", "密钥", "a\0", "\u{7f}"];

#[test]
fn app_id_must_be_printable_ascii() {
    for value in NO_HEADERS {
        let invalid = refusal_of(|credentials| credentials.app_id = value.into());
        assert_eq!(invalid.field(), "app_id", "{value:?}");
        let rule = invalid.rule();
        let is_told = rule.starts_with("must be printable ASCII without spaces, but character ")
            || rule == "must not be empty"
            || rule.starts_with("must not begin or end with white space, but character ");
        assert!(is_told, "{value:?}: {rule}");
    }
}

#[test]
fn app_secret_must_be_printable_ascii() {
    for value in NO_HEADERS {
        let invalid = refusal_of(|credentials| credentials.app_secret = Secret::from(value));
        assert_eq!(invalid.field(), "app_secret", "{value:?}");
    }
}

#[test]
fn signing_key_must_not_be_empty() {
    let invalid = refusal_of(|credentials| credentials.signing_key = Secret::from(""));
    assert_eq!(
        invalid.to_string(),
        "`signing_key` must not be empty (page 参数加密 [docs+])"
    );
}

#[test]
fn signing_key_must_not_bring_white_space_along() {
    for key in ["key\n", " key", "key\r\n", "\n"] {
        let invalid = refusal_of(|credentials| credentials.signing_key = Secret::from(key));
        assert_eq!(invalid.field(), "signing_key", "{key:?}");
        let rule = match key.trim() {
            "" => "must not be empty",
            _ => "must not begin or end with white space",
        };
        assert!(invalid.rule().starts_with(rule), "{invalid}");
    }
}

#[test]
fn signing_key_has_nothing_that_a_person_does_not_see_or_mean() {
    for key in [
        "\u{feff}key",
        "k\u{200b}ey",
        "key\u{202d}",
        "ｋｅｙ",
        "k\u{3000}ey",
        "k\u{0}ey",
        "\"key\"",
        "'key'",
        "“key”",
        "<your key>",
    ] {
        let invalid = refusal_of(|credentials| credentials.signing_key = Secret::from(key));
        assert_eq!(invalid.field(), "signing_key", "{key:?}");
        assert!(!invalid.to_string().contains("key\u{202d}"), "{invalid}");
    }
    let invalid = refusal_of(|credentials| credentials.signing_key = "k\u{200b}ey".into());
    assert!(
        invalid.rule().contains("character 2 is U+200B"),
        "{invalid}"
    );
}

#[test]
fn signing_key_may_be_any_other_text() {
    for key in ["kva", "商户", "a key with spaces"] {
        let mut credentials = credentials();
        credentials.signing_key = Secret::from(key);
        Client::new(credentials, Settings::new("https://vending.example")).unwrap();
    }
}

#[test]
fn signing_key_is_not_the_app_secret() {
    let invalid = refusal_of(|credentials| credentials.signing_key = Secret::from(APP_SECRET));
    assert_eq!(invalid.field(), "signing_key");
    assert!(invalid.rule().contains("merchant_id"), "{invalid}");
}

#[test]
fn refusal_of_a_credential_shows_no_value() {
    let invalid = refusal_of(|credentials| credentials.app_secret = Secret::from("canary\n"));
    let text = format!("{invalid} {invalid:?}");
    assert!(!text.contains("canary"), "{text}");
}

#[test]
fn debug_of_credentials_and_client_shows_no_credential() {
    let credentials = credentials();
    let settings = Settings::new("https://vending.example");
    let shown = format!("{credentials:?} {settings:?}");
    let client = Client::new(credentials, settings).unwrap();
    let shown = format!("{shown} {client:?}");
    for value in [APP_ID, APP_SECRET, SIGNING_KEY] {
        assert!(!shown.contains(value), "{shown}");
    }
}

#[test]
fn what_is_built_before_a_call_shows_no_secret() {
    let mut canaries = Canaries::default();
    for canary in [
        "ds_canary",
        "canary-secret",
        "canary-key",
        "canary-password",
    ] {
        canaries.add(canary);
    }
    let credentials = |app_id: &str, app_secret: &str, signing_key: &str| Credentials {
        app_id: app_id.to_owned(),
        app_secret: Secret::from(app_secret),
        signing_key: Secret::from(signing_key),
    };
    let settings = || Settings::new("https://user:canary-password@vending.example");
    canaries.assert_debug_clean("settings", &settings());
    let good = credentials("ds_canary", "canary-secret", "canary-key");
    canaries.assert_debug_clean("credentials", &good);

    let https = || Settings::new("https://vending.example");
    for (credentials, settings) in [
        (good, settings()),
        (
            credentials("ds_canary\n", "canary-secret", "canary-key"),
            https(),
        ),
        (
            credentials("ds_canary", "canary-secret 秘", "canary-key"),
            https(),
        ),
        (
            credentials("ds_canary", "canary-secret", "canary-secret"),
            https(),
        ),
    ] {
        let error = Client::new(credentials, settings).unwrap_err();
        assert_eq!(error.delivery(), Delivery::NotSent);
        canaries.assert_error_clean("refused settings", &error);
    }
}
