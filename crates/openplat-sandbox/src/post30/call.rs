//! The way in for a request: which call it is, and whether it may be carried out.

use time::OffsetDateTime;

use super::parameters::Parameters;
use super::refusal::Refusal;
use super::signature::sign;
use super::state::State;
use super::{Post30, picture};
use crate::answer::Reply;
use crate::request::Request;
use crate::script::Outcome;
use crate::server::Provider;

impl Provider for Post30 {
    fn answer(&self, request: &Request) -> Option<Reply> {
        if !FOLDERS
            .iter()
            .any(|folder| request.path().starts_with(folder))
        {
            return None;
        }
        let mut state = self.state.lock();
        let outcome =
            state
                .script
                .next()
                .around(|| match Call::of(request.method(), request.path()) {
                    Ok(call) => state.carry_out(call, request, self.clock.now()),
                    Err(page) => Ok(page),
                });
        let (code, message) = match outcome {
            Outcome::Scripted(Ok(reply)) | Outcome::CarriedOut(Ok(reply)) => return Some(reply),
            Outcome::Scripted(Err(refusal)) => refusal,
            Outcome::CarriedOut(Err(refusal)) => (0, refusal.0.to_owned()),
        };
        let message = if state.echoes_secrets {
            message + &echo(request)
        } else {
            message
        };
        Some(state.style.message(code, &message))
    }
}

impl State {
    fn carry_out(
        &mut self,
        call: Call,
        request: &Request,
        now: OffsetDateTime,
    ) -> Result<Reply, Refusal> {
        let parameters = call.parameters(request)?;
        self.check_access(&parameters, now)?;
        match call {
            Call::ItemList => self.item_list(parameters.data()?),
            Call::Item => self.item(parameters.data()?),
            Call::ItemClass => self.item_class(parameters.data()?),
            Call::ItemAliseList => self.item_alise_list(parameters.data()?),
            Call::CloseBatch => self.close_batch(parameters.data()?),
            Call::CombinePic => picture::combined(&parameters),
        }
    }

    fn check_access(&self, parameters: &Parameters, now: OffsetDateTime) -> Result<(), Refusal> {
        let access_key = parameters.required("external_company")?;
        let received = parameters.required("sign")?;
        if access_key != Post30::ACCESS_KEY.as_bytes() {
            return Err(Refusal::ACCESS_KEY_UNKNOWN);
        }
        let expected = sign(&parameters.form.pairs, Post30::SECRET_KEY, self.charset);
        if expected.is_none_or(|expected| received != expected.as_bytes()) {
            return Err(Refusal::SIGN_WRONG);
        }
        self.timer.check(parameters.form.value("timer"), now)
    }
}

const FOLDERS: &[&str] = &["/Api/Product/", "/api/bill/", "/api/IDCard/"];

/// A call that the sandbox knows.
#[derive(Clone, Copy)]
enum Call {
    ItemList,
    Item,
    ItemClass,
    ItemAliseList,
    CloseBatch,
    CombinePic,
}

impl Call {
    /// The call behind a method and a path, or the page of a web server without this API.
    // Quirk: the letter case differs from path to path [doc].
    fn of(method: &str, path: &str) -> Result<Self, Reply> {
        let (wanted, call) = match path {
            "/Api/Product/ItemList" => ("POST", Self::ItemList),
            "/Api/Product/Item" => ("POST", Self::Item),
            "/Api/Product/ItemClass" => ("POST", Self::ItemClass),
            "/Api/Product/ItemAliseList" => ("POST", Self::ItemAliseList),
            "/api/bill/closebatch" => ("POST", Self::CloseBatch),
            "/api/IDCard/CombinePic" => ("GET", Self::CombinePic),
            _ => return Err(Reply::not_found()),
        };
        if method == wanted {
            Ok(call)
        } else {
            Err(Reply::method_not_allowed())
        }
    }

    /// The parameters of a request, from where this call has them.
    fn parameters(self, request: &Request) -> Result<Parameters, Refusal> {
        match self {
            Self::CombinePic => Parameters::of_query(request),
            _ => Parameters::of_body(request),
        }
    }
}

/// What a server that shows too much adds to a message.
fn echo(request: &Request) -> String {
    let parameters = Call::of(request.method(), request.path())
        .ok()
        .and_then(|call| call.parameters(request).ok())
        .unwrap_or_default();
    let text = |name| String::from_utf8_lossy(parameters.form.value(name).unwrap_or_default());
    format!(
        " (external_company {}, sign {}, sk {})",
        text("external_company"),
        text("sign"),
        Post30::SECRET_KEY
    )
}
