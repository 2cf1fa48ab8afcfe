//! Lists the products of every warehouse, or of one:
//!
//! ```text
//! cargo run -p damaijia-api --example list_warehouse_products [-- WAREHOUSE]
//! ```
//!
//! It reads `DAMAIJIA_BASE_URL` (the part before `/vv/external`), and `DAMAIJIA_API_KEY` or
//! `DAMAIJIA_APP_ID` and `DAMAIJIA_APP_SECRET`. With the latter it logs in, which ends the token
//! of every other process of the account.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use damaijia_api::{Client, Credentials, ProductQuery, Secret, Settings, WarehouseId};

fn main() -> Result<(), Box<dyn Error>> {
    let client = client()?;
    let warehouses: Vec<WarehouseId> = match env::args().nth(1) {
        Some(id) => vec![WarehouseId(id.parse()?)],
        None => {
            let couriers = client.couriers()?;
            let warehouses = couriers.iter().flat_map(|courier| &courier.warehouses);
            warehouses.map(|warehouse| warehouse.id).collect()
        }
    };

    let mut out = io::stdout().lock();
    for warehouse in warehouses {
        for product in client.all_products(ProductQuery::new(warehouse)) {
            let product = product?;
            let price = product
                .price_fen
                .map_or("?".to_owned(), |fen| fen.to_string());
            writeln!(
                out,
                "{warehouse}\t{}\t{price} 分\t{}",
                product.id, product.name
            )?;
        }
    }
    Ok(())
}

fn client() -> Result<Client, Box<dyn Error>> {
    let credentials = match env::var("DAMAIJIA_API_KEY") {
        Ok(key) => Credentials::ApiKey(Secret::from(key)),
        Err(_) => Credentials::Login {
            app_id: variable("DAMAIJIA_APP_ID")?,
            app_secret: Secret::from(variable("DAMAIJIA_APP_SECRET")?),
        },
    };
    // The service has no https address: secrets cross the network in clear.
    let settings = Settings::new(variable("DAMAIJIA_BASE_URL")?)
        .transport(|transport| transport.allow_plain_http());
    Ok(Client::new(credentials, settings)?)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set"))
}
