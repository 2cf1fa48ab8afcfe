//! The provider as its tests and the suite see it.

use chao8_api::{
    Call, Client, Code, Credentials, Direction, Error, IgnoredAny, NoToken, Secret, Settings,
    TokenError,
};
use provider_testing::{Answer, Call as Tried, Canned, Subject, Token, Transport, made};

pub(crate) const ACCESS_KEY: &str = "0123fake0123fake0123fake0123fake";
pub(crate) const SECRET: &str = "fake-secret-of-the-application";
/// Of `md5sum`.
pub(crate) const DIGEST: &str = "dab4396dc3bc4cf7595f5d2d83cd5b78";
pub(crate) const TOKEN: &str = "fake-token-1";
pub(crate) const TRACE_ID: &str = "00000000-0000-0000-0000-000000000001";

pub(crate) const GET_TOKEN: &str = "/cncop/ca/v1/applications/get-token";
/// The document's placeholder of a business call.
pub(crate) const DEMO: &str = "/cncop/demo";

/// The document's sample answer, with another token and another trace id [doc].
pub(crate) const TOKEN_ANSWER: &str = r#"{ "code": 200, "message": "success", "data": { "accessToken": "fake-token-1", "tokenTtl": "PT8H" ,"tokenTtlSeconds": 28800 }, "timestamp": 1677737429715, "traceId": "00000000-0000-0000-0000-000000000001","exception": null,"meta": null,"ext": null }"#;

pub(crate) type Provider = Canned<Chao8Api>;

pub(crate) enum Chao8Api {}

/// A success that brings a list of numbers.
const NUMBERS: &str = r#"{"code":200,"message":"success","data":[1,2]}"#;
/// A success of any kind.
const ANY: &str = r#"{"code":200,"message":"success","data":{}}"#;
/// A success of the flow of a code.
const FLOW: &str = r#"{"code":200,"message":"success","data":{"digits":[]}}"#;

impl Subject for Chao8Api {
    type Client = Client;
    type Settings = Settings;
    type Code = Code;

    const NAME: &'static str = "chao8";
    const TOKEN: Option<Token> = Some(Token {
        path: GET_TOKEN,
        answer: TOKEN_ANSWER,
        next: r#"{"code":200,"data":{"accessToken":"fake-token-12","tokenTtlSeconds":28800}}"#,
        rejected: Code::TOKEN_REJECTED.0,
    });
    const ENVELOPE: [&'static str; 3] = ["code", "message", "data"];
    const NOT_DONE: i64 = Code::ACCESS_KEY_EMPTY.0;
    const OPEN: i64 = Code::UNKNOWN_ERROR.0;
    const SECRETS: &'static [&'static str] =
        &[ACCESS_KEY, SECRET, DIGEST, TOKEN, "canary-fixed-header"];
    const INPUTS: &'static [&'static str] = &[
        "canary-query",
        "canary-header",
        "canary-body",
        "canary-code",
        r#"{"productNo":"canary-no"}"#,
    ];
    const FIELDS: &'static [&'static str] = &[
        "code",
        "message",
        "data",
        "traceId",
        "accessToken",
        "tokenTtl",
        "tokenTtlSeconds",
        "meta",
        "status",
        "reason",
        "digits",
        "details",
        "level",
        "code1Quantity",
    ];
    const VALUES: &'static [&'static str] = &[
        "200",
        "\"PT8H\"",
        "\"-P3DT4H\"",
        "\"PT-1.5S\"",
        "\"P99999999999999999999D\"",
    ];

    fn client(base_url: &str, change: impl FnOnce(Settings) -> Settings) -> Client {
        let settings = Settings::new(base_url).header("X-Fixed", "canary-fixed-header");
        Client::new(credentials(), change(settings)).unwrap()
    }

    fn transport(settings: Settings, change: impl FnOnce(Transport) -> Transport) -> Settings {
        settings.transport(change)
    }

    fn fetch_token(client: &Client) -> Result<(), Error> {
        client.token().map(drop)
    }

    fn calls() -> Vec<Tried<Self>> {
        vec![
            Tried::<Self>::reads("get", NUMBERS, |client, _| {
                let answer = client.get::<Vec<u64>>(DEMO, &[("q", "canary-query")]);
                answer.map(made)
            }),
            Tried::<Self>::writes("post", NUMBERS, |client, _| {
                let product = serde_json::json!({"productNo": "canary-no"});
                client.post::<Vec<u64>>(DEMO, &product).map(made)
            }),
            Tried::<Self>::writes("call", ANY, |client, _| {
                client.call::<IgnoredAny>(&upload()).map(made)
            }),
            Tried::<Self>::reads("flow", FLOW, |client, _| {
                client.flow("canary-code", Direction::This).map(made)
            }),
            Tried::<Self>::reads("raw", ANY, |client, _| {
                client.raw(&upload().reads()).map(made)
            })
            .untyped(),
            Tried::<Self>::reads("download", file(), |client, _| {
                let written = client.download(&upload().reads(), &mut Vec::new(), 1000);
                // How much was written may be any number.
                written.map(|_| made(()))
            })
            .untyped(),
        ]
    }
}

fn file() -> Answer {
    Answer {
        content_type: "text/csv",
        ..Answer::json(200, "a file of numbers\n1\n2\n")
    }
}

fn upload() -> Call {
    Call::post("/sandbox/upload")
        .query(&[("name", "canary-query")])
        .header("X-Canary", "canary-header")
        .body("text/plain", "canary-body")
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        access_key: ACCESS_KEY.into(),
        secret: Secret::from(SECRET),
    }
}

pub(crate) fn no_token(error: &Error) -> &NoToken {
    match error {
        Error::Token(no_token) => no_token,
        error => panic!("not for want of a token: {error:?}"),
    }
}

/// The error of the token request behind the error of a call.
pub(crate) fn request_error(error: &Error) -> &Error {
    match &no_token(error).reason {
        TokenError::Fetch { source, .. } => source,
        reason => panic!("not a failed token request: {reason:?}"),
    }
}
