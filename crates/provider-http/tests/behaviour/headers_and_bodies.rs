//! What goes over the wire, and what comes back.

use std::time::Duration;

use mockito::Matcher;
use provider_http::{Client, Delivery, Error, Method, Reply, Request, Settings};

use crate::server::{Deaf, Server, ok};
use crate::{client, get, send};

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

pub(crate) fn reply_with(head: &str) -> Reply {
    let head = head.replace('\n', "\r\n");
    let server = Server::answering(format!("HTTP/1.1 {head}\r\nContent-Length: 4\r\n\r\nbody"));
    get(&client(server.url())).unwrap()
}

#[test]
fn refusal_keeps_its_body() {
    for status in [400, 401, 403, 404, 408, 429, 499, 500, 502, 503, 599] {
        let reply = reply_with(&format!("{status} Reason"));
        assert_eq!(reply.status(), status);
        assert_eq!(reply.body(), b"body");
        assert_eq!(reply.streamed_bytes(), None);
    }
}

#[test]
fn reply_keeps_the_headers_that_a_caller_needs() {
    let reply = reply_with(
        "429 Too Many Requests\nDate: Tue, 16 Apr 2024 04:10:11 GMT\nRetry-After: 120\n\
         Content-Type: text/html; charset=utf-8",
    );
    assert_eq!(reply.date(), Some("Tue, 16 Apr 2024 04:10:11 GMT"));
    assert_eq!(reply.retry_after(), Some(Duration::from_secs(120)));
    assert_eq!(reply.content_type(), Some("text/html; charset=utf-8"));
    assert_eq!(reply.kind(), "text/html");
    assert!(!reply.is_json());
}

#[test]
fn reply_without_headers_says_so() {
    let reply = reply_with("200 OK");
    assert_eq!(reply.date(), None);
    assert_eq!(reply.retry_after(), None);
    assert_eq!(reply.content_type(), None);
    assert_eq!(reply.kind(), "no content type");
    assert!(!reply.is_json());
}

/// So that it can be added to any instant.
#[test]
fn retry_after_is_a_day_at_most() {
    for (value, seconds) in [("0", 0), ("86400", 86_400), ("86401", 86_400)] {
        let reply = reply_with(&format!("503 Busy\nRetry-After: {value}"));
        assert_eq!(reply.retry_after(), Some(Duration::from_secs(seconds)));
    }
    let reply = reply_with("503 Busy\nRetry-After: 18446744073709551615");
    assert_eq!(reply.retry_after(), Some(Duration::from_secs(86_400)));
}

#[test]
fn content_type_of_more_than_60_characters_is_odd() {
    for (length, is_shown) in [(60, true), (61, false)] {
        let kind = "x".repeat(length);
        let reply = reply_with(&format!("200 OK\nContent-Type: {kind}; charset=utf-8"));
        assert_eq!(reply.kind() == kind, is_shown, "{length}");
        assert_eq!(reply.kind() == "odd content type", !is_shown, "{length}");
    }
}

#[test]
fn json_is_told_by_its_content_type() {
    for (content_type, is_json) in [
        ("application/json", true),
        ("application/json;charset=UTF-8", true),
        ("Application/JSON", true),
        ("text/json", true),
        ("application/problem+json", true),
        ("text/plain", false),
        ("application/jsonp", false),
    ] {
        let reply = reply_with(&format!("200 OK\nContent-Type: {content_type}"));
        assert_eq!(reply.is_json(), is_json, "{content_type}");
    }
}

/// It was never asked for, so whoever reads the body has to know; what is odd is not shown.
#[test]
fn compression_that_nobody_asked_for_is_named_unless_its_name_is_odd() {
    let longest = "z".repeat(60);
    let too_long = "z".repeat(61);
    for (named, said) in [
        ("zstd", Some("zstd")),
        (" zstd ", Some("zstd")),
        ("zstd, x-own_1.0", Some("zstd, x-own_1.0")),
        ("identity", None),
        ("", None),
        (&longest, Some(&*longest)),
        (&too_long, Some("of an unknown kind")),
        ("<canary>", Some("of an unknown kind")),
    ] {
        let reply = reply_with(&format!("200 OK\nContent-Encoding: {named}"));
        assert_eq!(reply.content_encoding(), said, "{named}");
    }
    assert_eq!(reply_with("200 OK").content_encoding(), None);
}

