use chao8_api::{Client, Credentials, Delivery, Error, Secret, Settings};

use crate::provider::{ACCESS_KEY, SECRET};

fn refused(access_key: &str, secret: &str) -> &'static str {
    let credentials = Credentials {
        access_key: access_key.to_owned(),
        secret: Secret::from(secret),
    };
    let error = Client::new(credentials, Settings::new(Settings::BASE_URL)).unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
    match error {
        Error::Invalid(invalid) => invalid.field(),
        error => panic!("{error:?}"),
    }
}

#[test]
fn credentials_that_cannot_work_are_refused() {
    for access_key in ["", "two words", "钥", "key\n"] {
        assert_eq!(refused(access_key, SECRET), "access_key", "{access_key:?}");
    }
    for secret in ["", " x", "x\n", "\t", ACCESS_KEY] {
        assert_eq!(refused(ACCESS_KEY, secret), "secret", "{secret:?}");
    }
}

#[test]
fn secret_may_have_any_characters_inside() {
    let credentials = Credentials {
        access_key: ACCESS_KEY.into(),
        secret: Secret::from("fake 秘 secret"),
    };
    Client::new(credentials, Settings::new(Settings::BASE_URL)).unwrap();
}
