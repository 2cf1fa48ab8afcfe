//! As much of HTTP/1.1 as the proxy needs to find the end of a message.

use std::io::{self, BufRead, Read};

const MAX_HEAD_BYTES: usize = 64 * 1024;
const MAX_BODY_BYTES: u64 = 16 * 1024 * 1024;

/// A message as it was on the wire.
#[derive(Debug)]
pub(super) struct Message {
    /// Start line and headers, with the empty line.
    pub(super) head: Vec<u8>,
    /// The body with its framing.
    pub(super) body: Vec<u8>,
    /// Whether the sender closes the connection after this message.
    pub(super) closes: bool,
}

/// Reads a request; `None` when the connection ends before one begins.
pub(super) fn read_request(stream: &mut impl BufRead) -> io::Result<Option<Message>> {
    let Some(head) = read_head(stream)? else {
        return Ok(None);
    };
    let mut body = Vec::new();
    read_framed_body(stream, &head, &mut body)?;
    let closes = says_close(&head);
    Ok(Some(Message { head, body, closes }))
}

/// Reads the answer to a request.
pub(super) fn read_answer(stream: &mut impl BufRead, request: &Message) -> io::Result<Message> {
    loop {
        let head = read_head(stream)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let status = status(&head);
        if status.starts_with(b"1") {
            continue;
        }
        let mut body = Vec::new();
        let mut closes = says_close(&head);
        let has_body = !request.head.starts_with(b"HEAD ") && status != b"204" && status != b"304";
        if has_body && !read_framed_body(stream, &head, &mut body)? {
            stream.take(MAX_BODY_BYTES).read_to_end(&mut body)?;
            closes = true;
        }
        return Ok(Message { head, body, closes });
    }
}

fn read_head(stream: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    loop {
        let start = head.len();
        read_line(stream, &mut head)?;
        match &head[start..] {
            b"\r\n" if start > 0 => return Ok(Some(head)),
            line if line.ends_with(b"\n") => {}
            [] if start == 0 => return Ok(None),
            _ => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
        if head.len() > MAX_HEAD_BYTES {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
}

/// Appends one line with its end, or what there is of it.
fn read_line(stream: &mut impl BufRead, text: &mut Vec<u8>) -> io::Result<()> {
    let limit = u64::try_from(MAX_HEAD_BYTES).unwrap_or(u64::MAX);
    stream.take(limit).read_until(b'\n', text)?;
    Ok(())
}

/// Appends a body that says where it ends; `false` when it does not say so.
fn read_framed_body(
    stream: &mut impl BufRead,
    head: &[u8],
    body: &mut Vec<u8>,
) -> io::Result<bool> {
    if header(head, "transfer-encoding").is_some() {
        return read_chunks(stream, body).map(|()| true);
    }
    let Some(length) = header(head, "content-length") else {
        return Ok(false);
    };
    let length: u64 = length.parse().map_err(|_| io::ErrorKind::InvalidData)?;
    read_exactly(stream, length, body)?;
    Ok(true)
}

fn read_chunks(stream: &mut impl BufRead, body: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let start = body.len();
        read_line(stream, body)?;
        let line = String::from_utf8_lossy(&body[start..]).into_owned();
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(size, 16).map_err(|_| io::ErrorKind::InvalidData)?;
        if size == 0 {
            break;
        }
        read_exactly(stream, size.saturating_add(2), body)?;
    }
    // Trailers, if there are any, and the empty line.
    loop {
        let start = body.len();
        read_line(stream, body)?;
        match &body[start..] {
            b"\r\n" | b"\n" => return Ok(()),
            line if line.ends_with(b"\n") && start < MAX_HEAD_BYTES * 512 => {}
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

fn read_exactly(stream: &mut impl BufRead, length: u64, body: &mut Vec<u8>) -> io::Result<()> {
    let held = u64::try_from(body.len()).unwrap_or(u64::MAX);
    if length.saturating_add(held) > MAX_BODY_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let read = stream.take(length).read_to_end(body)?;
    if u64::try_from(read).unwrap_or(u64::MAX) < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

/// The three digits after the version.
fn status(head: &[u8]) -> &[u8] {
    head.split(|byte| *byte == b' ').nth(1).unwrap_or_default()
}

fn header(head: &[u8], name: &str) -> Option<String> {
    String::from_utf8_lossy(head)
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_ascii_lowercase())
}

fn says_close(head: &[u8]) -> bool {
    header(head, "connection").is_some_and(|value| value.contains("close"))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{read_answer, read_request};

    #[test]
    fn messages_on_one_connection_are_told_apart() {
        let wire = b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc\
                     POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n\
                     GET /c HTTP/1.1\r\nConnection: close\r\n\r\nrest";
        let mut stream = &wire[..];
        let first = read_request(&mut stream).unwrap().unwrap();
        assert_eq!((first.body.as_slice(), first.closes), (&b"abc"[..], false));
        let second = read_request(&mut stream).unwrap().unwrap();
        assert_eq!(second.body, b"2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n");
        let third = read_request(&mut stream).unwrap().unwrap();
        assert_eq!((third.body.as_slice(), third.closes), (&b""[..], true));
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, b"rest");
    }

    #[test]
    fn answer_without_a_length_ends_with_the_connection() {
        let mut request = &b"GET / HTTP/1.1\r\n\r\n"[..];
        let request = read_request(&mut request).unwrap().unwrap();
        let mut wire = &b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nall of it"[..];
        let answer = read_answer(&mut wire, &request).unwrap();
        assert_eq!(
            (answer.body.as_slice(), answer.closes),
            (&b"all of it"[..], true)
        );
    }

    #[test]
    fn broken_framing_is_an_error() {
        for wire in [
            "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc",
            "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nabc",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
            "POST / HTTP/1.1\r\nContent-Le",
        ] {
            assert!(read_request(&mut wire.as_bytes()).is_err(), "{wire:?}");
        }
        assert!(read_request(&mut &b""[..]).unwrap().is_none());
    }
}
