//! Products and pickup codes as tables.

use vending_api::{PickupCode, Product};

use crate::table::Column::{Left, Right};
use crate::table::Table;

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

pub(crate) fn codes_table(codes: &[PickupCode]) -> Table {
    let mut table = Table::new(&[
        Right("id"),
        Left("code"),
        Left("status"),
        Left("created (GMT+8)"),
        Left("expires (GMT+8)"),
    ]);
    for code in codes {
        let expires = match code.expired_at.as_str() {
            "" => "never",
            time => time,
        };
        table.row([
            code.id.to_string().as_str(),
            &code.code,
            code.status.as_str(),
            code.created_at.as_str(),
            expires,
        ]);
    }
    table
}
