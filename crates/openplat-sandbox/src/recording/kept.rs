//! A request in the form in which thousands are kept.

use std::iter;

use super::RecordedRequest;
use crate::request::{Request, text};

/// A request as one block of bytes, much as HTTP has it: a line with the method, one with the path and
/// the query, one for each header, an empty one, and the body.
///
/// It is copied when it comes and taken apart when a test asks, which is much rarer. A part that was
/// shared and not copied would keep the whole buffer that its connection is read into.
pub(super) struct Kept {
    bytes: Box<[u8]>,
    status: u16,
}

impl Kept {
    /// Room for most heads, so that they are not copied while they grow.
    const HEAD_BYTES: usize = 512;

    pub(super) fn of(request: &Request, status: u16) -> Self {
        let mut bytes = Vec::with_capacity(Self::HEAD_BYTES + request.body().len());
        bytes.extend_from_slice(request.method().as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(request.path().as_bytes());
        if let Some(query) = request.query() {
            bytes.push(b'?');
            bytes.extend_from_slice(query.as_bytes());
        }
        bytes.push(b'\n');
        for (name, value) in request.headers() {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.push(b':');
            bytes.extend_from_slice(value.as_bytes());
            bytes.push(b'\n');
        }
        bytes.push(b'\n');
        bytes.extend_from_slice(request.body());
        Self {
            bytes: bytes.into_boxed_slice(),
            status,
        }
    }

    /// The request as a test sees it.
    pub(super) fn told(&self) -> RecordedRequest {
        let mut rest = &*self.bytes;
        let method = text(before(b'\n', &mut rest)).into_owned();
        let target = text(before(b'\n', &mut rest));
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (&*target, None),
        };
        let lines = iter::from_fn(|| Some(before(b'\n', &mut rest)));
        let headers = lines
            .take_while(|line| !line.is_empty())
            .map(|mut line| {
                let name = text(before(b':', &mut line)).into_owned();
                (name, text(line).into_owned())
            })
            .collect();
        RecordedRequest {
            method,
            path: path.to_owned(),
            query,
            headers,
            body: rest.to_vec(),
            status: self.status,
        }
    }
}

/// Takes what stands before a byte, and the byte.
fn before<'a>(end: u8, rest: &mut &'a [u8]) -> &'a [u8] {
    let mut parts = rest.splitn(2, |byte| *byte == end);
    let taken = parts.next().unwrap_or_default();
    *rest = parts.next().unwrap_or_default();
    taken
}
