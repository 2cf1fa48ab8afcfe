//! What the sandbox refuses with.

/// A refusal: its message, with `success` 0 at HTTP 200.
///
/// The texts are made up: the provider publishes no error text, no code and no HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) &'static str);

impl Refusal {
    pub(super) const FORM_INVALID: Self = Self("请求格式错误");
    pub(super) const PARAMETER_MISSING: Self = Self("缺少参数");
    pub(super) const ACCESS_KEY_UNKNOWN: Self = Self("AK不存在");
    pub(super) const SIGN_WRONG: Self = Self("签名错误");
    pub(super) const TIMER_MISSING: Self = Self("缺少timer");
    pub(super) const TIMER_INVALID: Self = Self("timer格式错误");
    pub(super) const TIMER_EXPIRED: Self = Self("签名已过期");
    pub(super) const DATA_INVALID: Self = Self("data不是有效的JSON");
    pub(super) const FIELD_INVALID: Self = Self("data字段错误");
    pub(super) const PRODUCT_UNKNOWN: Self = Self("商品不存在");
    pub(super) const PICTURE_UNKNOWN: Self = Self("图片不存在");
}

/// The message of every refusal above.
pub(super) const MESSAGES: &[&str] = &[
    Refusal::FORM_INVALID.0,
    Refusal::PARAMETER_MISSING.0,
    Refusal::ACCESS_KEY_UNKNOWN.0,
    Refusal::SIGN_WRONG.0,
    Refusal::TIMER_MISSING.0,
    Refusal::TIMER_INVALID.0,
    Refusal::TIMER_EXPIRED.0,
    Refusal::DATA_INVALID.0,
    Refusal::FIELD_INVALID.0,
    Refusal::PRODUCT_UNKNOWN.0,
    Refusal::PICTURE_UNKNOWN.0,
];
