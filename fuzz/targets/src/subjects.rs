//! The providers as their own tests and the suite see them.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "made for the tests of each provider"
)]

#[path = "../../../crates/chao8-api/tests/client/provider.rs"]
pub(crate) mod chao8;
#[path = "../../../crates/damaijia-api/tests/client/provider.rs"]
pub(crate) mod damaijia;
#[path = "../../../crates/post30-api/tests/client/provider.rs"]
pub(crate) mod post30;
#[path = "../../../crates/vending-api/tests/client/provider.rs"]
pub(crate) mod vending;
