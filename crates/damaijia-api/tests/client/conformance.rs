//! The suite that every provider runs, for clients of both kinds of credentials.

mod with_login {
    provider_testing::conformance!(crate::provider::WithLogin);
}

mod with_key {
    provider_testing::conformance!(crate::provider::WithKey);
}
