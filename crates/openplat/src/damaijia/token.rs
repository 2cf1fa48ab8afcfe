//! `openplat damaijia token`.

use clap::Args;
use damaijia_api::Credentials;

use super::{API_KEY, PROVIDED, client, from_environment};
use crate::forget_token::{self, ForgetToken};
use crate::format::Format;
use crate::local_time::Zone;
use crate::output::{Output, Stop};
use crate::token_times::{show_no_times, show_times};

#[derive(Debug, Args)]
#[command(after_help = forget_token::help(NEW_LOGIN))]
pub(super) struct Token {
    /// Print the token, too: whoever has it can make calls until somebody logs in again
    #[arg(long)]
    reveal: bool,
    #[command(flatten)]
    forgetting: ForgetToken,
}

/// What happens at the provider when a token is forgotten that is not worthless.
const NEW_LOGIN: &str = "unless the account has started anew, the next login ends the old token, \
                         also while others use it, and may come within a minute of the last one";

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
    match status {
        Some(status) => {
            let token = arguments.reveal.then(|| token.expose());
            show_times(&status, token, zone, output)
        }
        None => show_none(output),
    }
}

fn forget(forgetting: &ForgetToken, output: &mut Output) -> Result<(), Stop> {
    let zone = Zone::of_this_machine();
    // What is missing is told before anything is asked.
    if let (_, Credentials::ApiKey(_)) = from_environment()? {
        return show_none(output);
    }
    forgetting.confirm(NEW_LOGIN)?;
    let client = client()?;
    client
        .forget_token()
        .map_err(|error| PROVIDED.failure(&error))?;
    let status = client
        .token_status()
        .map_err(|error| PROVIDED.failure(&error))?;
    match status {
        Some(status) => forget_token::show(&status, zone, output),
        None => show_none(output),
    }
}

/// Says that the fixed key stands for a token.
fn show_none(output: &mut Output) -> Result<(), Stop> {
    match output.format() {
        // What is in the environment is never shown, even when asked for.
        Format::Json => show_no_times(output),
        Format::People => output.text(format_args!(
            "no access token: {API_KEY} is sent in its place, and nobody logs in"
        )),
    }
}
