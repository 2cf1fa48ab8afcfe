//! Vending (鼎商), `/api/openapi/v1`: the handle of a test, and the way in for a request.

mod catalogue;
mod payload;
mod pickup_codes;
mod product_list;
mod refusal;
mod signature;
mod wire;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use pickup_codes::{CodeStatus, StoredCode};
pub use signature::SignedValues;

use crate::answer::{Answer, Reply};
use crate::clock::SandboxClock;
use crate::recording::RecordedRequest;
use crate::server::Provider;
use catalogue::Machine;
use payload::Payload;
use pickup_codes::CodeStore;
use refusal::Refusal;

/// The vending provider (鼎商) of a sandbox: its credentials, its machines, its controls.
///
/// Clones are handles of the same provider.
#[doc(alias = "鼎商")]
#[derive(Clone)]
pub struct Vending {
    state: Arc<Mutex<State>>,
    clock: SandboxClock,
}

impl Vending {
    /// The one `Appid` (开发者ID) that is accepted.
    pub const APP_ID: &str = "ds_sandbox_app";
    /// The one `AppSecret` (开发者密码) that is accepted.
    pub const APP_SECRET: &str = "sandbox-vending-app-secret";
    /// The one signing key (`merchant_id`, `AppKey`) that is accepted.
    pub const SIGN_KEY: &str = "sandbox-vending-sign-key";

    /// The main machine: 16 digits, cabinets A and B, more than 25 products in cabinet A.
    pub const MACHINE: &str = "8600000000000001";
    /// A machine with a number of 8 digits, which is what the provider's table promises, and three products.
    pub const SHORT_MACHINE: &str = "80000001";
    /// A machine that is offline: 30002.
    pub const OFFLINE_MACHINE: &str = "80000002";
    /// A machine that is online and has no products: `data` is `[]`.
    pub const EMPTY_MACHINE: &str = "80000003";
    /// A machine with three products whose pickup codes are switched off: creating them is refused with 10023.
    pub const PICKUP_CODES_OFF_MACHINE: &str = "80000004";

    pub(crate) fn new(clock: SandboxClock) -> Self {
        let state = State {
            machines: catalogue::machines(),
            codes: CodeStore::default(),
            next_answers: VecDeque::new(),
            values: SignedValues::Raw,
            page_cap: None,
            echoes_secrets: false,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
            clock,
        }
    }

    /// The accepted app id, [`APP_ID`](Self::APP_ID).
    #[must_use]
    pub fn app_id(&self) -> &str {
        Self::APP_ID
    }

    /// The accepted app secret, [`APP_SECRET`](Self::APP_SECRET).
    #[must_use]
    pub fn app_secret(&self) -> &str {
        Self::APP_SECRET
    }

    /// The accepted signing key, [`SIGN_KEY`](Self::SIGN_KEY).
    #[must_use]
    pub fn sign_key(&self) -> &str {
        Self::SIGN_KEY
    }

    /// The number of the main machine, [`MACHINE`](Self::MACHINE).
    #[must_use]
    pub fn machine_no(&self) -> &str {
        Self::MACHINE
    }

    /// Answers the next call like this; called twice, the next but one is answered by the second.
    ///
    /// Any request under `/api/openapi/v1/` is a call.
    pub fn answer_next(&self, answer: Answer) {
        self.lock().next_answers.push_back(answer);
    }

    /// All codes that were ever made for a product of a machine, also the used, cancelled and expired ones.
    ///
    /// Their status is the one at the sandbox's time. Ascending by id.
    #[doc(alias = "取货码")]
    #[must_use]
    pub fn pickup_codes(&self, machine_no: &str, product_id: u64) -> Vec<StoredCode> {
        let now = self.clock.now();
        self.lock().codes.of_product(machine_no, product_id, now)
    }

    /// Uses a code as a customer at the machine does; `false` when there is no such unused code.
    ///
    /// From then on the provider does not list it.
    #[must_use = "a code that was not there was not used"]
    pub fn use_pickup_code(&self, machine_no: &str, code: &str) -> bool {
        let now = self.clock.now();
        self.lock().codes.use_up(machine_no, code, now)
    }

