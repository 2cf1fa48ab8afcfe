//! The example provider, as the suite sees it.

use provider_testing::{Call, Seen, Subject, Token, Transport, listed, made};

use crate::example::{Client, Code, Credentials, Error, Settings};

pub(crate) enum Demo5 {}

impl Subject for Demo5 {
    type Client = Client;
    type Settings = Settings;
    type Code = Code;

    const NAME: &'static str = "demo5";
    const PREFIX: &'static str = "/open/v2/";
    const TOKEN: Option<Token> = Some(Token {
        path: "/open/v2/token",
        answer: r#"{"errno":0,"errmsg":"ok","result":{"ticket":"fake-ticket","expires_in":7200}}"#,
        next: r#"{"errno":0,"errmsg":"ok","result":{"ticket":"fake-ticket-2","expires_in":7200}}"#,
        rejected: Code::TOKEN_OVER.0,
    });
    const ENVELOPE: [&'static str; 3] = ["errno", "errmsg", "result"];
    const NOT_DONE: i64 = Code::SOLD_OUT.0;
    const OPEN: i64 = Code::BUSY.0;
    const MADE: Option<&'static str> = Some("number");
    const SECRETS: &'static [&'static str] = &["fakemerchant", "fake-key", "fake-ticket"];
    const INPUTS: &'static [&'static str] = &["46813579"];
    const FIELDS: &'static [&'static str] = &[
        "errno",
        "errmsg",
        "result",
        "rows",
        "total",
        "id",
        "number",
        "ticket",
        "expires_in",
    ];

    fn client(base_url: &str, change: impl FnOnce(Settings) -> Settings) -> Client {
        let credentials = Credentials {
            merchant: "fakemerchant".to_owned(),
            key: "fake-key".into(),
        };
        Client::new(credentials, change(Settings::new(base_url))).unwrap()
    }

    fn transport(settings: Settings, change: impl FnOnce(Transport) -> Transport) -> Settings {
        settings.transport(change)
    }

    fn fetch_token(client: &Client) -> Result<(), Error> {
        client.token().map(drop)
    }

    fn calls() -> Vec<Call<Self>> {
        let goods = r#"{"errno":0,"errmsg":"ok","result":{"rows":[{"id":1}],"total":1}}"#;
        let reserved = r#"{"errno":0,"errmsg":"ok","result":{"number":"0042"}}"#;
        vec![
            Call::<Self>::reads("goods", goods, |client, _| listed(client.all_goods())),
            Call::<Self>::writes("reserve", reserved, |client, _| {
                client.reserve(46813579).map(made)
            }),
        ]
    }

    /// The signature.
    fn parts_of(request: &Seen) -> Vec<String> {
        let headers = request.headers.iter();
        let sign = headers.filter(|(name, _)| name == "x-sign");
        sign.map(|(_, value)| value.clone()).collect()
    }
}
