//! Whether an answer that cannot be read as an envelope says something all the same.

/// Whether a field of this name stands somewhere, in JSON or in a text that holds JSON.
pub(crate) fn names(body: &[u8], field: &str) -> bool {
    let quoted = |quote: &str| [quote, field, quote].concat().into_bytes();
    ["\"", "\\\"", "'"].map(quoted).iter().any(|name| {
        let mut places = body.windows(name.len()).enumerate();
        places.any(|(place, window)| {
            // The name first: blanks are passed over behind it alone, or each of many would cost
            // all that follow.
            window == name.as_slice()
                && body[place + name.len()..]
                    .trim_ascii_start()
                    .starts_with(b":")
        })
    })
}

/// Whether the field of the code stands somewhere with the code of success: deeper in the JSON, in
/// another letter case, without quotes or in others, as a form, in a tag, escaped for a page or an
/// address. One that is cut off may be that of success.
pub(crate) fn says_success(body: &[u8], field: &str, is_success: IsSuccess<'_>) -> bool {
    let text = String::from_utf8_lossy(body);
    let bytes = text.as_bytes();
    let mut places = bytes.windows(field.len()).enumerate();
    places.any(|(place, window)| {
        window.eq_ignore_ascii_case(field.as_bytes())
            && begins_a_word(&text[..place])
            && value(&text[place + field.len()..]).is_some_and(is_success)
    })
}

/// Whether a body is text, whatever its charset: what is compressed, or no text at all, has bytes
/// that no text has.
pub(crate) fn is_text(body: &[u8]) -> bool {
    let is_odd = |byte: &u8| matches!(byte, 0..=8 | 14..=26 | 28..=31);
    !body.iter().any(is_odd)
}

fn begins_a_word(before: &str) -> bool {
    let is_word = |last: char| last.is_alphanumeric() || last == '_';
    !before.ends_with(is_word)
        || ["%22", "%27", "u0022"]
            .iter()
            .any(|quote| before.ends_with(quote))
}

/// A word in the place of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word<'a> {
    Whole(&'a str),
    /// The answer ends in it, or before it.
    Cut(&'a str),
}

/// Whether a word is the code of success, or may be its beginning.
pub(crate) type IsSuccess<'a> = &'a dyn Fn(Word<'_>) -> bool;

/// How far behind a name its value is looked for, in bytes.
const FAR: usize = 64;

/// Signs around a value, as pages and addresses write them.
const ESCAPED: [&str; 8] = [
    "&quot;", "&#34;", "&#39;", "&apos;", "%22", "%27", "%20", "\\u0022",
];

/// The word behind a sign that gives a value.
fn value(behind: &str) -> Option<Word<'_>> {
    let mut rest = behind;
    let mut is_given = false;
    while behind.len() - rest.len() < FAR {
        let escaped = ESCAPED.iter().find_map(|sign| rest.strip_prefix(sign));
        let colon = ["%3A", "%3a", "%3D", "%3d"];
        let given = colon.iter().find_map(|sign| rest.strip_prefix(sign));
        is_given |= given.is_some();
        if let Some(behind) = escaped.or(given) {
            rest = behind;
            continue;
        }
        match rest.chars().next() {
            None => return is_given.then_some(Word::Cut("")),
            // The end of the field.
            Some(',' | '}') => return None,
            Some(sign) if !sign.is_alphanumeric() => {
                is_given |= matches!(sign, ':' | '=' | '>');
                rest = &rest[sign.len_utf8()..];
            }
            Some(_) if !is_given => return None,
            Some(_) => {
                let end = rest.find(|sign: char| !sign.is_alphanumeric());
                return Some(end.map_or(Word::Cut(rest), |end| Word::Whole(&rest[..end])));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_said(text: &str) -> bool {
        says_success(text.as_bytes(), "code", &|word| match word {
            Word::Whole(word) => word == "200",
            Word::Cut(start) => "200".starts_with(start),
        })
    }

    #[test]
    fn success_is_found_in_every_notation() {
        for text in [
            r#"{"error":"bad","data":{"code":200,"message":"ok"}}"#,
            r#"{"Code" : "200"}"#,
            r#"{"body":"{\"code\":200}"}"#,
            "{'code': 200}",
            "{code:200}",
            "message=ok&code=200",
            "<r><code>200</code></r>",
            "<pre>{&quot;code&quot;:200}</pre>",
            "%7B%22code%22%3A200%7D",
            r"{\u0022code\u0022:200}",
            "Array ( [code] => 200 )",
            "code: 200\n",
            r#"{"code":20"#,
            r#"{"code":"#,
        ] {
            assert!(is_said(text), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_taken_for_success() {
        for text in [
            r#"{"error":{"code":404,"message":"code 200"}}"#,
            r#"{"status_code":200,"code_length":200,"qrcode":200}"#,
            r#"{"code":[],"x":200}"#,
            "message=no&code=404",
            "<html><h1>Error code: 404</h1></html>",
            "the code 200 is not what it answers",
            "",
        ] {
            assert!(!is_said(text), "{text}");
        }
    }

    #[test]
    fn bytes_that_no_text_has_are_told() {
        let gzip = [31, 139, 8, 0, 0, 0, 0, 0, 0, 3];
        assert!(!is_text(&gzip) && !is_text("{".repeat(2).replace('{', "{\0").as_bytes()));
        assert!(
            is_text("错误\r\n\t\u{1b}[1m".as_bytes())
                && is_text(b"\xb4\xed\xce\xf3")
                && is_text(b"")
        );
    }
}
