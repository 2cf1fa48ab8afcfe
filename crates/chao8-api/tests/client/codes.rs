use std::collections::BTreeSet;

use chao8_api::{Class, Code};
use openplat_sandbox::Sandbox;

/// Code, message and class as the document has them.
const CODES: [(i64, Option<&str>, Class); 9] = [
    (21184031, Some("应用账号或密钥不正确"), Class::Auth),
    (21184032, Some("应用账号被禁用"), Class::Auth),
    (21184033, Some("应用账号不存在"), Class::Auth),
    (21180031, Some("Access Key不能为空"), Class::InvalidRequest),
    (21180041, Some("密钥不能为空"), Class::InvalidRequest),
    (21185002, Some("获取Token超出频率限制"), Class::RateLimit),
    (500, Some("未知错误"), Class::Unknown),
    (20324012, None, Class::TokenRejected),
    (20324013, None, Class::TokenRejected),
];

#[test]
fn codes_have_their_class_and_the_message_of_the_provider() {
    for (number, message, class) in CODES {
        assert_eq!(Code(number).message(), message, "{number}");
        assert_eq!(Code(number).class(), class, "{number}");
    }
}

#[test]
fn documented_codes_are_those_and_no_other() {
    let expected: BTreeSet<i64> = CODES.iter().map(|(number, ..)| *number).collect();
    let documented: BTreeSet<i64> = Code::DOCUMENTED.iter().map(|code| code.0).collect();
    assert_eq!(documented, expected);
}

#[test]
fn every_code_of_the_sandbox_is_known() {
    let sandbox = Sandbox::start().unwrap();
    let codes = sandbox.chao8().answerable_codes();
    assert!(!codes.is_empty());
    for &code in codes {
        assert!(Code(code).meaning().is_some(), "{code}");
    }
}

#[test]
fn unknown_error_and_undocumented_codes_leave_open_what_happened() {
    let open = Code::DOCUMENTED.iter().filter(|code| code.leaves_open());
    assert_eq!(open.collect::<Vec<_>>(), [&Code::UNKNOWN_ERROR]);
    for number in [0, 1, -1, 201, 20324014, i64::MIN, i64::MAX] {
        assert!(Code(number).leaves_open(), "{number}");
        assert_eq!(Code(number).class(), Class::Unknown);
        assert_eq!(Code(number).to_string(), number.to_string());
    }
    assert!(!Code::OK.leaves_open());
}
