//! Lists all products of a machine, cabinet A:
//!
//! ```text
//! cargo run -p vending-api --example list_products -- 12345678
//! ```
//!
//! It reads `VENDING_BASE_URL`, `VENDING_APP_ID`, `VENDING_APP_SECRET` and `VENDING_SIGN_KEY`.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use vending_api::{Client, Credentials, ProductQuery, Secret, Settings};

fn main() -> Result<(), Box<dyn Error>> {
    let machine_no = env::args().nth(1).ok_or("usage: list_products MACHINE")?;
    let client = client()?;

    let mut out = io::stdout().lock();
    let query = ProductQuery::new(machine_no.parse()?).per_page(50);
    for product in client.all_products(query) {
        let product = product?;
        // What the provider leaves out is empty or 0.
        let (name, price) = match &product.good {
            Some(good) => (good.name.as_str(), good.price.as_str()),
            None => ("", ""),
        };
        writeln!(
            out,
            "{}\t{name}\t{price}\t{} of {}",
            product.id, product.current_inventory, product.inventory
        )?;
    }
    Ok(())
}

fn client() -> Result<Client, Box<dyn Error>> {
    let credentials = Credentials {
        app_id: variable("VENDING_APP_ID")?,
        app_secret: Secret::from(variable("VENDING_APP_SECRET")?),
        signing_key: Secret::from(variable("VENDING_SIGN_KEY")?),
    };
    let settings = Settings::new(variable("VENDING_BASE_URL")?);
    Ok(Client::new(credentials, settings)?)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set"))
}
