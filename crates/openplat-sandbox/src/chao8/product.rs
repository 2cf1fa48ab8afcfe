//! 通过商品编号新增/修改商品信息: adding and changing a product by its number.

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use super::wire::Envelope;
use crate::request::Request;

pub(super) const PATH: &str = "/ps/v1/open/product/add-upd-product";

/// A product (商品) as the provider has it in its books.
#[doc(alias = "商品")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredProduct {
    /// The number that names it.
    pub product_no: String,
    /// Its name.
    pub product_name: String,
    /// All of it: the last body that was sent for this number, byte by byte.
    pub json: String,
}

/// The products that were added, in the order of their first call.
#[derive(Default)]
pub(super) struct ProductBook {
    products: Vec<StoredProduct>,
}

impl ProductBook {
    pub(super) fn products(&self) -> &[StoredProduct] {
        &self.products
    }

    pub(super) fn add_or_update(&mut self, request: &Request) -> Result<Envelope, Refusal> {
        let fields: Map<String, Value> = request.json().ok_or(Refusal::UNKNOWN_ERROR)?;
        check(&fields).ok_or(Refusal::UNKNOWN_ERROR)?;
        let required = |name| match text(&fields, name) {
            Some("") | None => Err(Refusal::UNKNOWN_ERROR),
            Some(value) => Ok(value.to_owned()),
        };
        let product = StoredProduct {
            product_no: required("productNo")?,
            product_name: required("productName")?,
            json: String::from_utf8_lossy(request.body()).into_owned(),
        };
        let known = self
            .products
            .iter_mut()
            .find(|known| known.product_no == product.product_no);
        match known {
            Some(known) => *known = product,
            None => self.products.push(product),
        }
        Ok(Envelope::ok(RawValue::NULL))
    }
}

/// Checks the types and the rules that the page states; it may list less than there is, so any other field will do.
fn check(fields: &Map<String, Value>) -> Option<()> {
    for (name, value) in fields {
        let is_right = match name.as_str() {
            _ if value.is_null() => true,
            "flag" => value.is_i64() || value.is_u64(),
            "attachments" => value.as_array()?.iter().all(is_attachment),
            name if is_text_field(name) => value.is_string(),
            _ => true,
        };
        if !is_right {
            return None;
        }
    }
    let unit = text(fields, "shelfLifeUnit");
    match text(fields, "shelfLife") {
        None => unit.is_none().then_some(()),
        Some(shelf_life) => {
            // Quirk: a number as text [docs+].
            shelf_life.parse::<u32>().ok()?;
            matches!(unit?, "1" | "2" | "3").then_some(())
        }
    }
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str)
}

fn is_attachment(value: &Value) -> bool {
    value.as_object().is_some_and(|fields| {
        fields
            .get("attachmentPath")
            .is_none_or(|path| path.is_string() || path.is_null())
    })
}

fn is_text_field(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "productNo",
        "productName",
        "productId",
        "productCategory",
        "brandId",
        "brandName",
        "productModel",
        "productStandard",
        "packScaleStr",
        "shelfLife",
        "shelfLifeUnit",
        "remark",
    ];
    const FREE: [&str; 10] = ["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10"];
    NAMES.contains(&name) || FREE.contains(&name)
}
