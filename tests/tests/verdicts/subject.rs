//! The four providers, as the rules see them: a call that reads, a call that writes, and what
//! each answers.

use std::time::Duration;

use mockito::{Matcher, Server};
use provider_client::{Error, ProviderCode};
use provider_http::{Class, Delivery, Failure};

/// An answer of the canned server to the call that is tried.
#[derive(Clone, Debug)]
pub(crate) struct Canned {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Canned {
    pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            content_type: "application/json",
            body: body.into(),
        }
    }

    pub(crate) fn html(status: u16) -> Self {
        Self {
            status,
            content_type: "text/html",
            body: b"<html><body>an error page</body></html>".to_vec(),
        }
    }
}

/// How a call ended badly.
#[derive(Clone, Debug)]
pub(crate) struct Failed {
    pub(crate) kind: &'static str,
    pub(crate) code: Option<i64>,
    pub(crate) class: Option<Class>,
    pub(crate) delivery: Delivery,
    pub(crate) retry_in: Option<Duration>,
    pub(crate) is_transient: bool,
    /// The error and its sources, as people and logs see them.
    pub(crate) text: String,
}

impl<C: ProviderCode> From<Error<C>> for Failed {
    fn from(error: Error<C>) -> Self {
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(error) = source {
            text.push_str(&format!(": {error}"));
            source = error.source();
        }
        text.push_str(&format!(" {error:?}"));
        Self {
            kind: error.kind(),
            code: error.code().map(C::number),
            class: error.class(),
            delivery: error.delivery(),
            retry_in: error.retry_in(),
            is_transient: error.is_transient(),
            text,
        }
    }
}

/// One provider.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    reads: fn(&str) -> Result<(), Failed>,
    writes: fn(&str) -> Result<(), Failed>,
    /// What answers before the call: a token.
    token: Option<(&'static str, &'static str)>,
    /// The fields of code and text.
    code: &'static str,
    text: &'static str,
    /// Codes: of success, of a refusal that proves "not done", of one that proves nothing.
    pub(crate) success: i64,
    pub(crate) not_done: i64,
    pub(crate) open: i64,
}

impl Subject {
    pub(crate) fn reads(&self, answer: &Canned) -> Result<(), Failed> {
        self.run(self.reads, answer)
    }

    pub(crate) fn writes(&self, answer: &Canned) -> Result<(), Failed> {
        self.run(self.writes, answer)
    }

    /// The writing call where nobody answers.
    pub(crate) fn writes_to_nobody(&self) -> Result<(), Failed> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        (self.writes)(&base_url)
    }

    fn run(&self, call: fn(&str) -> Result<(), Failed>, answer: &Canned) -> Result<(), Failed> {
        let mut server = Server::new();
        // The mock that was made first answers.
        if let Some((path, body)) = self.token {
            server.mock("POST", path).with_body(body).create();
        }
        for method in ["GET", "POST", "PUT"] {
            server
                .mock(method, Matcher::Any)
                .with_status(answer.status.into())
                .with_header("content-type", answer.content_type)
                .with_body(&answer.body)
                .create();
        }
        call(&server.url())
    }

    /// An envelope whose text is this JSON, and whose data is another one.
    pub(crate) fn envelope(&self, code: i64, text: &str, data: &str) -> String {
        let (code_field, text_field) = (self.code, self.text);
        let data_field = if self.name == "demo5" {
            "result"
        } else {
            "data"
        };
        format!(r#"{{"{code_field}":{code},"{text_field}":{text},"{data_field}":{data}}}"#)
    }

    /// A refusal with this code and a documented kind of text.
    pub(crate) fn refusal(&self, code: i64) -> String {
        self.envelope(code, "\"失败的原因\"", "[]")
    }
}

/// All providers, and the example of CONTRIBUTING.md; one that is missing here fails a test.
pub(crate) fn all() -> [Subject; 5] {
    [
        Subject {
            name: "vending",
            reads: vending::reads,
            writes: vending::writes,
            token: None,
            code: "code",
            text: "message",
            success: 0,
            not_done: 10023,
            open: 99_999,
        },
        Subject {
            name: "chao8",
            reads: chao8::reads,
            writes: chao8::writes,
            token: Some((
                "/cncop/ca/v1/applications/get-token",
                r#"{"code":200,"data":{"accessToken":"fake-token-1","tokenTtlSeconds":28800}}"#,
            )),
            code: "code",
            text: "message",
            success: 200,
            not_done: 21_180_031,
            open: 500,
        },
        Subject {
            name: "damaijia",
            reads: damaijia::reads,
            writes: damaijia::writes,
            token: Some((
                "/vv/external/user_login",
                r#"{"status":0,"data":{"access_token":"fake-token-1"}}"#,
            )),
            code: "status",
            text: "err",
            success: 0,
            not_done: 209,
            open: 210,
        },
        Subject {
            name: "post30",
            reads: post30::reads,
            writes: post30::writes,
            token: None,
            code: "success",
            text: "message",
            success: 1,
            not_done: 0,
            open: 7,
        },
        Subject {
            name: "demo5",
            reads: demo5::reads,
            writes: demo5::writes,
            token: Some((
                "/open/v2/token",
                r#"{"errno":0,"errmsg":"ok","result":{"ticket":"fake-token-1","expires_in":7200}}"#,
            )),
            code: "errno",
            text: "errmsg",
            success: 0,
            not_done: 2001,
            open: 9001,
        },
    ]
}

