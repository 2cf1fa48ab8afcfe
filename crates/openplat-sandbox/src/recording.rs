//! What the sandbox was asked.

mod kept;

use std::collections::VecDeque;
use std::fmt;

use crate::request::Request;
use crate::shared::Shared;
use kept::Kept;

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
    requests: Shared<VecDeque<Kept>>,
}

impl Recording {
    /// A sandbox that runs for days forgets the oldest requests instead of filling the memory.
    const KEPT: usize = 10_000;

    pub(crate) fn add(&self, request: &Request, status: u16) {
        let request = Kept::of(request, status);
        let mut requests = self.requests.lock();
        if requests.len() == Self::KEPT {
            requests.pop_front();
        }
        requests.push_back(request);
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.requests.lock().iter().map(Kept::told).collect()
    }

    pub(crate) fn clear(&self) {
        self.requests.lock().clear();
    }
}
