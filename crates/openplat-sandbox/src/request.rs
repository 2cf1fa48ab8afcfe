//! A request as HTTP has it, for as long as it is answered.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// A request whose body is here. What is kept of it is a copy, in [`Recording`](crate::recording::Recording):
/// its bytes lie in the buffer that its connection is read into.
pub(crate) struct Request {
    parts: Parts,
    body: Bytes,
}

impl Request {
    pub(crate) fn new(parts: Parts, body: Bytes) -> Self {
        Self { parts, body }
    }

    /// The method, as sent.
    pub(crate) fn method(&self) -> &str {
        self.parts.method.as_str()
    }

    /// The path, as sent, without the query.
    pub(crate) fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// The query, as sent, without the question mark.
    pub(crate) fn query(&self) -> Option<&str> {
        self.parts.uri.query()
    }

    /// The headers in the order of arrival, names in lower case.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.parts.headers.iter()
    }

    /// The first value of a header; upper and lower case of the name do not matter.
    pub(crate) fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        self.header_values(name).next()
    }

    /// All values of a header.
    pub(crate) fn header_values(&self, name: &str) -> impl Iterator<Item = Cow<'_, str>> {
        let values = self.parts.headers.get_all(name).into_iter();
        values.map(|value| text(value.as_bytes()))
    }

    /// The body, byte by byte.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// Whether this is its media type, parameters or not.
    pub(crate) fn is_of_type(&self, media_type: &str) -> bool {
        let value = self.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        let essence = value.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case(media_type)
    }

    /// The body of a request that says that it is JSON, and is.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        if !self.is_of_type("application/json") {
            return None;
        }
        serde_json::from_slice(&self.body).ok()
    }
}

/// What came over the wire as a text, whatever its bytes are.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    // Nearly always it is one, and this check is the faster one.
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
