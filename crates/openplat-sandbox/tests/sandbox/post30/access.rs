//! Paths, methods, the form, the signature, and the controls over the answer.

use md5::{Digest, Md5};
use openplat_sandbox::{Answer, DigestCharset, Post30, Sandbox};
use serde_json::json;

use super::caller::{
    CLOSE_BATCH, COMBINE_PIC, FORM, ITEM, ITEM_ALISE_LIST, ITEM_CLASS, ITEM_LIST, call, form, post,
    sign, signed, string_to_sign,
};
use crate::caller::send_with;

const PAGE: &str = r#"{"p":1,"pagesize":1}"#;

/// A call with these parameters and this signature.
fn with(parameters: &[(&str, &str)], sign: &str) -> String {
    let mut parameters = parameters.to_vec();
    parameters.push(("sign", sign));
    post(&Sandbox::start().unwrap(), ITEM_LIST, &form(&parameters)).text
}

const GOOD: &str = r#"{"success":1,"total":1,"#;
const SIGN_WRONG: &str = r#"{"success":0,"message":"签名错误"}"#;

#[test]
fn unknown_path_is_a_page_with_404() {
    let sandbox = Sandbox::start().unwrap();
    for path in [
        "/Api/Product/",
        "/Api/Product/ItemList/",
        "/Api/Product/itemlist",
        "/Api/bill/closebatch",
        "/api/Product/ItemList",
        "/api/bill/openbatch",
        "/api/IDCard/Upload",
        "/api/user/gettoken",
    ] {
        let answer = call(&sandbox, path, PAGE);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.content_type.starts_with("text/html"), "{path}");
    }
}

#[test]
fn other_method_is_a_page_with_405() {
    let sandbox = Sandbox::start().unwrap();
    for (method, path) in [
        ("GET", ITEM_LIST),
        ("PUT", ITEM),
        ("GET", ITEM_CLASS),
        ("DELETE", ITEM_ALISE_LIST),
        ("GET", CLOSE_BATCH),
        ("POST", COMBINE_PIC),
    ] {
        let answer = send_with(&sandbox.base_url(), method, path, &[], b"").unwrap();
        assert_eq!(answer.status, 405, "{method} {path}");
        assert!(answer.content_type.starts_with("text/html"), "{path}");
    }
}

#[test]
fn other_content_type_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    let body = signed(PAGE, None);
    let send = |headers: &[(&str, &str)]| {
        let url = sandbox.base_url();
        send_with(&url, "POST", ITEM_LIST, headers, body.as_bytes()).unwrap()
    };
    send(&[("Content-Type", FORM)]).success();
    send(&[("Content-Type", &format!("{FORM}; charset=utf-8"))]).success();
    assert_eq!(send(&[]).refusal(), "请求格式错误");
    for other in ["application/json", "multipart/form-data; boundary=x"] {
        let refusal = send(&[("Content-Type", other)]).refusal();
        assert_eq!(refusal, "请求格式错误", "{other}");
    }
}

#[test]
fn body_that_is_no_strict_form_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    let good = signed(PAGE, None);
    post(&sandbox, ITEM_LIST, &good).success();
    for wrong in [
        PAGE.to_owned(),
        format!("{good}&"),
        format!("{good}&{good}"),
        good.replace("%7B", "{"),
        format!("{good}&more"),
    ] {
        let refusal = post(&sandbox, ITEM_LIST, &wrong).refusal();
        assert_eq!(refusal, "请求格式错误", "{wrong}");
    }
}

#[test]
fn parameters_in_the_query_of_a_post_are_refused() {
    let sandbox = Sandbox::start().unwrap();
    let path = format!("{ITEM_LIST}?{}", signed(PAGE, None));
    assert_eq!(post(&sandbox, &path, "").refusal(), "请求格式错误");
}

#[test]
fn missing_or_empty_parameter_is_refused() {
    let access_key = ("external_company", Post30::ACCESS_KEY);
    let signed =
        |parameters: &[(&str, &str)]| with(parameters, &sign(parameters, "", Post30::SECRET_KEY));
    assert!(signed(&[("data", PAGE), access_key]).starts_with(GOOD));
    let missing = r#"{"success":0,"message":"缺少参数"}"#;
    assert_eq!(signed(&[access_key]), missing, "no data");
    assert_eq!(signed(&[("data", ""), access_key]), missing, "empty data");
    assert_eq!(signed(&[("data", PAGE)]), missing, "no access key");
    let empty = [("data", PAGE), ("external_company", "")];
    assert_eq!(signed(&empty), missing, "empty access key");
    assert_eq!(with(&[("data", PAGE), access_key], ""), missing, "no sign");
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(post(&sandbox, ITEM_LIST, "").text, missing, "nothing");
}

