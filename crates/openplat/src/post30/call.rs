//! `openplat post30 call`.

use clap::Args;
use post30_api::{Error, RawObject, SignedCall};

use super::{PROVIDED, client};
use crate::environment::PlainHttp;
use crate::json_argument::json_argument;
use crate::output::{Output, Stop};

const ON_UNKNOWN: &str = "it may have been done, and the provider documents no call that tells: ask \
     the provider before repeating it";

#[derive(Debug, Args)]
pub(super) struct SignAndSend {
    /// The whole URL on a host of the provider, which gets access key and signature; no query
    url: String,
    /// The fields of the call: one JSON object, or @ and the name of a file that holds it
    #[arg(long, value_name = "JSON|@FILE")]
    data: String,
}

pub(super) fn make(arguments: &SignAndSend, output: &mut Output) -> Result<(), Stop> {
    let url = arguments.url.as_str();
    let data = json_argument("--data", &arguments.data)?;
    let call = SignedCall::new(url)
        .data_json(data)
        .map_err(|input| PROVIDED.invalid(&input))?;
    let plain_http = PlainHttp::from_environment()?;
    let answer: RawObject =
        client(plain_http)?
            .signed_call(&call)
            .map_err(|error| match &error {
                Error::Invalid(input) if plain_http.is_refused(input) => {
                    PROVIDED.failure(&error).hint(PlainHttp::WAY_OUT)
                }
                _ => PROVIDED.of_write(&error, ON_UNKNOWN),
            })?;
    output.raw_text(answer.as_str())
}
