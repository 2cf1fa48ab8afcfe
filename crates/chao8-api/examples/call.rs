//! Makes a `GET` to any path and prints `data` of its answer, byte by byte as it came:
//!
//! ```text
//! cargo run -p chao8-api --example call -- /trace/app/v1/open/info/flow/code code=000100000001
//! ```
//!
//! It reads `CHAO8_BASE_URL`, `CHAO8_ACCESS_KEY` and `CHAO8_SECRET`. The token is forgotten at
//! the end, and the provider allows one token request a minute.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use chao8_api::{Class, Client, Credentials, Delivery, Secret, Settings};
use serde_json::value::RawValue;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (path, query) = arguments
        .split_first()
        .ok_or("usage: call PATH [NAME=VALUE]…")?;
    let query: Option<Vec<(&str, &str)>> = query.iter().map(|pair| pair.split_once('=')).collect();
    let query = query.ok_or("a parameter is NAME=VALUE")?;

    match client()?.get::<Box<RawValue>>(path, &query) {
        Ok(data) => writeln!(io::stdout(), "{}", data.get())?,
        Err(error) => {
            // What a program can act on; the text is for people.
            let advice = match (error.class(), error.retry_in(), error.delivery()) {
                (_, Some(wait), _) => format!("try again in {} s", wait.as_secs() + 1),
                (Some(Class::Auth), ..) => "check access key and secret".to_owned(),
                (.., Delivery::NotSent) => "nothing was sent".to_owned(),
                _ => "ask the provider".to_owned(),
            };
            return Err(format!("{error}: {advice}").into());
        }
    }
    Ok(())
}

fn client() -> Result<Client, Box<dyn Error>> {
    let credentials = Credentials {
        access_key: variable("CHAO8_ACCESS_KEY")?,
        secret: Secret::from(variable("CHAO8_SECRET")?),
    };
    let settings = Settings::new(variable("CHAO8_BASE_URL")?);
    Ok(Client::new(credentials, settings)?)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set"))
}
