use std::io::{self, Write};
use std::time::Duration;

use chao8_api::{Call, Class, Code, Delivery, Error, TransportError};
use openplat_sandbox::Answer;

use provider_testing::refusal;

use crate::provider::Provider;
use crate::sandbox::Rig;

fn call(bytes: &str) -> Call {
    Call::get("/sandbox/chao8/download")
        .query(&[("bytes", bytes)])
        .timeout(Duration::from_secs(60))
}

#[test]
fn download_is_streamed_past_the_limit_of_bodies_in_memory() {
    let rig = Rig::with(|set| set.transport(|transport| transport.max_body_bytes(1000)));
    let mut file = Vec::new();
    let download = rig.client.download(&call("300000"), &mut file, 300_000);
    let download = download.unwrap();
    assert_eq!(download.bytes, 300_000);
    assert_eq!(
        download.content_type.as_deref(),
        Some("application/octet-stream")
    );
    let expected: Vec<u8> = (0..=250).cycle().take(300_000).collect();
    assert!(file == expected);
}

#[test]
fn download_ends_at_its_own_limit() {
    let rig = Rig::new();
    let mut file = Vec::new();
    let error = rig.client.download(&call("300001"), &mut file, 300_000);
    let error = error.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport(TransportError::BodyTooLarge {
                limit_bytes: 300_000,
                ..
            })
        ),
        "{error:?}"
    );
    assert!(file.len() <= 300_000);
}

#[test]
fn refusal_of_a_download_is_not_written() {
    let rig = Rig::new();
    rig.read().unwrap();
    rig.chao8().answer_next(Answer::Code {
        code: 4711,
        message: "没有文件".to_owned(),
    });
    let mut file = Vec::new();
    let error = rig
        .client
        .download(&call("1"), &mut file, 1000)
        .unwrap_err();
    assert_eq!(error.code(), Some(Code(4711)));
    assert_eq!(refusal(&error).message, "没有文件");
    assert!(file.is_empty());
}

#[test]
fn success_without_a_file_is_an_unexpected_answer() {
    for body in [r#"{"code":200,"data":{"url":"x"}}"#, r#"{"code":200}"#] {
        let mut file = Vec::new();
        let provider = Provider::that_answers(body);
        let error = provider.client().download(&call("1"), &mut file, 1000);
        let error = error.unwrap_err();
        assert!(matches!(error, Error::Answer(_)), "{error:?}");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.starts_with("expected a file"), "{source}");
        assert!(file.is_empty());
    }
}

#[test]
fn failure_page_of_a_gateway_is_not_written() {
    let provider = Provider::that_answers_with(502, "text/html", "<html>");
    let mut file = Vec::new();
    let error = provider
        .client()
        .download(&call("1"), &mut file, 1000)
        .unwrap_err();
    assert_eq!(error.class(), Some(Class::Transient));
    assert!(file.is_empty());
}

#[test]
fn sink_that_fails_is_an_error_of_its_own() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let rig = Rig::new();
    let error = rig
        .client
        .download(&call("1"), &mut Full, 1000)
        .unwrap_err();
    assert!(
        matches!(error, Error::Transport(TransportError::Sink { .. })),
        "{error:?}"
    );
    assert_eq!(error.delivery(), Delivery::Unknown);
}

/// A refusal is one under whatever content type it comes, and no file.
#[test]
fn refusal_under_another_content_type_is_not_written() {
    for content_type in [
        "text/plain",
        "text/html;charset=utf-8",
        "application/json charset=utf-8",
        "application/octet-stream",
    ] {
        let body = "\u{feff} {\"code\":21184032,\"message\":\"应用账号被禁用\"}";
        let provider = Provider::that_answers_with(200, content_type, body);
        let mut file = Vec::new();
        let error = provider
            .client()
            .download(&call("1"), &mut file, 1000)
            .unwrap_err();
        assert_eq!(error.code(), Some(Code::ACCOUNT_DISABLED), "{content_type}");
        assert!(file.is_empty(), "{content_type}");
    }
}

#[test]
fn file_that_only_looks_like_an_envelope_is_written() {
    for body in [r#"{"rows":[1,2]}"#, "{not json", "{"] {
        let provider = Provider::that_answers_with(200, "text/plain", body);
        let mut file = Vec::new();
        let download = provider.client().download(&call("1"), &mut file, 1000);
        assert_eq!(download.unwrap().bytes, body.len() as u64);
        assert_eq!(file, body.as_bytes());
    }
    let long = format!("{{{}", "x".repeat(100_000));
    let provider = Provider::that_answers_with(200, "text/plain", &long);
    let mut file = Vec::new();
    let download = provider.client().download(&call("1"), &mut file, 200_000);
    assert_eq!(download.unwrap().bytes, 100_001);
    assert!(file == long.as_bytes());
}
