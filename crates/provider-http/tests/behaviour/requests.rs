//! What goes over the wire.

use mockito::Matcher;
use provider_http::{Client, Delivery, Error, Method, Request, Settings};

use crate::server::{Deaf, Server, ok};
use crate::{client, send};

#[track_caller]
fn assert_sent(request: Request, expected: &str) {
    let server = Server::answering(ok("text/plain", b"ok"));
    let settings = Settings::new(server.url()).user_agent("agent/1");
    send(&Client::new(settings).unwrap(), request).unwrap();
    // In any order: the head is a set of lines.
    let sent = server.request();
    let (sent_head, sent_body) = sent.split_once("\r\n\r\n").unwrap();
    let (head, body) = expected.split_once("\n\n").unwrap();
    let head = head.replace("HOST", &format!("127.0.0.1:{}", server.port()));
    let mut sent_lines: Vec<_> = sent_head.split("\r\n").collect();
    let mut lines: Vec<_> = head.lines().collect();
    assert_eq!(sent_lines[0], lines[0]);
    sent_lines.sort_unstable();
    lines.sort_unstable();
    assert_eq!(sent_lines, lines);
    assert_eq!(sent_body, body);
}

#[test]
fn json_goes_out_byte_for_byte() {
    assert_sent(
        Request::new("create", Method::Post, "/api/v1/codes")
            .query("a=1&b=%E5%90%8D")
            .header("AppSecret", "top secret")
            .json(r#"{"b":1, "a":"名"}"#),
        "POST /api/v1/codes?a=1&b=%E5%90%8D HTTP/1.1\nhost: HOST\nuser-agent: agent/1\n\
         accept: */*\nappsecret: top secret\ncontent-type: application/json\n\
         content-length: 18\n\n{\"b\":1, \"a\":\"名\"}",
    );
}

#[test]
fn form_goes_out_with_its_content_type() {
    assert_sent(
        Request::new("create", Method::Post, "/").form(provider_http::form(&[("a", "1 2")])),
        "POST / HTTP/1.1\nhost: HOST\nuser-agent: agent/1\naccept: */*\n\
         content-type: application/x-www-form-urlencoded\ncontent-length: 7\n\na=1%202",
    );
}

#[test]
fn get_has_neither_body_nor_length() {
    assert_sent(
        Request::new("list", Method::Get, "/list"),
        "GET /list HTTP/1.1\nhost: HOST\nuser-agent: agent/1\naccept: */*\n\n",
    );
}

#[test]
fn post_without_a_body_says_length_zero() {
    assert_sent(
        Request::new("ping", Method::Post, "/ping"),
        "POST /ping HTTP/1.1\nhost: HOST\nuser-agent: agent/1\naccept: */*\n\
         content-length: 0\n\n",
    );
}

#[test]
fn put_without_a_body_says_length_zero() {
    assert_sent(
        Request::new("touch", Method::Put, "/x"),
        "PUT /x HTTP/1.1\nhost: HOST\nuser-agent: agent/1\naccept: */*\ncontent-length: 0\n\n",
    );
}

#[test]
fn delete_without_a_body_has_no_length() {
    assert_sent(
        Request::new("cancel", Method::Delete, "/x"),
        "DELETE /x HTTP/1.1\nhost: HOST\nuser-agent: agent/1\naccept: */*\n\n",
    );
}

#[test]
fn get_with_a_body_sends_it() {
    assert_sent(
        Request::new("list", Method::Get, "/x").json("{}"),
        "GET /x HTTP/1.1\nhost: HOST\nuser-agent: agent/1\naccept: */*\n\
         content-type: application/json\ncontent-length: 2\n\n{}",
    );
}

#[test]
fn delete_with_a_body_sends_it() {
    assert_sent(
        Request::new("cancel", Method::Delete, "/x").body("text/plain", "because"),
        "DELETE /x HTTP/1.1\nhost: HOST\nuser-agent: agent/1\naccept: */*\n\
         content-type: text/plain\ncontent-length: 7\n\nbecause",
    );
}

#[test]
fn header_that_is_added_twice_is_sent_twice() {
    assert_sent(
        Request::new("list", Method::Get, "/")
            .header("X-A", "1")
            .header("X-A", "2"),
        "GET / HTTP/1.1\nhost: HOST\nuser-agent: agent/1\naccept: */*\nx-a: 1\nx-a: 2\n\n",
    );
}

#[test]
fn large_body_arrives_whole() {
    let server = Server::answering(ok("text/plain", b"ok"));
    let body = "0123456789".repeat(100_000);
    let request = Request::new("upload", Method::Post, "/").body("text/plain", body.as_str());
    send(&client(server.url()), request).unwrap();
    let sent = server.request();
    assert!(sent.ends_with(&format!("\r\n\r\n{body}")));
}

#[test]
fn request_is_understood_by_a_server_of_another_make() {
    let mut server = mockito::Server::new();
    let mock = server
        .mock("POST", "/prefix/api/v1/goods")
        .match_query("a=1&b=%2B")
        .match_header("appid", "app")
        .match_header("content-type", "application/json")
        .match_header("content-length", "7")
        .match_header("accept-encoding", Matcher::Missing)
        .match_header("transfer-encoding", Matcher::Missing)
        .match_body(r#"{"p":1}"#)
        .with_body("{}")
        .create();
    let request = Request::new("goods", Method::Post, "/api/v1/goods")
        .query(provider_http::query(&[("a", "1"), ("b", "+")]))
        .header("Appid", "app")
        .json(r#"{"p":1}"#);
    let reply = send(&client(server.url() + "/prefix/"), request).unwrap();
    assert_eq!(reply.body(), b"{}");
    mock.assert();
}

#[track_caller]
fn assert_invalid(request: Request, field: &str) {
    let deaf = Deaf::start();
    let url = format!("http://127.0.0.1:{}", deaf.port());
    let error = send(&client(url), request).unwrap_err();
    let Error::Invalid(input) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(input.field(), field);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!deaf.was_called());
    for shown in [format!("{error}"), format!("{error:?}")] {
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
fn header_value_that_no_header_can_carry_is_invalid() {
    for value in [
        "canary\nX: 1",
        "canary\r\nX: 1",
        "canary\0",
        "canary\u{7f}",
        "canary密",
    ] {
        let request = Request::new("list", Method::Get, "/").header("AppSecret", value);
        assert_invalid(request, "header");
    }
}

#[test]
fn header_name_that_no_header_can_have_is_invalid() {
    for name in ["canary name", "canary:", "canary\n", "canary密", ""] {
        let request = Request::new("list", Method::Get, "/").header(name, "value");
        assert_invalid(request, "header");
    }
}

#[test]
fn path_that_is_more_or_less_than_a_path_is_invalid() {
    for path in [
        "",
        "canary",
        "canary/x",
        "/canary?a=1",
        "/canary#a",
        "/canary a",
        "/canary\n",
        "/canary名",
        "/canary{id}",
        "/canary\"",
        "/canary\\",
        "https://canary/x",
    ] {
        assert_invalid(Request::new("list", Method::Get, path), "path");
    }
}

#[test]
fn query_that_is_not_encoded_is_invalid() {
    for query in [
        "a=canary b",
        "a=canary#b",
        "a=canary名",
        "a={canary}",
        "a=canary\r\n",
    ] {
        let request = Request::new("list", Method::Get, "/").query(query);
        assert_invalid(request, "query");
    }
}

#[test]
fn path_and_query_longer_than_a_url_are_invalid() {
    let query = format!("a={}", "canary".repeat(20_000));
    assert_invalid(Request::new("list", Method::Get, "/").query(query), "path");
}

#[test]
fn content_type_made_at_run_time_goes_out_as_given() {
    let boundary = String::from("multipart/form-data; boundary=x1");
    let server = Server::answering(ok("text/plain", b"ok"));
    let request = Request::new("upload", Method::Patch, "/").body(boundary, *b"--x1--");
    send(&client(server.url()), request).unwrap();
    let sent = server.request();
    assert!(sent.starts_with("PATCH / HTTP/1.1\r\n"), "{sent}");
    assert!(
        sent.contains("content-type: multipart/form-data; boundary=x1\r\n"),
        "{sent}"
    );
}

#[test]
fn content_type_with_a_line_break_is_refused_unsent() {
    let server = Server::answering(ok("text/plain", b"ok"));
    let request = Request::new("upload", Method::Post, "/").body("text/plain\r\nX: 1", *b"");
    let Err(Error::Invalid(invalid)) = send(&client(server.url()), request) else {
        panic!("not refused");
    };
    assert_eq!(invalid.field(), "content_type");
}
