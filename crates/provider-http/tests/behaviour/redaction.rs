//! No `Debug` of a public type shows a secret.

use std::fmt::Debug;

use provider_http::{
    Client, Clock, InvalidInput, Method, Note, Observation, Proxy, Request, Secret, Settings,
    SystemClock,
};

use crate::get;
use crate::server::{Server, ok};

#[track_caller]
fn assert_silent(value: &dyn Debug) -> String {
    let shown = format!("{value:?} {value:#?}");
    assert!(!shown.contains("canary"), "{shown}");
    shown
}

#[test]
fn request_shows_its_call_only() {
    let request = Request::new("create_codes", Method::Post, "/canary/path")
        .query("canary=1")
        .header("X-Canary-canary", "canary-secret")
        .json(r#"{"canary":1}"#);
    let shown = assert_silent(&request);
    assert!(shown.contains("create_codes"), "{shown}");
}

#[test]
fn settings_show_the_host_only() {
    let settings = Settings::new("https://provider.example/canary-path")
        .proxy(Proxy::Url("http://canary:canary@proxy:3128".into()))
        .root_certificates_pem("canary");
    let shown = assert_silent(&settings);
    assert!(shown.contains("provider.example"), "{shown}");
}

#[test]
fn settings_with_a_password_in_the_base_url_show_nothing_of_it() {
    for base_url in [
        "https://canary:canary@provider.example",
        "canary",
        "https://x/?canary=1",
    ] {
        let shown = assert_silent(&Settings::new(base_url));
        assert!(shown.contains("(not valid)"), "{shown}");
    }
}

#[test]
fn client_shows_the_host_only() {
    let settings = Settings::new("https://provider.example/canary-path")
        .proxy(Proxy::Url("http://canary:canary@proxy:3128".into()));
    let shown = assert_silent(&Client::new(settings).unwrap());
    assert!(shown.contains("provider.example"), "{shown}");
}

#[test]
fn proxy_shows_its_kind_only() {
    let shown = assert_silent(&Proxy::Url("http://canary:canary@proxy:3128".into()));
    assert!(shown.contains("Url(***)"), "{shown}");
    assert_eq!(format!("{:?}", Proxy::default()), "Direct");
    assert_eq!(format!("{:?}", Proxy::FromEnvironment), "FromEnvironment");
}

#[test]
fn reply_shows_no_body() {
    let server = Server::answering(ok("text/plain", b"canary"));
    let reply = get(&crate::client(server.url())).unwrap();
    assert_eq!(reply.body(), b"canary");
    let shown = assert_silent(&reply);
    assert!(shown.contains("200"), "{shown}");
}

#[test]
fn clock_and_note_are_shown() {
    let clock: &dyn Clock = &SystemClock::default();
    assert!(format!("{clock:?}").contains("SystemClock"));
    assert!(format!("{:?}", Note::default()).contains("provider_code"));
}

#[test]
fn observation_has_no_field_for_a_secret() {
    let server = Server::answering(ok("text/plain", b"canary"));
    let seen = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let hook = {
        let seen = std::sync::Arc::clone(&seen);
        move |observation: &Observation<'_>| *seen.lock().unwrap() = format!("{observation:?}")
    };
    let client = Client::new(Settings::new(server.url()).observer(hook)).unwrap();
    let request = Request::new("list", Method::Get, "/canary")
        .query("canary=1")
        .header("X-Secret", "canary");
    crate::send(&client, request).unwrap();
    let shown = seen.lock().unwrap().clone();
    assert!(shown.contains("\"list\""), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn invalid_input_names_field_rule_and_origin() {
    let input = InvalidInput::new("code_length", format!("must be {} to 10", 6), "取货码生成");
    assert_eq!(input.field(), "code_length");
    assert_eq!(input.rule(), "must be 6 to 10");
    assert_eq!(input.origin(), "取货码生成");
    assert_eq!(
        input.to_string(),
        "`code_length` must be 6 to 10 (取货码生成)"
    );
}

/// Sends a request and shows what the answer says, as it may be shown.
fn shown(request: Request, answer: &'static str, secrets: &[&str]) -> String {
    let server = Server::answering(ok("text/plain", answer.as_bytes()));
    let client = Client::new(Settings::new(server.url())).unwrap();
    let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret::from(*secret)).collect();
    let shown = client.call(request, |reply, _| {
        let text = std::str::from_utf8(reply.body()).unwrap();
        let secrets: Vec<&Secret> = secrets.iter().collect();
        Ok::<_, provider_http::Error>(reply.shown(text, &secrets))
    });
    shown.unwrap()
}

#[test]
fn what_was_sent_is_replaced_as_json_writes_it_too() {
    let request = Request::new("call", Method::Post, "/").private("测试\"路\"1号");
    let answer = r#"{"d":"fa\"ke\\sk-1 at 测试\"路\"1号"}"#;
    assert_eq!(
        shown(request, answer, &["fa\"ke\\sk-1"]),
        r#"{"d":"*** at ***"}"#
    );
}

#[test]
fn values_of_query_form_and_json_are_replaced_one_by_one() {
    let query = provider_http::query(&[("q", "canary 1"), ("page", "2")]);
    let request = Request::new("call", Method::Get, "/").query(query);
    assert_eq!(shown(request, "canary 1, 2", &[]), "***, 2");
    let form = provider_http::form(&[("data", r#"{"batch":"canary-2"}"#)]);
    let request = Request::new("call", Method::Post, "/").form(form);
    assert_eq!(shown(request, "no canary-2", &[]), "no ***");
    let request = Request::new("call", Method::Post, "/")
        .json(r#"{"a":[{"no":"canary-3"}],"n":47110815,"one":"区"}"#);
    assert_eq!(
        shown(request, "canary-3, 47110815, 区", &[]),
        "***, ***, 区"
    );
}
