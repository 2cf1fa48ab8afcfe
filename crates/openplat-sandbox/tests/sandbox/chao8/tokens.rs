//! Getting tokens: the answer, the refusals, the shapes on request.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openplat_sandbox::{
    Answer, Chao8, LiveTokens, Numbers, Sandbox, TokenFields, TokenLimit, TokenTtl,
};
use serde_json::{Value, json};

use super::{
    DEMO, GET_TOKEN, SIGN, ask, ask_rightly, data, get, post, refusal, sandbox_at_rest, token,
};
use crate::caller::send_with;

#[test]
fn token_comes_in_the_documented_envelope() {
    let sandbox = sandbox_at_rest();
    let answer = ask_rightly(&sandbox);
    let token = answer.json()["data"]["accessToken"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        (answer.status, answer.content_type.as_str()),
        (200, "application/json")
    );
    assert_eq!(
        answer.text,
        format!(
            r#"{{"code":200,"message":"success","data":{{"accessToken":"{token}","tokenTtl":"PT8H","tokenTtlSeconds":28800}},"timestamp":1677737429715,"traceId":"00000000-0000-4000-8000-000000000001","exception":null,"meta":null,"ext":null}}"#
        )
    );
    let next = get(&sandbox, DEMO, &token).json();
    assert_eq!(next["traceId"], "00000000-0000-4000-8000-000000000002");
}

#[test]
fn token_has_the_shape_of_the_documented_example() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, signature] = parts[..] else {
        panic!("not three parts")
    };
    let decode =
        |part| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
    assert_eq!(decode(header), json!({"typ": "JWT", "alg": "HS256"}));
    assert!(signature.contains("without-signature"), "{signature}");
    let claims = decode(claims);
    assert_eq!(claims["iss"], "openplat-sandbox");
    assert_eq!(
        (&claims["iat"], &claims["exp"]),
        (&json!(1_677_737_429_715_i64), &json!(1_677_766_229_715_i64))
    );
    assert_eq!(claims["jti"].as_str().unwrap().len(), 32);
    let app: Value = serde_json::from_str(claims["app"].as_str().unwrap()).unwrap();
    assert_eq!(app["accessKey"], Chao8::ACCESS_KEY);
    assert_eq!(app["appId"], claims["sub"]);
    assert!(app.as_object().unwrap().values().all(Value::is_string));
}

#[test]
fn tokens_of_the_same_instant_differ_also_between_sandboxes() {
    let one = sandbox_at_rest();
    let other = sandbox_at_rest();
    one.chao8().set_token_limit(TokenLimit::Off);
    let (first, second) = (token(&one), token(&one));
    let foreign = token(&other);
    assert!(first != second && first != foreign && second != foreign);
    assert!(one.chao8().is_accepted(&first) && one.chao8().is_accepted(&second));
    assert!(!one.chao8().is_accepted(&foreign));
    assert_eq!(
        refusal(&get(&one, DEMO, &foreign)),
        (20_324_013, json!(null))
    );
}

#[test]
fn wrong_credentials_have_their_codes() {
    for (access_key, sign, code, message) in [
        ("", SIGN, 21_180_031, "Access Key不能为空"),
        ("", "", 21_180_031, "Access Key不能为空"),
        (Chao8::ACCESS_KEY, "", 21_180_041, "密钥不能为空"),
        ("unknown", "", 21_180_041, "密钥不能为空"),
        ("unknown", SIGN, 21_184_033, "应用账号不存在"),
        (Chao8::ACCESS_KEY, "0", 21_184_031, "应用账号或密钥不正确"),
        (
            Chao8::DISABLED_ACCESS_KEY,
            "0",
            21_184_031,
            "应用账号或密钥不正确",
        ),
        (
            Chao8::DISABLED_ACCESS_KEY,
            SIGN,
            21_184_032,
            "应用账号被禁用",
        ),
        // Neither the secret itself nor its digest in upper case will do.
        (
            Chao8::ACCESS_KEY,
            Chao8::SECRET,
            21_184_031,
            "应用账号或密钥不正确",
        ),
        (
            Chao8::ACCESS_KEY,
            &SIGN.to_uppercase(),
            21_184_031,
            "应用账号或密钥不正确",
        ),
    ] {
        let sandbox = sandbox_at_rest();
        let answer = ask(&sandbox, access_key, sign);
        assert_eq!(
            refusal(&answer),
            (code, json!(message)),
            "{access_key} {sign}"
        );
        assert_eq!(answer.json()["timestamp"], 1_677_737_429_715_i64);
        assert!(sandbox.chao8().answerable_codes().contains(&code));
    }
}

