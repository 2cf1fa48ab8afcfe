//! Answers that are no plain JSON in UTF-8.

use super::interrupted;
use crate::expect::{Body, Expect, by_the_rules, verdict};
use crate::fault::{Family, Fault};
use crate::row::{Reading, Row};
use crate::wire::{Play, with_headers};

pub(super) const JSON: &str = "Content-Type: application/json\r\n";

fn fault(
    name: &str,
    headers: &'static str,
    body: impl Fn(&Row) -> Vec<u8> + Send + Sync + 'static,
    expects: impl Fn(&Row) -> Expect + Send + Sync + 'static,
) -> Fault {
    let play = move |row: &Row| Play::bytes(with_headers(200, headers, &body(row)));
    Fault::new(Family::Text, name, play, expects)
}

/// The code is read, whatever is wrong with the text beside it.
pub(crate) fn refused(row: &Row) -> Expect {
    by_the_rules(row, 200, Body::Refusal)
}

/// A refusal whose message is made of these bytes.
fn with_message(row: &Row, message: &[u8]) -> Vec<u8> {
    let body = row.envelope(row.facts.not_done, "\"@\"", "[]").into_bytes();
    let at = body.iter().position(|byte| *byte == b'@').unwrap();
    [&body[..at], message, &body[at + 1..]].concat()
}

pub(crate) fn faults() -> Vec<Fault> {
    let utf_16 = |text: &str, unit: fn(u16) -> [u8; 2], mark: &[u8]| {
        let units = text.encode_utf16().flat_map(unit);
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    let page = b"<html><body>a page of a provider in the middle</body></html>";
    vec![
        fault(
            "byte order mark",
            JSON,
            |row| ["\u{feff}".as_bytes(), row.refusal().as_bytes()].concat(),
            refused,
        ),
        fault(
            "three byte order marks and blanks",
            JSON,
            |row| {
                [
                    "\u{feff} \u{feff}\r\n\u{feff}".as_bytes(),
                    row.refusal().as_bytes(),
                ]
                .concat()
            },
            refused,
        ),
        fault(
            "GBK that says so",
            "Content-Type: application/json; charset=GBK\r\n",
            |row| with_message(row, b"\xc9\xe8\xb1\xb8\xd2\xd1\xc0\xeb\xcf\xdf"),
            refused,
        ),
        fault(
            "GBK that does not say so",
            JSON,
            |row| with_message(row, b"\xc9\xe8\xb1\xb8\xd2\xd1\xc0\xeb\xcf\xdf"),
            refused,
        ),
        fault(
            "GBK whose second byte is a backslash",
            JSON,
            |row| with_message(row, b"\x95\x5c"),
            refused,
        ),
        fault(
            "UTF-16 with a mark, little-endian",
            JSON,
            move |row| utf_16(&row.refusal(), u16::to_le_bytes, b"\xff\xfe"),
            refused,
        ),
        fault(
            "UTF-16 with a mark, big-endian",
            JSON,
            move |row| utf_16(&row.refusal(), u16::to_be_bytes, b"\xfe\xff"),
            refused,
        ),
        fault(
            "UTF-16 without a mark",
            JSON,
            move |row| utf_16(&row.refusal(), u16::to_le_bytes, b""),
            refused,
        ),
        fault(
            "Latin-1",
            JSON,
            |row| with_message(row, b"caf\xe9 ferm\xe9"),
            refused,
        ),
        fault(
            "cut in a character",
            JSON,
            |row| with_message(row, b"\xe8\xae\xbe\xe5"),
            refused,
        ),
        fault(
            "control and bidirectional characters",
            JSON,
            |row| with_message(row, br"a\u001b[31m\u202e\u2066\u200b\u0000\u009b\ufeff\nz"),
            refused,
        ),
        fault(
            "raw control characters in a text",
            JSON,
            |row| with_message(row, b"a\x01\x1b[2J\x7f\nb"),
            |row| match row.reading {
                Reading::Any => refused(row),
                // JSON forbids them: it is read with the code, or leaves open what happened.
                _ => {
                    let code = row.facts.not_done;
                    let refused = provider_http::Delivery::Refused;
                    let unknown = provider_http::Delivery::Unknown;
                    let either = [
                        verdict("refused", Some(code), refused),
                        verdict("refused", Some(code), unknown),
                        verdict("unexpected answer", None, unknown),
                    ];
                    Expect::one_of(either)
                }
            },
        ),
        fault(
            "gzip that nobody asked for",
            "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
            |row| gzip(row.refusal().as_bytes()),
            // Where another crate has switched on the HTTP library's gzip, it is plain here.
            |row| refused(row).or_else(Expect::without_code(row)),
        ),
        fault(
            "gzip that does not say so",
            JSON,
            |row| gzip(row.refusal().as_bytes()),
            Expect::without_code,
        ),
        fault(
            "an encoding of an unknown name",
            "Content-Type: application/json\r\nContent-Encoding: x-\u{1}odd\r\n",
            |_| b"whatever".to_vec(),
            interrupted,
        ),
        fault(
            "JSONP",
            JSON,
            |row| format!("callback({});", row.refusal()).into_bytes(),
            Expect::without_code,
        ),
        fault(
            "a PHP warning in front",
            JSON,
            |row| {
                let warning =
                    "<br />\n<b>Warning</b>: mysqli::query(): in <b>/www/a.php</b><br />\n";
                [warning.as_bytes(), row.refusal().as_bytes()].concat()
            },
            Expect::without_code,
        ),
        fault(
            "a page as JSON",
            JSON,
            move |_| page.to_vec(),
            Expect::without_code,
        ),
        fault(
            "a page with status 200",
            "Content-Type: text/html\r\n",
            move |_| page.to_vec(),
            |row| by_the_rules(row, 200, Body::WithoutCode),
        ),
        fault(
            "no content type",
            "",
            |row| row.refusal().into_bytes(),
            refused,
        ),
        fault(
            "a content type that is none",
            "Content-Type: ;;;=\"\r\n",
            |row| row.refusal().into_bytes(),
            refused,
        ),
        fault(
            "JSON in a text",
            JSON,
            |row| serde_json::to_vec(&row.refusal()).unwrap(),
            Expect::without_code,
        ),
        fault(
            "two answers in one",
            JSON,
            |row| format!("{}{}", row.refusal(), row.success("{}")).into_bytes(),
            Expect::without_code,
        ),
    ]
}

/// A file of gzip, in one block that is stored as it is.
pub(super) fn gzip(body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap();
    let mut file = vec![31, 139, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    file.extend(length.to_le_bytes());
    file.extend((!length).to_le_bytes());
    file.extend(body);
    let sum = body.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    });
    file.extend((!sum).to_le_bytes());
    file.extend(u32::from(length).to_le_bytes());
    file
}

#[test]
fn gzip_is_what_other_programs_read() {
    // `printf '{"code":0}' | gzip -c | tail -c 8`.
    let file = gzip(br#"{"code":0}"#);
    assert_eq!(file[file.len() - 8..], [152, 174, 60, 114, 10, 0, 0, 0]);
}
