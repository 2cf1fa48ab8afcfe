use std::fmt;

use provider_http::{InvalidInput, Purpose, check_text};
use signing::Secret;

const ORIGIN: &str = "获取 AccessToken [doc]";

/// The two credentials of an application; the provider's staff (超8运营人员) hands them out.
///
/// [`Client::new`] checks them; `Debug` shows neither.
///
/// [`Client::new`]: crate::Client::new
#[derive(Clone)]
pub struct Credentials {
    /// 应用Key, `accessKey`: 32 lower-case hexadecimal digits in the document's example.
    pub access_key: String,
    /// 应用秘钥. Never sent: its MD5 is, which is constant and therefore as sensitive.
    pub secret: Secret,
}

impl Credentials {
    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        check_text("access_key", &self.access_key, Purpose::Token, ORIGIN)?;
        check_text("secret", self.secret.expose(), Purpose::Key, ORIGIN)?;
        if self.secret.expose() == self.access_key {
            let rule =
                "must not be the access key: the two are handed out together (应用Key, 应用秘钥)";
            return Err(InvalidInput::new("secret", rule, ORIGIN));
        }
        Ok(())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The access key is no secret, but it is sent in a body of ours.
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}
