//! The product database: `openplat post30 items` and its siblings.

use std::hash::Hash;

use clap::Args;
use post30_api::{
    AliasItem, AliasQuery, ClassQuery, Client, Code, Error, Item, ItemId, ItemPage, ItemQuery,
    Items,
};
use serde::Serialize;

use super::PROVIDED;
use crate::environment::PlainHttp;
use crate::failure::Failure;
use crate::output::{Output, Stop};
use crate::pages::{show_all, show_page};
use crate::table::Column::{Left, Right};
use crate::table::Table;

#[derive(Debug, Args)]
pub(super) struct ListItems {
    #[command(flatten)]
    pages: WhichPages,
    /// Only products of the class with this number (商品类别ID)
    #[arg(long, value_name = "N")]
    class_id: Option<u32>,
    #[command(flatten)]
    names: Names,
}

#[derive(Debug, Args)]
pub(super) struct ListItemsByClass {
    /// The name of the class (商品类别名), such as 奶粉
    name: String,
    #[command(flatten)]
    pages: WhichPages,
}

#[derive(Debug, Args)]
pub(super) struct ListItemsByAlias {
    #[command(flatten)]
    names: Names,
    #[command(flatten)]
    pages: WhichPages,
}

#[derive(Debug, Args)]
pub(super) struct ShowItem {
    /// The id of the product (商品ID)
    id: u64,
}

#[derive(Debug, Args)]
struct Names {
    /// Only products with this internal name (内品名)
    #[arg(long, value_name = "TEXT")]
    alias: Option<String>,
    /// Only products with this bar code (商品条码)
    #[arg(long, value_name = "TEXT")]
    barcode: Option<String>,
}

#[derive(Debug, Args)]
struct WhichPages {
    /// The page, or with --all-pages the page to begin with
    #[arg(long, value_name = "N", default_value_t = 1)]
    page: u32,
    /// Products to a page; the provider may take less
    #[arg(long, value_name = "N", default_value_t = 20)]
    per_page: u32,
    /// Ask for one page after the other until one brings nothing new
    #[arg(long)]
    all_pages: bool,
}

pub(super) fn list(arguments: &ListItems, output: &mut Output) -> Result<(), Stop> {
    let ListItems {
        pages,
        class_id,
        names,
    } = arguments;
    let mut query = ItemQuery::new().page(pages.page).per_page(pages.per_page);
    if let Some(id) = class_id {
        query = query.class_id(*id);
    }
    if let Some(alias) = &names.alias {
        query = query.alias(alias);
    }
    if let Some(code) = &names.barcode {
        query = query.bar_code(code);
    }
    let client = client()?;
    let one = || client.items(&query);
    pages.show(one, || client.all_items(query.clone()), items_table, output)
}

pub(super) fn list_by_class(arguments: &ListItemsByClass, output: &mut Output) -> Result<(), Stop> {
    let ListItemsByClass { name, pages } = arguments;
    let query = ClassQuery::new(name)
        .page(pages.page)
        .per_page(pages.per_page);
    let client = client()?;
    let one = || client.items_by_class(&query);
    let all = || client.all_items_by_class(query.clone());
    pages.show(one, all, items_table, output)
}

pub(super) fn list_by_alias(arguments: &ListItemsByAlias, output: &mut Output) -> Result<(), Stop> {
    let ListItemsByAlias { names, pages } = arguments;
    let mut query = AliasQuery::new().page(pages.page).per_page(pages.per_page);
    if let Some(alias) = &names.alias {
        query = query.alias(alias);
    }
    if let Some(code) = &names.barcode {
        query = query.bar_code(code);
    }
    let client = client()?;
    let one = || client.items_by_alias(&query);
    let all = || client.all_items_by_alias(query.clone());
    pages.show(one, all, alias_items_table, output)
}

pub(super) fn show(arguments: &ShowItem, output: &mut Output) -> Result<(), Stop> {
    let item = client()?.item(ItemId(arguments.id));
    let item = item.map_err(|error| PROVIDED.failure(&error))?;
    output.raw_text(item.raw().as_str())
}

fn client() -> Result<Client, Failure> {
    super::client(PlainHttp::from_environment()?)
}

impl WhichPages {
    /// Shows one page or all, of a list that can be asked for both.
    fn show<R: Serialize + Hash>(
        &self,
        one: impl FnOnce() -> Result<ItemPage<R>, Error>,
        all: impl FnOnce() -> Items<R>,
        table: fn(&[R]) -> Table,
        output: &mut Output,
    ) -> Result<(), Stop> {
        if self.all_pages {
            return show_all(&PROVIDED, all(), "product", table, output);
        }
        let rows = one().map_err(|error| PROVIDED.failure(&error))?.items;
        let summary = self.summary(rows.len());
        show_page::<Code, _>(&PROVIDED, rows, table, &summary, output)
    }

    /// Only a page without rows is known to be past the last: `total` is not to be trusted, and a
    /// short page may be a capped one.
    fn summary(&self, rows: usize) -> String {
        let page = self.page;
        let next = page.saturating_add(1);
        let go_on = format!("go on with --page {next}, or --all-pages");
        match rows {
            0 => format!("no products on page {page}"),
            1 => format!("1 product on page {page}; {go_on}"),
            _ => format!("{rows} products on page {page}; {go_on}"),
        }
    }
}

pub(crate) fn items_table(items: &[Item]) -> Table {
    let mut table = Table::new(&[
        Right("id"),
        Left("name"),
        Left("class"),
        Right("class id"),
        Right("price"),
        Right("weight"),
        Left("brand"),
        Left("added"),
    ]);
    for item in items {
        table.row([
            &item.id.to_string(),
            &item.name,
            &item.class_name,
            &item.class_id,
            &item.price,
            &item.weight,
            &item.brand,
            item.added_at.as_str(),
        ]);
    }
    table
}

pub(crate) fn alias_items_table(items: &[AliasItem]) -> Table {
    let mut table = Table::new(&[Right("id"), Left("name"), Right("price"), Left("alias")]);
    for item in items {
        table.row([&item.id.to_string(), &item.name, &item.price, &item.alias]);
    }
    table
}
