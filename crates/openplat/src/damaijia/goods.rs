//! `openplat damaijia warehouses` and `openplat damaijia products`.

use clap::Args;
use damaijia_api::{Code, Courier, Product, ProductPage, ProductQuery, Warehouse, WarehouseId};

use super::money::yuan_if_known;
use super::{PROVIDED, client};
use crate::format::Format;
use crate::output::{Output, Stop};
use crate::pages::{show_all, show_page};
use crate::table::Column::{Left, Right};
use crate::table::Table;

#[derive(Debug, Args)]
pub(super) struct ListProducts {
    /// The warehouse (仓库id): the id of `warehouses`, not that of a courier
    #[arg(long, value_name = "ID")]
    warehouse: u64,
    /// The page, or with --all-pages the page to begin with
    #[arg(long, value_name = "N", default_value_t = 1)]
    page: u32,
    /// Products to a page; the provider takes 20 if left out
    #[arg(long, value_name = "N")]
    per_page: Option<u32>,
    /// Ask for one page after the other until the last
    #[arg(long)]
    all_pages: bool,
}

pub(super) fn list_warehouses(output: &mut Output) -> Result<(), Stop> {
    let couriers = client()?
        .couriers()
        .map_err(|error| PROVIDED.failure(&error))?;
    if output.format() == Format::Json {
        return couriers.iter().try_for_each(|courier| output.json(courier));
    }
    let warehouses: usize = couriers
        .iter()
        .map(|courier| courier.warehouses.len())
        .sum();
    if warehouses == 0 {
        return output.text("no warehouses");
    }
    output.text(format_args!("{}", warehouses_table(&couriers)))
}

pub(super) fn list_products(arguments: &ListProducts, output: &mut Output) -> Result<(), Stop> {
    let mut query = ProductQuery::new(WarehouseId(arguments.warehouse)).page(arguments.page);
    if let Some(size) = arguments.per_page {
        query = query.page_size(size);
    }
    let client = client()?;
    if arguments.all_pages {
        let products = client.all_products(query);
        return show_all(&PROVIDED, products, "product", products_table, output);
    }
    let page = client.products(&query);
    let page = page.map_err(|error| PROVIDED.failure(&error))?;
    let summary = summary(arguments.page, &page);
    show_page::<Code, _>(&PROVIDED, page.products, products_table, &summary, output)
}

fn summary(page: u32, products: &ProductPage) -> String {
    page_summary("product", page, products.products.len(), products.total)
}

/// What stands below a page; how many pages there are is not known, since a page may be capped.
pub(super) fn page_summary(noun: &str, page: u32, rows: usize, total: Option<u64>) -> String {
    let count = match rows {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{rows} {noun}s"),
    };
    let of_all = match total {
        Some(total) => format!(", {total} in all"),
        None => String::new(),
    };
    let is_all = page == 1 && total.is_some_and(|total| rows as u64 >= total);
    let go_on = match page.saturating_add(1) {
        next if rows > 0 && !is_all => format!("; go on with --page {next}, or --all-pages"),
        _ => String::new(),
    };
    format!("{count} on page {page}{of_all}{go_on}")
}

pub(crate) fn warehouses_table(couriers: &[Courier]) -> Table {
    let mut table = Table::new(&[
        Right("id"),
        Left("warehouse"),
        Left("courier"),
        Right("fee"),
        Left("does not send to (GMT+8)"),
    ]);
    for courier in couriers {
        for warehouse in &courier.warehouses {
            table.row([
                &warehouse.id.to_string(),
                &warehouse.name,
                &courier.name,
                &yuan_if_known(warehouse.fee_fen),
                &bans(warehouse),
            ]);
        }
    }
    table
}

fn bans(warehouse: &Warehouse) -> String {
    let bans = warehouse.bans.iter().map(|ban| {
        let districts = ban.districts.join(", ");
        match ban.ends_at.as_str() {
            "" => districts,
            end => format!("{districts} until {end}"),
        }
    });
    bans.collect::<Vec<_>>().join("; ")
}

pub(crate) fn products_table(products: &[Product]) -> Table {
    let mut table = Table::new(&[
        Right("id"),
        Left("name"),
        Right("price"),
        Right("weight"),
        Right("stock"),
        Left("sources"),
    ]);
    for product in products {
        table.row([
            &product.id.to_string(),
            &product.name,
            &yuan_if_known(product.price_fen),
            &product.weight,
            &product
                .stock
                .map(|stock| stock.to_string())
                .unwrap_or_default(),
            &product.sources.join(", "),
        ]);
    }
    table
}
