//! Creates pickup codes for a product, valid for a day, also when the answer is lost:
//!
//! ```text
//! cargo run -p vending-api --example create_codes -- 12345678 20 2
//! ```
//!
//! It reads `VENDING_BASE_URL`, `VENDING_APP_ID`, `VENDING_APP_SECRET` and `VENDING_SIGN_KEY`.
//! Nobody else may create codes for this product meanwhile: theirs could not be told from ours.

use std::collections::HashSet;
use std::env;
use std::error::Error;
use std::io::{self, Write};

use time::{Duration, OffsetDateTime};
use vending_api::{
    Client, Credentials, Delivery, MachineNo, NewPickupCodes, PickupCode, PickupCodeId, ProductId,
    Secret, Settings,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [machine_no, product_id, count] = arguments.as_slice() else {
        return Err("usage: create_codes MACHINE PRODUCT COUNT".into());
    };
    let client = client()?;
    let machine_no: MachineNo = machine_no.parse()?;
    let product_id = ProductId(product_id.parse()?);
    let count: u32 = count.parse()?;

    let mut out = io::stdout().lock();
    let codes = create(&client, &machine_no, product_id, count)?;
    for code in &codes {
        writeln!(out, "{}\t{}\t{}", code.id, code.code, code.expired_at)?;
    }
    if codes.len() < count as usize {
        writeln!(out, "{} of {count} codes are there", codes.len())?;
        writeln!(out, "list them again before creating the rest")?;
    }
    Ok(())
}

/// Creates codes and returns them: those whose id was not there before.
fn create(
    client: &Client,
    machine_no: &MachineNo,
    product_id: ProductId,
    count: u32,
) -> Result<Vec<PickupCode>, vending_api::Error> {
    let before = client.pickup_codes(machine_no, product_id)?;
    let before: HashSet<PickupCodeId> = before.iter().map(|code| code.id).collect();

    let new = NewPickupCodes::for_product(machine_no.clone(), product_id)
        .count(count)
        .expires_at(OffsetDateTime::now_utc() + Duration::DAY);
    match client.create_pickup_codes(&new) {
        Ok(()) => {}
        // Perhaps done. Repeating might create the codes twice: the list tells.
        Err(error) if error.delivery() == Delivery::Unknown => {}
        // Not done: the caller may correct the cause and try again.
        Err(error) => return Err(error),
    }

    let mut codes = client.pickup_codes(machine_no, product_id)?;
    codes.retain(|code| !before.contains(&code.id));
    Ok(codes)
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
