//! All that the provider of a sandbox remembers, and how a test has set it.

use super::product::ProductBook;
use super::settings::{AccessKeyHeader, Rejection, TokenFields, TokenPrefix, TokenTtl};
use super::tokens::TokenBook;
use super::wire::Style;
use crate::script::Script;

#[derive(Default)]
pub(super) struct State {
    pub(super) tokens: TokenBook,
    pub(super) products: ProductBook,
    pub(super) script: Script,
    /// How many envelopes went out.
    pub(super) answers: u64,
    /// How many business calls are yet to be refused for nothing.
    pub(super) rejections: u32,
    pub(super) rejection: Rejection,
    pub(super) style: Style,
    pub(super) token_fields: TokenFields,
    pub(super) token_ttl: TokenTtl,
    pub(super) token_prefix: TokenPrefix,
    pub(super) access_key_header: AccessKeyHeader,
    pub(super) echoes_secrets: bool,
}
