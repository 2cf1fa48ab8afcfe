//! What a test wants the next calls to be answered with.

use std::collections::VecDeque;

use crate::answer::{Answer, Reply};

/// The answers that a test asked for, in its order.
#[derive(Default)]
pub(crate) struct Script {
    wanted: VecDeque<Scripted>,
}

impl Script {
    /// Adds an answer to a call that has no effect.
    pub(crate) fn add_instead(&mut self, answer: Answer) {
        self.wanted.push_back(Scripted::Instead(answer));
    }

    /// Adds an answer to a call that has its effect, which the answer hides.
    pub(crate) fn add_afterwards(&mut self, answer: Answer) {
        self.wanted.push_back(Scripted::Afterwards(answer));
    }

    /// What is wanted for the call that has just come.
    pub(crate) fn next(&mut self) -> Scripted {
        self.wanted.pop_front().unwrap_or(Scripted::Nothing)
    }
}

/// What a test wants for one call.
pub(crate) enum Scripted {
    Nothing,
    Instead(Answer),
    Afterwards(Answer),
}

impl Scripted {
    /// Carries the call out, unless an answer is wanted in its place.
    pub(crate) fn around<T>(self, carry_out: impl FnOnce() -> T) -> Outcome<T> {
        let answer = match self {
            Self::Nothing => return Outcome::CarriedOut(carry_out()),
            Self::Instead(answer) => answer,
            Self::Afterwards(answer) => {
                carry_out();
                answer
            }
        };
        Outcome::Scripted(answer.into_reply())
    }
}

/// What a call is answered with.
pub(crate) enum Outcome<T> {
    /// A reply, or the code and the message for the envelope of the provider.
    Scripted(Result<Reply, (i64, String)>),
    /// What came of the call.
    CarriedOut(T),
}
