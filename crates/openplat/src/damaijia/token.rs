//! `openplat damaijia token`.

use clap::Args;

use super::{API_KEY, PROVIDED, client};
use crate::format::Format;
use crate::local_time::Zone;
use crate::output::{Output, Stop};
use crate::token_times::{show_no_times, show_times};

#[derive(Debug, Args)]
pub(super) struct ShowToken {
    /// Print the token, too: whoever has it can make calls until somebody logs in again
    #[arg(long)]
    reveal: bool,
}

pub(super) fn show(arguments: &ShowToken, output: &mut Output) -> Result<(), Stop> {
    let zone = Zone::of_this_machine();
    let client = client()?;
    let token = client.token().map_err(|error| PROVIDED.failure(&error))?;
    let status = client
        .token_status()
        .map_err(|error| PROVIDED.failure(&error))?;
    match status {
        Some(status) => {
            let token = arguments.reveal.then(|| token.expose());
            show_times(&status, token, zone, output)
        }
        // What is in the environment is never shown, even when asked for.
        None if output.format() == Format::Json => show_no_times(output),
        None => output.text(format_args!(
            "no access token: {API_KEY} is sent in its place, and nobody logs in"
        )),
    }
}
