//! What the provider refuses with.

/// A refusal: HTTP status, code and message.
///
/// The codes are of the older set, which the pages of these calls show, where it has one;
/// 4006, 6029 and 6045 exist in the newer set only. Business errors come with HTTP 200:
/// their status is not documented.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: i64,
    pub(super) message: &'static str,
}

impl Refusal {
    /// The message of the code table is known in its meaning only.
    pub(super) const SIGN_INVALID: Self = Self::new(200, 4006, "sorry, payload sign invalid");
    pub(super) const EXPIRY_INVALID: Self = Self::new(200, 6029, "sorry, expired_at invalid");
    pub(super) const PRODUCT_UNKNOWN: Self = Self::new(200, 6045, "sorry, product not found");
    pub(super) const INVALID_FORM: Self = Self::new(200, 10001, "表单校验失败，请重新输入");
    // Quirk: of all refusals only the two about missing and unknown ids are HTTP 401 [docs+].
    pub(super) const CREDENTIALS_EMPTY: Self = Self::new(401, 10008, "appid or appsecret is empty");
    pub(super) const APP_SECRET_INVALID: Self = Self::new(200, 10013, "app secret is invalid");
    pub(super) const APP_ID_INVALID: Self = Self::new(401, 10014, "appid is invalid");
    pub(super) const CODES_SWITCHED_OFF: Self = Self::new(200, 10023, "取货码功能尚未开启");
    pub(super) const MACHINE_OFFLINE: Self = Self::new(200, 30002, "设备已离线");
    pub(super) const MACHINE_UNKNOWN: Self = Self::new(200, 30003, "设备不存在");
    pub(super) const RECORD_UNKNOWN: Self = Self::new(200, 80002, "查不到对应记录");

    const fn new(status: u16, code: i64, message: &'static str) -> Self {
        Self {
            status,
            code,
            message,
        }
    }
}

/// The code of every refusal above, ascending.
pub(super) const ANSWERABLE: &[i64] = &[
    Refusal::SIGN_INVALID.code,
    Refusal::EXPIRY_INVALID.code,
    Refusal::PRODUCT_UNKNOWN.code,
    Refusal::INVALID_FORM.code,
    Refusal::CREDENTIALS_EMPTY.code,
    Refusal::APP_SECRET_INVALID.code,
    Refusal::APP_ID_INVALID.code,
    Refusal::CODES_SWITCHED_OFF.code,
    Refusal::MACHINE_OFFLINE.code,
    Refusal::MACHINE_UNKNOWN.code,
    Refusal::RECORD_UNKNOWN.code,
];
