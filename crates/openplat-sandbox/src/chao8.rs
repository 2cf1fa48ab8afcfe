//! chao8 (超8): the handle of a test and the state behind it.

mod call;
mod flow;
mod get_token;
mod multipart;
mod own;
mod product;
mod query;
mod refusal;
mod settings;
mod state;
mod tokens;
mod wire;

use std::fmt;
use std::time::Duration;

use time::OffsetDateTime;

pub use product::StoredProduct;
pub use settings::{
    AccessKeyHeader, LiveTokens, Numbers, Rejection, TokenFields, TokenLimit, TokenPrefix, TokenTtl,
};

use crate::answer::Answer;
use crate::clock::SandboxClock;
use crate::shared::Shared;
use state::State;

/// The chao8 provider (超8) of a sandbox: its credentials, its tokens, its controls.
///
/// Clones are handles of the same provider.
#[doc(alias = "超8")]
#[derive(Clone)]
pub struct Chao8 {
    state: Shared<State>,
    clock: SandboxClock,
}

impl Chao8 {
    /// The one access key (应用Key) that gets tokens.
    pub const ACCESS_KEY: &str = "0c8a0c8a0c8a0c8a0c8a0c8a0c8a0c8a";
    /// An access key whose account is disabled: 21184032.
    pub const DISABLED_ACCESS_KEY: &str = "0c8b0c8b0c8b0c8b0c8b0c8b0c8b0c8b";
    /// The secret (应用秘钥) of both access keys.
    pub const SECRET: &str = "sandbox-chao8-secret";

    /// A digital code that is answered with another code, `091901069428`, as in the provider's sample.
    pub const RENAMED_CODE: &str = "190472795958362362";
    /// The digital code of a box, with zeros in front: 2 packs and their 4 pieces are below it.
    pub const BOX_CODE: &str = "000100000001";
    /// A digital code of 19 digits, more than a floating point number holds.
    pub const LONG_CODE: &str = "9007199254740993001";
    /// A digital code whose answer has almost all fields absent.
    pub const SPARSE_CODE: &str = "000100000099";

    pub(crate) fn new(clock: SandboxClock) -> Self {
        Self {
            state: Shared::new(State::default()),
            clock,
        }
    }

    /// The accepted access key, [`ACCESS_KEY`](Self::ACCESS_KEY).
    #[must_use]
    pub fn access_key(&self) -> &str {
        Self::ACCESS_KEY
    }

    /// The accepted secret, [`SECRET`](Self::SECRET).
    #[must_use]
    pub fn secret(&self) -> &str {
        Self::SECRET
    }

    /// Answers the next call like this; called twice, the next but one is answered by the second.
    ///
    /// Any request under `/cncop/`, `/ps/`, `/trace/`, `/customer/` and `/sandbox/chao8/` is a call.
    /// A token request that is answered so is in [`token_requests`](Self::token_requests),
    /// but does not count towards the limit.
    pub fn answer_next(&self, answer: Answer) {
        self.state.lock().script.add_instead(answer);
    }

    /// How many token requests came: every `POST` to the path, whatever it carried and however it was answered.
    #[must_use]
    pub fn token_requests(&self) -> usize {
        self.state.lock().tokens.requests().len()
    }

    /// When the token requests of [`token_requests`](Self::token_requests) came, by the sandbox's clock, in their order.
    #[must_use]
    pub fn token_request_times(&self) -> Vec<OffsetDateTime> {
        self.state.lock().tokens.requests().to_vec()
    }

    /// Whether a business call with this token would be let through, at the sandbox's time.
    ///
    /// [`reject_tokens_next`](Self::reject_tokens_next) does not change it.
    #[must_use]
    pub fn is_accepted(&self, token: &str) -> bool {
        let state = self.state.lock();
        state.tokens.judge(token, self.clock.now()).is_ok()
    }

    /// Sets the lifetime of the tokens from the next one on, in seconds: 28 800 until it is set.
    ///
    /// A token with a lifetime of 0 or less has expired when it is issued.
    pub fn set_token_lifetime_seconds(&self, seconds: i64) {
        self.state.lock().tokens.lifetime_seconds = seconds;
    }

    /// Sets how much time must pass from one token request of an access key to the next: 60 s until it is set.
    pub fn set_token_interval(&self, interval: Duration) {
        self.state.lock().tokens.interval = interval;
    }

    /// Sets whether a token request that comes too early is refused: [`TokenLimit::On`] until it is set.
    pub fn set_token_limit(&self, limit: TokenLimit) {
        self.state.lock().tokens.limit = limit;
    }

    /// Sets how many tokens of an access key live at a time: [`LiveTokens::Many`] until it is set.
    ///
    /// Tokens that are out already stay as they are until the next one.
    pub fn set_live_tokens(&self, live: LiveTokens) {
        self.state.lock().tokens.live = live;
    }

    /// Fetches a token as somebody else who has the same access key and secret, and returns it.
    ///
    /// With [`LiveTokens::One`] this ends the tokens so far. It neither counts as a token request nor towards the limit.
    pub fn foreign_login(&self) -> String {
        let mut state = self.state.lock();
        state.tokens.issue(Self::ACCESS_KEY, self.clock.now())
    }

    /// Ends the life of every token that is out: 20324012.
    pub fn expire_tokens(&self) {
        let mut state = self.state.lock();
        state.tokens.expire_all(self.clock.now());
    }

    /// Refuses the token of the next calls as if it was unknown, whatever it is; the tokens stay as they are.
    ///
    /// `calls` counts business calls, and replaces what is left of an earlier number.
    pub fn reject_tokens_next(&self, calls: u32) {
        self.state.lock().rejections = calls;
    }

    /// Sets how a token is refused: [`Rejection::Code`] until it is set.
    pub fn set_rejection(&self, rejection: Rejection) {
        self.state.lock().rejection = rejection;
    }

    /// Sets what stands in front of the token: [`TokenPrefix::Nothing`] until it is set.
    pub fn set_token_prefix(&self, prefix: TokenPrefix) {
        self.state.lock().token_prefix = prefix;
    }

    /// Sets whether business calls need the header `accessKey`: [`AccessKeyHeader::Ignored`] until it is set.
    ///
    /// A call without the right one is refused like one with an unknown token.
    pub fn set_access_key_header(&self, header: AccessKeyHeader) {
        self.state.lock().access_key_header = header;
    }

    /// Sets how `code` of the envelope is written: [`Numbers::AsNumbers`] until it is set.
    pub fn set_codes(&self, codes: Numbers) {
        self.state.lock().style.codes = codes;
    }

    /// Sets how all other numbers are written, `tokenTtlSeconds` and `timestamp` among them: [`Numbers::AsNumbers`] until it is set.
    pub fn set_numbers(&self, numbers: Numbers) {
        self.state.lock().style.others = numbers;
    }

    /// Sets where the fields of a token are: [`TokenFields::Nested`] until it is set.
    pub fn set_token_fields(&self, fields: TokenFields) {
        self.state.lock().token_fields = fields;
    }

    /// Sets how the lifetime of a token is told: [`TokenTtl::Both`] until it is set.
    pub fn set_token_ttl(&self, ttl: TokenTtl) {
        self.state.lock().token_ttl = ttl;
    }

    /// The products that were added, in the order of their first call.
    #[doc(alias = "商品")]
    #[must_use]
    pub fn products(&self) -> Vec<StoredProduct> {
        self.state.lock().products.products().to_vec()
    }

    /// Makes the message of every refusal repeat the `Authorization` and the body of the request.
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

impl fmt::Debug for Chao8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chao8").finish_non_exhaustive()
    }
}
