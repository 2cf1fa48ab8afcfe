//! Lists all products, or those with an internal name (内品名):
//!
//! ```text
//! cargo run -p post30-api --example list_items -- bbb
//! ```
//!
//! It reads `POST30_BASE_URL`, `POST30_ACCESS_KEY` and `POST30_SECRET_KEY`.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use post30_api::{Client, Credentials, ItemQuery, Secret, Settings};

fn main() -> Result<(), Box<dyn Error>> {
    let client = client()?;
    let mut query = ItemQuery::new().per_page(50);
    if let Some(alias) = env::args().nth(1) {
        query = query.alias(alias);
    }

    let mut out = io::stdout().lock();
    for item in client.all_items(query) {
        let item = item?;
        // What the provider leaves out is empty or 0.
        writeln!(
            out,
            "{}\t{}\t{}\t{}",
            item.id, item.name, item.price, item.added_at
        )?;
    }
    Ok(())
}

fn client() -> Result<Client, Box<dyn Error>> {
    let credentials = Credentials {
        access_key: variable("POST30_ACCESS_KEY")?,
        secret_key: Secret::from(variable("POST30_SECRET_KEY")?),
    };
    // The provider offers nothing but plain http; the secret key is not sent.
    let settings = Settings::new(variable("POST30_BASE_URL")?)
        .transport(|transport| transport.allow_plain_http());
    Ok(Client::new(credentials, settings)?)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set"))
}
