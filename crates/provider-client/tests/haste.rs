//! An answer that is read in haste is what care makes of it: the same rows, the same odd rows, the
//! same error.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use mockito::{Mock, Server, ServerGuard};
use proptest::option::of;
use proptest::prelude::*;
use provider_client::{Absent, Data, Endpoint, Envelope, Error, Exchange, Provider, Rows};
use provider_http::lenient::{self, TwoWays};
use provider_http::{Client, Method, Settings};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny};

provider_client::codes! {
    /// A code of nobody's.
    pub struct Code, success 0;
}

/// Nobody's providers, which differ in where the data stand.
macro_rules! provider {
    ($name:ident, $data:expr) => {
        #[derive(Debug)]
        enum $name {}

        impl Provider for $name {
            type Code = Code;
            const NAME: &'static str = "nobody";
            const ENVELOPE: Envelope = Envelope {
                code: "code",
                text: "text",
                data: $data,
                trace_id: Some("trace"),
            };
        }
    };
}

provider!(Nullable, Data::Field("data", Absent::IsNull));
provider!(Strict, Data::Field("data", Absent::IsAnError));
provider!(Whole, Data::Whole);

static ROWS: Endpoint = Endpoint::reads("rows", Method::Get, "/rows");

/// Passed over in front of an answer, and too odd for haste.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Answers with whatever it was told last.
struct Answering {
    http: Client,
    next: Arc<Mutex<String>>,
    _server: ServerGuard,
    _mock: Mock,
}

impl Answering {
    fn start() -> Self {
        let next = Arc::new(Mutex::new(String::new()));
        let answer = Arc::clone(&next);
        let mut server = Server::new();
        let mock = server
            .mock("GET", "/rows")
            .with_body_from_request(move |_| answer.lock().unwrap().clone().into())
            .create();
        Self {
            http: Client::new(Settings::new(server.url())).unwrap(),
            next,
            _server: server,
            _mock: mock,
        }
    }

    fn read<P: Provider, T: DeserializeOwned>(&self, body: String) -> Result<T, Error<P::Code>> {
        *self.next.lock().unwrap() = body;
        Exchange::<P>::new(&self.http, &ROWS, &[]).data(ROWS.request(""))
    }

    /// What haste and care make of an answer; both ways are alike.
    #[track_caller]
    fn both<P: Provider, T: DeserializeOwned + Debug>(&self, body: &str) -> String {
        let told = |result: Result<T, Error<P::Code>>| match result {
            Ok(data) => format!("{data:?}"),
            Err(error) => format!("{error}, {:?}, {error:?}", error.delivery()),
        };
        let tried = told(self.read::<P, T>(body.to_owned()));
        let careful = told(self.read::<P, T>(format!("{BYTE_ORDER_MARK}{body}")));
        // The length is that of what came.
        let length = |bytes: usize| format!("of {bytes} bytes");
        let marked = body.len() + BYTE_ORDER_MARK.len();
        let careful = careful
            .replace(&length(marked), &length(body.len()))
            .replace(
                &format!("body_bytes: {marked}"),
                &format!("body_bytes: {}", body.len()),
            );
        assert_eq!(tried, careful, "{body}");
        tried
    }
}

/// The way in which it was read.
#[derive(Debug, PartialEq)]
enum Way {
    InHaste,
    WithCare,
}

impl<'de> TwoWays<'de> for Way {
    fn in_haste<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self::InHaste)
    }

    fn with_care<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self::WithCare)
    }
}

impl<'de> Deserialize<'de> for Way {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::two_ways(deserializer)
    }
}

