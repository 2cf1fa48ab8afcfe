use std::fmt;

use provider_client::Answer;

use crate::Code;

/// An answer as it came, for calls that read it themselves.
///
/// Its `Debug` shows status, code and length, never the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawAnswer {
    /// The HTTP status; a redirect is an error and never comes here.
    pub http_status: u16,
    /// The `Content-Type` header, as it came.
    pub content_type: Option<String>,
    /// The provider's code, when the body is its envelope. [`Code::OK`] alone is success.
    pub code: Option<Code>,
    /// The whole body, byte by byte.
    pub body: Vec<u8>,
}

impl RawAnswer {
    pub(crate) fn of(answer: &Answer<'_, Code>) -> Self {
        let reply = answer.reply();
        Self {
            http_status: reply.status(),
            content_type: reply.content_type().map(str::to_owned),
            code: answer.code(),
            body: reply.body().to_vec(),
        }
    }
}

/// What a download wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    /// How many bytes.
    pub bytes: u64,
    /// The `Content-Type` header, as it came. Look at it: a page in HTML is written too.
    pub content_type: Option<String>,
}

impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAnswer")
            .field("http_status", &self.http_status)
            .field("code", &self.code)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