#[test]
fn unknown_access_key_is_refused() {
    let published = "52a5b692-081a-4a90-a62a-c0312735be9b";
    for access_key in [published, Post30::SECRET_KEY, " sandbox-post30-access-key"] {
        let parameters = [("data", PAGE), ("external_company", access_key)];
        assert_eq!(
            with(&parameters, &sign(&parameters, "", Post30::SECRET_KEY)),
            r#"{"success":0,"message":"AK不存在"}"#
        );
    }
}

#[test]
fn wrong_signature_is_refused() {
    let parameters = [("data", PAGE), ("external_company", Post30::ACCESS_KEY)];
    let right = sign(&parameters, "", Post30::SECRET_KEY);
    assert!(with(&parameters, &right).starts_with(GOOD));
    let upper = right.to_uppercase();
    assert_eq!(with(&parameters, &upper), SIGN_WRONG, "upper case");
    let other_key = sign(&parameters, "", Post30::ACCESS_KEY);
    assert_eq!(with(&parameters, &other_key), SIGN_WRONG, "another key");
    let unsorted = [parameters[1], parameters[0]];
    let unsorted = sign(&unsorted, "", Post30::SECRET_KEY);
    assert_eq!(with(&parameters, &unsorted), SIGN_WRONG, "unsorted");
    let other_data = [("data", r#"{"p":1,"pagesize":2}"#), parameters[1]];
    assert_eq!(with(&other_data, &right), SIGN_WRONG, "other data");
    let spaced = [("data", r#"{"p": 1,"pagesize":1}"#), parameters[1]];
    assert_eq!(with(&spaced, &right), SIGN_WRONG, "same JSON, other bytes");
    let timed = [
        parameters[0],
        parameters[1],
        ("timer", "2999-01-01 00:00:00"),
    ];
    assert_eq!(with(&timed, &right), SIGN_WRONG, "timer is not signed");
}

#[test]
fn separator_follows_the_last_value_too() {
    let parameters = [("data", PAGE), ("external_company", Post30::ACCESS_KEY)];
    let text = string_to_sign(&parameters, "", Post30::SECRET_KEY);
    assert!(text.contains("{$$$}{$$$$}"));
    let without = text.replace("{$$$}{$$$$}", "{$$$$}");
    let digest = |text: &str| hex::encode(Md5::digest(text));
    assert!(with(&parameters, &digest(&text)).starts_with(GOOD));
    assert_eq!(with(&parameters, &digest(&without)), SIGN_WRONG);
}

#[test]
fn order_of_the_parameters_in_the_form_does_not_matter() {
    let parameters = [("data", PAGE), ("external_company", Post30::ACCESS_KEY)];
    let right = sign(&parameters, "", Post30::SECRET_KEY);
    assert!(with(&[parameters[1], parameters[0]], &right).starts_with(GOOD));
}

#[test]
fn other_parameters_are_signed_by_their_names_as_given_and_have_no_effect() {
    let sorted = [
        ("Zone", "1"),
        ("data", PAGE),
        ("external_company", Post30::ACCESS_KEY),
        ("searchType", "1"),
    ];
    let right = sign(&sorted, "", Post30::SECRET_KEY);
    assert!(with(&sorted, &right).starts_with(GOOD));
    let lower_cased_first = [sorted[1], sorted[2], sorted[3], sorted[0]];
    let wrong = sign(&lower_cased_first, "", Post30::SECRET_KEY);
    assert_eq!(with(&sorted, &wrong), SIGN_WRONG);
    let unsigned = sign(&sorted[1..3], "", Post30::SECRET_KEY);
    assert_eq!(with(&sorted, &unsigned), SIGN_WRONG);
}

#[test]
fn data_is_signed_as_decoded_and_not_as_encoded() {
    let sandbox = Sandbox::start().unwrap();
    let data = r#"{ "p":1, "pagesize":1, "alisename":"yjs+1" }"#;
    let body = signed(data, None);
    assert!(body.contains("%20") && body.contains("%2B"));
    let answer = post(&sandbox, ITEM_LIST, &body);
    assert_eq!(answer.of_rows("ProductName"), ["A2蛋白奶粉 & 益生菌"]);
    let plus = post(&sandbox, ITEM_LIST, &body.replace("%20", "+"));
    assert_eq!(plus.text, answer.text, "a plus is a space");
    let bare = post(&sandbox, ITEM_LIST, &body.replace("%2B", "+"));
    assert_eq!(bare.refusal(), "签名错误", "and never a plus");
}

#[test]
fn charset_of_the_digest_is_utf_8_or_gbk_as_set() {
    let sandbox = Sandbox::start().unwrap();
    let class = r#"{"className":"奶粉","p":1,"pagesize":1}"#;
    let parameters = [("data", class), ("external_company", Post30::ACCESS_KEY)];
    let text = string_to_sign(&parameters, "", Post30::SECRET_KEY);
    // 奶粉 in GBK is C4 CC B7 DB.
    let (before, after) = text.split_once("奶粉").unwrap();
    let in_gbk = [before.as_bytes(), b"\xc4\xcc\xb7\xdb", after.as_bytes()].concat();
    let bodies = [text.as_bytes(), &in_gbk].map(|bytes| {
        let digest = hex::encode(Md5::digest(bytes));
        form(&[parameters[0], parameters[1], ("sign", &digest)])
    });
    let escaped = signed(r#"{"className":"\u5976\u7c89","p":1,"pagesize":1}"#, None);
    let answers = |sandbox: &Sandbox| {
        let success = |body: &String| post(sandbox, ITEM_CLASS, body).json()["success"].clone();
        (bodies.each_ref().map(success), success(&escaped))
    };
    assert_eq!(answers(&sandbox), ([json!(1), json!(0)], json!(1)));
    sandbox.post30().set_digest_charset(DigestCharset::Gbk);
    assert_eq!(answers(&sandbox), ([json!(0), json!(1)], json!(1)));
    sandbox.post30().set_digest_charset(DigestCharset::Utf8);
    assert_eq!(answers(&sandbox), ([json!(1), json!(0)], json!(1)));
}

#[test]
fn code_that_was_asked_for_is_success_of_one_call_and_leaves_it_without_effect() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.post30().answer_next(Answer::Code {
        code: 0,
        message: "test message".to_owned(),
    });
    let close = || call(&sandbox, CLOSE_BATCH, r#"{"batch_name":"A"}"#);
    assert_eq!(close().text, r#"{"success":0,"message":"test message"}"#);
    assert!(sandbox.post30().closed_batches().is_empty());
    close().success();
    assert_eq!(sandbox.post30().closed_batches(), ["A"]);
}

#[test]
fn answers_that_were_asked_for_come_in_their_order_and_raw_ones_verbatim() {
    let sandbox = Sandbox::start().unwrap();
    for status in [503, 429] {
        sandbox.post30().answer_next(Answer::Raw {
            status,
            content_type: "text/plain".to_owned(),
            body: b"back soon".to_vec(),
        });
    }
    for status in [503, 429] {
        let answer = post(&sandbox, "/api/bill/openbatch", "");
        assert_eq!(
            (answer.status, answer.content_type, answer.text),
            (status, "text/plain".to_owned(), "back soon".to_owned())
        );
    }
    call(&sandbox, ITEM_LIST, PAGE).success();
}

#[test]
fn refusals_echo_secrets_only_on_request() {
    let sandbox = Sandbox::start().unwrap();
    let parameters = [("data", PAGE), ("external_company", "canary-key")];
    let body = form(&[&parameters[..], &[("sign", "canary-sign")]].concat());
    let refused = || post(&sandbox, ITEM_LIST, &body).refusal();
    assert_eq!(refused(), "AK不存在");
    sandbox.post30().echo_secrets(true);
    let secret_key = Post30::SECRET_KEY;
    assert_eq!(
        refused(),
        format!("AK不存在 (external_company canary-key, sign canary-sign, sk {secret_key})")
    );
    call(&sandbox, ITEM_LIST, PAGE).success();
    sandbox.post30().echo_secrets(false);
    assert_eq!(refused(), "AK不存在");
}

#[test]
fn debug_shows_no_key() {
    let sandbox = Sandbox::start().unwrap();
    let text = format!("{:?}", sandbox.post30());
    assert!(!text.contains(Post30::ACCESS_KEY) && !text.contains(Post30::SECRET_KEY));
    let keys = (sandbox.post30().access_key(), sandbox.post30().secret_key());
    assert_eq!(keys, (Post30::ACCESS_KEY, Post30::SECRET_KEY));
}
