//! `application/x-www-form-urlencoded`, in bodies and in queries.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::request::Request;

/// The parameters of a strict form in their order of arrival, as bytes; a name occurs once.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Form {
    pub(crate) pairs: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Form {
    /// Decodes the body of a request that says that it is a form.
    pub(crate) fn of_body(request: &Request) -> Option<Self> {
        request
            .header("Content-Type")
            .filter(|value| is_form(value))?;
        Self::decode(request.body())
    }

    /// Decodes the query of a request.
    pub(crate) fn of_query(request: &Request) -> Option<Self> {
        Self::decode(request.query().unwrap_or_default().as_bytes())
    }

    fn decode(text: &[u8]) -> Option<Self> {
        let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        if text.is_empty() {
            return Some(Self { pairs });
        }
        for pair in text.split(|byte| *byte == b'&') {
            let equals = pair.iter().position(|byte| *byte == b'=')?;
            let name = decode_part(&pair[..equals])?;
            let value = decode_part(&pair[equals + 1..])?;
            if name.is_empty() || pairs.iter().any(|(known, _)| *known == name) {
                return None;
            }
            pairs.push((name, value));
        }
        Some(Self { pairs })
    }

    /// A parameter that was sent.
    pub(crate) fn value(&self, name: &str) -> Option<&[u8]> {
        self.pairs
            .iter()
            .find(|(known, _)| known == name.as_bytes())
            .map(|(_, value)| value.as_slice())
    }
}

/// The names and values of a query as they are, for a provider that is not strict: a value may be missing with its `=`.
pub(crate) fn raw_pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Encodes a name or a value: a space becomes `+`, every byte of the set `%XX`.
pub(crate) fn encode(text: &str, encoded: &'static AsciiSet) -> String {
    utf8_percent_encode(text, encoded)
        .to_string()
        .replace("%20", "+")
}

/// The type itself, alone or with the one charset that a form has.
fn is_form(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        && parts.all(|parameter| parameter.eq_ignore_ascii_case("charset=utf-8"))
}

/// Decodes a name or a value; whatever may not stand there bare makes it no form.
fn decode_part(part: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(part.len());
    let mut rest = part;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut byte = [0];
                hex::decode_to_slice(tail.get(..2)?, &mut byte).ok()?;
                rest = &tail[2..];
                byte[0]
            }
            bare if may_stand_bare(*bare) => *bare,
            _ => return None,
        });
    }
    Some(decoded)
}

/// What RFC 3986 lets stand in a query, apart from the characters with a meaning in a form.
fn may_stand_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$'()*,;:@/?".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{Form, is_form};

    fn decoded(text: &[u8]) -> Option<Vec<(String, String)>> {
        let form = Form::decode(text)?;
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Some(
            form.pairs
                .into_iter()
                .map(|(name, value)| (text(name), text(value)))
                .collect(),
        )
    }

    #[test]
    fn plus_is_a_space_and_percent_is_a_byte() {
        let pairs = [("a b", "1+2"), ("c", "奶{$$}"), ("d", "")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(
            decoded(b"a+b=1%2B2&c=%E5%A5%B6%7b$$%7D&d="),
            Some(pairs.to_vec())
        );
        assert_eq!(decoded(b""), Some(Vec::new()));
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_kept() {
        let form = Form::decode(b"data=%C4%CC%FF").unwrap();
        assert_eq!(form.value("data"), Some(b"\xc4\xcc\xff".as_slice()));
    }

    #[test]
    fn text_that_is_no_strict_form_is_none() {
        for text in [
            "a",
            "=1",
            "a=1&",
            "&a=1",
            "a=1&&b=2",
            "a=1=2",
            "a=%",
            "a=%4",
            "a=%zz",
            "a=%+1",
            "a= 1",
            "a={}",
            "a=\"1\"",
            "a=奶",
            "a=1\n",
            "a=1&a=1",
            "a=1&%61=2",
            "a=#",
            "a=[1]",
        ] {
            assert_eq!(decoded(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn form_is_its_content_type_alone_or_with_its_charset() {
        for good in [
            "application/x-www-form-urlencoded",
            "Application/X-WWW-Form-Urlencoded; Charset=UTF-8",
        ] {
            assert!(is_form(good), "{good}");
        }
        for wrong in [
            "",
            "application/json",
            "multipart/form-data; boundary=x",
            "text/plain",
            "application/x-www-form-urlencoded; charset=gbk",
            "application/x-www-form-urlencoded;",
        ] {
            assert!(!is_form(wrong), "{wrong}");
        }
    }
}