    /// Sets how the values of a payload enter the string to sign: [`SignedValues::Raw`] until it is set.
    pub fn set_values(&self, values: SignedValues) {
        self.lock().values = values;
    }

    /// Caps `per_page` of the product list: a page is never longer, and `per_page` of the answer says so.
    ///
    /// `None` at the start: the provider documents no maximum. A cap of 0 counts as 1.
    pub fn set_page_cap(&self, cap: Option<u32>) {
        self.lock().page_cap = cap;
    }

    /// Makes the message of every refusal repeat the `AppSecret` and the `Appid` of the request.
    ///
    /// No provider should do that; a client must cope if one does.
    pub fn echo_secrets(&self, on: bool) {
        self.lock().echoes_secrets = on;
    }

    /// Every code that the sandbox refuses with by itself, ascending.
    #[must_use]
    pub fn answerable_codes(&self) -> &'static [i64] {
        refusal::ANSWERABLE
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Vending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vending")
            .field("machine_no", &Self::MACHINE)
            .finish_non_exhaustive()
    }
}

struct State {
    machines: Vec<Machine>,
    codes: CodeStore,
    next_answers: VecDeque<Answer>,
    values: SignedValues,
    page_cap: Option<u32>,
    echoes_secrets: bool,
}

impl State {
    /// The machine of a payload, if it can be spoken to.
    fn machine(&self, payload: &Payload) -> Result<&Machine, Refusal> {
        let number = payload.machine_no()?;
        let machine = self
            .machines
            .iter()
            .find(|machine| machine.number == number)
            .ok_or(Refusal::MACHINE_UNKNOWN)?;
        if machine.is_online {
            Ok(machine)
        } else {
            Err(Refusal::MACHINE_OFFLINE)
        }
    }

    fn carry_out(
        &mut self,
        call: Call<'_>,
        request: &RecordedRequest,
        clock: &SandboxClock,
    ) -> Result<Reply, Refusal> {
        check_headers(request)?;
        if let Call::Ping = call {
            if !request.body.is_empty() {
                return Err(Refusal::INVALID_FORM);
            }
            return Ok(wire::ok(&"pong"));
        }
        let payload = Payload::decode(&request.body)?;
        payload.verify(Vending::SIGN_KEY, self.values)?;
        payload.check_timestamp()?;
        match call {
            Call::Ping => Ok(wire::ok(&"pong")),
            Call::Products => self.products(&payload),
            Call::CreateCodes => self.create_codes(&payload, clock.now()),
            Call::CancelCodes => self.cancel_codes(&payload, clock.now()),
            Call::QueryCodes { product_id } => self.query_codes(&payload, product_id, clock.now()),
        }
    }
}

impl Provider for Vending {
    fn answer(&self, request: &RecordedRequest) -> Option<Reply> {
        let path = request.path.strip_prefix("/api/openapi/v1/")?;
        let mut state = self.lock();
        let (status, code, message) = match state.next_answers.pop_front() {
            Some(Answer::Raw {
                status,
                content_type,
                body,
            }) => {
                return Some(Reply {
                    status,
                    content_type,
                    body,
                });
            }
            Some(Answer::Code { code, message }) => (200, code, message),
            None => {
                let call = match Call::of(&request.method, path) {
                    Ok(call) => call,
                    Err(page) => return Some(page),
                };
                match state.carry_out(call, request, &self.clock) {
                    Ok(reply) => return Some(reply),
                    Err(refusal) => (refusal.status, refusal.code, refusal.message.to_owned()),
                }
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
                    .ok_or_else(|| Reply::html(404, "Not Found"))?;
                Self::QueryCodes { product_id }
            }
        };
        if method == "POST" {
            Ok(call)
        } else {
            Err(Reply::html(405, "Method Not Allowed"))
        }
    }
}

fn check_headers(request: &RecordedRequest) -> Result<(), Refusal> {
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
