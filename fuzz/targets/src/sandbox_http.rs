//! Bytes for the sandbox: any, or a signed request around what the input makes of its parts.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use openplat_sandbox::{Chao8, Damaijia, Post30, Sandbox, Vending};
use post30_api::DigestCharset;
use vending_api::Encoding;

use crate::edits::{Words, edited};
use crate::node::Node;

/// As much as is read of an answer: a download may be endless.
const MOST: u64 = 1024 * 1024;

const VENDING: [(&str, &str); 6] = [
    ("POST", "ping"),
    ("POST", "products"),
    ("POST", "products/101/pickup_code"),
    ("POST", "pickup_codes"),
    ("PUT", "pickup_codes"),
    ("DELETE", "pickup_codes"),
];

const POST30: [(&str, &str); 6] = [
    ("POST", "/Api/Product/ItemList"),
    ("POST", "/Api/Product/Item"),
    ("POST", "/Api/Product/ItemClass"),
    ("POST", "/Api/Product/ItemAliseList"),
    ("POST", "/api/bill/closebatch"),
    ("GET", "/api/IDCard/CombinePic"),
];

const CHAO8: [(&str, &str); 5] = [
    ("POST", "/cncop/ca/v1/applications/get-token"),
    ("GET", "/cncop/demo"),
    ("GET", "/trace/app/v1/open/info/flow/code"),
    ("POST", "/ps/v1/open/product/add-upd-product"),
    ("POST", "/sandbox/chao8/upload"),
];

const DAMAIJIA: [(&str, &str); 9] = [
    ("POST", "user_login"),
    ("GET", "v1/warehouse_get_list"),
    ("GET", "v1/product_get_list"),
    ("POST", "v1/order_create"),
    ("POST", "package_cancel"),
    ("POST", "order_get_list"),
    ("POST", "package_get_list"),
    ("POST", "get_packages_status"),
    ("POST", "get_user_balance"),
];

/// An order of the sandbox's product [docs+].
const ORDER: &str = r#"{"site_order_id":"1","product_id":614,"product_number":1,"source":"taobao","remark":"","consignees":[{"site_order_consignee_id":"1","consignee":"测试","mobile":"13800000000","province":"浙江省","city":"杭州市","district":"西湖区","address":"测试路 1 号"}],"page_size":10,"page_number":1,"product_no":"P1","warehouse_id":2}"#;

/// The first byte chooses the provider or none, the second the call; the others are parameters in
/// lines, steps that change a real body, or all that is sent.
pub fn sandbox_http(input: &[u8]) {
    let Some(([kind, call], rest)) = input.split_first_chunk::<2>() else {
        return;
    };
    let sandbox = Sandbox::start().unwrap();
    let request = match kind % 6 {
        0 => vending(*call, rest),
        1 => post30(*call, rest),
        2 => chao8(&sandbox, *call, rest),
        3 => damaijia(*call, rest, true),
        4 => damaijia(*call, rest, false),
        _ => rest.to_vec(),
    };
    let ends = match kind % 6 {
        // Nobody knows how much of it the sandbox takes for a request: it is told that no more comes.
        5 => Ends::WithTheInput,
        _ => Ends::WithTheAnswer,
    };
    exchange(&sandbox, &request, ends);
    // It lives, and answers the next one.
    let next = vending(0, b"timestamp=1714185061");
    let good = exchange(&sandbox, &next, Ends::WithTheAnswer);
    let good = String::from_utf8_lossy(&good).into_owned();
    assert!(
        good.starts_with("HTTP/1.1 200 ") && good.contains(r#""code":"#),
        "{good}"
    );
}

/// When a client says that it sends nothing more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    WithTheInput,
    /// After the whole request, which asks the sandbox to close the connection.
    WithTheAnswer,
}

/// Sends the bytes and reads what comes back until the end, or as much of it as is wanted.
fn exchange(sandbox: &Sandbox, request: &[u8], ends: Ends) -> Vec<u8> {
    let mut connection = TcpStream::connect(sandbox.address()).unwrap();
    let patience = Some(Duration::from_secs(60));
    connection.set_read_timeout(patience).unwrap();
    connection.set_write_timeout(patience).unwrap();
    // It may have closed the connection before it got everything.
    let _ = connection.write_all(request);
    if ends == Ends::WithTheInput {
        let _ = connection.shutdown(Shutdown::Write);
    }
    let mut answer = Vec::new();
    if let Err(error) = connection.take(MOST).read_to_end(&mut answer) {
        let is_late = matches!(
            error.kind(),
            std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
        );
        assert!(
            !is_late,
            "no end of the answer to {}",
            request.escape_ascii()
        );
    }
    answer
}

