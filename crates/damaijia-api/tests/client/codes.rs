use std::collections::BTreeSet;

use damaijia_api::{Class, Code};
use provider_testing::{assert_codes, assert_documented, open_codes};

/// 公共错误码 of the document, 0 excepted: code, message and our class.
pub(crate) const DOCUMENTED: [(i64, &str, Class); 14] = [
    (132, "请求格式必须为JSON", Class::InvalidRequest),
    (160, "您的请求太过频繁,请稍后再试", Class::RateLimit),
    (161, "今天请求次数已达到上限,请明天再试", Class::DailyLimit),
    (200, "认证失败,Authorization填写错误", Class::TokenRejected),
    (208, "取消订单失败,请联系客服", Class::BusinessRefusal),
    (209, "账户余额不足,请先充值", Class::BusinessRefusal),
    (213, "包裹已发货,无法取消", Class::BusinessRefusal),
    (226, "商品已下架,请联系客服", Class::BusinessRefusal),
    (227, "仓库已下架,请联系客服", Class::BusinessRefusal),
    (
        228,
        "当前商品暂不支持该发货平台,换个发货平台",
        Class::BusinessRefusal,
    ),
    (233, "商品发货地异常,请联系客服", Class::BusinessRefusal),
    (234, "site_order_id已存在", Class::Conflict),
    (235, "商品发货地已禁发", Class::BusinessRefusal),
    (
        422,
        "参数列表不合法,在err中会给出提示",
        Class::InvalidRequest,
    ),
];

/// The codes that were seen, class by class.
pub(crate) const SEEN: [(Class, &[i64]); 7] = [
    (Class::TokenRejected, &[72, 401]),
    (Class::Auth, &[73, 201, 1003, 1004, 1005, 1007, 2000]),
    (
        Class::InvalidRequest,
        &[
            110, 130, 131, 202, 203, 204, 205, 206, 207, 211, 405, 427, 429, 2014,
        ],
    ),
    (Class::NotFound, &[120, 212, 404, 430, 2004]),
    (
        Class::BusinessRefusal,
        &[
            121, 164, 165, 166, 214, 215, 216, 218, 219, 229, 230, 236, 237, 231, 240, 232, 239,
            2001, 2003, 2011,
        ],
    ),
    (
        Class::Transient,
        &[2, 100, 162, 163, 170, 217, 221, 238, 241, 242, 400],
    ),
    (
        Class::Unknown,
        &[
            210, 220, 222, 223, 224, 225, 428, 500, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015,
            2010, 2012, 2013,
        ],
    ),
];

#[test]
fn documented_codes_have_their_class_and_the_message_of_the_document() {
    assert_codes::<Code>(DOCUMENTED.map(|(number, message, class)| (number, Some(message), class)));
}

#[test]
fn messages_are_those_of_the_sandbox_which_were_typed_apart() {
    let sandbox = openplat_sandbox::Sandbox::start().unwrap();
    for (number, message) in sandbox.damaijia().documented_codes() {
        assert_eq!(Code(*number).message(), Some(*message));
    }
}

/// The seen codes one by one, none with a message.
fn seen() -> impl Iterator<Item = (i64, Option<&'static str>, Class)> {
    let each = |(class, numbers): (Class, &'static [i64])| {
        numbers.iter().map(move |number| (*number, None, class))
    };
    SEEN.into_iter().flat_map(each)
}

#[test]
fn seen_codes_have_their_class_and_no_message() {
    assert_codes::<Code>(seen());
}

#[test]
fn known_codes_are_these_and_no_other() {
    let documented = DOCUMENTED.iter().map(|(number, ..)| *number);
    assert_documented::<Code>(documented.chain(seen().map(|(number, ..)| number)));
    // The README counts them.
    assert_eq!(Code::DOCUMENTED.len(), 14 + 78);
}

#[test]
fn code_0_is_success() {
    assert_eq!(Code::OK.message(), Some("操作成功"));
}

#[test]
fn codes_that_leave_open_what_happened() {
    // Those that leave a write open, and for safety those of systems behind the provider and of unknown meaning.
    let sheet = [2, 100, 162, 163, 210, 217, 400, 500];
    let behind = [170, 238, 241, 242];
    let unknown = SEEN[6].1.iter().copied();
    let expected: BTreeSet<i64> = sheet.into_iter().chain(behind).chain(unknown).collect();
    assert_eq!(open_codes::<Code>(), expected);
}
