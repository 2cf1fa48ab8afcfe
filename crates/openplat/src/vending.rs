//! `openplat vending`: every call of 鼎商 vending machines.

mod codes;
mod failure;
mod products;

use clap::{Args, Subcommand};
use vending_api::{Client, Credentials, Error, Settings};

pub(crate) use codes::codes_table;
pub(crate) use products::products_table;

use crate::environment::{self, PlainHttp};
use crate::failure::Failure;
use crate::output::{Output, Stop};
use codes::Codes;
use failure::{failure, invalid, of_write};
use products::ListProducts;

/// The variables of the environment that a client is made from: base URL, app id, app secret,
/// signing key.
pub(crate) const VARIABLES: [&str; 4] = [
    "VENDING_BASE_URL",
    "VENDING_APP_ID",
    "VENDING_APP_SECRET",
    "VENDING_SIGN_KEY",
];

/// What the client adds to the base URL.
const PREFIX: &str = "/api/openapi/v1";

#[derive(Debug, Args)]
#[command(after_help = ENVIRONMENT)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    call: Call,
}

const ENVIRONMENT: &str = "\
Environment:
  VENDING_BASE_URL     the address of the service, before /api/openapi/v1
  VENDING_APP_ID       Appid, 开发者ID
  VENDING_APP_SECRET   AppSecret, 开发者密码
  VENDING_SIGN_KEY     the signing key: merchant_id (商户ID), also AppKey; not the AppSecret
  OPENPLAT_ALLOW_HTTP  1 allows plain http to hosts other than loopback";

#[derive(Debug, Subcommand)]
enum Call {
    /// Ask whether the service is there and accepts the app id and the app secret
    Ping,
    /// List the products of a machine (获取产品列表)
    Products(ListProducts),
    /// Create, list and cancel pickup codes (取货码)
    #[command(subcommand)]
    Codes(Codes),
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    match &arguments.call {
        Call::Ping => ping(output),
        Call::Products(arguments) => products::list(arguments, output),
        Call::Codes(codes) => codes::run(codes, output),
    }
}

fn client() -> Result<Client, Failure> {
    let [base_url, app_id, app_secret, signing_key] = environment::required(VARIABLES)?;
    if base_url.trim_end_matches('/').ends_with(PREFIX) {
        let message = format!("VENDING_BASE_URL must end before {PREFIX}, which is added to it");
        return Err(Failure::environment(message));
    }
    let plain_http = PlainHttp::from_environment()?;
    let credentials = Credentials {
        app_id,
        app_secret: app_secret.into(),
        signing_key: signing_key.into(),
    };
    let settings = Settings::new(&base_url).transport(|transport| plain_http.apply(transport));
    Client::new(credentials, settings).map_err(|error| match &error {
        Error::Invalid(input) if plain_http.is_refused(&base_url, input) => {
            failure(&error).hint(PlainHttp::WAY_OUT)
        }
        _ => failure(&error),
    })
}

fn ping(output: &mut Output) -> Result<(), Stop> {
    client()?.ping().map_err(|error| failure(&error))?;
    output.done(
        "The service answers and accepts the app id and the app secret.\n\
         The signing key is not part of a ping: `products` checks it.",
    )
}
