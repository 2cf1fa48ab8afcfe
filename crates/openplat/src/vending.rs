//! `openplat vending`: every call of 鼎商 vending machines.

mod codes;
mod products;

use clap::{Args, Subcommand};
use vending_api::{Client, Credentials, Settings};

pub(crate) use codes::codes_table;
pub(crate) use products::products_table;

use crate::environment::{self, PlainHttp};
use crate::failure::Failure;
use crate::output::{Output, Stop};
use crate::provided::{Provided, Variable};
use codes::Codes;
use products::ListProducts;

/// The variables of the environment that a client is made from: base URL, app id, app secret,
/// signing key.
pub(crate) const VARIABLES: [&str; 4] = [
    "VENDING_BASE_URL",
    "VENDING_APP_ID",
    "VENDING_APP_SECRET",
    "VENDING_SIGN_KEY",
];

#[derive(Debug, Args)]
#[command(after_help = PROVIDED.help())]
pub(crate) struct Arguments {
    #[command(subcommand)]
    call: Call,
}

/// What the tool knows of the provider.
pub(crate) const PROVIDED: Provided = Provided {
    variables: &[
        Variable::new(
            VARIABLES[0],
            "base_url",
            "the address of the service, before /api/openapi/v1",
        ),
        Variable::new(VARIABLES[1], "app_id", "Appid, 开发者ID"),
        Variable::new(VARIABLES[2], "app_secret", "AppSecret, 开发者密码"),
        Variable::new(
            VARIABLES[3],
            "signing_key",
            "the signing key: merchant_id (商户ID), also AppKey; not the AppSecret",
        ),
        Variable::new(
            "OPENPLAT_ALLOW_HTTP",
            "",
            "1 allows plain http to hosts other than loopback",
        ),
    ],
    prefix: "/api/openapi/v1",
    arguments: &[
        ("machine_no", "--machine"),
        ("page", "--page"),
        ("per_page", "--per-page"),
        ("cabinet_name", "--cabinet"),
        ("addr", "--addr"),
        ("count", "--count"),
        ("code_length", "--code-length"),
        ("expires_at", "--expires"),
    ],
    plain_http: None,
};

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
    PROVIDED.check_base_url(&base_url)?;
    let plain_http = PlainHttp::from_environment()?;
    let credentials = Credentials {
        app_id,
        app_secret: app_secret.into(),
        signing_key: signing_key.into(),
    };
    let settings = Settings::new(&base_url).transport(|transport| plain_http.apply(transport));
    Client::new(credentials, settings).map_err(|error| PROVIDED.no_client(&error, plain_http))
}

fn ping(output: &mut Output) -> Result<(), Stop> {
    client()?.ping().map_err(|error| PROVIDED.failure(&error))?;
    output.done(
        "The service answers and accepts the app id and the app secret.\n\
         The signing key is not part of a ping: `products` checks it.",
    )
}
