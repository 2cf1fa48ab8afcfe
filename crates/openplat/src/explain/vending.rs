//! `openplat explain vending`: the `sign` of a payload.

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args};
use signature_doctor::{Diagnosis, SortedPairs};

use super::{EXIT_STATUS, credentials, invalid};
use crate::failure::Failure;
use crate::vending::VARIABLES;

#[derive(Debug, Args)]
#[command(after_help = format!("{ENVIRONMENT}\n\n{EXIT_STATUS}"))]
#[command(group = ArgGroup::new("what").required(true).args(["payload", "param"]))]
pub(super) struct Arguments {
    /// The payload of the request: the base64 of its parameters, in the order of the sender
    #[arg(long, value_name = "BASE64")]
    payload: Option<String>,
    /// A parameter, one option each, in the order in which the sender has them
    #[arg(long, value_name = "NAME=VALUE")]
    param: Vec<String>,
    /// The signature that was sent; the parameter `sign` if left out
    #[arg(long, value_name = "SIGN", value_parser = NonEmptyStringValueParser::new())]
    received: Option<String>,
}

const ENVIRONMENT: &str = "\
Environment:
  VENDING_SIGN_KEY    the signing key: merchant_id (商户ID), also AppKey
  VENDING_APP_SECRET  AppSecret, tried as the key too
  VENDING_APP_ID      Appid, tried as the key too";

pub(super) fn diagnosis(arguments: &Arguments) -> Result<Diagnosis, Failure> {
    let input = match &arguments.payload {
        Some(payload) => SortedPairs::from_payload(payload).map_err(|error| invalid(&error))?,
        None => SortedPairs::new(params(&arguments.param)?),
    };
    let received = match arguments.received.as_deref().or(input.received()) {
        Some(received) if !received.is_empty() => received,
        _ => {
            let message = "no signature: there is no parameter `sign`, and no --received";
            return Err(Failure::usage(message));
        }
    };
    let [_, app_id, app_secret, sign_key] = VARIABLES;
    let credentials = credentials(sign_key, &[app_secret, app_id])?;
    input
        .diagnose(&credentials, received)
        .map_err(|error| invalid(&error))
}

/// The names and values of the parameters. The error holds no part of them: clap would show the
/// whole, and a credential may stand there.
fn params(texts: &[String]) -> Result<Vec<(&str, &str)>, Failure> {
    let pairs = texts.iter().enumerate().map(|(place, text)| {
        text.split_once('=')
            .filter(|(name, _)| !name.is_empty())
            .ok_or_else(|| {
                let number = place + 1;
                Failure::usage(format!(
                    "--param must be NAME=VALUE: number {number} is not"
                ))
            })
    });
    pairs.collect()
}
