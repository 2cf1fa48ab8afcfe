//! `openplat damaijia`.

mod calls;
mod errors;
mod secrets;

use openplat_sandbox::Damaijia;
use serde_json::{Value, json};

use crate::tool::{Run, Tool};

/// Texts of recipients, which no error may show.
const NAME: &str = "张三丰";
const MOBILE: &str = "13812345678";
const ADDRESS: &str = "武当山路 1 号";

/// Runs `openplat damaijia`.
fn damaijia(tool: &Tool, arguments: &[&str]) -> Run {
    tool.run(&[&["damaijia"], arguments].concat())
}

/// A tool with a token in its store, so that the next request is the call.
fn with_token() -> Tool {
    let tool = Tool::new();
    damaijia(&tool, &["token"]).done();
    assert_eq!(tool.damaijia().logins().len(), 1);
    tool
}

/// An order of one parcel to each province, the parcels numbered from 2000111 on.
fn order(product: u64, provinces: &[&str]) -> Value {
    let consignees = provinces.iter().zip(2_000_111..).map(|(province, id)| {
        json!({
            "site_order_consignee_id": id.to_string(), "consignee": NAME, "mobile": MOBILE,
            "province": province, "city": "杭州市", "district": "西湖区",
            "address": ADDRESS, "platform_order_sn": format!("T{id}"),
        })
    });
    json!({
        "site_order_id": "1000111", "product_id": product, "source": "taobao",
        "consignees": consignees.collect::<Vec<_>>(),
    })
}

/// A file with an order of one parcel, 2000111.
fn order_file(tool: &Tool) -> String {
    let order = order(Damaijia::PRODUCT, &["浙江省"]);
    tool.state.file("order.json", order.to_string())
}

/// Creates the order of [`order_file`].
fn create(tool: &Tool) -> String {
    let file = order_file(tool);
    damaijia(tool, &["order", "create", "--file", &file]).done();
    assert_eq!(tool.damaijia().orders().len(), 1);
    file
}
