//! Closes a batch, a call that changes state, at the URL that the provider documents for it:
//!
//! ```text
//! cargo run -p post30-api --example close_batch -- \
//!     http://captureupload.30post.cn/api/bill/closebatch AAAAAA
//! ```
//!
//! It reads `POST30_BASE_URL`, `POST30_ACCESS_KEY` and `POST30_SECRET_KEY`.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use post30_api::{Client, Credentials, Delivery, RawObject, Secret, Settings, SignedCall};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [url, batch] = arguments.as_slice() else {
        return Err("usage: close_batch URL BATCH".into());
    };
    let call = SignedCall::new(url).data(&json!({"batch_name": batch}))?;

    let mut out = io::stdout().lock();
    match client()?.signed_call::<RawObject>(&call) {
        // What else stands in the answer is not documented.
        Ok(answer) => writeln!(out, "closed: {}", answer.as_str())?,
        // No call tells whether a batch is closed, so nothing is repeated.
        Err(error) if error.delivery() == Delivery::Unknown => {
            writeln!(out, "perhaps closed, ask the provider: {error}")?;
        }
        Err(error) => writeln!(out, "not closed: {error}")?,
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
