//! `openplat vending products`.

use clap::Args;
use vending_api::{Code, Product, ProductPage, ProductQuery, Shelf};

use super::{PROVIDED, client};
use crate::failure::Failure;
use crate::output::{Output, Stop};
use crate::pages::{show_all, show_page};
use crate::table::Column::{Left, Right};
use crate::table::Table;

#[derive(Debug, Args)]
pub(super) struct ListProducts {
    /// The number of the machine (设备编号), 8 or more digits
    #[arg(long, value_name = "NO")]
    machine: String,
    /// The page, or with --all-pages the page to begin with; 1 if left out
    #[arg(long, value_name = "N")]
    page: Option<u32>,
    /// Products to a page; the provider takes 10 if left out
    #[arg(long, value_name = "N")]
    per_page: Option<u32>,
    /// Only products of this category (商品分类)
    #[arg(long, value_name = "ID")]
    category: Option<u64>,
    /// The cabinet (柜号), A to Z; the provider takes A if left out
    #[arg(long, value_name = "A", conflicts_with = "addr")]
    cabinet: Option<char>,
    /// The driver board (从机地址), 1 to 8, in place of the cabinet
    #[arg(long, value_name = "N")]
    addr: Option<u8>,
    /// Send select_all (查询所有); the provider does not say what it does
    #[arg(long)]
    select_all: bool,
    /// Ask for one page after the other until the last
    #[arg(long)]
    all_pages: bool,
}

pub(super) fn list(arguments: &ListProducts, output: &mut Output) -> Result<(), Stop> {
    let query = query(arguments)?;
    let client = client()?;
    if arguments.all_pages {
        let products = client.all_products(query);
        return show_all(&PROVIDED, products, "product", products_table, output);
    }
    let page = client.products(&query);
    let page = page.map_err(|error| PROVIDED.failure(&error))?;
    let summary = summary(arguments, &page);
    show_page::<Code, _>(&PROVIDED, page.products, products_table, &summary, output)
}

fn query(arguments: &ListProducts) -> Result<ProductQuery, Failure> {
    let machine_no = arguments
        .machine
        .parse()
        .map_err(|error| PROVIDED.invalid(&error))?;
    let mut query = ProductQuery::new(machine_no);
    if let Some(page) = arguments.page {
        query = query.page(page);
    }
    if let Some(per_page) = arguments.per_page {
        query = query.per_page(per_page);
    }
    if let Some(id) = arguments.category {
        query = query.category_id(id);
    }
    if let Some(cabinet) = arguments.cabinet {
        query = query.shelf(Shelf::Cabinet(cabinet));
    }
    if let Some(addr) = arguments.addr {
        query = query.shelf(Shelf::Addr(addr));
    }
    if arguments.select_all {
        query = query.select_all();
    }
    Ok(query)
}

fn summary(arguments: &ListProducts, page: &ProductPage) -> String {
    if page.total.unwrap_or_default() == 0 && page.products.is_empty() {
        return "no products".to_owned();
    }
    let asked = arguments.page.unwrap_or(1);
    let in_all = |noun: &str| match page.total {
        Some(total) => format!(", {total}{noun} in all"),
        None => String::new(),
    };
    let mut text = match page.last_page {
        0 => format!("page {asked}"),
        last if page.products.is_empty() => {
            format!("no products on page {asked} of {last}{}", in_all(""))
        }
        last => format!("page {asked} of {last}{}", in_all(" products")),
    };
    if asked < page.last_page {
        let next = asked.saturating_add(1);
        text.push_str(&format!("; go on with --page {next}, or --all-pages"));
    }
    text
}

pub(crate) fn products_table(products: &[Product]) -> Table {
    let mut table = Table::new(&[
        Right("id"),
        Left("name"),
        Left("category"),
        Right("price"),
        Right("stock"),
        Left("channel"),
        Left("cabinet"),
        Left("motor"),
        Right("board"),
    ]);
    for product in products {
        let good = product.good.as_ref();
        let category = product.category.as_ref();
        let channel = product.channel.as_ref();
        table.row([
            product.id.to_string(),
            good.map(|good| good.name.clone()).unwrap_or_default(),
            category
                .map(|category| category.title.clone())
                .unwrap_or_default(),
            good.map(|good| good.price.clone()).unwrap_or_default(),
            format!("{}/{}", product.current_inventory, product.inventory),
            channel.map(|at| at.name.clone()).unwrap_or_default(),
            channel
                .map(|at| at.cabinet_name.clone())
                .unwrap_or_default(),
            channel.map(|at| at.code.clone()).unwrap_or_default(),
            channel.map(|at| at.addr.to_string()).unwrap_or_default(),
        ]);
    }
    table
}
