//! Places an order from a file, also when its answer is lost, and pays it once:
//!
//! ```text
//! cargo run -p damaijia-api --example place_order -- order.json
//! ```
//!
//! The file is the body of 创建订单 in the provider's own JSON, with `site_order_id` and a
//! `site_order_consignee_id` for each consignee. Run it again with the same file as often as you
//! like: the order is not paid a second time.
//!
//! It reads `DAMAIJIA_BASE_URL` (the part before `/vv/external`), and `DAMAIJIA_API_KEY` or
//! `DAMAIJIA_APP_ID` and `DAMAIJIA_APP_SECRET`. The token is kept in the file store `token` in
//! the current folder, so that runs do not log each other out.

use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::sync::Arc;

use damaijia_api::{
    Client, Code, Credentials, Delivery, Existence, FileStore, NewOrder, ParcelState, Secret,
    Settings,
};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(path) = env::args().nth(1) else {
        return Err("usage: place_order FILE".into());
    };
    let order = NewOrder::from_json(&std::fs::read(path)?)?;
    let parcels = place(&client()?, &order)?;

    let mut out = io::stdout().lock();
    for parcel in &parcels {
        let id = &parcel.site_order_consignee_id;
        writeln!(out, "{id}\t{}\t{}", parcel.status, parcel.express_no)?;
    }
    Ok(())
}

/// The parcels of an order that exists, whoever of our calls has created it.
fn place(client: &Client, order: &NewOrder) -> Result<Vec<ParcelState>, Box<dyn Error>> {
    for _ in 0..3 {
        // An earlier run may have created it, and lost the answer.
        if let Existence::Exists(parcels) = client.find_order(order)? {
            return Ok(parcels);
        }
        match client.create_order(order) {
            Ok(created) => {
                for parcel in created.not_accepted() {
                    let id = &parcel.site_order_consignee_id;
                    writeln!(io::stderr(), "{id}: {:?}", parcel.acceptance)?;
                }
            }
            // Perhaps done, or done before: the parcels tell.
            Err(error) if error.delivery() == Delivery::Unknown => {}
            Err(error) if error.code() == Some(Code::SITE_ORDER_ID_EXISTS) => {}
            // Not done: the caller may correct the cause and try again.
            Err(error) => return Err(error.into()),
        }
    }
    match client.find_order(order)? {
        Existence::Exists(parcels) => Ok(parcels),
        _ => Err("not known yet: run it again, with the same file".into()),
    }
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
        .store(Arc::new(FileStore::new("token")?))
        .transport(|transport| transport.allow_plain_http());
    Ok(Client::new(credentials, settings)?)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set"))
}
