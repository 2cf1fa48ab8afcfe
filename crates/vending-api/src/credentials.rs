use provider_http::InvalidInput;
use signing::Secret;

const ORIGIN: &str = "page 参数加密 [docs+]";

/// The three credentials of a merchant: two headers and the signing key.
///
/// The console (商户认证) shows all three. The signing key is a credential of its own: the most
/// common mistake is to sign with the AppSecret.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// 开发者ID, header `Appid`: `ds` and further characters. Not a secret.
    pub app_id: String,
    /// 开发者密码, header `AppSecret`: sent in clear with every call, never used for signing.
    pub app_secret: Secret,
    /// The signing key: `merchant_id` (商户ID) on the REST page, `AppKey` (商户Key) on newer pages
    /// and in the vendor's libraries. Never sent.
    pub signing_key: Secret,
}

impl Credentials {
    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        let header_values = [
            ("app_id", self.app_id.as_str()),
            ("app_secret", self.app_secret.expose()),
        ];
        for (field, value) in header_values {
            let printable = value.bytes().all(|byte| matches!(byte, b'!'..=b'~'));
            if value.is_empty() || !printable {
                let rule = "must be printable ASCII without spaces, and not empty";
                return Err(InvalidInput::new(field, rule, ORIGIN));
            }
        }
        if self.signing_key.is_empty() {
            let rule = "must not be empty";
            return Err(InvalidInput::new("signing_key", rule, ORIGIN));
        }
        if self.signing_key.same_as(&self.app_secret) {
            let rule = "must not be the AppSecret: it is the merchant_id (商户ID), also AppKey";
            return Err(InvalidInput::new("signing_key", rule, ORIGIN));
        }
        Ok(())
    }
}
