use std::borrow::Cow;

use encoding_rs::{EncoderResult, Encoding, GB18030, GBK};

/// How text becomes bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Charset {
    #[default]
    Utf8,
    Gbk,
    /// GBK with four bytes for what it lacks.
    Gb18030,
    Latin1,
    Utf16Le,
    Utf16Be,
    /// No charset: two digits are a byte.
    Hex,
}

impl Charset {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gbk => "GBK",
            Self::Gb18030 => "GB18030",
            Self::Latin1 => "ISO-8859-1",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Hex => "hexadecimal",
        }
    }

    /// The bytes that are hashed. `ending` is what was put behind the text, which is no digits.
    pub(crate) fn encode(self, text: &str, ending: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Gbk => double_byte(text, GBK),
            Self::Gb18030 => double_byte(text, GB18030),
            Self::Latin1 => text
                .chars()
                .map(|character| u8::try_from(character).unwrap_or(b'?'))
                .collect(),
            Self::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Hex => {
                let digits = text.strip_suffix(ending).unwrap_or(text);
                match hex::decode(digits) {
                    Ok(bytes) => [&bytes, ending.as_bytes()].concat(),
                    Err(_) => text.as_bytes().to_vec(),
                }
            }
        }
    }

    /// The bytes that a percent encoding writes; nobody writes those of UTF-16.
    pub(crate) fn bytes_to_escape(self, text: &str) -> Cow<'_, [u8]> {
        match self {
            Self::Gbk | Self::Gb18030 | Self::Latin1 => self.encode(text, "").into(),
            _ => text.as_bytes().into(),
        }
    }
}

/// `?` takes the place of what the charset lacks, as .NET, Java and PHP do it.
fn double_byte(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let mut encoder = encoding.new_encoder();
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        // At most four bytes take the place of a character, and every character has a byte.
        bytes.reserve(rest.len() * 4 + 16);
        let (result, read) =
            encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
        rest = &rest[read..];
        match result {
            EncoderResult::InputEmpty => return bytes,
            EncoderResult::Unmappable(_) => bytes.push(b'?'),
            EncoderResult::OutputFull => {}
        }
    }
}