mod vending {
    use vending_api::*;

    use super::Failed;

    fn client(base_url: &str) -> Client {
        let credentials = Credentials {
            app_id: "ds-fake-app".to_owned(),
            app_secret: Secret::from("fake-app-secret"),
            signing_key: Secret::from("fake-signing-key"),
        };
        Client::new(credentials, Settings::new(base_url)).unwrap()
    }

    pub(super) fn reads(base_url: &str) -> Result<(), Failed> {
        let query = ProductQuery::new("12345678".parse().unwrap());
        Ok(client(base_url).products(&query).map(|_| ())?)
    }

    pub(super) fn writes(base_url: &str) -> Result<(), Failed> {
        let new = NewPickupCodes::for_product("12345678".parse().unwrap(), ProductId(20));
        Ok(client(base_url).create_pickup_codes(&new)?)
    }
}

mod chao8 {
    use chao8_api::*;

    use super::Failed;

    fn client(base_url: &str) -> Client {
        let credentials = Credentials {
            access_key: "fake-access-key".to_owned(),
            secret: Secret::from("fake-secret"),
        };
        Client::new(credentials, Settings::new(base_url)).unwrap()
    }

    pub(super) fn reads(base_url: &str) -> Result<(), Failed> {
        let call = Call::get("/example/v1/things");
        Ok(client(base_url).call::<Vec<u64>>(&call).map(|_| ())?)
    }

    pub(super) fn writes(base_url: &str) -> Result<(), Failed> {
        let call = Call::post("/example/v1/things").json_text(r#"{"name":"thing"}"#);
        Ok(client(base_url).call::<Vec<u64>>(&call).map(|_| ())?)
    }
}

mod damaijia {
    use damaijia_api::*;

    use super::Failed;

    fn client(base_url: &str) -> Client {
        let credentials = Credentials::Login {
            app_id: "fake-app-id".to_owned(),
            app_secret: Secret::from("fake-app-secret"),
        };
        Client::new(credentials, Settings::new(base_url)).unwrap()
    }

    pub(super) fn reads(base_url: &str) -> Result<(), Failed> {
        Ok(client(base_url).balance_fen().map(|_| ())?)
    }

    pub(super) fn writes(base_url: &str) -> Result<(), Failed> {
        let recipient = Recipient {
            name: "测试收件人".into(),
            mobile: "13800000000".into(),
            province: "浙江省".into(),
            city: "杭州市".into(),
            district: "西湖区".into(),
            address: "测试路一号院".into(),
        };
        let order = NewOrder::new("1000111".parse().unwrap(), ProductId(614), Source::Taobao)
            .parcel(NewParcel::new("2000111".parse().unwrap(), recipient));
        Ok(client(base_url).create_order(&order).map(|_| ())?)
    }
}

mod post30 {
    use post30_api::*;

    use super::Failed;

    fn client(base_url: &str) -> Client {
        let credentials = Credentials {
            access_key: "fake-access-key".to_owned(),
            secret_key: Secret::from("fake-secret-key"),
        };
        Client::new(credentials, Settings::new(base_url)).unwrap()
    }

    pub(super) fn reads(base_url: &str) -> Result<(), Failed> {
        Ok(client(base_url).item(ItemId(1)).map(|_| ())?)
    }

    pub(super) fn writes(base_url: &str) -> Result<(), Failed> {
        let url = format!("{base_url}/api/bill/closebatch");
        let call = SignedCall::new(url).data_json(r#"{"batch_name":"AAAAAA"}"#);
        #[derive(Debug, serde::Deserialize)]
        struct Answer {
            #[serde(rename = "batch")]
            _batch: String,
        }
        let answer = client(base_url).signed_call::<Answer>(&call.unwrap());
        Ok(answer.map(|_| ())?)
    }
}

mod demo5 {
    use super::Failed;
    use crate::example::{Client, Credentials, Settings};

    fn client(base_url: &str) -> Client {
        let credentials = Credentials {
            merchant: "fake-merchant".to_owned(),
            key: "fake-key".into(),
        };
        Client::new(credentials, Settings::new(base_url)).unwrap()
    }

    pub(super) fn reads(base_url: &str) -> Result<(), Failed> {
        let client = client(base_url);
        let first = client.all_goods().next();
        Ok(first.transpose().map(|_| ())?)
    }

    pub(super) fn writes(base_url: &str) -> Result<(), Failed> {
        Ok(client(base_url).reserve(7).map(|made| drop(made.number))?)
    }
}
