//! The way in for a request: which call it is, and whether it may be carried out.

use serde_json::Value;
use time::OffsetDateTime;

use super::Damaijia;
use super::refusal::{Code, Refusal};
use super::state::State;
use super::wire::{self, Json};
use crate::answer::Reply;
use crate::request::Request;
use crate::script::Outcome;
use crate::server::Provider;

impl Provider for Damaijia {
    fn answer(&self, request: &Request) -> Option<Reply> {
        let path = request.path().strip_prefix("/vv/external/")?;
        let now = self.clock.now();
        let mut state = self.state.lock();
        let scripted = state.script.next();
        let refusal = match scripted.around(|| state.carry_out(path, request, now)) {
            Outcome::Scripted(Ok(reply)) => return Some(reply),
            Outcome::Scripted(Err((code, message))) => Refusal {
                status: code,
                err: message.into(),
            },
            Outcome::CarriedOut(Ok(answer)) => return Some(answer.into_reply(state.numbers)),
            Outcome::CarriedOut(Err(refusal)) => refusal,
        };
        Some(state.refused(refusal, request))
    }
}

impl State {
    fn carry_out(
        &mut self,
        path: &str,
        request: &Request,
        now: OffsetDateTime,
    ) -> Result<Json, Refusal> {
        let call = Call::of(request.method(), path)?;
        self.limits.pass(now)?;
        if call != Call::Login {
            self.tokens
                .admit(request.header("Authorization").as_deref())?;
        }
        let query = request.query().unwrap_or_default();
        let body = || request.json().ok_or(Code::NOT_JSON);
        match call {
            Call::Login => self.login(&body()?, now),
            Call::Warehouses => self.warehouse_list(query, now),
            Call::Products => self.product_list(query),
            Call::CreateOrder => self.create_order(&body()?, now),
            Call::CancelParcel => self.cancel_parcel(&body()?, now),
            Call::Orders => self.order_list(&body()?, now),
            Call::Parcels => self.parcel_list(&body()?),
            Call::ParcelStates => self.parcel_states(&body()?),
            Call::Balance => self.balance(&body()?),
        }
    }

    fn refused(&self, mut refusal: Refusal, request: &Request) -> Reply {
        if self.echoes_secrets {
            let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
            let field = |name| body.get(name).and_then(Value::as_str).unwrap_or_default();
            refusal.err = format!(
                "{} (Authorization {}, app_id {}, app_secret {})",
                refusal.err,
                request.header("Authorization").unwrap_or_default(),
                field("app_id"),
                field("app_secret"),
            )
            .into();
        }
        wire::refused(&refusal).into_reply(self.numbers)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    Login,
    Warehouses,
    Products,
    CreateOrder,
    CancelParcel,
    Orders,
    Parcels,
    ParcelStates,
    Balance,
}

impl Call {
    /// The call behind a method and a path.
    fn of(method: &str, path: &str) -> Result<Self, Code> {
        // Quirk: two families of paths, and two methods [docs+].
        let (expected, call) = match path {
            "user_login" => ("POST", Self::Login),
            "v1/warehouse_get_list" => ("GET", Self::Warehouses),
            "v1/product_get_list" => ("GET", Self::Products),
            "v1/order_create" => ("POST", Self::CreateOrder),
            "package_cancel" => ("POST", Self::CancelParcel),
            "order_get_list" => ("POST", Self::Orders),
            "package_get_list" => ("POST", Self::Parcels),
            "get_packages_status" => ("POST", Self::ParcelStates),
            "get_user_balance" => ("POST", Self::Balance),
            // Quirk: the paths without v1/ still exist, and always refuse [observed].
            "warehouse_get_list" | "product_get_list" | "order_create" => {
                return Err(Code::DEPRECATED);
            }
            _ => return Err(Code::PATH_UNKNOWN),
        };
        if method == expected {
            Ok(call)
        } else {
            Err(Code::METHOD_WRONG)
        }
    }
}
