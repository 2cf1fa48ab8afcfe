//! `openplat chao8 token`.

use clap::Args;

use super::{PROVIDED, VARIABLES, client};
use crate::environment;
use crate::forget_token::{self, ForgetToken};
use crate::local_time::Zone;
use crate::output::{Output, Stop};
use crate::token_times::show_times;

#[derive(Debug, Args)]
#[command(after_help = forget_token::help(TWO_REQUESTS))]
pub(super) struct Token {
    /// Print the token, too: whoever has it can make calls until it expires
    #[arg(long)]
    reveal: bool,
    #[command(flatten)]
    forgetting: ForgetToken,
}

/// What the provider sees when a token is forgotten that is not worthless.
const TWO_REQUESTS: &str = "unless the account has started anew, the provider may see two token \
                            requests within a minute, and refuses the second (21185002)";

pub(super) fn run(arguments: &Token, output: &mut Output) -> Result<(), Stop> {
    match arguments.forgetting.is_asked_for() {
        true => forget(&arguments.forgetting, output),
        false => show(arguments, output),
    }
}

fn show(arguments: &Token, output: &mut Output) -> Result<(), Stop> {
    let zone = Zone::of_this_machine();
    let client = client()?;
    let token = client.token().map_err(|error| PROVIDED.failure(&error))?;
    let status = client
        .token_status()
        .map_err(|error| PROVIDED.failure(&error))?;
    let token = arguments.reveal.then(|| token.expose());
    show_times(&status, token, zone, output)
}

fn forget(forgetting: &ForgetToken, output: &mut Output) -> Result<(), Stop> {
    let zone = Zone::of_this_machine();
    // What is missing is told before anything is asked.
    environment::required(VARIABLES)?;
    forgetting.confirm(TWO_REQUESTS)?;
    let client = client()?;
    client
        .forget_token()
        .map_err(|error| PROVIDED.failure(&error))?;
    let status = client
        .token_status()
        .map_err(|error| PROVIDED.failure(&error))?;
    forget_token::show(&status, zone, output)
}
