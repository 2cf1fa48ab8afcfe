//! Damaijia (大麦家), `/vv/external`: the handle of a test and the state behind it.

mod address;
mod call;
mod callback;
mod catalogue;
mod contact;
mod fields;
mod limits;
mod login;
mod new_order;
mod order_book;
mod order_list;
mod parcel_calls;
mod parcel_list;
mod product_list;
mod recipient;
mod refusal;
mod settings;
mod state;
mod tokens;
mod warehouse_list;
mod wire;

use std::fmt;
use std::time::Duration;

pub use order_book::{ParcelStatus, StoredOrder, StoredParcel};
pub use settings::{NumberStyle, RefusalStyle, WarehouseReply};
pub use tokens::{DamaijiaLogin, ReplacedToken};

use crate::answer::Answer;
use crate::clock::SandboxClock;
use crate::shared::Shared;
use state::State;

/// The damaijia provider (大麦家) of a sandbox: its credentials, its goods, its orders, its controls.
///
/// Clones are handles of the same provider. Each call is carried out under one lock, so that
/// calls which come at the same time take effect one after the other.
#[doc(alias = "大麦家")]
#[derive(Clone)]
pub struct Damaijia {
    state: Shared<State>,
    clock: SandboxClock,
}

impl Damaijia {
    /// The one `app_id` that can log in.
    pub const APP_ID: &str = "sandbox-damaijia-app-id";
    /// The one `app_secret` that can log in.
    pub const APP_SECRET: &str = "sandbox-damaijia-app-secret";
    /// The fixed `api_key` that is accepted in place of a token and that no login ends.
    pub const API_KEY: &str = tokens::API_KEY;

    /// The main warehouse (仓库): the products 614 to 658, no banned area, a courier fee of 170 分.
    pub const WAREHOUSE: u64 = catalogue::WAREHOUSE;
    /// A warehouse that does not send to 北京市, 浙江省/宁波市 and 广东省/深圳市/福田区, with the products 710 to 712; its courier fee is 250 分.
    ///
    /// The ban is in force from 2021-08-01 00:00:00 to 2099-12-31 23:59:59, GMT+8.
    pub const BANNING_WAREHOUSE: u64 = catalogue::BANNING_WAREHOUSE;
    /// A warehouse whose own place is banned, with the product 720: 235.
    pub const BANNED_ORIGIN_WAREHOUSE: u64 = catalogue::BANNED_ORIGIN_WAREHOUSE;
    /// A warehouse without products.
    pub const EMPTY_WAREHOUSE: u64 = catalogue::EMPTY_WAREHOUSE;
    /// A warehouse that is not on line; its product 730 is not listed: 227.
    pub const OFFLINE_WAREHOUSE: u64 = catalogue::OFFLINE_WAREHOUSE;

    /// A product of the main warehouse: 10 分, only for orders of `taobao`.
    pub const PRODUCT: u64 = catalogue::PRODUCT;
    /// A product of the main warehouse for orders of every source: 25 分.
    pub const ANY_SOURCE_PRODUCT: u64 = 615;
    /// A product of the main warehouse of which the list shows nothing but the id, which is all that is promised.
    pub const BARE_PRODUCT: u64 = 616;
    /// A product of the main warehouse that is off sale and not listed: 226.
    pub const OFF_SALE_PRODUCT: u64 = catalogue::OFF_SALE_PRODUCT;
    /// A product of the warehouse with banned areas, for orders of every source.
    pub const BANNING_PRODUCT: u64 = catalogue::BANNING_PRODUCT;
    /// The product of the warehouse whose own place is banned.
    pub const BANNED_ORIGIN_PRODUCT: u64 = catalogue::BANNED_ORIGIN_PRODUCT;
    /// The product of the warehouse that is not on line.
    pub const OFFLINE_PRODUCT: u64 = catalogue::OFFLINE_PRODUCT;

