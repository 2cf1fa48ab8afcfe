use std::fmt;

use provider_http::{InvalidInput, Purpose, check_text};
use signing::Secret;

const HEADERS: &str = "headers Appid and AppSecret [doc]";
const SIGNATURE: &str = "page 参数加密 [docs+]";

/// The three credentials of a merchant: two headers and the signing key.
///
/// A verified merchant (商户认证) has all three. The signing key is a credential of its own, not
/// the AppSecret, and does not follow from the other two \[docs+\]. [`Client::new`] checks them;
/// `Debug` shows none of the three.
///
/// [`Client::new`]: crate::Client::new
#[derive(Clone)]
pub struct Credentials {
    /// 开发者ID, header `Appid`: `ds` and further characters.
    pub app_id: String,
    /// 开发者密码, header `AppSecret`: sent in clear with every call, never used for signing.
    pub app_secret: Secret,
    /// The signing key: `merchant_id` (商户ID) on the REST page, `AppKey` (商户Key) on newer pages
    /// and in the vendor's libraries. Never sent.
    pub signing_key: Secret,
}

impl Credentials {
    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        check_text("app_id", &self.app_id, Purpose::Token, HEADERS)?;
        check_text(
            "app_secret",
            self.app_secret.expose(),
            Purpose::Token,
            HEADERS,
        )?;
        let key = self.signing_key.expose();
        check_text("signing_key", key, Purpose::Key, SIGNATURE)?;
        if self.signing_key.same_as(&self.app_secret) {
            let rule = "must not be the AppSecret: it is the merchant_id (商户ID), also AppKey";
            return Err(InvalidInput::new("signing_key", rule, SIGNATURE));
        }
        Ok(())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The app id is no secret, but it is the value of a header of ours.
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}
