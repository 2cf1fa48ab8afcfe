//! The suite that every provider runs.

use crate::provider::Post30Api;

provider_testing::conformance!(Post30Api);
