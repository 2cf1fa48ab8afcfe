//! The arguments of `openplat vending`.

use clap::{ArgGroup, Args, Subcommand};
use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, PrimitiveDateTime};

#[derive(Debug, Args)]
#[command(after_help = ENVIRONMENT)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(super) call: Call,
}

const ENVIRONMENT: &str = "\
Environment:
  VENDING_BASE_URL     the address of the service, before /api/openapi/v1
  VENDING_APP_ID       Appid, 开发者ID
  VENDING_APP_SECRET   AppSecret, 开发者密码
  VENDING_SIGN_KEY     the signing key: merchant_id (商户ID), also AppKey; not the AppSecret
  OPENPLAT_ALLOW_HTTP  1 allows plain http to hosts other than loopback";

#[derive(Debug, Subcommand)]
pub(super) enum Call {
    /// Ask whether the service is there and accepts the app id and the app secret
    Ping,
    /// List the products of a machine (获取产品列表)
    Products(ListProducts),
    /// Create, list and cancel pickup codes (取货码)
    #[command(subcommand)]
    Codes(Codes),
}

#[derive(Debug, Args)]
pub(super) struct ListProducts {
    /// The number of the machine (设备编号), 8 or more digits
    #[arg(long, value_name = "NO")]
    pub(super) machine: String,
    /// The page, or with --all-pages the page to begin with; 1 if left out
    #[arg(long, value_name = "N")]
    pub(super) page: Option<u32>,
    /// Products to a page; the provider takes 10 if left out
    #[arg(long, value_name = "N")]
    pub(super) per_page: Option<u32>,
    /// Only products of this category (商品分类)
    #[arg(long, value_name = "ID")]
    pub(super) category: Option<u64>,
    /// The cabinet (柜号), A to Z; the provider takes A if left out
    #[arg(long, value_name = "A", conflicts_with = "addr")]
    pub(super) cabinet: Option<char>,
    /// The driver board (从机地址), 1 to 8, in place of the cabinet
    #[arg(long, value_name = "N")]
    pub(super) addr: Option<u8>,
    /// Send select_all (查询所有); the provider does not say what it does
    #[arg(long)]
    pub(super) select_all: bool,
    /// Ask for one page after the other until the last
    #[arg(long)]
    pub(super) all_pages: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Codes {
    /// Create pickup codes (取货码生成); repeating it makes more
    Create(CreateCodes),
    /// List the codes of a product that are neither used nor expired
    List(ListCodes),
    /// Cancel one code or all codes of a machine
    Cancel(CancelCodes),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["product", "all_products"]))]
pub(super) struct CreateCodes {
    /// The number of the machine (设备编号), 8 or more digits
    #[arg(long, value_name = "NO")]
    pub(super) machine: String,
    /// For this product: the id of `products`
    #[arg(long, value_name = "ID")]
    pub(super) product: Option<u64>,
    /// For every product of the machine; needs --yes
    #[arg(long)]
    pub(super) all_products: bool,
    /// How many codes, at least 1; 1 if left out
    #[arg(long, value_name = "N", conflicts_with = "all_products")]
    pub(super) count: Option<u32>,
    /// How many digits a code has, 6 to 10; 6 if left out
    #[arg(long, value_name = "N")]
    pub(super) code_length: Option<u8>,
    /// When the codes expire, in GMT+8: "YYYY-MM-DD HH:MM:SS"; never if left out
    #[arg(long, value_name = "TIME", value_parser = gmt8)]
    pub(super) expires: Option<OffsetDateTime>,
    /// Confirm --all-products
    #[arg(long)]
    pub(super) yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct ListCodes {
    /// The number of the machine (设备编号), 8 or more digits
    #[arg(long, value_name = "NO")]
    pub(super) machine: String,
    /// The product: the id of `products`
    #[arg(long, value_name = "ID")]
    pub(super) product: u64,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["id", "all"]))]
pub(super) struct CancelCodes {
    /// The number of the machine (设备编号), 8 or more digits
    #[arg(long, value_name = "NO")]
    pub(super) machine: String,
    /// The id of the code in `codes list`, not the code itself
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<u64>,
    /// All codes of the machine; needs --yes
    #[arg(long)]
    pub(super) all: bool,
    /// Confirm --all
    #[arg(long)]
    pub(super) yes: bool,
}

const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// Reads a time of the provider's zone.
fn gmt8(text: &str) -> Result<OffsetDateTime, &'static str> {
    // The parser would take a sign in front of the year as well.
    let begins_with_digit = text.starts_with(|first: char| first.is_ascii_digit());
    PrimitiveDateTime::parse(text, FORMAT)
        .ok()
        .filter(|_| begins_with_digit)
        .map(|local| local.assume_offset(offset!(+8)))
        .ok_or("must be a time such as \"2030-01-31 23:59:59\", in GMT+8")
}
