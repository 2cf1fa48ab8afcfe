//! One request and its answer.

use std::io::{self, Read, Write};
use std::time::{Duration, Instant};

use ureq::http::{self, HeaderName, HeaderValue, header};
use ureq::{AsSendBody, Body};

use crate::channel::Channel;
use crate::connector::noting_sent;
use crate::decode::without_marks;
use crate::error::{Deadlines, Sent};
use crate::request::Method;
use crate::settings::check_deadline;
use crate::{Effect, Error, InvalidInput, Reply, Request};

/// Where the body of a successful download goes, and how much of it.
pub(crate) struct Sink<'a> {
    pub(crate) sink: &'a mut dyn Write,
    pub(crate) max_bytes: u64,
}

pub(crate) fn exchange(
    channel: &Channel,
    request: Request,
    timeout: Duration,
    sink: Option<Sink<'_>>,
) -> Result<Reply, Error> {
    check_deadline("timeout", timeout, "deadline of a call")?;
    let settings = &channel.settings;
    let deadlines = Deadlines {
        connect: settings.connect_timeout,
        whole: timeout,
    };
    let head = head(channel, &request)?;
    let effect = request.effect;
    let Attempted { response, sent } = match &request.body {
        Some(body) => run(channel, head, &body.bytes, effect, timeout)?,
        // These methods say that they have a body, so its length is said too: 0.
        None if matches!(request.method, Method::Post | Method::Put | Method::Patch) => {
            run(channel, head, &[][..], effect, timeout)?
        }
        None => run(channel, head, (), effect, timeout)?,
    };
    let response = response.map_err(|error| Error::of_ureq(error, sent, deadlines))?;

    let status = response.status().as_u16();
    let reply = Reply::new(status, response.headers(), request);
    // The limits are ours: ureq's own differ between its releases in what they count, and whether
    // a body of exactly their size passes.
    let body = response
        .into_body()
        .into_with_config()
        .limit(u64::MAX)
        .reader();
    match sink {
        Some(sink) if (200..300).contains(&status) && !reply.is_json() => {
            Ok(match stream(body, sink, deadlines)? {
                Streamed::File(bytes) => reply.with_streamed(bytes),
                Streamed::Held(body) => reply.with_body(body),
            })
        }
        _ if reply.is_redirect() => {
            // Whatever is wrong with its body: what it is stands in the head.
            let until = Instant::now().checked_add(LONGEST_LOOK);
            let look = || {
                keep(
                    body,
                    LONGEST_ENVELOPE.min(settings.max_body_bytes),
                    deadlines,
                )
            };
            let (body, _) = noting_sent(until, look);
            Ok(reply.with_body(body.map_err(|_| Error::Redirect { status })?))
        }
        _ => Ok(reply.with_body(keep(body, settings.max_body_bytes, deadlines)?)),
    }
}

/// How long a redirect is looked into, for the refusal that may be in it.
const LONGEST_LOOK: Duration = Duration::from_secs(1);

fn head(channel: &Channel, request: &Request) -> Result<http::request::Builder, Error> {
    let uri = channel.base_url.join(&request.path, &request.query)?;
    let mut head = http::Request::builder()
        .method(request.method.as_str())
        .uri(uri);
    let refuse = |field| InvalidInput::new(field, "must be printable ASCII", "RFC 9110");
    for (name, value) in &request.headers {
        let name = HeaderName::try_from(name.as_str()).map_err(|_| refuse("header"))?;
        let mut value = header_value(value.expose()).ok_or_else(|| refuse("header"))?;
        value.set_sensitive(true);
        head = head.header(name, value);
    }
    if let Some(body) = &request.body {
        let value = header_value(&body.content_type).ok_or_else(|| refuse("content_type"))?;
        head = head.header(header::CONTENT_TYPE, value);
    }
    Ok(head)
}

/// A header value of ASCII only: `HeaderValue` takes bytes beyond it, which servers read in
/// different ways.
fn header_value(text: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(text).ok().filter(|_| text.is_ascii())
}

/// A request that was handed to ureq, and what became of it.
struct Attempted {
    /// The head of the answer.
    response: Result<http::Response<Body>, ureq::Error>,
    /// Whether any byte of the request went out.
    sent: Sent,
}

