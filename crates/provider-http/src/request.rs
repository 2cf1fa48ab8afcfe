use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use serde_json::Value;
use signing::Secret;

use crate::Effect;
use crate::encode::values;

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
    pub(crate) effect: Effect,
    pub(crate) attempt: u32,
    /// What no message of the provider's may show.
    pub(crate) private: Vec<Secret>,
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
            effect: match method {
                Method::Get => Effect::Reads,
                _ => Effect::Writes,
            },
            attempt: 1,
            private: Vec::new(),
        }
    }

    /// Says what the call does, whatever its method. Default: a `GET` reads, all else writes.
    ///
    /// A call that writes gets a connection of its own: a kept one may be closed by the server
    /// at the very moment in which it is used, and then nobody knows what became of the call.
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// Which exchange of the same call this is, for the observation hook. Default 1.
    #[must_use]
    pub fn attempt(mut self, attempt: u32) -> Self {
        self.attempt = attempt;
        self
    }

    /// Adds a text of the request that no message may show, should the provider echo it, such as
    /// a name or a telephone number. Query and body as a whole, and the values of headers, query,
    /// form and JSON are such texts already. A text under 4 bytes is not replaced: it is in every
    /// message.
    #[must_use]
    pub fn private(mut self, text: impl Into<Secret>) -> Self {
        self.private.push(text.into());
        self
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
        self.body(FORM, bytes)
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

/// A shorter value, such as `1`, is no secret, and its like is in every message.
const SHORTEST_VALUE: usize = 4;

const FORM: &str = "application/x-www-form-urlencoded";

impl Request {
    /// The texts of this request that no message of the provider's may show: query and body as a
    /// whole, the values in them, those of headers, and what the caller added.
    pub(crate) fn texts(&self) -> Vec<Secret> {
        let headers = self.headers.iter().map(|(_, value)| value.clone());
        let body = self.body.as_ref().and_then(|body| {
            let text = std::str::from_utf8(&body.bytes).ok()?;
            Some((text.trim(), body.content_type == FORM))
        });
        let form = body.filter(|(_, is_form)| *is_form).map(|(text, _)| text);
        let encoded = form.into_iter().chain([self.query.as_str()]);
        let values = headers.chain(encoded.flat_map(values));
        let wholes = body.map(|(text, _)| text).into_iter();
        let wholes = wholes.chain([self.query.as_str()]).map(Secret::from);
        let texts: Vec<Secret> = values
            .chain(wholes)
            .chain(self.private.iter().cloned())
            .collect();
        let mut leaves = Vec::new();
        for text in &texts {
            collect_leaves(text.expose(), &mut leaves);
        }
        let texts = texts.into_iter().chain(leaves);
        texts
            .filter(|text| text.expose().len() >= SHORTEST_VALUE)
            .collect()
    }
}

/// The texts and numbers in a text that is JSON.
fn collect_leaves(text: &str, leaves: &mut Vec<Secret>) {
    if !text.starts_with(['{', '[']) {
        return;
    }
    let mut values: Vec<Value> = serde_json::from_str(text).into_iter().collect();
    while let Some(value) = values.pop() {
        match value {
            Value::Array(items) => values.extend(items),
            Value::Object(fields) => values.extend(fields.into_iter().map(|(_, value)| value)),
            Value::String(text) => leaves.push(Secret::from(text)),
            Value::Number(number) => leaves.push(Secret::from(number.to_string())),
            Value::Null | Value::Bool(_) => {}
        }
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
