//! What the calls are on the wire.

use provider_client::Endpoint;
use provider_http::Method;

/// The part of every path that is the same.
pub(crate) const PREFIX: &str = "/api/openapi/v1";

/// Parameters of a payload, before time and signature. Optional ones that are not set are left
/// out, so that no empty value is ever sent.
pub(crate) type Params = Vec<(&'static str, String)>;

/// How to find out whether a call that changes pickup codes was carried out.
const LIST: &str = "list the pickup codes of the product, and compare with those before the call";

pub(crate) static PING: Endpoint = Endpoint::reads("ping", Method::Post, "/ping");
pub(crate) static PRODUCTS: Endpoint = Endpoint::reads("products", Method::Post, "/products");
// Quirk: the path is singular here and plural everywhere else [docs+].
pub(crate) static PICKUP_CODES: Endpoint =
    Endpoint::reads("pickup_codes", Method::Post, "/products/{id}/pickup_code");
pub(crate) static CREATE_PICKUP_CODES: Endpoint =
    Endpoint::writes("create_pickup_codes", Method::Post, "/pickup_codes", LIST);
// Quirk: cancelling is a PUT; DELETE is not used [docs+].
pub(crate) static CANCEL_PICKUP_CODE: Endpoint =
    Endpoint::writes("cancel_pickup_code", Method::Put, "/pickup_codes", LIST);
pub(crate) static CANCEL_ALL_PICKUP_CODES: Endpoint = Endpoint::writes(
    "cancel_all_pickup_codes",
    Method::Put,
    "/pickup_codes",
    LIST,
);
