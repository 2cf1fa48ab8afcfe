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
    /// Whether it takes a connection of its own, whatever it does.
    is_alone: bool,
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
            is_alone: false,
        }
    }

    /// A token request. It takes a connection of its own, as a call that writes does: one that gets
    /// lost on a kept connection costs the interval until the next one.
    pub const fn token(call: &'static str, method: Method, path: &'static str) -> Self {
        let mut endpoint = Self::reads(call, method, path);
        endpoint.is_alone = true;
        endpoint
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
            is_alone: false,
        }
    }

    /// A call whose name, method and path its caller chooses; it writes unless
    /// [`effect`](Endpoint::effect) says otherwise.
    pub fn of(call: &'static str, method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        Self {
            call,
            method,
            path: path.into(),
            effect: Effect::Writes,
            recovery: None,
            is_alone: false,
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
        let effect = match self.is_alone {
            true => Effect::Writes,
            false => self.effect,
        };
        Request::new(self.call, self.method, format!("{prefix}{}", self.path)).effect(effect)
    }
}
