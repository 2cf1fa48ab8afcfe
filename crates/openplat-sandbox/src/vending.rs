//! Vending (鼎商), `/api/openapi/v1`: the handle of a test and the state behind it.

mod call;
mod catalogue;
mod code_store;
mod payload;
mod pickup_codes;
mod product_list;
mod refusal;
mod signature;
mod state;
mod wire;

use std::fmt;

pub use code_store::{CodeStatus, StoredCode};
pub use signature::SignedEncoding;

use crate::answer::Answer;
use crate::clock::SandboxClock;
use crate::shared::Shared;
use state::State;

/// The vending provider (鼎商) of a sandbox: its credentials, its machines, its controls.
///
/// Clones are handles of the same provider.
#[doc(alias = "鼎商")]
#[derive(Clone)]
pub struct Vending {
    state: Shared<State>,
    clock: SandboxClock,
}

impl Vending {
    /// The one `Appid` (开发者ID) that is accepted.
    pub const APP_ID: &str = "ds_sandbox_app";
    /// The one `AppSecret` (开发者密码) that is accepted.
    pub const APP_SECRET: &str = "sandbox-vending-app-secret";
    /// The one signing key (`merchant_id`, `AppKey`) that is accepted.
    pub const SIGN_KEY: &str = "sandbox-vending-sign-key";

    /// The main machine: 16 digits, products 101 to 127 in cabinet A and 201 to 205 in cabinet B.
    pub const MACHINE: &str = catalogue::MACHINE;
    /// A machine with a number of 8 digits, which is what the provider's table promises, and the products 301 to 303.
    pub const SHORT_MACHINE: &str = catalogue::SHORT_MACHINE;
    /// A machine that is offline: 30002.
    pub const OFFLINE_MACHINE: &str = catalogue::OFFLINE_MACHINE;
    /// A machine that is online and has no products: `data` is `[]`.
    pub const EMPTY_MACHINE: &str = catalogue::EMPTY_MACHINE;
    /// A machine with the products 501 to 503 whose pickup codes are switched off: creating them is refused with 10023.
    pub const PICKUP_CODES_OFF_MACHINE: &str = catalogue::PICKUP_CODES_OFF_MACHINE;

    pub(crate) fn new(clock: SandboxClock) -> Self {
        Self {
            state: Shared::new(State::new()),
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
        self.state.lock().script.add_instead(answer);
    }

    /// All codes that were ever made for a product of a machine, also the used, cancelled and expired ones.
    ///
    /// Their status is the one at the sandbox's time. Ascending by id.
    #[doc(alias = "取货码")]
    #[must_use]
    pub fn pickup_codes(&self, machine_no: &str, product_id: u64) -> Vec<StoredCode> {
        let now = self.clock.now();
        self.state
            .lock()
            .codes
            .of_product(machine_no, product_id, now)
    }

    /// Uses a code as a customer at the machine does; `false` when there is no such unused code.
    ///
    /// From then on the provider does not list it.
    #[must_use = "a code that was not there was not used"]
    pub fn use_pickup_code(&self, machine_no: &str, code: &str) -> bool {
        let now = self.clock.now();
        self.state.lock().codes.use_up(machine_no, code, now)
    }

    /// Sets how the names and values of a payload are encoded in the string to sign:
    /// [`SignedEncoding::Raw`] until it is set.
    pub fn set_signed_encoding(&self, encoding: SignedEncoding) {
        self.state.lock().encoding = encoding;
    }

    /// Caps `per_page` of the product list: a page is never longer, and `per_page` of the answer says so.
    ///
    /// `None` at the start: the provider documents no maximum. A cap of 0 counts as 1.
    pub fn set_page_cap(&self, cap: Option<u32>) {
        self.state.lock().page_cap = cap;
    }

    /// Makes the message of every refusal repeat the `AppSecret` and the `Appid` of the request.
    ///
    /// No provider should do that; a client must cope if one does.
    pub fn echo_secrets(&self, on: bool) {
        self.state.lock().echoes_secrets = on;
    }

    /// Every code that the sandbox refuses with by itself, ascending.
    #[must_use]
    pub fn answerable_codes(&self) -> &'static [i64] {
        refusal::ANSWERABLE
    }
}

impl fmt::Debug for Vending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vending")
            .field("machine_no", &Self::MACHINE)
            .finish_non_exhaustive()
    }
}
