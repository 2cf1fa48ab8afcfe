use std::fmt;

use provider_http::InvalidInput;
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
        let printable = |text: &str| text.bytes().all(|byte| matches!(byte, b'!'..=b'~'));
        if self.access_key.is_empty() || !printable(&self.access_key) {
            let rule = "must be printable ASCII without spaces, and not empty";
            return Err(InvalidInput::new("access_key", rule, ORIGIN));
        }
        if self.secret.is_empty() {
            return Err(InvalidInput::new("secret", "must not be empty", ORIGIN));
        }
        // A secret that was read from a file brings the end of its line along.
        if self.secret.expose().trim() != self.secret.expose() {
            let rule = "must not begin or end with white space";
            return Err(InvalidInput::new("secret", rule, ORIGIN));
        }
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