#[test]
fn odd_content_type_is_not_quoted_in_messages() {
    for content_type in ["canary canary", "<canary>", "", &"c".repeat(61)] {
        let reply = reply_with(&format!("200 OK\nContent-Type: {content_type}"));
        assert_eq!(reply.kind(), "odd content type", "{content_type}");
    }
}

#[test]
fn header_of_the_reply_that_is_not_ascii_is_none() {
    let server = Server::answering(
        b"HTTP/1.1 200 OK\r\nDate: \xb1\xb1\xbe\xa9\r\nContent-Length: 0\r\n\r\n".to_vec(),
    );
    assert_eq!(get(&client(server.url())).unwrap().date(), None);
}

#[test]
fn chunked_answer_is_put_together() {
    let server = Server::answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    );
    assert_eq!(get(&client(server.url())).unwrap().body(), b"abcde");
}

#[test]
fn interim_answer_is_passed_over() {
    let mut answer = b"HTTP/1.1 100 Continue\r\n\r\n".to_vec();
    answer.extend(ok("text/plain", b"final"));
    let server = Server::answering(answer);
    let request = Request::new("create", Method::Post, "/").json("{}");
    let reply = send(&client(server.url()), request).unwrap();
    assert_eq!((reply.status(), reply.body()), (200, &b"final"[..]));
}

#[test]
fn answer_without_a_body_has_an_empty_one() {
    let server = Server::answering("HTTP/1.1 204 No Content\r\n\r\n");
    let reply = get(&client(server.url())).unwrap();
    assert_eq!((reply.status(), reply.body()), (204, &b""[..]));
}

#[test]
fn text_of_the_provider_is_shown_without_what_was_sent_in_headers() {
    let server = Server::answering(ok("text/plain", b"ok"));
    let request = Request::new("create", Method::Post, "/").header("AppSecret", "top secret");
    let reply = send(&client(server.url()), request).unwrap();
    let key = provider_http::Secret::from("signing key");
    let text = "bad top secret, bad signing key";
    assert_eq!(reply.shown(text, &[&key]), "bad ***, bad ***");
}

#[test]
fn text_of_the_provider_is_cut_at_1_kibibyte() {
    let server = Server::answering(ok("text/plain", b"ok"));
    let reply = get(&client(server.url())).unwrap();
    let longest = format!("{}x", "错".repeat(341));
    assert_eq!(longest.len(), 1024);
    assert_eq!(reply.shown(&longest, &[]), longest);
    // The mark of the cut takes three bytes, as does each character before it.
    assert_eq!(
        reply.shown(&format!("{longest}x"), &[]),
        format!("{}…", "错".repeat(340))
    );
    assert!(reply.shown(&"长".repeat(2_000_000), &[]).len() <= 1024);
}

#[test]
fn characters_that_are_not_seen_or_turn_the_line_are_escaped() {
    let server = Server::answering(ok("text/plain", b"ok"));
    let reply = get(&client(server.url())).unwrap();
    for (hidden, shown) in [
        ('\n', r"\n"),
        ('\r', r"\r"),
        ('\t', r"\t"),
        ('\u{0}', r"\u{0}"),
        ('\u{1b}', r"\u{1b}"),
        ('\u{9b}', r"\u{9b}"),
        ('\u{200b}', r"\u{200b}"),
        ('\u{202e}', r"\u{202e}"),
        ('\u{2066}', r"\u{2066}"),
        ('\u{feff}', r"\u{feff}"),
        ('\u{2028}', r"\u{2028}"),
    ] {
        let text = format!("设备{hidden}离线");
        assert_eq!(reply.shown(&text, &[]), format!("设备{shown}离线"));
    }
}

#[test]
fn what_was_sent_is_replaced_where_it_is_echoed() {
    let server = Server::answering(ok("text/plain", b"ok"));
    let request = Request::new("create", Method::Post, "/")
        .json(r#"{"mobile":"13800000000"}"#)
        .private("13800000000");
    let reply = send(&client(server.url()), request).unwrap();
    let echo = r#"bad {"mobile":"13800000000"} and 13800000000"#;
    assert_eq!(reply.shown(echo, &[]), "bad *** and ***");
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
