//! The way in for a request: which call it is, and whether it may be carried out.

use super::payload::{self, Payload};
use super::refusal::Refusal;
use super::state::State;
use super::{Vending, wire};
use crate::answer::Reply;
use crate::clock::SandboxClock;
use crate::request::Request;
use crate::script::Outcome;
use crate::server::Provider;

impl Provider for Vending {
    fn answer(&self, request: &Request) -> Option<Reply> {
        let path = request.path().strip_prefix("/api/openapi/v1/")?;
        let mut state = self.state.lock();
        let outcome = state
            .script
            .next()
            .around(|| match Call::of(request.method(), path) {
                Ok(call) => state.carry_out(call, request, &self.clock),
                Err(page) => Ok(page),
            });
        let (status, code, message) = match outcome {
            Outcome::Scripted(Ok(reply)) | Outcome::CarriedOut(Ok(reply)) => return Some(reply),
            Outcome::Scripted(Err((code, message))) => (200, code, message),
            Outcome::CarriedOut(Err(refusal)) => {
                (refusal.status, refusal.code, refusal.message.to_owned())
            }
        };
        let message = if state.echoes_secrets {
            let secret = request.header("AppSecret").unwrap_or_default();
            let id = request.header("Appid").unwrap_or_default();
            format!("{message} (AppSecret {secret}, Appid {id})")
        } else {
            message
        };
        Some(wire::refused(status, code, &message))
    }
}

impl State {
    fn carry_out(
        &mut self,
        call: Call<'_>,
        request: &Request,
        clock: &SandboxClock,
    ) -> Result<Reply, Refusal> {
        check_headers(request)?;
        let json = payload::unwrap(request.body());
        let payload = match &json {
            Ok(json) => self.signed_payload(json),
            Err(refusal) => Err(*refusal),
        };
        let now = clock.now();
        match call {
            Call::Ping if request.body().is_empty() => Ok(wire::ok(&"pong")),
            Call::Ping => Err(Refusal::INVALID_FORM),
            Call::Products => self.products(&payload?),
            Call::CreateCodes => self.create_codes(&payload?, now),
            Call::CancelCodes => self.cancel_codes(&payload?, now),
            Call::QueryCodes { product_id } => self.query_codes(&payload?, product_id, now),
        }
    }

    fn signed_payload<'a>(&self, json: &'a str) -> Result<Payload<'a>, Refusal> {
        let payload = Payload::parse(json)?;
        payload.verify(Vending::SIGN_KEY, self.encoding)?;
        payload.check_timestamp()?;
        Ok(payload)
    }
}

/// A call that the sandbox knows.
#[derive(Clone, Copy)]
enum Call<'a> {
    Ping,
    Products,
    CreateCodes,
    CancelCodes,
    QueryCodes { product_id: &'a str },
}

impl<'a> Call<'a> {
    /// The call behind a method and a path, or the page of a web server without this API.
    fn of(method: &str, path: &'a str) -> Result<Self, Reply> {
        let call = match path {
            "ping" => Self::Ping,
            "products" => Self::Products,
            // Quirk: codes are cancelled with PUT, DELETE is not used [docs+].
            "pickup_codes" if method == "PUT" => return Ok(Self::CancelCodes),
            "pickup_codes" => Self::CreateCodes,
            _ => {
                // Quirk: the last segment is singular here [docs+].
                let product_id = path
                    .strip_prefix("products/")
                    .and_then(|rest| rest.strip_suffix("/pickup_code"))
                    .filter(|id| !id.is_empty() && !id.contains('/'))
                    .ok_or_else(Reply::not_found)?;
                Self::QueryCodes { product_id }
            }
        };
        if method == "POST" {
            Ok(call)
        } else {
            Err(Reply::method_not_allowed())
        }
    }
}

fn check_headers(request: &Request) -> Result<(), Refusal> {
    let id = request.header("Appid").unwrap_or_default();
    let secret = request.header("AppSecret").unwrap_or_default();
    if id.is_empty() || secret.is_empty() {
        return Err(Refusal::CREDENTIALS_EMPTY);
    }
    if id != Vending::APP_ID {
        return Err(Refusal::APP_ID_INVALID);
    }
    if secret != Vending::APP_SECRET {
        return Err(Refusal::APP_SECRET_INVALID);
    }
    Ok(())
}
