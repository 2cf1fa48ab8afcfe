use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use provider_client::Endpoint;
use provider_http::{Effect, InvalidInput, Method, Request, check_printable, query};
use serde::Serialize;
use signing::Secret;

const JSON: &str = "application/json";

/// Any authorised call: method, path, query, body, headers, and whether it writes.
///
/// ```
/// use chao8_api::Call;
///
/// // A path and fields of your own documentation; these are made up.
/// let call = Call::post("/example/v1/orders/query")
///     .name("query_orders")
///     .json(&serde_json::json!({"pageNo": 1}))
///     .reads();
/// ```
///
/// A `GET` is taken to read and everything else to write, unless the call says otherwise. It
/// matters after a failure: a writing call whose outcome is open says so
/// ([`Delivery::Unknown`](crate::Delivery::Unknown)), and after an undocumented sign of a
/// rejected token only reading calls are repeated.
///
/// Its `Debug` shows the name, the method and the effect, nothing of path, query, headers and
/// body.
#[derive(Clone)]
pub struct Call {
    name: &'static str,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, Secret)>,
    body: Option<Result<Body, InvalidInput>>,
    timeout: Option<Duration>,
    effect: Effect,
}

#[derive(Clone)]
struct Body {
    content_type: Cow<'static, str>,
    bytes: Vec<u8>,
}

impl Call {
    /// A call with this method to an absolute path, such as `/trace/app/v1/…`: there is no common
    /// prefix, and none is added. The path is sent as it is, without a query.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            name: match method {
                Method::Get => "get",
                Method::Post => "post",
                Method::Put => "put",
                Method::Patch => "patch",
                Method::Delete => "delete",
                _ => "call",
            },
            method,
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            timeout: None,
            effect: match method {
                Method::Get => Effect::Reads,
                _ => Effect::Writes,
            },
        }
    }

    /// A `GET`, which is taken to read.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    /// A `POST`, which is taken to write.
    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Method::Post, path)
    }

    /// A `PUT`, which is taken to write.
    pub fn put(path: impl Into<String>) -> Self {
        Self::new(Method::Put, path)
    }

    /// A `DELETE`, which is taken to write.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::Delete, path)
    }

    /// The name in errors, in the log and for the observation hook. Default: the method in lower
    /// case.
    #[must_use]
    pub fn name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Adds parameters to the query; they are encoded here. Default none.
    #[must_use]
    pub fn query(mut self, pairs: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.query.extend(pairs.iter().map(owned));
        self
    }

    /// Sets a JSON body. Default no body.
    ///
    /// A value that cannot be JSON, such as a map whose keys are no texts, makes the call fail
    /// with [`Error::Invalid`](crate::Error::Invalid) before anything is sent.
    #[must_use]
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        let bytes = serde_json::to_vec(body)
            .map_err(|_| InvalidInput::new("body", "must be a value that JSON has", "RFC 8259"));
        self.body = Some(bytes.map(|bytes| Body {
            content_type: JSON.into(),
            bytes,
        }));
        self
    }

    /// Sets a body that is JSON text already; it is sent as it is. Default no body.
    #[must_use]
    pub fn json_text(self, text: impl Into<Vec<u8>>) -> Self {
        self.body(JSON, text)
    }

    /// Sets a body of any content type. Default no body.
    ///
    /// How the provider's uploads (上传生产文件, 通过文件上传物流数据) want their file is not
    /// published: a file is sent as it is under its own content type, a `multipart/form-data`
    /// body is put together by the caller, with its boundary in the content type.
    #[must_use]
    pub fn body(
        mut self,
        content_type: impl Into<Cow<'static, str>>,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        self.body = Some(Ok(Body {
            content_type: content_type.into(),
            bytes: bytes.into(),
        }));
        self
    }

    /// Adds a header, after those of the settings; its value is treated as a secret. Default
    /// none. `Authorization`, `Host` and the length of the body are the client's.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The deadline of each exchange of this call, in place of the client's; more than 0, at
    /// most 24 hours. For uploads and downloads that take long.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Says that the call only reads, whatever its method.
    #[must_use]
    pub fn reads(mut self) -> Self {
        self.effect = Effect::Reads;
        self
    }

    /// Says that the call writes, whatever its method.
    #[must_use]
    pub fn writes(mut self) -> Self {
        self.effect = Effect::Writes;
        self
    }

    /// What the call is on the wire.
    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::of(self.name, self.method, self.path.clone()).effect(self.effect)
    }

    /// The request without its token; checked here, so that a bad call costs no token request.
    pub(crate) fn request(
        &self,
        endpoint: &Endpoint,
        fixed: &[(String, Secret)],
    ) -> Result<Request, InvalidInput> {
        check_path(&self.path)?;
        let mut request = endpoint.request("");
        if !self.query.is_empty() {
            request = request.query(query(&self.query));
        }
        for (name, value) in fixed {
            request = request.header(name.as_str(), value.clone());
        }
        for (name, value) in &self.headers {
            check_header(name, value)?;
            if self.body.is_some() && name.eq_ignore_ascii_case("content-type") {
                let rule = "must not be Content-Type: give it with the body";
                return Err(InvalidInput::new("header", rule, "RFC 9110"));
            }
            request = request.header(name.as_str(), value.clone());
        }
        if let Some(body) = &self.body {
            let body = body.clone()?;
            request = request.body(body.content_type, body.bytes);
        }
        Ok(match self.timeout {
            Some(timeout) => request.timeout(timeout),
            None => request,
        })
    }
}

/// The transport checks it again, but after a token was fetched for the call.
fn check_path(path: &str) -> Result<(), InvalidInput> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
    if path.starts_with('/') && path.bytes().all(fits) {
        return Ok(());
    }
    let rule = "must begin with a slash and hold only the characters of a URL path, no query";
    Err(InvalidInput::new("path", rule, "RFC 3986"))
}

/// Names that the client sets, and values that cannot be sent.
pub(crate) fn check_header(name: &str, value: &Secret) -> Result<(), InvalidInput> {
    const OURS: [&str; 4] = [
        "authorization",
        "content-length",
        "host",
        "transfer-encoding",
    ];
    let is_name_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let rule = if name.is_empty() || !name.bytes().all(is_name_byte) {
        "must have a name of letters, digits, `-`, `_` and `.`"
    } else if OURS.iter().any(|ours| name.eq_ignore_ascii_case(ours)) {
        "must not be Authorization, Content-Length, Host or Transfer-Encoding: the client sets them"
    } else {
        return check_printable("header", value.expose(), "RFC 9110");
    };
    Err(InvalidInput::new("header", rule, "RFC 9110"))
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("name", &self.name)
            .field("method", &self.method)
            .field("effect", &self.effect)
            .finish_non_exhaustive()
    }
}
