//! The upload and the download that only the sandbox has.

use serde_json::{Value, json};

use super::{data, get, refusal, sandbox_at_rest, token};
use crate::caller::{Answered, agent, send_with};

const UPLOAD: &str = "/sandbox/chao8/upload";
const DOWNLOAD: &str = "/sandbox/chao8/download";

fn upload(content_type: &str, body: &[u8]) -> Answered {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    let headers = [
        ("Authorization", token.as_str()),
        ("Content-Type", content_type),
    ];
    send_with(&sandbox.base_url(), "POST", UPLOAD, &headers, body).unwrap()
}

#[test]
fn upload_of_any_type_is_described() {
    assert_eq!(
        data(&upload("application/zip; x=y", b"\x00\xff")),
        json!({"contentType": "application/zip; x=y", "bytes": 2, "md5": "d07d34efac6328007ad67c7e0a985e00", "parts": null})
    );
}

#[test]
fn upload_of_a_form_is_described_part_by_part() {
    let body = b"--xx\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n--xx\r\n\
        Content-Disposition: form-data; name=\"f\"; filename=\"\xe5\x8d\x95.bin\"\r\nContent-Type: application/zip\r\n\r\n\x00\xff\r\n--xx--\r\n";
    let answer = data(&upload("multipart/form-data; boundary=xx", body));
    assert_eq!(
        answer["parts"],
        json!([
            {"name": "n", "fileName": null, "contentType": null, "bytes": 1, "md5": "c4ca4238a0b923820dcc509a6f75849b"},
            {"name": "f", "fileName": "单.bin", "contentType": "application/zip", "bytes": 2, "md5": "d07d34efac6328007ad67c7e0a985e00"},
        ])
    );
}

#[test]
fn upload_of_a_broken_form_is_500() {
    let answer = upload("multipart/form-data; boundary=xx", b"--yy--");
    assert_eq!(refusal(&answer), (500, json!("未知错误")));
}

#[test]
fn own_paths_need_a_token() {
    let sandbox = sandbox_at_rest();
    for path in [UPLOAD, DOWNLOAD] {
        assert_eq!(refusal(&get(&sandbox, path, "unknown")).0, 20_324_013);
    }
}

#[test]
fn download_is_streamed_without_a_length() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    let download = |query: &str| {
        let mut answer = agent()
            .get(format!("{}{DOWNLOAD}{query}", sandbox.base_url()))
            .header("Authorization", &token)
            .call()
            .unwrap();
        let head = answer.headers();
        assert_eq!(head["content-type"], "application/octet-stream");
        assert_eq!(
            (head.get("content-length"), &head["transfer-encoding"]),
            (None, &"chunked".parse().unwrap())
        );
        answer.body_mut().read_to_vec().unwrap()
    };
    let bytes = download("?bytes=100000");
    assert_eq!(
        (
            bytes.len(),
            &bytes[..3],
            bytes[250],
            bytes[251],
            bytes[99_999]
        ),
        (100_000, &[0, 1, 2][..], 250, 0, 101)
    );
    assert!(
        bytes
            .iter()
            .enumerate()
            .all(|(place, byte)| usize::from(*byte) == place % 251)
    );
    assert_eq!(download("").len(), 65_536);
    assert!(download("?bytes=0").is_empty());
}

#[test]
fn download_of_a_wrong_length_is_500() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    for query in [
        "bytes=",
        "bytes=-1",
        "bytes=x",
        "bytes=1073741825",
        "bytes=1&bytes=1",
        "more=1",
    ] {
        let answer = get(&sandbox, &format!("{DOWNLOAD}?{query}"), &token);
        assert_eq!(
            (answer.code(), &answer.json()["data"]),
            (500, &Value::Null),
            "{query}"
        );
    }
}
