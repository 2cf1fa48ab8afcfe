//! Bodies that are not plain UTF-8, made readable.

use std::borrow::Cow;

use provider_http::without_marks;

/// The body of an answer as JSON can be read from it: without byte order marks and blanks in
/// front, and UTF-8 where it was UTF-16.
pub(crate) fn plain(body: &[u8]) -> Cow<'_, [u8]> {
    let utf_16 = |body: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = body.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: String = char::decode_utf16(units)
            .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        Cow::Owned(text.into_bytes())
    };
    match body {
        [0xff, 0xfe, rest @ ..] => return utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf_16(rest, u16::from_be_bytes),
        // Without a mark, the zero beside the first character tells.
        [b'{', 0, ..] => return utf_16(body, u16::from_le_bytes),
        [0, b'{', ..] => return utf_16(body, u16::from_be_bytes),
        _ => {}
    }
    Cow::Borrowed(without_marks(body))
}

/// The body as data are read from it: as [`plain`], and each byte that is not UTF-8 as an escape
/// that no text takes, so that it costs the text in which it stands, and nothing beside it.
pub(crate) fn for_data(body: &[u8]) -> Cow<'_, [u8]> {
    match plain(body) {
        Cow::Borrowed(body) if std::str::from_utf8(body).is_err() => {
            Cow::Owned(visible(body, Charset::Unreadable).0.into_owned())
        }
        body => body,
    }
}

/// How the bytes are written that are not UTF-8.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charset {
    /// Each as `\xNN`; what is UTF-8 stays as it is.
    Utf8,
    /// Each as `\xNN`, and as in GBK a byte of 0x81 and more with the one behind it, whatever that
    /// is: a backslash there escapes nothing, and a quote ends nothing.
    OfPairs,
    /// Each as half a surrogate pair, which no text takes.
    Unreadable,
}

/// The body with each byte that is not UTF-8 written out inside a JSON text, and whether there
/// was any.
pub(crate) fn visible(body: &[u8], charset: Charset) -> (Cow<'_, [u8]>, bool) {
    if std::str::from_utf8(body).is_ok() {
        return (Cow::Borrowed(body), false);
    }
    let mut text = Vec::with_capacity(body.len() * 2);
    let write = |bytes: &[u8], text: &mut Vec<u8>| {
        for byte in bytes {
            match charset {
                Charset::Unreadable => text.extend_from_slice(b"\\ud800"),
                _ => text.extend_from_slice(format!("\\\\x{byte:02X}").as_bytes()),
            }
        }
    };
    if charset == Charset::OfPairs {
        let mut rest = body;
        while let Some((&first, behind)) = rest.split_first() {
            let length = match (first, behind.first()) {
                (0x81..=0xfe, Some(0x40..=0x7e | 0x80..=0xfe)) => 2,
                (0x80.., _) => 1,
                _ => {
                    text.push(first);
                    rest = behind;
                    continue;
                }
            };
            write(&rest[..length], &mut text);
            rest = &rest[length..];
        }
        return (Cow::Owned(text), true);
    }
    for chunk in body.utf8_chunks() {
        text.extend_from_slice(chunk.valid().as_bytes());
        write(chunk.invalid(), &mut text);
    }
    (Cow::Owned(text), true)
}
