//! What the calls are on the wire.
//!
//! Quirk: no page gives a method for the product calls; the C# sample posts a form [doc].

use provider_client::Endpoint;
use provider_http::Method;

pub(crate) static ITEMS: Endpoint = Endpoint::reads("items", Method::Post, "/Api/Product/ItemList");
pub(crate) static ITEM: Endpoint = Endpoint::reads("item", Method::Post, "/Api/Product/Item");
pub(crate) static ITEMS_BY_CLASS: Endpoint =
    Endpoint::reads("items_by_class", Method::Post, "/Api/Product/ItemClass");
pub(crate) static ITEMS_BY_ALIAS: Endpoint =
    Endpoint::reads("items_by_alias", Method::Post, "/Api/Product/ItemAliseList");

/// How to find out whether a call that this crate has no method for was carried out.
const ASK: &str = "no documented call tells: ask the provider before repeating it";

pub(crate) static SIGNED_CALL: Endpoint = Endpoint::writes("signed_call", Method::Post, "", ASK);
pub(crate) static SIGNED_CALL_RAW: Endpoint =
    Endpoint::writes("signed_call_raw", Method::Post, "", ASK);
