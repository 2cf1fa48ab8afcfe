//! What happens to a request on its way.

use std::fmt;
use std::time::Duration;

use openplat_sandbox::Fault;

use super::act::Provider;
use super::sayings::Saying;
use crate::dice::Dice;

/// What happens to a request or to its answer on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// Nothing: it passes.
    Nothing,
    /// No one listens where it goes: only the first call of a step.
    NobodyListens,
    /// The request is lost, and the connection with it.
    LostRequest,
    /// The request takes effect, its answer is lost.
    LostAnswer,
    /// The answer ends in its head.
    CutHead,
    /// The answer ends in its body.
    CutBody,
    /// The connection is reset before the request takes effect.
    Reset,
    /// Bytes that are no HTTP.
    Garbage,
    /// An answer without an end.
    EndlessBody,
    /// A good answer, and a connection that ends without a word.
    HangUp,
    /// A good answer, and the same once more behind it.
    AnswerTwice,
    /// Nothing for a while, then the end. The request does not take effect.
    Stall,
    /// A good answer, byte by byte.
    SlowBytes,
    /// A redirect elsewhere.
    Redirect,
    /// A page of a gateway that does not pass the request on.
    Page(u16),
    /// A page of a gateway that has passed the request on.
    PageAfterwards(u16),
    /// What the provider says in place of carrying the request out.
    Says(Saying),
    /// What the provider says after it has carried the request out.
    SaysAfterwards(Saying),
}

/// How long a request that stalls is held, and how long a slow byte takes.
const STALL: Duration = Duration::from_millis(250);
const BYTE: Duration = Duration::from_millis(1);

impl Trouble {
    /// What the dice choose for a call of a provider. Those that take time are rare.
    pub(super) fn cast(dice: &mut Dice, provider: Provider) -> Self {
        if dice.one_in(150) {
            return *dice.pick(&[Self::Stall, Self::SlowBytes]);
        }
        match dice.below(20) {
            0..=4 => Self::LostAnswer,
            5..=6 => Self::LostRequest,
            7 => Self::CutHead,
            8..=9 => Self::CutBody,
            10 => Self::Reset,
            11 => *dice.pick(&[Self::Garbage, Self::EndlessBody, Self::Redirect]),
            12 => *dice.pick(&[Self::HangUp, Self::AnswerTwice]),
            13 => Self::NobodyListens,
            14 => Self::Page(*dice.pick(&[200, 401, 403, 404, 408, 429, 500, 502, 503, 504])),
            15..=16 => Self::PageAfterwards(*dice.pick(&[200, 302, 408, 499, 500, 502, 503, 504])),
            17 => Self::Says(*dice.pick(provider.sayings_instead())),
            _ => Self::SaysAfterwards(*dice.pick(provider.sayings_afterwards())),
        }
    }

    /// Whether a caller in haste may not live to see its end.
    pub(super) fn takes_time(self) -> bool {
        matches!(self, Self::Stall | Self::SlowBytes)
    }

    /// Whether the answer has the envelope of a success, and nothing of what a success brings.
    pub(super) fn says_done(self) -> bool {
        const ENVELOPES: [&str; 4] = [
            r#""status":0,"#,
            r#""code":0,"message":"ok""#,
            r#""code":200,"#,
            r#""success":1,"#,
        ];
        match self {
            Self::SaysAfterwards((_, body)) => ENVELOPES.iter().any(|says| body.contains(says)),
            _ => false,
        }
    }

    pub(super) fn fault(self) -> Fault {
        let answer = |after_effect, status, content_type: &str, body: &str| Fault::Answer {
            after_effect,
            status,
            content_type: content_type.to_owned(),
            body: body.to_owned(),
        };
        match self {
            // Whoever goes where no one listens does not come by here.
            Self::Nothing | Self::NobodyListens => Fault::None,
            Self::LostRequest => Fault::LostRequest,
            Self::LostAnswer => Fault::LostAnswer,
            Self::CutHead => Fault::CutHead,
            Self::CutBody => Fault::CutBody,
            Self::Reset => Fault::Reset,
            Self::Garbage => Fault::Garbage,
            Self::EndlessBody => Fault::EndlessBody,
            Self::HangUp => Fault::HangUp,
            Self::AnswerTwice => Fault::AnswerTwice,
            Self::Stall => Fault::Stall { pause: STALL },
            Self::SlowBytes => Fault::SlowBytes { pause: BYTE },
            Self::Redirect => Fault::Redirect {
                status: 302,
                location: "http://127.0.0.1:1/".to_owned(),
            },
            Self::Page(status) => Fault::HtmlPage { status },
            Self::PageAfterwards(status) => answer(true, status, "text/html", "<html></html>"),
            Self::Says((status, body)) => answer(false, status, "application/json", body),
            Self::SaysAfterwards((status, body)) => answer(true, status, "application/json", body),
        }
    }

    /// Its kind in a word or two, for counts.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::NobodyListens => "nobody listens",
            Self::LostRequest => "lost request",
            Self::LostAnswer => "lost answer",
            Self::CutHead => "cut head",
            Self::CutBody => "cut body",
            Self::Reset => "reset",
            Self::Garbage => "garbage",
            Self::EndlessBody => "endless body",
            Self::HangUp => "hang-up",
            Self::AnswerTwice => "answer twice",
            Self::Stall => "stall",
            Self::SlowBytes => "slow bytes",
            Self::Redirect => "redirect",
            Self::Page(_) => "page",
            Self::PageAfterwards(_) => "page afterwards",
            Self::Says(_) => "says",
            Self::SaysAfterwards(_) => "says afterwards",
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("passes"),
            Self::NobodyListens => f.write_str("goes where nobody listens"),
            Self::LostRequest => f.write_str("is lost before it takes effect"),
            Self::LostAnswer => f.write_str("takes effect, and its answer is lost"),
            Self::CutHead => f.write_str("takes effect, and its answer ends in its head"),
            Self::CutBody => f.write_str("takes effect, and its answer ends in its body"),
            Self::Reset => f.write_str("is reset before it takes effect"),
            Self::Garbage => f.write_str("is answered with garbage, without effect"),
            Self::EndlessBody => f.write_str("is answered without an end and without effect"),
            Self::HangUp => f.write_str("is answered, and the connection ends without a word"),
            Self::AnswerTwice => f.write_str("is answered twice"),
            Self::Stall => f.write_str("stalls, and is lost before it takes effect"),
            Self::SlowBytes => f.write_str("takes effect, and is answered byte by byte"),
            Self::Redirect => f.write_str("is redirected, without effect"),
            Self::Page(status) => {
                write!(
                    f,
                    "is answered with a page of HTTP {status}, without effect"
                )
            }
            Self::PageAfterwards(status) => {
                write!(
                    f,
                    "takes effect, and is answered with a page of HTTP {status}"
                )
            }
            Self::Says((status, body)) => {
                write!(f, "is answered with HTTP {status} {body}, without effect")
            }
            Self::SaysAfterwards((status, body)) => {
                write!(f, "takes effect, and is answered with HTTP {status} {body}")
            }
        }
    }
}
