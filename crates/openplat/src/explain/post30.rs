//! `openplat explain post30`: the `sign` of a product call.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use signature_doctor::{BracePairs, Diagnosis};

use super::{EXIT_STATUS, credentials, invalid};
use crate::environment;
use crate::failure::Failure;

const ACCESS_KEY: &str = "POST30_ACCESS_KEY";
const SECRET_KEY: &str = "POST30_SECRET_KEY";

#[derive(Debug, Args)]
#[command(after_help = format!("{ENVIRONMENT}\n\n{EXIT_STATUS}"))]
pub(super) struct Arguments {
    /// The JSON text of the field `data`, byte by byte as it was sent
    #[arg(long, value_name = "JSON")]
    data: String,
    /// The access key (AK) as it was sent in `external_company`; POST30_ACCESS_KEY if left out
    #[arg(long, value_name = "AK", value_parser = NonEmptyStringValueParser::new())]
    access_key: Option<String>,
    /// The field `timer` as it was sent; none was sent if left out
    #[arg(long, value_name = "TEXT")]
    timer: Option<String>,
    /// The signature that was sent
    #[arg(long, value_name = "SIGN", value_parser = NonEmptyStringValueParser::new())]
    received: String,
}

const ENVIRONMENT: &str = "\
Environment:
  POST30_SECRET_KEY  the secret key (SK)
  POST30_ACCESS_KEY  the access key (AK), tried as the key too, as is --access-key";

pub(super) fn diagnosis(arguments: &Arguments) -> Result<Diagnosis, Failure> {
    let mut credentials = credentials(SECRET_KEY, &[ACCESS_KEY])?;
    let own = environment::optional(ACCESS_KEY)?;
    let access_key = match (&arguments.access_key, &own) {
        (Some(sent), _) => {
            // The access key in place of the secret key is the mistake that is made first.
            if own.as_ref() != Some(sent) {
                credentials = credentials.with_other("--access-key", sent.as_str());
            }
            sent
        }
        (None, Some(own)) => own,
        (None, None) => {
            let message = format!("no access key: neither --access-key nor {ACCESS_KEY} is set");
            return Err(Failure::usage(message));
        }
    };
    BracePairs::from_data(&arguments.data, access_key, arguments.timer.as_deref())
        .diagnose(&credentials, &arguments.received)
        .map_err(|error| invalid(&error))
}
