//! An upload and a download, for trying out general calls. Both are the sandbox's own, the provider has neither.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use http_body::Frame;
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::wire::Envelope;
use super::{multipart, query};
use crate::answer::Reply;
use crate::cached_json::raw_json;
use crate::digest::md5_hex;
use crate::request::Request;

pub(super) const UPLOAD_PATH: &str = "/sandbox/chao8/upload";
pub(super) const DOWNLOAD_PATH: &str = "/sandbox/chao8/download";

/// Says what was uploaded: type, length and digest, and the same for each part of a multipart form.
pub(super) fn upload(request: &Request) -> Result<Envelope, Refusal> {
    let content_type = request.header("Content-Type").unwrap_or_default();
    let parts = if request.is_of_type("multipart/form-data") {
        let parts =
            multipart::parts(&content_type, request.body()).ok_or(Refusal::UNKNOWN_ERROR)?;
        let shown = parts.into_iter().map(|part| {
            json!({
                "name": part.name,
                "fileName": part.file_name,
                "contentType": part.content_type,
                "bytes": part.content.len(),
                "md5": md5_hex(part.content),
            })
        });
        Value::Array(shown.collect())
    } else {
        Value::Null
    };
    Ok(Envelope::ok(&raw_json(&json!({
        "contentType": content_type,
        "bytes": request.body().len(),
        "md5": md5_hex(request.body()),
        "parts": parts,
    }))))
}

/// Streams as many bytes as the query asks for, in chunks and without a `Content-Length`.
pub(super) fn download(request: &Request) -> Result<Reply, Refusal> {
    const MAX_BYTES: u64 = 1024 * 1024 * 1024;
    let [bytes] = query::values(request, ["bytes"])?;
    let bytes = match bytes {
        None => 64 * 1024,
        Some(bytes) => bytes.parse().map_err(|_| Refusal::UNKNOWN_ERROR)?,
    };
    if bytes > MAX_BYTES {
        return Err(Refusal::UNKNOWN_ERROR);
    }
    Ok(Reply {
        status: 200,
        content_type: Some(HeaderValue::from_static("application/octet-stream")),
        body: Body::new(Pattern { sent: 0, bytes }),
    })
}

/// Bytes that count from 0 to 250 again and again, made as they are sent.
struct Pattern {
    sent: u64,
    bytes: u64,
}

impl http_body::Body for Pattern {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        const CHUNK_BYTES: u64 = 16 * 1024;
        let end = self.bytes.min(self.sent + CHUNK_BYTES);
        if self.sent == end {
            return Poll::Ready(None);
        }
        let chunk: Bytes = (self.sent..end)
            .map(|place| u8::try_from(place % 251).unwrap_or_default())
            .collect();
        self.sent = end;
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }
}
