//! What the sandbox was asked.

use std::collections::VecDeque;
use std::fmt;

use serde::de::DeserializeOwned;

use crate::shared::Shared;

/// One request as it reached the sandbox, and the status that it was answered with.
///
/// `Debug` shows the names of the headers and the length of the body, never their content.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method, as sent.
    pub method: String,
    /// The path, as sent, without the query.
    pub path: String,
    /// The query, as sent, without the question mark.
    pub query: Option<String>,
    /// The headers in the order of arrival, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, byte by byte.
    pub body: Vec<u8>,
    /// The HTTP status of the answer.
    pub status: u16,
}

impl RecordedRequest {
    /// The first value of a header; upper and lower case of the name do not matter.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The media type, without its parameters; empty when there is none.
    pub(crate) fn media_type(&self) -> &str {
        let value = self.header("Content-Type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim()
    }

    /// The body of a request that says that it is JSON, and is.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        if !self.media_type().eq_ignore_ascii_case("application/json") {
            return None;
        }
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("header_names", &names)
            .field("body_bytes", &self.body.len())
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The requests so far, oldest first. Clones share one list.
#[derive(Clone, Default)]
pub(crate) struct Recording {
    requests: Shared<VecDeque<RecordedRequest>>,
}

impl Recording {
    /// A sandbox that runs for days forgets the oldest requests instead of filling the memory.
    const KEPT: usize = 10_000;

    pub(crate) fn add(&self, request: RecordedRequest) {
        let mut requests = self.requests.lock();
        if requests.len() == Self::KEPT {
            requests.pop_front();
        }
        requests.push_back(request);
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.requests.lock().iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.requests.lock().clear();
    }
}
