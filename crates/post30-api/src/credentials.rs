use std::fmt;

use provider_http::{InvalidInput, Purpose, check_text};
use signing::Secret;

const ORIGIN: &str = "分配的ak, 分配的sk [doc]";

/// The two credentials that the provider allots: access key and secret key.
///
/// [`Client::new`] checks them; `Debug` shows neither of the two.
///
/// The provider publishes a pair for tests (测试 AK&SK \[doc\]); being public, it proves nothing.
///
/// [`Client::new`]: crate::Client::new
#[derive(Clone)]
pub struct Credentials {
    /// AK: `external_company`, sent with every call.
    pub access_key: String,
    /// SK: signs, and is never sent.
    pub secret_key: Secret,
}

impl Credentials {
    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        let keys = [
            ("access_key", self.access_key.as_str()),
            ("secret_key", self.secret_key.expose()),
        ];
        for (field, key) in keys {
            // Beyond ASCII the charset of the digest, which nobody states, would decide.
            check_text(field, key, Purpose::Token, ORIGIN)?;
        }
        if self
            .secret_key
            .same_as(&Secret::from(self.access_key.as_str()))
        {
            let rule = "must not be the access key: it would be sent in clear";
            return Err(InvalidInput::new("secret_key", rule, ORIGIN));
        }
        Ok(())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The access key is no secret, but it is a parameter of every body of ours.
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}
