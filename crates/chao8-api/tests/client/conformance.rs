//! The suite that every provider runs.

use crate::provider::Chao8Api;

provider_testing::conformance!(Chao8Api);