#[test]
fn absent_and_null_credentials_count_as_empty() {
    let sandbox = Sandbox::start().unwrap();
    let ask = |body: &str| refusal(&post(&sandbox, GET_TOKEN, &[], body.as_bytes())).0;
    assert_eq!(ask("{}"), 21_180_031);
    assert_eq!(ask(r#"{"accessKey":null}"#), 21_180_031);
    assert_eq!(ask(r#"{"accessKey":"a"}"#), 21_180_041);
    assert_eq!(ask(r#"{"accessKey":"a","secretKeySign":null}"#), 21_180_041);
}

#[test]
fn token_request_that_is_not_as_documented_is_500() {
    let sandbox = Sandbox::start().unwrap();
    let unknown = (500, json!("未知错误"));
    let key = Chao8::ACCESS_KEY;
    let good = format!(r#"{{"accessKey":"{key}","secretKeySign":"{SIGN}"}}"#);
    for body in [
        "",
        "[]",
        "null",
        "{",
        r#"{"accessKey":1}"#,
        &good.replace('}', r#","more":1}"#),
        &good.replace('}', r#","accessKey":"a"}"#),
    ] {
        let answer = post(&sandbox, GET_TOKEN, &[], body.as_bytes());
        assert_eq!(refusal(&answer), unknown, "{body}");
    }
    let send = |path: &str, headers: &[(&str, &str)]| {
        send_with(&sandbox.base_url(), "POST", path, headers, good.as_bytes()).unwrap()
    };
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(refusal(&send(GET_TOKEN, &[])), unknown);
    assert_eq!(refusal(&send(GET_TOKEN, &form)), unknown);
    let json = [("Content-Type", "Application/JSON; charset=utf-8")];
    let with_query = format!("{GET_TOKEN}?a=1");
    assert_eq!(refusal(&send(&with_query, &json)), unknown);
    data(&send(GET_TOKEN, &json));
    assert!(sandbox.chao8().answerable_codes().contains(&500));
}

#[test]
fn token_request_with_another_method_is_a_page_with_405() {
    let sandbox = Sandbox::start().unwrap();
    let answer = get(&sandbox, GET_TOKEN, "any");
    assert_eq!(
        (answer.status, answer.content_type.starts_with("text/html")),
        (405, true)
    );
    assert_eq!(sandbox.chao8().token_requests(), 0);
}

#[test]
fn numbers_are_texts_on_request_codes_apart_from_the_others() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().set_token_limit(TokenLimit::Off);
    sandbox.chao8().set_codes(Numbers::AsTexts);
    let answer = ask_rightly(&sandbox).json();
    assert_eq!(answer["code"], "200");
    assert_eq!(answer["data"]["tokenTtlSeconds"], 28_800);
    assert_eq!(answer["timestamp"], 1_677_737_429_715_i64);
    let refused = ask(&sandbox, "", "").json();
    assert_eq!(refused["code"], "21180031");
    sandbox.chao8().set_codes(Numbers::AsNumbers);
    sandbox.chao8().set_numbers(Numbers::AsTexts);
    let answer = ask_rightly(&sandbox).json();
    assert_eq!(answer["code"], 200);
    assert_eq!(answer["data"]["tokenTtlSeconds"], "28800");
    assert_eq!(answer["timestamp"], "1677737429715");
}

#[test]
fn fields_of_the_token_stand_beside_the_data_on_request() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().set_token_fields(TokenFields::Flat);
    let answer = ask_rightly(&sandbox).json();
    assert_eq!(answer["data"], json!(null));
    assert_eq!(
        (&answer["tokenTtl"], &answer["tokenTtlSeconds"]),
        (&json!("PT8H"), &json!(28_800))
    );
    assert!(
        sandbox
            .chao8()
            .is_accepted(answer["accessToken"].as_str().unwrap())
    );
}

#[test]
fn lifetime_is_told_in_part_or_not_at_all_on_request() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().set_token_limit(TokenLimit::Off);
    for (ttl, names) in [
        (
            TokenTtl::SecondsOnly,
            vec!["accessToken", "tokenTtlSeconds"],
        ),
        (TokenTtl::IsoOnly, vec!["accessToken", "tokenTtl"]),
        (TokenTtl::Absent, vec!["accessToken"]),
        (
            TokenTtl::Both,
            vec!["accessToken", "tokenTtl", "tokenTtlSeconds"],
        ),
    ] {
        sandbox.chao8().set_token_ttl(ttl);
        let data = data(&ask_rightly(&sandbox));
        let told: Vec<&String> = data.as_object().unwrap().keys().collect();
        assert_eq!(told, names, "{ttl:?}");
    }
}

#[test]
fn lifetime_is_told_as_it_was_set() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().set_token_limit(TokenLimit::Off);
    for (seconds, iso, lives) in [
        (7_261, "PT2H1M1S", true),
        (1, "PT1S", true),
        (0, "PT0S", false),
        (-5, "PT-5S", false),
    ] {
        sandbox.chao8().set_token_lifetime_seconds(seconds);
        let data = data(&ask_rightly(&sandbox));
        assert_eq!(
            (&data["tokenTtl"], &data["tokenTtlSeconds"]),
            (&json!(iso), &json!(seconds))
        );
        let token = data["accessToken"].as_str().unwrap();
        assert_eq!(sandbox.chao8().is_accepted(token), lives, "{seconds}");
    }
    for seconds in [i64::MAX, i64::MIN] {
        sandbox.chao8().set_token_lifetime_seconds(seconds);
        assert_eq!(data(&ask_rightly(&sandbox))["tokenTtlSeconds"], seconds);
    }
}

#[test]
fn foreign_login_leaves_the_token_alive_unless_only_one_may_live() {
    let sandbox = sandbox_at_rest();
    let ours = token(&sandbox);
    let theirs = sandbox.chao8().foreign_login();
    assert!(sandbox.chao8().is_accepted(&ours) && sandbox.chao8().is_accepted(&theirs));
    sandbox.chao8().set_live_tokens(LiveTokens::One);
    assert!(
        sandbox.chao8().is_accepted(&ours),
        "nothing ends before the next token"
    );
    let latest = sandbox.chao8().foreign_login();
    assert!(!sandbox.chao8().is_accepted(&ours) && !sandbox.chao8().is_accepted(&theirs));
    assert_eq!(refusal(&get(&sandbox, DEMO, &ours)).0, 20_324_013);
    data(&get(&sandbox, DEMO, &latest));
    assert_eq!(sandbox.chao8().token_requests(), 1);
}

#[test]
fn own_token_request_ends_the_foreign_token_when_only_one_may_live() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().set_live_tokens(LiveTokens::One);
    let theirs = sandbox.chao8().foreign_login();
    let ours = token(&sandbox);
    assert!(sandbox.chao8().is_accepted(&ours) && !sandbox.chao8().is_accepted(&theirs));
}

#[test]
fn answer_that_was_asked_for_takes_the_place_of_a_token() {
    let sandbox = sandbox_at_rest();
    let message = "未知错误".to_owned();
    sandbox
        .chao8()
        .answer_next(Answer::Code { code: 500, message });
    sandbox.chao8().answer_next(Answer::Raw {
        status: 502,
        content_type: "text/plain".to_owned(),
        body: b"down".to_vec(),
    });
    assert_eq!(refusal(&ask_rightly(&sandbox)), (500, json!("未知错误")));
    let raw = ask_rightly(&sandbox);
    assert_eq!((raw.status, raw.text.as_str()), (502, "down"));
    // Both were counted, neither spends the minute.
    assert_eq!(sandbox.chao8().token_requests(), 2);
    token(&sandbox);
}
