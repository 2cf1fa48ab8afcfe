//! The way in for a request: which call it is, and whether its token is accepted.

use serde_json::json;
use serde_json::value::RawValue;
use time::OffsetDateTime;

use super::refusal::Refusal;
use super::settings::{AccessKeyHeader, Rejection, TokenPrefix};
use super::state::State;
use super::wire::Envelope;
use super::{Chao8, flow, get_token, own, product};
use crate::answer::Reply;
use crate::cached_json::raw_json;
use crate::clock::unix_ms;
use crate::request::Request;
use crate::script::Outcome;
use crate::server::Provider;

/// No prefix is common to all calls [doc] [docs+]; the last one is the sandbox's own.
const PREFIXES: [&str; 5] = [
    "/cncop/",
    "/ps/",
    "/trace/",
    "/customer/",
    "/sandbox/chao8/",
];

impl Provider for Chao8 {
    fn answer(&self, request: &Request) -> Option<Reply> {
        if !PREFIXES
            .iter()
            .any(|prefix| request.path().starts_with(prefix))
        {
            return None;
        }
        let mut state = self.state.lock();
        // Read under the lock: token requests and their times are then in one order.
        let now = self.clock.now();
        if request.path() == get_token::PATH && request.method() == "POST" {
            state.tokens.note_request(now);
        }
        let scripted = state.script.next();
        let mut envelope = match scripted.around(|| state.carry_out(request, now)) {
            Outcome::Scripted(Ok(reply)) => return Some(reply),
            Outcome::Scripted(Err((code, message))) => Envelope::with_code(code, Some(message)),
            Outcome::CarriedOut(Ok(envelope)) => envelope,
            Outcome::CarriedOut(Err(otherwise)) => match otherwise {
                Otherwise::Refused(refusal) => Envelope::refused(refusal),
                Otherwise::Envelope(envelope) => *envelope,
                Otherwise::Reply(reply) => return Some(reply),
            },
        };
        if state.echoes_secrets && envelope.code != 200 {
            let message = envelope.message.unwrap_or_default();
            let token = request.header("Authorization").unwrap_or_default();
            let body = String::from_utf8_lossy(request.body());
            envelope.message = Some(format!("{message} (Authorization {token}, body {body})"));
        }
        state.answers += 1;
        Some(envelope.write(state.style, unix_ms(now), state.answers))
    }
}

/// What comes in place of a success in the envelope.
pub(super) enum Otherwise {
    Refused(Refusal),
    Envelope(Box<Envelope>),
    Reply(Reply),
}

impl From<Refusal> for Otherwise {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl State {
    fn carry_out(&mut self, request: &Request, now: OffsetDateTime) -> Result<Envelope, Otherwise> {
        let path = request.path();
        if path == get_token::PATH {
            only(request, "POST")?;
            return Ok(self.get_token(request, now)?);
        }
        // The gateway looks at the token before it looks for the call.
        self.authorise(request, now)?;
        match path {
            // The document's sample of an authorised call, a placeholder [doc].
            "/cncop/demo" => {
                only(request, "GET")?;
                Ok(Envelope::ok(RawValue::NULL))
            }
            flow::PATH => {
                only(request, "GET")?;
                Ok(flow::query(request)?)
            }
            product::PATH => {
                only(request, "POST")?;
                Ok(self.products.add_or_update(request)?)
            }
            own::UPLOAD_PATH => {
                only(request, "POST")?;
                Ok(own::upload(request)?)
            }
            own::DOWNLOAD_PATH => {
                only(request, "GET")?;
                Err(Otherwise::Reply(own::download(request)?))
            }
            _ => Err(Otherwise::Reply(Reply::not_found())),
        }
    }

    fn authorise(&mut self, request: &Request, now: OffsetDateTime) -> Result<(), Otherwise> {
        let judged = if self.rejections > 0 {
            self.rejections -= 1;
            Err(Refusal::TOKEN_UNKNOWN)
        } else {
            self.judge(request, now)
        };
        judged.map_err(|refusal| self.rejected(refusal))
    }

    fn judge(&self, request: &Request, now: OffsetDateTime) -> Result<(), Refusal> {
        let mut values = request.header_values("Authorization");
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(Refusal::TOKEN_UNKNOWN);
        };
        // Quirk: the token stands alone, without `Bearer ` [doc].
        let token = match (self.token_prefix, value.strip_prefix("Bearer ")) {
            (TokenPrefix::Nothing, _) | (TokenPrefix::BearerOrNothing, None) => &value,
            (TokenPrefix::BearerOrNothing | TokenPrefix::Bearer, Some(token)) => token,
            (TokenPrefix::Bearer, None) => return Err(Refusal::TOKEN_UNKNOWN),
        };
        let access_key = self.tokens.judge(token, now)?;
        match self.access_key_header {
            AccessKeyHeader::Required
                if request.header("accessKey").as_deref() != Some(access_key) =>
            {
                Err(Refusal::TOKEN_UNKNOWN)
            }
            AccessKeyHeader::Required | AccessKeyHeader::Ignored => Ok(()),
        }
    }

    /// A token that is not accepted, told in the way that the test wants.
    fn rejected(&self, refusal: Refusal) -> Otherwise {
        let refused = Envelope::refused(refusal);
        let hint = Envelope::refused(Refusal::UNKNOWN_ERROR);
        let envelope = match self.rejection {
            Rejection::Code => refused,
            Rejection::CodeAtHttp401 => Envelope {
                status: 401,
                ..refused
            },
            Rejection::PageAtHttp401 => {
                return Otherwise::Reply(Reply::html(401, "Unauthorized"));
            }
            Rejection::MetaStatus => Envelope {
                meta: json!({"status": 401}),
                ..hint
            },
            Rejection::Status => Envelope {
                beside: [("status".to_owned(), json!(401))].into_iter().collect(),
                ..hint
            },
            Rejection::InvalidToken => Envelope {
                message: Some("invalid token".to_owned()),
                ..hint
            },
            Rejection::Reauthentication => Envelope {
                message: Some("reauthentication".to_owned()),
                ..hint
            },
            Rejection::Reason => Envelope {
                data: raw_json(&json!({"reason": "invalid token"})),
                ..hint
            },
        };
        Otherwise::Envelope(Box::new(envelope))
    }
}

fn only(request: &Request, method: &str) -> Result<(), Otherwise> {
    if request.method() == method {
        Ok(())
    } else {
        Err(Otherwise::Reply(Reply::method_not_allowed()))
    }
}
