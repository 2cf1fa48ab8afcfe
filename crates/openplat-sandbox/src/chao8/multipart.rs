//! `multipart/form-data` as RFC 7578 has it, read strictly.

/// A part of a form.
#[derive(Debug, PartialEq)]
pub(super) struct Part<'a> {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) content: &'a [u8],
}

/// The parts of a body; `None` when it is no well-formed form with this content type.
pub(super) fn parts<'a>(content_type: &str, body: &'a [u8]) -> Option<Vec<Part<'a>>> {
    let boundary = parameter(content_type, "boundary")?;
    if boundary.is_empty() || boundary.len() > 70 {
        return None;
    }
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter has no line before it.
    let mut rest = body.strip_prefix(&delimiter.as_bytes()[2..])?;
    let mut parts = Vec::new();
    loop {
        if let Some(end) = rest.strip_prefix(b"--") {
            return matches!(end, b"" | b"\r\n").then_some(parts);
        }
        let part = rest.strip_prefix(b"\r\n")?;
        let (head, part) = split_at(part, b"\r\n\r\n")?;
        let (content, following) = split_at(part, delimiter.as_bytes())?;
        parts.push(read_part(head, content)?);
        rest = following;
    }
}

fn read_part<'a>(head: &[u8], content: &'a [u8]) -> Option<Part<'a>> {
    let mut disposition = None;
    let mut content_type = None;
    for line in std::str::from_utf8(head).ok()?.split("\r\n") {
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-disposition" => disposition = Some(value.trim()),
            "content-type" => content_type = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let disposition = disposition.filter(|value| value.starts_with("form-data;"))?;
    Some(Part {
        name: parameter(disposition, "name")?,
        file_name: parameter(disposition, "filename"),
        content_type,
        content,
    })
}

/// A parameter of a header, without its quotes.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (found, value) = rest.split_once('=')?;
        let (value, following) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_at(value.find(';').unwrap_or(value.len())),
        };
        if found.trim().eq_ignore_ascii_case(name) {
            return Some(value.trim().to_owned());
        }
        rest = following.trim_start().strip_prefix(';')?;
    }
}

fn split_at<'a>(text: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = text
        .windows(separator.len())
        .position(|window| window == separator)?;
    Some((&text[..place], &text[place + separator.len()..]))
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    #[test]
    fn parts_are_told_apart() {
        let body = b"--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\r\n--xx\r\n\
            content-type: image/png\r\nContent-Disposition: form-data; name=f; filename=\"a;b=.png\"\r\n\r\n\x00\xff\r\n--xx--\r\n";
        let expected = vec![
            Part {
                name: "a".to_owned(),
                file_name: None,
                content_type: None,
                content: b"1\r\n",
            },
            Part {
                name: "f".to_owned(),
                file_name: Some("a;b=.png".to_owned()),
                content_type: Some("image/png".to_owned()),
                content: b"\x00\xff",
            },
        ];
        for content_type in [
            "multipart/form-data; boundary=xx",
            "multipart/form-data; charset=utf-8; Boundary=\"xx\"",
        ] {
            assert_eq!(parts(content_type, body).as_ref(), Some(&expected));
        }
    }

    #[test]
    fn malformed_form_is_none() {
        let good = "multipart/form-data; boundary=xx";
        let part = "Content-Disposition: form-data; name=a\r\n\r\n1";
        assert!(parts(good, format!("--xx\r\n{part}\r\n--xx--").as_bytes()).is_some());
        for (content_type, body) in [
            ("multipart/form-data", format!("--xx\r\n{part}\r\n--xx--")),
            (
                "multipart/form-data; boundary=",
                format!("--\r\n{part}\r\n----"),
            ),
            (good, format!("--yy\r\n{part}\r\n--yy--")),
            (good, format!("--xx\r\n{part}\r\n--xx")),
            (good, format!("--xx\r\n{part}\r\n--xx--more")),
            (good, format!("--xx\n{part}\n--xx--")),
            (
                good,
                "--xx\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xx--".to_owned(),
            ),
            (good, "--xx\r\n\r\n1\r\n--xx--".to_owned()),
            (good, String::new()),
        ] {
            assert_eq!(parts(content_type, body.as_bytes()), None, "{body:?}");
        }
    }
}
