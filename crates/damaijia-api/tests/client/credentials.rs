use damaijia_api::{Client, Credentials, Error, InvalidInput, Secret, Settings};

fn refused(credentials: Credentials) -> InvalidInput {
    let settings = Settings::new("http://127.0.0.1:9");
    match Client::new(credentials, settings) {
        Err(Error::Invalid(invalid)) => invalid,
        other => panic!("{other:?}"),
    }
}

fn login(app_id: &str, app_secret: &str) -> Credentials {
    Credentials::Login {
        app_id: app_id.into(),
        app_secret: Secret::from(app_secret),
    }
}

#[test]
fn credential_that_is_empty_or_has_white_space_around_it_is_refused() {
    for bad in ["", " ", "canary\n", "\tcanary"] {
        assert_eq!(refused(login(bad, "secret")).field(), "app_id");
        assert_eq!(refused(login("id", bad)).field(), "app_secret");
        let key = Credentials::ApiKey(Secret::from(bad));
        assert_eq!(refused(key).field(), "api_key");
    }
}

#[test]
fn fixed_key_that_is_no_header_value_is_refused() {
    for bad in ["can ary", "can\nary", "键", "can\u{7f}ary"] {
        let invalid = refused(Credentials::ApiKey(Secret::from(bad)));
        let rule = "must be printable ASCII without spaces, but character ";
        assert!(invalid.rule().starts_with(rule), "{invalid}");
        assert!(!format!("{invalid} {invalid:?}").contains(bad));
    }
}

#[test]
fn credentials_of_any_length_are_taken() {
    // The samples contradict each other: 32 and 33 characters.
    for length in [1, 32, 33, 200] {
        let text = "x".repeat(length);
        let settings = Settings::new("http://127.0.0.1:9");
        Client::new(login(&text, &text), settings).unwrap();
    }
}

#[test]
fn debug_shows_no_credential() {
    let shown = format!(
        "{:?} {:?}",
        login("canary-id", "canary-secret"),
        Credentials::ApiKey(Secret::from("canary-key"))
    );
    assert_eq!(shown, "Login { .. } ApiKey(***)");
}