fn request((method, path): (&str, &str), headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: sandbox\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// A query that ends no line of the head.
fn query(rest: &[u8]) -> String {
    String::from_utf8_lossy(rest).replace(char::is_control, "+")
}

/// Parameters in lines, as they are.
fn lines(rest: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(rest).into_owned();
    let pairs = text
        .lines()
        .map(|line| line.split_once('=').unwrap_or((line, "")));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn vending(call: u8, rest: &[u8]) -> Vec<u8> {
    let (method, path) = VENDING[usize::from(call) % VENDING.len()];
    let params = lines(rest);
    let params = params
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str().into()));
    let payload = vending_api::payload(params, &Vending::SIGN_KEY.into(), Encoding::Raw);
    let body = format!(r#"{{"payload":"{payload}"}}"#);
    let headers = [
        ("Appid", Vending::APP_ID),
        ("AppSecret", Vending::APP_SECRET),
        ("Content-Type", "application/json"),
    ];
    request(
        (method, &format!("/api/openapi/v1/{path}")),
        &headers,
        body.as_bytes(),
    )
}

fn post30(call: u8, rest: &[u8]) -> Vec<u8> {
    let (method, path) = POST30[usize::from(call) % POST30.len()];
    let params = lines(rest);
    let params: Vec<(&str, &str)> = params
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let credentials = post30_api::Credentials {
        access_key: Post30::ACCESS_KEY.into(),
        secret_key: Post30::SECRET_KEY.into(),
    };
    // Names that the client refuses are sent without a signature.
    let signed = post30_api::payload(&params, None, &credentials, DigestCharset::Utf8);
    let form = signed.unwrap_or_else(|_| String::from_utf8_lossy(rest).into_owned());
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    match method {
        "GET" => request((method, &format!("{path}?{form}")), &headers, b""),
        _ => request((method, path), &headers, form.as_bytes()),
    }
}

fn chao8(sandbox: &Sandbox, call: u8, rest: &[u8]) -> Vec<u8> {
    let (method, path) = CHAO8[usize::from(call) % CHAO8.len()];
    let token = sandbox.chao8().foreign_login();
    let mut headers = vec![
        ("Authorization", token.as_str()),
        ("accessKey", Chao8::ACCESS_KEY),
    ];
    let (mut path, mut body) = (path.to_owned(), Vec::new());
    match (method, path.ends_with("upload")) {
        ("GET", _) => path = format!("{path}?{}", query(rest)),
        (_, true) => {
            headers.push(("Content-Type", "multipart/form-data; boundary=b"));
            body = rest.to_vec();
        }
        _ => {
            headers.push(("Content-Type", "application/json"));
            body = changed(rest);
        }
    }
    request((method, &path), &headers, &body)
}

fn damaijia(call: u8, rest: &[u8], is_changed: bool) -> Vec<u8> {
    let (method, path) = DAMAIJIA[usize::from(call) % DAMAIJIA.len()];
    let headers = [
        ("Authorization", Damaijia::API_KEY),
        ("Content-Type", "application/json"),
    ];
    let path = format!("/vv/external/{path}");
    match method {
        "GET" => request((method, &format!("{path}?{}", query(rest))), &headers, b""),
        _ if is_changed => request((method, &path), &headers, &changed(rest)),
        _ => request((method, &path), &headers, rest),
    }
}

fn changed(steps: &[u8]) -> Vec<u8> {
    let words = Words {
        fields: &[
            "product_no",
            "data",
            "list",
            "start_time",
            "end_time",
            "app_id",
            "app_secret",
            "order_sn",
        ],
        values: &[],
        sent: Vec::new(),
        codes: Vec::new(),
        code_field: "",
    };
    edited(Node::parse(ORDER.as_bytes()).unwrap(), steps, &words)
}
