use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use signing::Secret;

/// The HTTP method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One request, ready to be sent: what is in it goes over the wire byte for byte.
///
/// Its `Debug` shows the call and the method, nothing of query, headers and body.
#[derive(Clone)]
pub struct Request {
    pub(crate) call: &'static str,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, Secret)>,
    pub(crate) body: Option<Body>,
    pub(crate) timeout: Option<Duration>,
}

#[derive(Clone)]
pub(crate) struct Body {
    pub(crate) content_type: Cow<'static, str>,
    pub(crate) bytes: Vec<u8>,
}

impl Request {
    /// A request to a path below the base URL of the client.
    ///
    /// `call` is the name under which the exchange is observed and logged. `path` begins with a
    /// slash and is sent as it is: encode what needs encoding.
    pub fn new(call: &'static str, method: Method, path: impl Into<String>) -> Self {
        Self {
            call,
            method,
            path: path.into(),
            query: String::new(),
            headers: Vec::new(),
            body: None,
            timeout: None,
        }
    }

    /// Sets the query, already encoded: see [`query`](crate::query). Default none.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = query.into();
        self
    }

    /// Adds a header; every header value is treated as a secret.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets a JSON body, already serialised. Default no body.
    #[must_use]
    pub fn json(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body("application/json", bytes)
    }

    /// Sets a form body, already encoded: see [`form`](crate::form). Default no body.
    #[must_use]
    pub fn form(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body("application/x-www-form-urlencoded", bytes)
    }

    /// Sets a body of any other content type, printable ASCII. Default no body.
    #[must_use]
    pub fn body(
        mut self,
        content_type: impl Into<Cow<'static, str>>,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        self.body = Some(Body {
            content_type: content_type.into(),
            bytes: bytes.into(),
        });
        self
    }

    /// The deadline of this exchange in place of the client's; more than 0, at most
    /// 24 hours.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("call", &self.call)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
