use std::borrow::Cow;

use signing::MASK;

use super::charset::Charset;

/// What is encoded, and how.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoded {
    Nothing,
    /// Names and values.
    Both(Encoder),
    /// Values alone.
    Values(Encoder),
}

/// An encoding of form fields, as one language writes it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoder {
    /// `url.QueryEscape`, which is also Python's `quote_plus`.
    Go,
    /// `URLEncoder` of Java and Kotlin, and the forms of browsers.
    Java,
    /// `urlencode`.
    Php,
    /// `HttpUtility.UrlEncode`.
    DotNet,
    /// RFC 3986; `rawurlencode` of PHP, `Uri.EscapeDataString` of .NET.
    Percent,
    /// `encodeURIComponent`.
    JavaScript,
}

impl Encoder {
    pub(crate) const ALL: [Self; 6] = [
        Self::Go,
        Self::Java,
        Self::Php,
        Self::DotNet,
        Self::Percent,
        Self::JavaScript,
    ];

    pub(crate) fn encode(self, bytes: &[u8]) -> String {
        let mut encoded = String::with_capacity(bytes.len());
        for &byte in bytes {
            if byte.is_ascii_alphanumeric() || self.kept().contains(&byte) {
                encoded.push(char::from(byte));
            } else if byte == b' ' && !matches!(self, Self::Percent | Self::JavaScript) {
                encoded.push('+');
            } else {
                encoded.push('%');
                for digit in [byte >> 4, byte & 15] {
                    let digit = char::from_digit(digit.into(), 16).unwrap_or_default();
                    encoded.push(match self {
                        Self::DotNet => digit,
                        _ => digit.to_ascii_uppercase(),
                    });
                }
            }
        }
        encoded
    }

    /// The same for a text that is shown: its masks stay as they are.
    pub(super) fn encode_around_masks(self, text: &str, charset: Charset) -> String {
        let parts = text.split(MASK).map(|part| {
            let bytes: Cow<'_, [u8]> = charset.bytes_to_escape(part);
            self.encode(&bytes)
        });
        parts.collect::<Vec<_>>().join(MASK)
    }

    /// The marks that stay, besides letters and digits.
    fn kept(self) -> &'static [u8] {
        match self {
            Self::Go | Self::Percent => b"-_.~",
            Self::Java => b"-_.*",
            Self::Php => b"-_.",
            Self::DotNet => b"-_.!*()",
            Self::JavaScript => b"-_.!~*'()",
        }
    }
}
