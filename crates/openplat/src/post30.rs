//! `openplat post30`: the product database of 30post, and any signed call.

mod call;
mod items;

use clap::{Args, Subcommand};
use post30_api::{Client, Credentials, Settings};

pub(crate) use items::{alias_items_table, items_table};

use crate::environment::{self, PlainHttp};
use crate::failure::Failure;
use crate::output::{Output, Stop};
use crate::provided::{Provided, Variable};
use call::SignAndSend;
use items::{ListItems, ListItemsByAlias, ListItemsByClass, ShowItem};

/// The variables of the environment that a client is made from: base URL, access key, secret key.
pub(crate) const VARIABLES: [&str; 3] =
    ["POST30_BASE_URL", "POST30_ACCESS_KEY", "POST30_SECRET_KEY"];

#[derive(Debug, Args)]
#[command(after_help = PROVIDED.help())]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What the tool knows of the provider.
pub(crate) const PROVIDED: Provided = Provided {
    variables: &[
        Variable::new(
            VARIABLES[0],
            "base_url",
            "the host of the product calls, before /Api/Product",
        ),
        Variable::new(VARIABLES[1], "access_key", "Access Key, AK"),
        Variable::new(VARIABLES[2], "secret_key", "Secret Key, SK"),
        Variable::new(
            "OPENPLAT_ALLOW_HTTP",
            "",
            "1 allows plain http to hosts other than loopback; the provider documents\nno other",
        ),
    ],
    prefix: "/Api/Product",
    arguments: &[
        ("id", "ID"),
        ("class_name", "NAME"),
        ("alias", "--alias"),
        ("bar_code", "--barcode"),
        ("per_page", "--per-page"),
        ("url", "URL"),
        ("data", "--data"),
    ],
    plain_http: None,
};

#[derive(Debug, Subcommand)]
enum Command {
    /// List the products (获取商品列表)
    Items(ListItems),
    /// Show the detail of a product as it comes (获取商品详情)
    Item(ShowItem),
    /// List the products of a class (获取分类商品)
    ItemsByClass(ListItemsByClass),
    /// List the products with an internal name (内品名) or a bar code
    ItemsByAlias(ListItemsByAlias),
    /// Make any signed call, and print its answer; what it changes is yours to know
    Call(SignAndSend),
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    match &arguments.command {
        Command::Items(arguments) => items::list(arguments, output),
        Command::Item(arguments) => items::show(arguments, output),
        Command::ItemsByClass(arguments) => items::list_by_class(arguments, output),
        Command::ItemsByAlias(arguments) => items::list_by_alias(arguments, output),
        Command::Call(arguments) => call::make(arguments, output),
    }
}

fn client(plain_http: PlainHttp) -> Result<Client, Failure> {
    let [base_url, access_key, secret_key] = environment::required(VARIABLES)?;
    PROVIDED.check_base_url(&base_url)?;
    let credentials = Credentials {
        access_key,
        secret_key: secret_key.into(),
    };
    let settings = Settings::new(&base_url).transport(move |transport| plain_http.apply(transport));
    Client::new(credentials, settings).map_err(|error| PROVIDED.no_client(&error, plain_http))
}
