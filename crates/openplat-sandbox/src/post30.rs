//! post30 (30post), product database and signed calls: the handle of a test and the state behind it.

mod bill;
mod call;
mod catalogue;
mod data;
mod pages;
mod parameters;
mod picture;
mod products;
mod refusal;
mod shape;
mod signature;
mod state;
mod timer;
mod wire;

use std::fmt;

use time::UtcOffset;

pub use pages::{FirstPage, PastTheEnd};
pub use shape::{Shape, SuccessStyle};
pub use signature::DigestCharset;
pub use timer::TimerRule;

use crate::answer::Answer;
use crate::clock::SandboxClock;
use crate::shared::Shared;
use state::State;

/// The post30 provider (30post) of a sandbox: its credentials, its catalogue, its controls.
///
/// All hosts of the provider are the one base URL of the sandbox.
/// Clones are handles of the same provider.
#[doc(alias = "30post")]
#[derive(Clone)]
pub struct Post30 {
    state: Shared<State>,
    clock: SandboxClock,
}

impl Post30 {
    /// The one access key (AK, `external_company`) that is accepted.
    pub const ACCESS_KEY: &str = "sandbox-post30-access-key";
    /// The one secret key (SK) that is accepted.
    pub const SECRET_KEY: &str = "sandbox-post30-secret-key";

    /// How many products the catalogue has, in three classes.
    pub const PRODUCT_COUNT: usize = 48;
    /// A product, `P_id` as the calls ask for it: 安娜 奶粉, the one of the provider's example.
    pub const PRODUCT_ID: u32 = catalogue::PRODUCT_ID;
    /// The bar code of [`PRODUCT_ID`](Self::PRODUCT_ID); no other product has it.
    pub const BAR_CODE: &str = "9300000001234";
    /// The class of [`PRODUCT_ID`](Self::PRODUCT_ID), with 20 products.
    pub const CLASS_ID: u32 = catalogue::CLASS_ID;
    /// The name of the class [`CLASS_ID`](Self::CLASS_ID).
    pub const CLASS_NAME: &str = catalogue::CLASS_NAME;
    /// An internal name (内品名) that 12 products share.
    #[doc(alias = "内品名")]
    pub const ALISE_NAME: &str = catalogue::ALISE_NAME;
    /// The internal name of one product, with a character beyond U+FFFF and a separator of the signature in it.
    pub const ODD_ALISE_NAME: &str = catalogue::ODD_ALISE_NAME;
    /// The one `cid` that has a combined picture.
    pub const PICTURE_CID: u32 = 950_122;

    pub(crate) fn new(clock: SandboxClock) -> Self {
        Self {
            state: Shared::new(State::new()),
            clock,
        }
    }

    /// The accepted access key, [`ACCESS_KEY`](Self::ACCESS_KEY).
    #[must_use]
    pub fn access_key(&self) -> &str {
        Self::ACCESS_KEY
    }

    /// The accepted secret key, [`SECRET_KEY`](Self::SECRET_KEY).
    #[must_use]
    pub fn secret_key(&self) -> &str {
        Self::SECRET_KEY
    }

    /// Answers the next call like this; called twice, the next but one is answered by the second.
    ///
    /// The code of [`Answer::Code`] is `success`, so 0 is the refusal of this provider; nothing but `message` is beside it.
    /// Any request under `/Api/Product/`, `/api/bill/` and `/api/IDCard/` is a call.
    pub fn answer_next(&self, answer: Answer) {
        self.state.lock().script.add_instead(answer);
    }

    /// The names of all batches that were closed, one for each call, oldest first.
    ///
    /// A batch that is closed twice is here twice.
    #[must_use]
    pub fn closed_batches(&self) -> Vec<String> {
        self.state.lock().closed_batches.clone()
    }

    /// Sets the charset in which the string to sign becomes bytes: [`DigestCharset::Utf8`] until it is set.
    pub fn set_digest_charset(&self, charset: DigestCharset) {
        self.state.lock().charset = charset;
    }

    /// Sets the zone that `timer` is read in: UTC+8 until it is set.
    ///
    /// The provider states none; Sydney would be UTC+10, or UTC+11 in summer.
    pub fn set_timer_zone(&self, zone: UtcOffset) {
        self.state.lock().timer.zone = zone;
    }

    /// Sets whether a call needs a `timer`: [`TimerRule::Optional`] until it is set.
    pub fn set_timer_rule(&self, rule: TimerRule) {
        self.state.lock().timer.rule = rule;
    }

    /// Caps `pagesize`: a page is never longer, and no answer says so.
    ///
    /// `None` at the start: the provider documents no maximum. A cap of 0 counts as 1.
    pub fn set_page_cap(&self, cap: Option<u32>) {
        self.state.lock().pages.cap = cap;
    }

    /// Sets what comes after the last page: [`PastTheEnd::Empty`] until it is set.
    pub fn set_past_the_end(&self, past_the_end: PastTheEnd) {
        self.state.lock().pages.past_the_end = past_the_end;
    }

    /// Sets the number of the first page: [`FirstPage::One`] until it is set.
    pub fn set_first_page(&self, first_page: FirstPage) {
        self.state.lock().pages.first = first_page;
    }

    /// Makes every list say this as its `total`, whatever is true.
    ///
    /// `None` at the start: the rows of the answer for the product list, all rows for the two others.
    pub fn set_total(&self, total: Option<u64>) {
        self.state.lock().pages.total = total;
    }

    /// Sets the type of `success`: [`SuccessStyle::Number`] until it is set.
    pub fn set_success_style(&self, success: SuccessStyle) {
        self.state.lock().style.success = success;
    }

    /// Sets the shape of the answers: [`Shape::Documented`] until it is set.
    pub fn set_shape(&self, shape: Shape) {
        self.state.lock().set_shape(shape);
    }

    /// Makes the message of every refusal repeat the access key and the `sign` of the request, and the secret key of the sandbox.
    ///
    /// No provider should do that; a client must cope if one does.
    pub fn echo_secrets(&self, on: bool) {
        self.state.lock().echoes_secrets = on;
    }

    /// Every message that the sandbox refuses with by itself.
    ///
    /// They are made up: the provider publishes neither texts nor codes.
    #[must_use]
    pub fn refusal_messages(&self) -> &'static [&'static str] {
        refusal::MESSAGES
    }

    /// Every value of `success` that the sandbox answers with, as a number.
    #[must_use]
    pub fn answerable_codes(&self) -> &'static [i64] {
        &[0, 1]
    }
}

impl fmt::Debug for Post30 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post30")
            .field("products", &Self::PRODUCT_COUNT)
            .finish_non_exhaustive()
    }
}