    /// The phone of a recipient to whom nothing is sent: see [`cancel_unsendable`](Self::cancel_unsendable).
    pub const BLOCKED_MOBILE: &str = address::BLOCKED_MOBILE;
    /// What the provider appends to every address.
    pub const ADDRESS_APPENDIX: &str = ",联系不到收货人派件员可以代收";
    /// The balance of a new sandbox, in 分.
    pub const START_BALANCE_FEN: u64 = 10_000_000;

    pub(crate) fn new(clock: SandboxClock) -> Self {
        let state = State::new(Self::START_BALANCE_FEN);
        Self {
            state: Shared::new(state),
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

    /// The accepted fixed key, [`API_KEY`](Self::API_KEY).
    #[must_use]
    pub fn api_key(&self) -> &str {
        Self::API_KEY
    }

    /// Answers the next call like this, without any effect; called twice, the next but one is answered by the second.
    ///
    /// Any request under `/vv/external/` is a call, a login too.
    /// [`Answer::Code`] is `{"status":code,"err":message,"data":[]}`.
    pub fn answer_next(&self, answer: Answer) {
        self.state.lock().script.add_instead(answer);
    }

    /// Carries the next call out and then answers like this, whatever came of it.
    ///
    /// So a call that "failed" has taken effect. It stands in one queue with [`answer_next`](Self::answer_next).
    pub fn answer_after_effect(&self, answer: Answer) {
        self.state.lock().script.add_afterwards(answer);
    }

    /// The successful logins over HTTP so far, oldest first; [`foreign_login`](Self::foreign_login) is not among them.
    #[must_use]
    pub fn logins(&self) -> Vec<DamaijiaLogin> {
        self.state.lock().tokens.logins().to_vec()
    }

    /// Logs in as somebody else with the same account does: the live token ends at once.
    pub fn foreign_login(&self) {
        self.state.lock().tokens.foreign_login();
    }

    /// Whether a call with this text in `Authorization` would be let in.
    #[must_use]
    pub fn is_accepted(&self, token: &str) -> bool {
        self.state.lock().tokens.is_accepted(token)
    }

    /// All orders with their parcels, oldest first, as the provider has them in its books.
    #[must_use]
    pub fn orders(&self) -> Vec<StoredOrder> {
        self.state.lock().book.orders().to_vec()
    }

    /// What is left on the account, in 分.
    #[must_use]
    pub fn balance_fen(&self) -> u64 {
        self.state.lock().book.balance_fen
    }

    /// Sets what is left on the account, in 分.
    pub fn set_balance_fen(&self, balance_fen: u64) {
        self.state.lock().book.balance_fen = balance_fen;
    }

    /// Hands a parcel to the warehouse: state `s` without a waybill number (运单号).
    ///
    /// It is named by its `site_order_consignee_id`; when several orders have that id, all of them move.
    /// `false` when none was waiting in state `p`.
    pub fn hand_over(&self, site_order_consignee_id: &str) -> bool {
        let now = self.clock.now();
        self.state
            .lock()
            .book
            .hand_over(site_order_consignee_id, now)
    }

    /// Sends a parcel: state `s` with a waybill number (运单号).
    ///
    /// It is named as in [`hand_over`](Self::hand_over), which need not have come first.
    /// `false` when none was waiting for its waybill number.
    pub fn ship(&self, site_order_consignee_id: &str) -> bool {
        let now = self.clock.now();
        self.state.lock().book.ship(site_order_consignee_id, now)
    }

    /// Cancels and refunds the parcels in state `p` that cannot be sent, and says how many they were.
    ///
    /// That is what the provider does some time after an order: for a province that does not exist,
    /// for [`BLOCKED_MOBILE`](Self::BLOCKED_MOBILE), and for a banned province or city, compared by the
    /// first two characters. It is another rule than that of `msg_code`: see the README.
    pub fn cancel_unsendable(&self) -> usize {
        self.state.lock().cancel_unsendable(self.clock.now())
    }

    /// The notification (回调) of a parcel in its present state, as a JSON body.
    ///
    /// `None` when no parcel has this `site_order_consignee_id`; of several it is the oldest.
    #[doc(alias = "回调")]
    #[must_use]
    pub fn callback_json(&self, site_order_consignee_id: &str) -> Option<String> {
        let state = self.state.lock();
        callback::json(state.book.parcel(site_order_consignee_id)?)
    }

    /// The same notification as a form; fields that are `null` in JSON are left out.
    #[must_use]
    pub fn callback_form(&self, site_order_consignee_id: &str) -> Option<String> {
        let state = self.state.lock();
        callback::form(state.book.parcel(site_order_consignee_id)?)
    }

    /// Sets how numbers are written in answers: [`NumberStyle::Numbers`] until it is set.
    pub fn set_number_style(&self, style: NumberStyle) {
        self.state.lock().numbers = style;
    }

    /// Sets which of its two sets of codes the provider refuses with: [`RefusalStyle::Documented`] until it is set.
    pub fn set_refusal_style(&self, style: RefusalStyle) {
        self.state.lock().refusals = style;
    }

    /// Sets what a warehouse says to a cancellation of a handed-over parcel: [`WarehouseReply::Agrees`] until it is set.
    pub fn set_warehouse_reply(&self, reply: WarehouseReply) {
        self.state.lock().warehouse_reply = reply;
    }

    /// Makes the operator forget to configure prices: couriers and new orders are refused with 233.
    pub fn miss_prices(&self, on: bool) {
        self.state.lock().prices_missing = on;
    }

    /// Lets at most so many calls through in any span of this length, by the sandbox's clock; the others are refused with 160.
    ///
    /// `None` at the start: no figure is published. Calls that a limit refuses do not count, and the count starts anew here.
    pub fn set_rate_limit(&self, limit: Option<(u32, Duration)>) {
        self.state.lock().limits.set_rate(limit);
    }

    /// Lets at most so many calls through on one day (GMT+8), by the sandbox's clock; the others are refused with 161.
    ///
    /// `None` at the start: no figure is published. Calls that a limit refuses do not count, and the count starts anew here.
    pub fn set_daily_limit(&self, calls: Option<u32>) {
        self.state.lock().limits.set_daily(calls);
    }

    /// Caps `pageSize` of the product list: a page is never longer. A cap of 0 counts as 1.
    ///
    /// `None` at the start: no maximum is known.
    pub fn set_page_cap(&self, cap: Option<u32>) {
        self.state.lock().page_cap = cap;
    }

    /// Makes every page of the product list but the first begin so many rows early, as when goods were added meanwhile.
    ///
    /// 0 at the start. No order is promised, so pages may repeat rows.
    pub fn set_page_overlap(&self, rows: u32) {
        self.state.lock().page_overlap = rows;
    }

    /// Makes the text of every refusal repeat the credentials of the request: `Authorization`, `app_id`, `app_secret`.
    ///
    /// No provider should do that; a client must cope if one does.
    pub fn echo_secrets(&self, on: bool) {
        self.state.lock().echoes_secrets = on;
    }

    /// Every `status` that the sandbox refuses with by itself, ascending.
    ///
    /// Any other one goes through [`answer_next`](Self::answer_next).
    #[must_use]
    pub fn answerable_codes(&self) -> &'static [i64] {
        refusal::ANSWERABLE
    }

    /// The provider's own list of codes (公共错误码) with their texts, 0 included, ascending.
    ///
    /// The text of 422 announces a hint: a refusal with 422 has that hint in its place.
    #[doc(alias = "公共错误码")]
    #[must_use]
    pub fn documented_codes(&self) -> &'static [(i64, &'static str)] {
        refusal::DOCUMENTED
    }
}

impl fmt::Debug for Damaijia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Damaijia")
            .field("warehouse", &Self::WAREHOUSE)
            .finish_non_exhaustive()
    }
}
