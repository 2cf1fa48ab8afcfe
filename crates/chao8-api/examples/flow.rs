//! Prints where the goods behind a digital code went:
//!
//! ```text
//! cargo run -p chao8-api --example flow -- 000100000001
//! ```
//!
//! It reads `CHAO8_BASE_URL`, `CHAO8_ACCESS_KEY` and `CHAO8_SECRET`, and keeps the token in the
//! directory `chao8-token` of the current one, so that a second start needs no token request.

use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::sync::Arc;

use chao8_api::{Client, Credentials, Direction, FileStore, Secret, Settings};

fn main() -> Result<(), Box<dyn Error>> {
    let code = env::args().nth(1).ok_or("usage: flow CODE")?;
    let client = client()?;

    let mut out = io::stdout().lock();
    let flow = client.flow(&code, Direction::This)?;
    for digit in &flow.digits {
        writeln!(
            out,
            "{}\t{}\t{}",
            digit.code, digit.product_no, digit.product_name
        )?;
    }
    for record in &flow.details {
        writeln!(
            out,
            "{}\t{}\t{} -> {}",
            record.complete_time, record.receipt_no, record.sender_name, record.receiver_name
        )?;
    }
    let status = client.token_status()?;
    if let Some(expires_at) = status.expires_at {
        writeln!(out, "the token is good until {expires_at}")?;
    }
    Ok(())
}

fn client() -> Result<Client, Box<dyn Error>> {
    let credentials = Credentials {
        access_key: variable("CHAO8_ACCESS_KEY")?,
        secret: Secret::from(variable("CHAO8_SECRET")?),
    };
    let store = FileStore::new("chao8-token")?;
    let settings = Settings::new(variable("CHAO8_BASE_URL")?).store(Arc::new(store));
    Ok(Client::new(credentials, settings)?)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set"))
}
