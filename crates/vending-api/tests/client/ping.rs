use mockito::Matcher;

use crate::provider::{APP_ID, APP_SECRET, Provider};

#[test]
fn ping_has_an_empty_body_and_no_content_type() {
    let mut provider = Provider::start();
    let request = provider
        .mock("POST", "/ping")
        .match_header("Appid", APP_ID)
        .match_header("AppSecret", APP_SECRET)
        .match_header("content-type", Matcher::Missing)
        .match_header("content-length", "0")
        .match_body(Matcher::Exact(String::new()))
        .with_body(r#"{"code":0,"message":"ok","data":"pong"}"#)
        .create();

    provider.client().ping().unwrap();

    request.assert();
}

#[test]
fn data_of_ping_is_not_looked_at() {
    for data in [r#","data":{}"#, r#","data":null"#, r#","data":[1]"#, ""] {
        let provider = Provider::that_answers(&format!(r#"{{"code":0,"message":"ok"{data}}}"#));
        provider.client().ping().unwrap();
    }
}

#[test]
fn headers_are_those_of_the_provider_and_those_of_http() {
    let mut provider = Provider::start();
    let request = provider
        .mock("POST", "/products")
        .match_request(|request| {
            let mut names: Vec<&str> = request.headers().keys().map(|name| name.as_str()).collect();
            names.sort_unstable();
            names
                == [
                    "accept",
                    "appid",
                    "appsecret",
                    "content-length",
                    "content-type",
                    "host",
                    "user-agent",
                ]
        })
        .with_body(crate::provider::EMPTY_LIST)
        .create();

    let query = vending_api::ProductQuery::new(crate::provider::machine_no());
    provider.client().products(&query).unwrap();

    request.assert();
}
