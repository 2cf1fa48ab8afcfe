//! What the provider refuses with.

use std::borrow::Cow;

/// A code with the text that belongs to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    number: i64,
    text: &'static str,
}

/// A refusal on its way out.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: i64,
    pub(super) err: Cow<'static, str>,
}

impl Refusal {
    /// 422: the hint is all that tells one case from another.
    pub(super) fn invalid(hint: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status: Code::INVALID.number,
            err: hint.into(),
        }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self {
            status: code.number,
            err: code.text.into(),
        }
    }
}

/// The document's own list [doc].
impl Code {
    const OK: Self = Self::new(0, "操作成功");
    pub(super) const NOT_JSON: Self = Self::new(132, "请求格式必须为JSON");
    pub(super) const TOO_FREQUENT: Self = Self::new(160, "您的请求太过频繁,请稍后再试");
    pub(super) const DAY_USED_UP: Self = Self::new(161, "今天请求次数已达到上限,请明天再试");
    // Quirk: 200 is a refusal [doc].
    pub(super) const NOT_AUTHORIZED: Self = Self::new(200, "认证失败,Authorization填写错误");
    pub(super) const CANCEL_FAILED: Self = Self::new(208, "取消订单失败,请联系客服");
    pub(super) const BALANCE_TOO_LOW: Self = Self::new(209, "账户余额不足,请先充值");
    pub(super) const ALREADY_SENT: Self = Self::new(213, "包裹已发货,无法取消");
    pub(super) const PRODUCT_OFF_SALE: Self = Self::new(226, "商品已下架,请联系客服");
    pub(super) const WAREHOUSE_OFF: Self = Self::new(227, "仓库已下架,请联系客服");
    pub(super) const SOURCE_NOT_SUPPORTED: Self =
        Self::new(228, "当前商品暂不支持该发货平台,换个发货平台");
    pub(super) const PRICE_MISSING: Self = Self::new(233, "商品发货地异常,请联系客服");
    pub(super) const DUPLICATE: Self = Self::new(234, "site_order_id已存在");
    pub(super) const ORIGIN_BANNED: Self = Self::new(235, "商品发货地已禁发");
    const INVALID: Self = Self::new(422, "参数列表不合法,在err中会给出提示");
}

/// Codes that were seen and are not in the document [observed]; only the texts of 239 and 429 are known.
impl Code {
    pub(super) const RECIPIENT_INVALID: Self = Self::new(205, "收货人错误");
    pub(super) const PARCEL_UNKNOWN: Self = Self::new(212, "包裹id错误");
    pub(super) const CANCEL_NOT_SUPPORTED: Self = Self::new(239, "该包裹不支持取消");
    pub(super) const PATH_UNKNOWN: Self = Self::new(404, "请求地址不存在");
    pub(super) const METHOD_WRONG: Self = Self::new(405, "请求方式错误");
    pub(super) const DEPRECATED: Self = Self::new(429, "该接口已废弃");
    pub(super) const NO_SUCH_ACCOUNT: Self = Self::new(1003, "用户不存在");

    const fn new(number: i64, text: &'static str) -> Self {
        Self { number, text }
    }

    const fn pair(self) -> (i64, &'static str) {
        (self.number, self.text)
    }
}

/// The document's own list, ascending.
pub(super) const DOCUMENTED: &[(i64, &str)] = &[
    Code::OK.pair(),
    Code::NOT_JSON.pair(),
    Code::TOO_FREQUENT.pair(),
    Code::DAY_USED_UP.pair(),
    Code::NOT_AUTHORIZED.pair(),
    Code::CANCEL_FAILED.pair(),
    Code::BALANCE_TOO_LOW.pair(),
    Code::ALREADY_SENT.pair(),
    Code::PRODUCT_OFF_SALE.pair(),
    Code::WAREHOUSE_OFF.pair(),
    Code::SOURCE_NOT_SUPPORTED.pair(),
    Code::PRICE_MISSING.pair(),
    Code::DUPLICATE.pair(),
    Code::ORIGIN_BANNED.pair(),
    Code::INVALID.pair(),
];

/// Every code that the rules lead to, ascending.
pub(super) const ANSWERABLE: &[i64] = &[
    Code::NOT_JSON.number,
    Code::TOO_FREQUENT.number,
    Code::DAY_USED_UP.number,
    Code::NOT_AUTHORIZED.number,
    Code::RECIPIENT_INVALID.number,
    Code::CANCEL_FAILED.number,
    Code::BALANCE_TOO_LOW.number,
    Code::PARCEL_UNKNOWN.number,
    Code::ALREADY_SENT.number,
    Code::PRODUCT_OFF_SALE.number,
    Code::WAREHOUSE_OFF.number,
    Code::SOURCE_NOT_SUPPORTED.number,
    Code::PRICE_MISSING.number,
    Code::DUPLICATE.number,
    Code::ORIGIN_BANNED.number,
    Code::CANCEL_NOT_SUPPORTED.number,
    Code::PATH_UNKNOWN.number,
    Code::METHOD_WRONG.number,
    Code::INVALID.number,
    Code::DEPRECATED.number,
    Code::NO_SUCH_ACCOUNT.number,
];