/// Without this the comparisons below compare care with care.
#[test]
fn good_answer_is_read_in_haste_and_a_mark_before_it_asks_for_care() {
    let server = Answering::start();
    for body in [
        r#"{"code":0,"data":7}"#,
        r#"{"data":7,"text":"ok","code":"0","other":[1]}"#,
        r#"{"code":0,"data":1,"code":0,"data":2}"#,
    ] {
        let way = |body: String| server.read::<Strict, Way>(body).unwrap();
        assert_eq!(way(body.to_owned()), Way::InHaste, "{body}");
        assert_eq!(way(format!("{BYTE_ORDER_MARK}{body}")), Way::WithCare);
        let way = |body: String| server.read::<Whole, Way>(body).unwrap();
        assert_eq!(way(body.to_owned()), Way::InHaste, "{body}");
        assert_eq!(way(format!("{BYTE_ORDER_MARK}{body}")), Way::WithCare);
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    #[serde(deserialize_with = "lenient::int")]
    id: u64,
    #[serde(deserialize_with = "lenient::text_or_empty")]
    name: String,
    #[serde(deserialize_with = "lenient::decimal_or_empty")]
    price: String,
    rows: Rows<Row>,
}

/// Data beside the code.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is compared as it is shown")]
struct Beside {
    #[serde(default)]
    data: Rows<Row>,
}

#[test]
fn rows_odd_rows_and_errors_of_each_kind_are_alike() {
    let server = Answering::start();
    for (body, holds) in [
        (r#"{"code":0,"data":[{"id":1},{"id":2}]}"#, "id: 2"),
        (r#"{"code":0,"data":[{"id":1},{"id":-2}]}"#, "row: 2"),
        (r#"{"code":0,"data":[],"data":[{"id":3}]}"#, "id: 3"),
        (r#"{"code":0,"data":7,"data":[{"id":3}]}"#, "data"),
        (r#"{"data":[{"price":1.50}],"code":0}"#, "1.50"),
        (r#"{"code":0,"code":0,"data":[{"name":"a"}]}"#, "\"a\""),
        (r#"{"code":0,"code":1,"data":[]}"#, "more than once"),
        (r#"{"code":7,"text":"no","data":[]}"#, "no"),
        (r#"{"code":0,"data":[{"id":1}]"#, "ends too early"),
        (r#"{"code":0,"data":[{"id":1}]} {}"#, "stands behind"),
    ] {
        let told = server.both::<Strict, Rows<Row>>(body);
        assert!(told.contains(holds), "{body}: {told}");
    }
}

/// What is no value of a field, or only with care.
fn odd() -> impl Strategy<Value = String> {
    let odd = [
        "-1",
        "1.50",
        "1e2",
        "-0",
        "18446744073709551616",
        "null",
        "true",
        "[]",
        "{}",
        "[7]",
        r#""\ud800""#,
        r#""+1""#,
        r#"{"id":1,"id":1}"#,
    ];
    prop::sample::select(odd.to_vec()).prop_map(str::to_owned)
}

/// A list as JSON, odd rows and odd values among good ones.
fn rows() -> impl Strategy<Value = String> {
    let number = any::<u64>().prop_map(|number| number.to_string());
    let text = any::<String>().prop_map(|text| serde_json::Value::from(text).to_string());
    let id = prop_oneof![20 => number.clone(), 10 => "\"[0-9]{1,9}\"", 1 => odd()];
    let name = prop_oneof![20 => text, 10 => number, 1 => odd()];
    let price = prop_oneof![20 => "[1-9][.][0-9]{2}", 10 => "\"[1-9][.][0-9]{2}\"", 1 => odd()];
    let fields = (of(id), of(name), of(price));
    let list = move |inner: BoxedStrategy<String>| {
        let row = (fields.clone(), of(inner.clone()), of(inner));
        let row = row.prop_map(|((id, name, price), rows, other)| {
            let names = ["id", "name", "price", "rows", "other"];
            let fields = names.iter().zip([id, name, price, rows, other]);
            let fields = fields.filter_map(|(name, value)| Some(format!("{name:?}:{}", value?)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        });
        let items = prop::collection::vec(prop_oneof![20 => row, 1 => odd()], 0..4);
        items.prop_map(|items| format!("[{}]", items.join(",")))
    };
    let leaf = prop_oneof![20 => Just("[]".to_owned()), 1 => odd()];
    leaf.prop_recursive(3, 20, 4, list)
}

/// An answer: fields in any order, some twice, some odd, and perhaps something behind them.
fn answer() -> impl Strategy<Value = String> {
    let field = |name: &str, values: &[&str]| {
        let values = values.iter().map(|value| format!("{name:?}:{value}"));
        prop::sample::select(values.collect::<Vec<_>>())
    };
    let code = prop_oneof![
        20 => field("code", &["0"]),
        1 => field("code", &[r#""0""#, "0.0", "7", "null", "[0]"]),
    ];
    let data = rows().prop_map(|rows| format!(r#""data":{rows}"#));
    let other = prop_oneof![
        field("text", &[r#""ok""#, "7", "null", r#""\ud800""#]),
        field("trace", &[r#""t-1""#, "1", "null"]),
        field("other", &["1e999", r#"{"code":7}"#, r#""\ud800""#]),
    ];
    let fields = (
        prop::collection::vec(code, 1..3),
        prop::collection::vec(data, 0..3),
        prop::collection::vec(other, 0..3),
    );
    let fields = fields.prop_map(|(codes, data, others)| [codes, data, others].concat());
    let behind = prop_oneof![
        20 => Just(""),
        1 => prop::sample::select(vec![" \n", "}", "{}", r#"{"code":7}"#]),
    ];
    (fields.prop_shuffle(), behind)
        .prop_map(|(fields, behind)| format!("{{{}}}{behind}", fields.join(",")))
}

#[test]
fn both_ways_read_alike() {
    let server = Answering::start();
    proptest!(ProptestConfig::with_cases(400), |(answer in answer())| {
        server.both::<Nullable, Rows<Row>>(&answer);
        server.both::<Strict, Rows<Row>>(&answer);
        server.both::<Whole, Beside>(&answer);
    });
}
