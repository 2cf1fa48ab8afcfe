use chao8_api::{Class, Code};
use openplat_sandbox::Sandbox;
use provider_testing::{assert_codes, assert_documented, open_codes};

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
    assert_codes::<Code>(CODES);
}

#[test]
fn documented_codes_are_those_and_no_other() {
    assert_documented::<Code>(CODES.map(|(number, ..)| number));
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
fn only_the_unknown_error_leaves_open_what_happened() {
    assert_eq!(open_codes::<Code>(), [Code::UNKNOWN_ERROR.0].into());
}
