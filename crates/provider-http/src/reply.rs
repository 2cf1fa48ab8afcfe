use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use signing::Secret;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use ureq::http::{HeaderMap, header};

use crate::Request;
use crate::shown::shown;

/// The answer to a request, whatever its HTTP status.
///
/// It keeps the whole request that it answers, body included, so that a message can be shown
/// without the texts in it. [`Client::call`](crate::Client::call) lends the reply and drops it,
/// the request with it, when the call ends; a clone copies both and keeps them while it lives.
///
/// Its `Debug` shows status, kind and length, never the body.
#[derive(Clone)]
pub struct Reply {
    status: u16,
    content_type: Option<String>,
    /// All of them, with commas between; empty when there is none.
    content_encoding: String,
    date: Option<String>,
    retry_after: Option<Duration>,
    body: Vec<u8>,
    streamed_bytes: Option<u64>,
    /// What it answers: the provider's messages may echo its texts.
    request: Request,
    /// Those texts, once a message is shown.
    texts: OnceLock<Vec<Secret>>,
}

impl Reply {
    pub(crate) fn new(status: u16, headers: &HeaderMap, request: Request) -> Self {
        let text = |name| {
            let value = headers.get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        // One that cannot be read is there all the same.
        let encodings = headers.get_all(header::CONTENT_ENCODING).iter();
        let encodings: Vec<&str> = encodings
            .map(|value| value.to_str().unwrap_or(UNREADABLE))
            .collect();
        let date = text(header::DATE);
        let retry_after = text(header::RETRY_AFTER);
        let retry_after = retry_after.and_then(|told| wait(&told, date.as_deref()));
        Self {
            status,
            content_type: text(header::CONTENT_TYPE),
            content_encoding: encodings.join(","),
            date,
            retry_after,
            body: Vec::new(),
            streamed_bytes: None,
            request,
            texts: OnceLock::new(),
        }
    }

    pub(crate) fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn with_streamed(mut self, bytes: u64) -> Self {
        self.streamed_bytes = Some(bytes);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether the HTTP status is 300 to 399. No such answer is a success: see
    /// [`Client::call`](crate::Client::call).
    pub fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }

    /// The body; empty when it was streamed into the sink of a download.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// How many bytes a download wrote into its sink; none when the body was kept.
    pub fn streamed_bytes(&self) -> Option<u64> {
        self.streamed_bytes
    }

    /// The kind of the body, such as `text/html`, for messages: the `Content-Type` without its
    /// parameters, or `no content type`, or `odd content type` when it is not of that form.
    pub fn kind(&self) -> &str {
        let Some(value) = &self.content_type else {
            return "no content type";
        };
        let kind = value.split(';').next().unwrap_or_default().trim();
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"/+-._".contains(&byte);
        if !kind.is_empty() && kind.len() <= 60 && kind.bytes().all(is_token) {
            kind
        } else {
            ODD_KIND
        }
    }

    /// The [`kind`](Reply::kind) as it may be shown: a media type that there is, and behind it no
    /// text of the request's and none of `secrets`.
    pub fn shown_kind(&self, secrets: &[&Secret]) -> String {
        const MEDIA: [&str; 9] = [
            "application",
            "audio",
            "font",
            "image",
            "message",
            "model",
            "multipart",
            "text",
            "video",
        ];
        match self.kind().split_once('/') {
            Some((media, subtype)) if MEDIA.contains(&media.to_ascii_lowercase().as_str()) => {
                format!("{media}/{}", self.shown(subtype, secrets))
            }
            None if self.content_type.is_none() => self.kind().to_owned(),
            _ => ODD_KIND.to_owned(),
        }
    }

    /// Whether the content type says JSON: `application/json`, `text/json`, or a type that ends
    /// in `+json`.
    pub fn is_json(&self) -> bool {
        let kind = self.kind().to_ascii_lowercase();
        kind == "application/json" || kind == "text/json" || kind.ends_with("+json")
    }

    /// The `Content-Type` header as it came.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// How the body is compressed, though that was never asked for; none when it is not. It may
    /// be shown.
    pub fn content_encoding(&self) -> Option<&str> {
        let encoding = self.content_encoding.trim();
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_., ".contains(&byte);
        let mut parts = encoding.split(',').map(str::trim);
        if parts.all(|part| part.is_empty() || part.eq_ignore_ascii_case("identity")) {
            return None;
        }
        let is_shown = encoding.len() <= 60 && encoding.bytes().all(is_token);
        Some(if is_shown { encoding } else { UNREADABLE })
    }

    /// A text of the provider's as it may be shown: what the request held and `secrets` are
    /// replaced should it echo them; for the rest see [`shown`](crate::shown).
    pub fn shown(&self, text: &str, secrets: &[&Secret]) -> String {
        let texts = self.texts.get_or_init(|| self.request.texts());
        let secrets: Vec<&Secret> = texts.iter().chain(secrets.iter().copied()).collect();
        // As they stand in a message that is JSON itself.
        let escaped: Vec<Secret> = secrets
            .iter()
            .filter_map(|secret| escaped(secret))
            .collect();
        let secrets: Vec<&Secret> = secrets.into_iter().chain(&escaped).collect();
        shown(text, &secrets)
    }

    /// The `Date` header as it came: what the provider's clock says.
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// How long the `Retry-After` header asks to wait: a number of seconds, or a date such as
    /// `Sun, 06 Nov 1994 08:49:37 GMT`. A date is compared with the `Date` beside it, which comes
    /// from the same clock; without one it is not read. Nothing for a date that has passed; at
    /// most a day, so that it can be added to any instant.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

/// What stands in place of a content type that is none.
const ODD_KIND: &str = "odd content type";

/// What stands in place of an encoding that is no name.
const UNREADABLE: &str = "of an unknown kind";

fn wait(told: &str, date: Option<&str>) -> Option<Duration> {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let told = told.trim();
    if !told.is_empty() && told.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number holds are more than a day too.
        return Some(told.parse().map_or(DAY, Duration::from_secs).min(DAY));
    }
    let wait = http_date(told)? - http_date(date?)?;
    Some(Duration::try_from(wait).unwrap_or_default().min(DAY))
}

/// A date of HTTP, in the one form that RFC 9110 lets servers write, which is always as long.
fn http_date(text: &str) -> Option<OffsetDateTime> {
    const LENGTH: usize = "Sun, 06 Nov 1994 08:49:37 GMT".len();
    let text = text.trim();
    let is_one = text.len() == LENGTH && text.ends_with(" GMT");
    is_one.then(|| OffsetDateTime::parse(text, &Rfc2822).ok())?
}

/// A secret as it is written in JSON; none where that is the same.
fn escaped(secret: &Secret) -> Option<Secret> {
    let json = serde_json::to_string(secret.expose()).ok()?;
    let json = json.get(1..json.len() - 1)?;
    (json != secret.expose()).then(|| Secret::from(json))
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("kind", &self.kind())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
