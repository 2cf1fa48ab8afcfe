//! `openplat explain`: why a signature is refused.

mod answer;
mod chao8;
mod post30;
mod vending;

use clap::{Args, Subcommand};
use provider_http::Delivery;
use signature_doctor::{Credentials, Error};

use crate::environment;
use crate::failure::{Failure, Kind};
use crate::output::{Output, Stop};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    signature: Signature,
}

#[derive(Debug, Subcommand)]
enum Signature {
    /// The `sign` of a payload (参数加密) of 鼎商 vending machines
    Vending(vending::Arguments),
    /// The `sign` of a product call of 30post
    Post30(post30::Arguments),
    /// The `secretKeySign` of 超8 SaaS, read from standard input
    Chao8(chao8::Arguments),
}

/// What the exit status of the commands here says.
const EXIT_STATUS: &str = "\
Exit status: 0 the signature matches, 1 it does not, 2 bad input.";

/// Explains a signature; one that does not match is [`Stop::Mismatch`].
pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    let diagnosis = match &arguments.signature {
        Signature::Vending(arguments) => vending::diagnosis(arguments),
        Signature::Post30(arguments) => post30::diagnosis(arguments),
        Signature::Chao8(arguments) => chao8::diagnosis(arguments),
    }?;
    match answer::write(&diagnosis, output) {
        // The status tells whether it matches, also when nobody reads why.
        Ok(()) | Err(Stop::NobodyReads) if diagnosis.matches => Ok(()),
        Ok(()) | Err(Stop::NobodyReads) => Err(Stop::Mismatch),
        Err(stop) => Err(stop),
    }
}

/// The key that the environment has, and those other credentials of the provider that it has.
fn credentials(key: &'static str, others: &[&'static str]) -> Result<Credentials, Failure> {
    let Some(secret) = environment::optional(key)? else {
        let message = format!("not set in the environment: {key}");
        let hint = "it is the key that the signature should be made with, and is never shown";
        return Err(Failure::environment(message).hint(hint));
    };
    let mut credentials = Credentials::new(secret);
    for &name in others {
        if let Some(secret) = environment::optional(name)? {
            credentials = credentials.with_other(name, secret);
        }
    }
    Ok(credentials)
}

/// The failure of an input that cannot be explained.
fn invalid(error: &Error) -> Failure {
    let failure = Failure::new(Kind::Invalid, error.to_string(), Delivery::NotSent);
    match error {
        Error::NotBase64 => failure.hint(
            "--payload takes the text of `payload` alone, without the JSON that it stands in",
        ),
        _ => failure,
    }
}
