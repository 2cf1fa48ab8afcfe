//! The suite that every provider runs.

use crate::provider::Vending;

provider_testing::conformance!(Vending);