fn run<B: AsSendBody>(
    channel: &Channel,
    head: http::request::Builder,
    body: B,
    effect: Effect,
    timeout: Duration,
) -> Result<Attempted, Error> {
    let refuse = |_| InvalidInput::new("request", "cannot be built", "RFC 9110");
    let mut request = head.body(body).map_err(refuse)?;
    let agent = channel.agent(effect)?;
    if timeout != channel.settings.timeout {
        // Only then: a request with its own config costs ureq a look at all root certificates.
        let config = agent.configure_request(request);
        request = config.timeout_global(Some(timeout)).build();
    }
    let deadline = Instant::now().checked_add(timeout);
    let (response, sent) = noting_sent(deadline, || agent.run(request));
    Ok(Attempted { response, sent })
}

fn keep(body: impl Read, limit_bytes: u64, deadlines: Deadlines) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a body of exactly the limit from a longer one.
    let mut body = body.take(limit_bytes.saturating_add(1));
    body.read_to_end(&mut bytes)
        .map_err(|error| Error::of_body(error, deadlines))?;
    if bytes.len() as u64 > limit_bytes {
        return Err(Error::BodyTooLarge { limit_bytes });
    }
    Ok(bytes)
}

/// The longest body that may be an envelope under another content type.
const LONGEST_ENVELOPE: u64 = 64 * 1024;

/// What became of the body of a download.
enum Streamed {
    /// So many bytes were written.
    File(u64),
    /// It is short and begins as an object does: whether it is a file the caller has to say.
    Held(Vec<u8>),
}

fn stream(mut body: impl Read, to: Sink<'_>, deadlines: Deadlines) -> Result<Streamed, Error> {
    let failed = |error| Error::of_body(error, deadlines);
    let too_large = || Error::body_too_large(to.max_bytes);
    let mut written = 0;
    let mut chunk = [0; 16 * 1024];
    let mut count = read_some(&mut body, &mut chunk).map_err(failed)?;
    if begins_an_object(&chunk[..count]) {
        let mut start = chunk[..count].to_vec();
        let rest = LONGEST_ENVELOPE.saturating_sub(count as u64);
        body.by_ref()
            .take(rest)
            .read_to_end(&mut start)
            .map_err(failed)?;
        if start.len() as u64 > to.max_bytes {
            return Err(too_large());
        }
        if (start.len() as u64) < LONGEST_ENVELOPE {
            return Ok(Streamed::Held(start));
        }
        to.sink.write_all(&start).map_err(Error::sink)?;
        written = start.len() as u64;
        count = read_some(&mut body, &mut chunk).map_err(failed)?;
    }
    while count > 0 {
        if to.max_bytes - written < count as u64 {
            return Err(too_large());
        }
        to.sink.write_all(&chunk[..count]).map_err(Error::sink)?;
        written += count as u64;
        count = read_some(&mut body, &mut chunk).map_err(failed)?;
    }
    to.sink.flush().map_err(Error::sink)?;
    Ok(Streamed::File(written))
}

/// What comes next; nothing at the end.
fn read_some(body: &mut impl Read, chunk: &mut [u8]) -> io::Result<usize> {
    loop {
        match body.read(chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            end => return end,
        }
    }
}

/// Whether the first byte that is no blank and no byte order mark opens an object.
fn begins_an_object(body: &[u8]) -> bool {
    without_marks(body).first() == Some(&b'{')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body whose reading a signal interrupts again and again.
    struct Interrupted<'a>(&'a [u8], bool);

    impl Read for Interrupted<'_> {
        fn read(&mut self, chunk: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            match self.1 {
                true => Err(io::ErrorKind::Interrupted.into()),
                false => self.0.read(chunk),
            }
        }
    }

    #[test]
    fn signal_does_not_end_a_download() {
        let deadlines = Deadlines {
            connect: Duration::from_secs(1),
            whole: Duration::from_secs(1),
        };
        let mut file = Vec::new();
        let sink = Sink {
            sink: &mut file,
            max_bytes: 100,
        };
        let streamed = stream(Interrupted(b"a file", false), sink, deadlines).unwrap();
        assert!(matches!(streamed, Streamed::File(6)));
        assert_eq!(file, b"a file");
    }
}
