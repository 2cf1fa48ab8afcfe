//! Answers: the one that a test asks for, and the one that goes out.

use axum::body::Body;
use axum::http::HeaderValue;
use serde::Serialize;

/// An answer that a test wants for the next call of a provider, whatever that call is.
///
/// The call has no effect: nothing of it is checked or carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// The provider's envelope with this code and message and empty data, at HTTP 200.
    ///
    /// Code 0 with another message than `ok` is a refusal too: vending does that.
    Code {
        /// The provider's code.
        code: i64,
        /// The provider's message.
        message: String,
    },
    /// Exactly this status, content type and body.
    ///
    /// A status that is no final HTTP status becomes 500; a content type that is no header value is left out.
    Raw {
        /// The HTTP status, 200 to 999.
        status: u16,
        /// The value of `Content-Type`.
        content_type: String,
        /// The body, byte by byte.
        body: Vec<u8>,
    },
}

impl Answer {
    /// The reply as it is, or the code and the message that the provider puts into its envelope.
    pub(crate) fn into_reply(self) -> Result<Reply, (i64, String)> {
        match self {
            Self::Code { code, message } => Err((code, message)),
            Self::Raw {
                status,
                content_type,
                body,
            } => Ok(Reply {
                status,
                content_type: HeaderValue::try_from(content_type).ok(),
                body: body.into(),
            }),
        }
    }
}

/// A value as JSON.
pub(crate) fn json_bytes(value: &impl Serialize) -> Vec<u8> {
    // Room for the page of a list, so that it is not copied while it grows.
    let mut json = Vec::with_capacity(4096);
    // Only a map with keys that are no text can fail here, and no provider has one.
    let _ = serde_json::to_writer(&mut json, value);
    json
}

/// An HTTP answer on its way out.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) body: Body,
}

/// The content type of an answer in JSON.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

impl Reply {
    /// A value as JSON.
    pub(crate) fn json(status: u16, value: &impl Serialize) -> Self {
        Self {
            status,
            content_type: Some(JSON),
            body: json_bytes(value).into(),
        }
    }

    /// The page for a path that nothing is behind.
    pub(crate) fn not_found() -> Self {
        Self::html(404, "Not Found")
    }

    /// The page for a path that wants another method.
    pub(crate) fn method_not_allowed() -> Self {
        Self::html(405, "Method Not Allowed")
    }

    /// The page of a web server that knows no such API.
    pub(crate) fn html(status: u16, title: &str) -> Self {
        Self {
            status,
            content_type: Some(HTML),
            body: format!(
                "<!DOCTYPE html>\n<html><head><title>{status} {title}</title></head>\
                 <body><h1>{status} {title}</h1></body></html>\n"
            )
            .into(),
        }
    }
}
