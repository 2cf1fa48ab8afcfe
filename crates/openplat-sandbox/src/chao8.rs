//! chao8 (超8): the handle of a test and the state behind it.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::answer::{Answer, Reply};
use crate::clock::SandboxClock;
use crate::recording::RecordedRequest;
use crate::remote_control::unix_ms;
use crate::server::Provider;

/// The chao8 provider (超8) of a sandbox: its credentials, its tokens, its controls.
///
/// Clones are handles of the same provider.
#[doc(alias = "超8")]
#[derive(Clone)]
pub struct Chao8 {
    state: Arc<Mutex<State>>,
    clock: SandboxClock,
}

impl Chao8 {
    /// The one access key (应用Key) that gets tokens.
    pub const ACCESS_KEY: &str = "0c8a0c8a0c8a0c8a0c8a0c8a0c8a0c8a";
    /// The secret (应用秘钥) of both access keys.
    pub const SECRET: &str = "sandbox-chao8-secret";

    pub(crate) fn new(clock: SandboxClock) -> Self {
        Self {
            state: Arc::default(),
            clock,
        }
    }

    /// The accepted access key, [`ACCESS_KEY`](Self::ACCESS_KEY).
    #[must_use]
    pub fn access_key(&self) -> &str {
        Self::ACCESS_KEY
    }

    /// The accepted secret, [`SECRET`](Self::SECRET).
    #[must_use]
    pub fn secret(&self) -> &str {
        Self::SECRET
    }

    /// Answers the next call like this; called twice, the next but one is answered by the second.
    ///
    /// Any request under `/cncop/`, `/ps/`, `/trace/`, `/customer/` and `/sandbox/chao8/` is a call.
    pub fn answer_next(&self, answer: Answer) {
        self.lock().next_answers.push_back(answer);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Chao8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chao8").finish_non_exhaustive()
    }
}

#[derive(Default)]
struct State {
    next_answers: VecDeque<Answer>,
}

const PREFIXES: [&str; 5] = [
    "/cncop/",
    "/ps/",
    "/trace/",
    "/customer/",
    "/sandbox/chao8/",
];

impl Provider for Chao8 {
    fn answer(&self, request: &RecordedRequest) -> Option<Reply> {
        if !PREFIXES
            .iter()
            .any(|prefix| request.path.starts_with(prefix))
        {
            return None;
        }
        let now = self.clock.now();
        Some(match self.lock().next_answers.pop_front() {
            Some(Answer::Raw {
                status,
                content_type,
                body,
            }) => Reply {
                status,
                content_type,
                body: body.into(),
            },
            Some(Answer::Code { code, message }) => Reply::json(
                200,
                &serde_json::json!({"code": code, "message": message, "data": null, "timestamp": unix_ms(now)}),
            ),
            None => Reply::html(404, "Not Found"),
        })
    }
}
