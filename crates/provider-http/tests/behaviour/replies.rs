//! What comes back.

use std::time::Duration;

use provider_http::{Method, Reply, Request};

use crate::server::{Server, ok};
use crate::{client, get, send};

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
fn compression_is_named_behind_another_line_and_when_nobody_can_read_it() {
    for (lines, said) in [
        (
            &b"Content-Encoding: identity\r\nContent-Encoding: gzip\r\n"[..],
            Some("identity,gzip"),
        ),
        (b"Content-Encoding: \xe9zip\r\n", Some("of an unknown kind")),
        (b"Content-Encoding: Identity, \r\n", None),
    ] {
        let head = [b"HTTP/1.1 200 OK\r\n", lines, b"Content-Length: 0\r\n\r\n"];
        let server = Server::answering(head.concat());
        let reply = get(&client(server.url())).unwrap();
        assert_eq!(reply.content_encoding(), said);
    }
}

/// A server may write into its content type what it was sent.
#[test]
fn kind_is_shown_without_what_was_sent_and_as_a_media_type_only() {
    let key = provider_http::Secret::from("signing.key");
    for (kind, shown) in [
        ("text/html", "text/html"),
        ("Application/problem+json", "Application/problem+json"),
        ("top-secret", "odd content type"),
        ("top-secret/html", "odd content type"),
        ("text/top-secret", "text/***"),
        ("application/x-signing.key", "application/x-***"),
    ] {
        let server = Server::answering(ok(kind, b"ok"));
        let request = Request::new("create", Method::Post, "/")
            .header("AppSecret", "top-secret")
            .header("Accept", "text/html");
        let reply = send(&client(server.url()), request).unwrap();
        assert_eq!(reply.shown_kind(&[&key]), shown);
    }
    assert_eq!(reply_with("200 OK").shown_kind(&[]), "no content type");
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

/// Many texts were sent, and a long one comes back: each of them is looked for in its beginning only.
#[test]
fn long_text_after_a_request_of_many_texts_is_shown_at_once() {
    let server = Server::answering(ok("text/plain", b"ok"));
    let texts: Vec<String> = (0..10_000).map(|n| format!("text {n} of many")).collect();
    let body = serde_json::to_vec(&texts).unwrap();
    let request = Request::new("create", Method::Post, "/").json(body);
    let reply = send(&client(server.url()), request).unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let text = format!("bad text 17 of many {}", "text ".repeat(1_000_000));
        let _ = tell.send(reply.shown(&text, &[]));
    });
    // To look for each in all of it takes more than ten times as long.
    let shown = told.recv_timeout(Duration::from_secs(30)).unwrap();
    assert!(shown.starts_with("bad *** text text"), "{shown}");
    assert!(shown.len() <= 1024 && shown.ends_with('…'));
}

#[test]
fn text_that_is_nothing_but_an_echo_ends_in_the_mark_of_the_cut() {
    let server = Server::answering(ok("text/plain", b"ok"));
    let reply = get(&client(server.url())).unwrap();
    let secret = provider_http::Secret::from("s".repeat(100_000));
    let echo = format!("bad {} and more", secret.expose());
    assert_eq!(reply.shown(&echo, &[&secret]), "bad ***…");
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
