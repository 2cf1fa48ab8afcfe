//! `openplat chao8 get` and `openplat chao8 post`.

use chao8_api::{Call, Delivery, Error};
use clap::Args;
use serde_json::value::RawValue;

use super::{PROVIDED, client};
use crate::failure::Failure;
use crate::format::Format;
use crate::json_argument::json_argument;
use crate::output::{Output, Stop};

#[derive(Debug, Args)]
pub(super) struct Get {
    /// The whole path, such as /trace/app/v1/open/info/flow/code
    path: String,
    /// A parameter of the query, as it is: it is encoded here; may be given more than once
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    query: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(super) struct Post {
    /// The whole path, such as /ps/v1/open/product/add-upd-product
    path: String,
    /// The body: JSON, or @ and the name of a file that holds it; sent byte by byte
    #[arg(long, value_name = "JSON|@FILE")]
    body: String,
}

pub(super) fn get(arguments: &Get, output: &mut Output) -> Result<(), Stop> {
    let path = arguments.path.as_str();
    let pairs: Vec<(&str, &str)> = arguments
        .query
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let call = Call::get(path).query(&pairs);
    let data = client()?.call(&call).map_err(|error| match &error {
        chao8_api::Error::Invalid(_) if path.contains('?') => PROVIDED
            .failure(&error)
            .hint("parameters go into --query NAME=VALUE"),
        _ => PROVIDED.failure(&error),
    })?;
    show(data, output)
}

pub(super) fn post(arguments: &Post, output: &mut Output) -> Result<(), Stop> {
    let body = json_argument("--body", &arguments.body)?;
    let call = Call::post(arguments.path.as_str()).json_text(body);
    let data = client()?.call(&call).map_err(|error| of_write(&error))?;
    show(data, output)
}

fn show(data: Box<RawValue>, output: &mut Output) -> Result<(), Stop> {
    if output.format() == Format::People && data.get() == "null" {
        return output.text("Done; the answer has no data.");
    }
    output.raw(&data)
}

fn parameter(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("must be NAME=VALUE"),
    }
}

/// The failure of a call that may have changed something.
fn of_write(error: &Error) -> Failure {
    let failure = PROVIDED.of_write(
        error,
        "it may have been done: before repeating it, look at what it was to change with a call \
         that reads (`openplat chao8 get`)",
    );
    match error.trace_id() {
        Some(_) if error.delivery() == Delivery::Unknown => {
            failure.hint("the provider's support can look up the trace id")
        }
        _ => failure,
    }
}
