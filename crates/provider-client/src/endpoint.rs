use std::borrow::Cow;

use provider_http::{Effect, Method, Request};

/// What one call is on the wire.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The name of the client's method: for errors, the log and the observation hook.
    pub(crate) call: &'static str,
    pub(crate) method: Method,
    pub(crate) path: Cow<'static, str>,
    pub(crate) effect: Effect,
    pub(crate) recovery: Option<&'static str>,
}

impl Endpoint {
    /// A call that only reads.
    pub const fn reads(call: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            call,
            method,
            path: Cow::Borrowed(path),
            effect: Effect::Reads,
            recovery: None,
        }
    }

    /// A call that changes something. `recovery` says what to do to find out whether it was
    /// carried out, as in "to find out: …".
    pub const fn writes(
        call: &'static str,
        method: Method,
        path: &'static str,
        recovery: &'static str,
    ) -> Self {
        Self {
            call,
            method,
            path: Cow::Borrowed(path),
            effect: Effect::Writes,
            recovery: Some(recovery),
        }
    }

    /// A call whose name, method and effect its caller chooses.
    pub fn of(call: &'static str, method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        Self {
            call,
            method,
            path: path.into(),
            effect: Effect::Writes,
            recovery: None,
        }
    }

    /// The same with another path: for one that holds an id.
    #[must_use]
    pub fn at(&self, path: impl Into<Cow<'static, str>>) -> Self {
        Self {
            path: path.into(),
            ..self.clone()
        }
    }

    /// The same with another effect.
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// The name of the call.
    pub fn call(&self) -> &'static str {
        self.call
    }

    /// A request to this endpoint, below `prefix`.
    pub fn request(&self, prefix: &str) -> Request {
        Request::new(self.call, self.method, format!("{prefix}{}", self.path)).effect(self.effect)
    }
}
