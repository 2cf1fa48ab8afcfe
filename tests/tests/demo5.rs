//! The example provider of CONTRIBUTING.md at work.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

#[path = "demo5/example.rs"]
mod example;
#[path = "demo5/subject.rs"]
mod subject;

use example::{Client, Code, Credentials, Error, Settings};
use mockito::{Matcher, Server};
use provider_http::Delivery;

provider_testing::conformance!(subject::Demo5);

fn client(base_url: &str) -> Client {
    let credentials = Credentials {
        merchant: "fake-merchant".to_owned(),
        key: "fake-key".into(),
    };
    Client::new(credentials, Settings::new(base_url)).unwrap()
}

fn token(number: u32) -> String {
    format!(
        r#"{{"errno":0,"errmsg":"ok","result":{{"ticket":"ticket-{number}","expires_in":7200}}}}"#
    )
}

#[test]
fn list_is_read_to_its_total_with_one_signed_token_request() {
    let mut server = Server::new();
    // MD5 of `merchant=fake-merchant&key=fake-key` in upper case, computed with Python.
    let asked = server
        .mock("POST", "/open/v2/token")
        .match_header("X-Sign", "605510F5AE7B9594CA442A630D3B46C8")
        .match_body("merchant=fake-merchant")
        .with_body(token(1))
        .expect(1)
        .create();
    for (page, rows) in [(1, r#"{"id":1},{"id":"x"}"#), (2, r#"{"id":3}"#)] {
        server
            .mock("POST", "/open/v2/goods/list")
            .match_body(Matcher::Regex(format!("^page={page}&ticket=ticket-1$")))
            .with_body(format!(
                r#"{{"errno":0,"errmsg":"ok","result":{{"rows":[{rows}],"total":3}}}}"#
            ))
            .expect(1)
            .create();
    }
    let client = client(&server.url());
    let goods: Vec<_> = client.all_goods().collect();
    assert_eq!(goods.len(), 3);
    assert_eq!(goods[0].as_ref().unwrap().id, 1);
    // The odd row hides neither its page nor itself.
    assert!(matches!(&goods[1], Err(Error::Row(odd)) if odd.row == 2));
    assert_eq!(goods[2].as_ref().unwrap().id, 3);
    asked.assert();
}

#[test]
fn reservation_whose_token_is_rejected_at_once_is_refused() {
    let mut server = Server::new();
    server
        .mock("POST", "/open/v2/token")
        .with_body(token(1))
        .create();
    let reserved = server
        .mock("POST", "/open/v2/goods/reserve")
        .with_body(r#"{"errno":1002,"errmsg":"token已失效","result":null}"#)
        .expect(1)
        .create();
    let error = client(&server.url()).reserve(7).unwrap_err();
    // The next token is not allowed within a minute, so the call was refused for good.
    assert!(matches!(error, Error::Token(_)), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Refused);
    reserved.assert();
}

#[test]
fn codes_say_what_became_of_a_reservation() {
    for (errno, delivery) in [
        (2001, Delivery::Refused),
        (9001, Delivery::Unknown),
        (4711, Delivery::Unknown),
    ] {
        let mut server = Server::new();
        server
            .mock("POST", "/open/v2/token")
            .with_body(token(1))
            .create();
        server
            .mock("POST", "/open/v2/goods/reserve")
            .with_body(format!(
                r#"{{"errno":{errno},"errmsg":"原因","result":{{}}}}"#
            ))
            .create();
        let error = client(&server.url()).reserve(7).unwrap_err();
        assert_eq!(error.delivery(), delivery, "{error:?}");
        assert_eq!(error.code(), Some(Code(errno)));
    }
}

#[test]
fn reservation_is_read() {
    let mut server = Server::new();
    server
        .mock("POST", "/open/v2/token")
        .with_body(token(1))
        .create();
    server
        .mock("POST", "/open/v2/goods/reserve")
        .with_body(r#"{"errno":"0","errmsg":"ok","result":{"number":"0042"}}"#)
        .create();
    let reservation = client(&server.url()).reserve(7).unwrap();
    assert_eq!(reservation.number, "0042");
}
