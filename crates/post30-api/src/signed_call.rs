//! Calls that this crate has no method for.

use std::fmt;

use provider_client::{Endpoint, Exchange};
use provider_http::{InvalidInput, Reply, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::data::{object, written};
use crate::provider::Post30;
use crate::wire::{SIGNED_CALL, SIGNED_CALL_RAW};
use crate::{Client, DataText, Error, data};

/// A call to any URL of the provider, to be signed when it is made.
///
/// ```
/// use post30_api::SignedCall;
/// use serde_json::json;
///
/// let call = SignedCall::new("http://captureupload.30post.cn/api/bill/closebatch")
///     .data(&json!({"batch_name": "AAAAAA"}))?;
/// # Ok::<(), post30_api::InvalidInput>(())
/// ```
#[derive(Clone)]
pub struct SignedCall {
    url: String,
    data: Option<String>,
    params: Vec<(String, String)>,
}

impl SignedCall {
    /// A call without parameters: scheme, host and path, no query; sent as it is.
    ///
    /// It may be on another host than the base URL, and is then subject to the same settings:
    /// plain http has to be allowed. Keys, signature and data go to that host: name only hosts
    /// of the provider.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            data: None,
            params: Vec::new(),
        }
    }

    /// Sets `data`: a value that serialises as a JSON object.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`] when it is no JSON object.
    pub fn data<T: Serialize + ?Sized>(mut self, value: &T) -> Result<Self, InvalidInput> {
        self.data = Some(data(value, DataText::Utf8)?);
        Ok(self)
    }

    /// Sets `data` to a JSON text; numbers, order and white space stay as they are.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`] when it is no JSON object.
    pub fn data_json(mut self, json: impl Into<String>) -> Result<Self, InvalidInput> {
        self.data = Some(object(json.into())?);
        Ok(self)
    }

    /// Adds a parameter beside `data`, or in its place, whose value is signed and sent as it is.
    ///
    /// Of the documented calls only the query of ID cards has such \[docs+\]. Names are printable
    /// ASCII and occur once; `external_company`, `sign` and `timer` are added by the client.
    /// Beyond ASCII [`Settings::digest_charset`](crate::Settings::digest_charset) matters.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.params.push((name.into(), value.into()));
        self
    }

    /// The base URL and the path.
    fn host_and_path(&self) -> Result<(&str, &str), InvalidInput> {
        let host_at = self.url.find("://").map(|place| place + "://".len());
        let path_at = host_at.and_then(|host_at| Some(host_at + self.url[host_at..].find('/')?));
        match path_at {
            Some(path_at) if !self.url.contains(['?', '#']) => Ok(self.url.split_at(path_at)),
            _ => {
                let rule = "must have a scheme, a host and a path, neither query nor fragment";
                Err(InvalidInput::new("url", rule, "a signed call"))
            }
        }
    }
}

impl Client {
    /// Makes a signed call and reads `T` from the answer of a success.
    ///
    /// `T` is the whole answer, `success` included; [`RawObject`](crate::RawObject) keeps it as
    /// it came. The call counts as one that changes something, and is never repeated: when the
    /// error's [`delivery`](Error::delivery) is [`Unknown`](crate::Delivery::Unknown) it may have
    /// taken effect.
    ///
    /// # Closing a batch
    ///
    /// `closebatch` is the one such call with a documented URL \[doc\]. By its name it changes
    /// state, so do not use it to try out a signature. Its answer is not documented, nor is any
    /// call that tells whether a batch is closed: after an unknown delivery ask the provider.
    ///
    /// ```no_run
    /// use post30_api::{Client, Error, RawObject, SignedCall};
    /// use serde_json::json;
    ///
    /// fn close(client: &Client, batch: &str) -> Result<RawObject, Error> {
    ///     let call = SignedCall::new("http://captureupload.30post.cn/api/bill/closebatch")
    ///         .data(&json!({"batch_name": batch}))?;
    ///     client.signed_call(&call)
    /// }
    /// ```
    ///
    /// Source: 统一参数列表 and the C# sample \[doc\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] when `success` is not 1, with the provider's message; its delivery is
    /// `Unknown` without a message or with one that tells a success, with an HTTP status of 408 or
    /// 5xx, and with a number that is not documented. [`Error::Answer`] when the answer has no `success` or is not a `T`.
    /// [`Error::Invalid`] before anything is sent, for a URL that has a query, plain http that is
    /// not allowed, or a parameter that cannot be signed.
    #[doc(alias = "closebatch")]
    pub fn signed_call<T: DeserializeOwned>(&self, call: &SignedCall) -> Result<T, Error> {
        self.send(&SIGNED_CALL, call, |exchange, request| {
            exchange.data(request)
        })
    }

    /// Makes a signed call and returns the answer as it came, whatever it is, unless it redirects.
    ///
    /// For a call whose answer is not JSON or has no `success`. A refusal is `Ok` here: the caller
    /// reads status and body. `Debug` of the answer shows no body.
    ///
    /// Source: 统一参数列表 and the C# sample \[doc\].
    ///
    /// # Errors
    ///
    /// [`Error::Transport`] when there is no answer, and for a redirect, unless that says more: then
    /// as [`signed_call`](Client::signed_call), as is [`Error::Invalid`].
    pub fn signed_call_raw(&self, call: &SignedCall) -> Result<Reply, Error> {
        self.send(&SIGNED_CALL_RAW, call, |exchange, request| {
            exchange.raw(request, |answer| Ok(answer.reply().clone()))
        })
    }

    fn send<T>(
        &self,
        endpoint: &Endpoint,
        call: &SignedCall,
        send: impl FnOnce(&Exchange<'_, Post30>, Request) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (base_url, path) = call.host_and_path()?;
        let http = self.hosts.at(&self.settings, "url", base_url)?;
        let signed = self.sign_call(call)?;
        self.exchange(&http, &endpoint.at(path.to_owned()), signed, send)
    }

    fn sign_call(&self, call: &SignedCall) -> Result<(String, signing::Signature), Error> {
        let data = call.data.clone();
        let data = data.map(|json| written(json, self.settings.data_text));
        let given = call.params.iter().map(|(name, value)| (&**name, &**value));
        let params: Vec<(&str, &str)> = data
            .iter()
            .map(|data| ("data", &**data))
            .chain(given)
            .collect();
        self.sign(&params, self.settings.lifetime)
    }
}

impl fmt::Debug for SignedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the URL, which was not checked yet, nor what is sent.
        f.debug_struct("SignedCall").finish_non_exhaustive()
    }
}
