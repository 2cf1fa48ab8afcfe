use chao8_api::{Client, Credentials, IgnoredAny, Secret, Settings};
use mockito::Matcher;

use crate::provider::{ACCESS_KEY, DEMO, DIGEST, GET_TOKEN, Provider, TOKEN, TOKEN_ANSWER};

#[test]
fn token_request_is_the_documented_one() {
    let mut provider = Provider::start();
    let body = format!(r#"{{"accessKey":"{ACCESS_KEY}","secretKeySign":"{DIGEST}"}}"#);
    let mock = provider
        .mock("POST", GET_TOKEN)
        .match_header("content-type", "application/json")
        .match_header("authorization", Matcher::Missing)
        .match_header("accessKey", Matcher::Missing)
        .match_query(Matcher::Missing)
        .match_body(Matcher::Exact(body))
        .with_body(TOKEN_ANSWER)
        .create();
    let token = provider.client().token().unwrap();
    mock.assert();
    assert_eq!(token.expose(), TOKEN);
}

/// What the document asks for, and what HTTP does: no header of the settings, no token, no key.
#[test]
fn headers_of_a_token_request_are_these() {
    let mut provider = Provider::start();
    let mock = provider
        .mock("POST", GET_TOKEN)
        .match_request(|request| {
            let mut names: Vec<&str> = request.headers().keys().map(|name| name.as_str()).collect();
            names.sort_unstable();
            names
                == [
                    "accept",
                    "content-length",
                    "content-type",
                    "host",
                    "user-agent",
                ]
        })
        .with_body(TOKEN_ANSWER)
        .create();
    provider.client().token().unwrap();
    mock.assert();
}

#[test]
fn digest_is_the_md5_of_the_secret_in_lower_case() {
    // The test value of RFC 1321.
    let mut provider = Provider::start();
    let body = r#"{"accessKey":"fake-key","secretKeySign":"900150983cd24fb0d6963f7d28e17f72"}"#;
    let mock = provider
        .mock("POST", GET_TOKEN)
        .match_body(Matcher::Exact(body.to_owned()))
        .with_body(TOKEN_ANSWER)
        .create();
    let credentials = Credentials {
        access_key: "fake-key".into(),
        secret: Secret::from("abc"),
    };
    let client = Client::new(credentials, Settings::new(provider.url())).unwrap();
    client.token().unwrap();
    mock.assert();
}

#[test]
fn headers_of_the_settings_are_not_sent_with_a_token_request() {
    let mut provider = Provider::start();
    let mock = provider
        .mock("POST", GET_TOKEN)
        .match_header("accessKey", Matcher::Missing)
        .with_body(TOKEN_ANSWER)
        .create();
    let client = provider.client_with(|settings| settings.header("accessKey", ACCESS_KEY));
    client.token().unwrap();
    mock.assert();
}

#[test]
fn authorised_call_carries_the_bare_token() {
    let mut provider = Provider::with_token();
    let mock = provider
        .mock("GET", DEMO)
        .match_header("authorization", TOKEN)
        .match_header("accessKey", Matcher::Missing)
        .match_header("content-type", Matcher::Missing)
        .with_body(r#"{"code":200,"message":"success","data":null}"#)
        .create();
    provider.client().get::<IgnoredAny>(DEMO, &[]).unwrap();
    mock.assert();
}

#[test]
fn nothing_is_sent_before_the_first_call() {
    let mut provider = Provider::start();
    let mock = provider.mock_any("POST").expect(0).create();
    let client = provider.client();
    assert_eq!(client.token_status().unwrap().stage, None);
    mock.assert();
}
