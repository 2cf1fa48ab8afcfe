use provider_client::Endpoint;
use provider_http::Method;

pub(super) const PREFIX: &str = "/open/v2/";

pub(super) static GET_TOKEN: Endpoint = Endpoint::token("get_token", Method::Post, "token");
pub(super) static GOODS: Endpoint = Endpoint::reads("goods", Method::Post, "goods/list");
pub(super) static RESERVE: Endpoint = Endpoint::writes(
    "reserve",
    Method::Post,
    "goods/reserve",
    "the list of goods tells how many are left",
);
