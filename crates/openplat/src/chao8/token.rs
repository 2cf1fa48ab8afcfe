//! `openplat chao8 token`.

use clap::Args;

use super::{PROVIDED, client};
use crate::local_time::Zone;
use crate::output::{Output, Stop};
use crate::token_times::show_times;

#[derive(Debug, Args)]
pub(super) struct ShowToken {
    /// Print the token, too: whoever has it can make calls until it expires
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
    let token = arguments.reveal.then(|| token.expose());
    show_times(&status, token, zone, output)
}
