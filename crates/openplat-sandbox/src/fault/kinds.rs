//! The faults that a proxy can make.

use std::time::Duration;

/// What a [`FaultProxy`](crate::FaultProxy) does to a request or its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing: requests and answers pass, several on one connection.
    #[default]
    None,
    /// The request is read and never answered. It does not reach the target.
    Silence,
    /// The answer comes byte by byte, its head too.
    SlowBytes {
        /// The wait between two bytes.
        pause: Duration,
    },
    /// The head of the answer and half of its body come, then the connection ends.
    CutBody,
    /// Half of the head of the answer comes, then the connection ends.
    CutHead,
    /// An answer with status 200 whose chunked JSON list never ends. The request does not reach the target.
    EndlessBody,
    /// Bytes that are no HTTP, the same each time, then the end. The request does not reach the target.
    Garbage,
    /// An HTML page. The request does not reach the target.
    HtmlPage {
        /// The HTTP status of the page.
        status: u16,
    },
    /// A redirect. The request does not reach the target.
    Redirect {
        /// The HTTP status, for example 302 or 307.
        status: u16,
        /// The value of `Location`.
        location: String,
    },
    /// The request is read, then the connection is reset. It does not reach the target.
    Reset,
    /// The request takes effect at the target; its answer is dropped and the connection ends.
    LostAnswer,
    /// The request is read, then the connection ends. It does not reach the target.
    LostRequest,
    /// The request is read, nothing comes for a while, then the connection ends. It does not reach the target.
    Stall {
        /// How long nothing comes.
        pause: Duration,
    },
    /// The answer passes, then the connection ends, which the answer did not say.
    HangUp,
    /// The answer comes twice, the second time right behind the first, and the connection is kept.
    AnswerTwice,
    /// This answer, made in front of the target: by a gateway, or by the provider's own fault.
    Answer {
        /// Whether the request has taken effect at the target before; if not, it does not reach it.
        after_effect: bool,
        /// The HTTP status.
        status: u16,
        /// The value of `Content-Type`.
        content_type: String,
        /// The body.
        body: String,
    },
}
