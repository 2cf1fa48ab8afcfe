//! Order files as people write them: what is wrong is said in their words, and nothing is sent.

use damaijia_api::NewOrder;
use provider_testing::conformance::answers::{cases, folder};

const ORDER: &str = r#"{"product_id":614,"site_order_id":"1000111","source":"taobao","consignees":[{
    "site_order_consignee_id":"1000111","consignee":"测试","mobile":"13800000000",
    "province":"浙江省","city":"杭州市","district":"西湖区","address":"测试路 1 号",
    "platform_order_sn":"T1000"}]}"#;

fn refused(file: &str) -> String {
    let invalid = NewOrder::from_json(file.as_bytes()).unwrap_err();
    invalid.to_string()
}

#[test]
fn byte_order_mark_is_passed_over() {
    NewOrder::from_json(format!("\u{feff}{ORDER}").as_bytes()).unwrap();
}

#[test]
fn key_that_stands_twice_is_named() {
    for key in ["product_id", "site_order_id", "source"] {
        let twice = ORDER.replacen('{', &format!(r#"{{"{key}":"1","#), 1);
        let text = refused(&twice);
        assert!(text.contains(&format!("`{key}` stands twice")), "{text}");
    }
    let twice = ORDER.replace(r#""mobile":"#, r#""mobile":"13900000000","mobile":"#);
    let text = refused(&twice);
    assert!(text.contains("`mobile` stands twice"), "{text}");
    assert!(text.contains("consignees[0]"), "{text}");
}

#[test]
fn list_of_orders_is_told_as_that() {
    for (file, told) in [
        (format!("[{ORDER}]"), "must be one order, not a list of 1"),
        (
            format!("[{ORDER},{ORDER}]"),
            "must be one order, not a list of 2",
        ),
        ("[]".to_owned(), "must be one order, not a list of 0"),
    ] {
        let text = refused(&file);
        assert!(text.contains(told), "{text}");
    }
}

#[test]
fn character_that_is_not_meant_is_named_with_its_place() {
    for (mobile, told) in [
        ("１３８00000000", "character 1 is U+FF11, full-width"),
        ("\u{202d}13800000000\u{202c}", "character 1 is U+202D"),
    ] {
        let text = refused(&ORDER.replace("13800000000", mobile));
        assert!(text.contains(told), "{text}");
        assert!(!text.contains("13800000000"), "{text}");
    }
    let text = refused(&ORDER.replace("测试路", "测试\u{200b}路"));
    assert!(
        text.contains("`address`") && text.contains("U+200B"),
        "{text}"
    );
}

#[test]
fn order_files_that_failed_in_trials_end_as_they_have_to() {
    let cases = cases().into_iter().filter(|case| case.call == "order file");
    let mut tried = 0;
    for case in cases {
        let file = std::fs::read(folder().join(&case.file)).unwrap();
        let said = NewOrder::from_json(&file)
            .err()
            .map(|invalid| invalid.to_string());
        assert_eq!(said.is_some(), case.kind.is_some(), "{case:?}: {said:?}");
        assert!(said.unwrap_or_default().contains(&case.says), "{case:?}");
        tried += 1;
    }
    assert!(tried >= 5, "{tried}");
}
