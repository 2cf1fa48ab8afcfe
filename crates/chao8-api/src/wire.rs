//! The one call that this crate makes by itself, on the wire.

use provider_client::Endpoint;
use provider_http::Method;

/// The name of a token request in errors, in the log and for the observation hook.
pub(crate) static GET_TOKEN: Endpoint = Endpoint::token(
    "get_token",
    Method::Post,
    "/cncop/ca/v1/applications/get-token",
);
