//! CombinePic: the picture with both sides of an ID card, of nobody here.

use axum::http::HeaderValue;

use super::Post30;
use super::parameters::Parameters;
use super::refusal::Refusal;
use crate::answer::Reply;

/// The picture that the link names.
pub(super) fn combined(link: &Parameters) -> Result<Reply, Refusal> {
    if link.required("cid")? != Post30::PICTURE_CID.to_string().as_bytes() {
        return Err(Refusal::PICTURE_UNKNOWN);
    }
    Ok(Reply {
        status: 200,
        content_type: Some(HeaderValue::from_static("image/png")),
        body: PNG.into(),
    })
}

/// One white pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\
    \0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\x0aIDAT\x78\xda\x63\xf8\x0f\0\x01\x01\x01\0\x1c\xb0\x8c\x99\
    \0\0\0\0IEND\xae\x42\x60\x82";
