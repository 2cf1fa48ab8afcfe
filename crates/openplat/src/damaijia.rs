//! `openplat damaijia`: the order flow of 大麦家.

mod goods;
mod money;
mod orders;
mod parcels;
mod token;

use clap::{Args, Subcommand};
use damaijia_api::{Client, Credentials, Settings};
use serde::Serialize;

pub(crate) use goods::{products_table, warehouses_table};
pub(crate) use money::yuan;
pub(crate) use orders::created_table;
pub(crate) use parcels::states_table;

use crate::environment::{self, PlainHttp};
use crate::failure::Failure;
use crate::format::Format;
use crate::output::{Output, Stop};
use crate::provided::{Provided, Variable};
use crate::token_store;
use goods::ListProducts;
use orders::{ListOrders, OrderCommand};
use parcels::{CancelParcel, ListParcels, ShowStates};
use token::Token;

/// The variables of the environment that a client is made from: base URL, app id, app secret.
pub(crate) const VARIABLES: [&str; 3] = [
    "DAMAIJIA_BASE_URL",
    "DAMAIJIA_APP_ID",
    "DAMAIJIA_APP_SECRET",
];

/// The variable that takes the place of app id and app secret.
const API_KEY: &str = "DAMAIJIA_API_KEY";

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
            "the address of the service, before /vv/external",
        ),
        Variable::new(VARIABLES[1], "app_id", "app_id"),
        Variable::new(VARIABLES[2], "app_secret", "app_secret"),
        Variable::new(
            API_KEY,
            "api_key",
            "the fixed api_key, in place of app_id and app_secret; it goes before them",
        ),
        Variable::new(
            "OPENPLAT_TOKEN_STORE",
            "",
            "where the access token is kept: memory, file:DIR (an absolute path),\nredis://…, rediss://…; files in the user's state directory if not set",
        ),
        Variable::new(
            "OPENPLAT_ALLOW_HTTP",
            "",
            "1 allows plain http to hosts other than loopback; the provider offers\nno other",
        ),
    ],
    prefix: "/vv/external",
    arguments: &[
        ("order", "--file"),
        ("page", "--page"),
        ("page_size", "--per-page"),
        ("rows", "--rows"),
    ],
    plain_http: Some("the provider offers plain http only"),
};

#[derive(Debug, Subcommand)]
enum Call {
    /// Say when the access token was fetched; log in if there is none; or forget it
    Token(Token),
    /// List the warehouses (仓库) of each courier (获取快递列表)
    Warehouses,
    /// List the products of a warehouse (获取商品列表)
    Products(ListProducts),
    /// Create an order (创建订单), paid from the balance at once
    #[command(subcommand)]
    Order(OrderCommand),
    /// List the orders of the last month (订单查询)
    Orders(ListOrders),
    /// List parcels with their recipients (获取包裹列表)
    Packages(ListParcels),
    /// Show where parcels are, by your own parcel ids
    Status(ShowStates),
    /// Cancel one parcel (取消发货), which is refunded
    Cancel(CancelParcel),
    /// Show the prepaid balance
    Balance,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    match &arguments.call {
        Call::Token(arguments) => token::run(arguments, output),
        Call::Warehouses => goods::list_warehouses(output),
        Call::Products(arguments) => goods::list_products(arguments, output),
        Call::Order(OrderCommand::Create(arguments)) => orders::create(arguments, output),
        Call::Orders(arguments) => orders::list(arguments, output),
        Call::Packages(arguments) => parcels::list(arguments, output),
        Call::Status(arguments) => parcels::show_states(arguments, output),
        Call::Cancel(arguments) => parcels::cancel(arguments, output),
        Call::Balance => show_balance(output),
    }
}

fn client() -> Result<Client, Failure> {
    let (base_url, credentials) = from_environment()?;
    PROVIDED.check_base_url(&base_url)?;
    let plain_http = PlainHttp::from_environment()?;
    let mut settings = Settings::new(&base_url).transport(|transport| plain_http.apply(transport));
    if let Credentials::Login { .. } = credentials {
        settings = settings.store(token_store::from_environment()?);
    }
    Client::new(credentials, settings).map_err(|error| PROVIDED.no_client(&error, plain_http))
}

fn from_environment() -> Result<(String, Credentials), Failure> {
    if let Some(key) = environment::optional(API_KEY)? {
        let [base_url] = environment::required([VARIABLES[0]])?;
        return Ok((base_url, Credentials::ApiKey(key.into())));
    }
    let [base_url, app_id, app_secret] = environment::required(VARIABLES)
        .map_err(|failure| failure.hint(format!("{API_KEY} may stand for id and secret")))?;
    let app_secret = app_secret.into();
    Ok((base_url, Credentials::Login { app_id, app_secret }))
}

/// The balance for programs, under the provider's name, in 分.
#[derive(Serialize)]
struct Balance {
    balance: i64,
}

fn show_balance(output: &mut Output) -> Result<(), Stop> {
    let balance = client()?
        .balance_fen()
        .map_err(|error| PROVIDED.failure(&error))?;
    match output.format() {
        Format::Json => output.json(&Balance { balance }),
        Format::People => output.text(format_args!("{} yuan ({balance} 分)", yuan(balance))),
    }
}
