//! `token --forget`: for an account or a sandbox that has started anew.

use access_token::Status;
use clap::Args;

use crate::consent;
use crate::failure::Failure;
use crate::format::Format;
use crate::local_time::Zone;
use crate::output::{Output, Stop};
use crate::token_store;
use crate::token_times::show_times;

/// The options of `token` that forget the token instead.
#[derive(Debug, Args)]
pub(crate) struct ForgetToken {
    /// Forget the token instead, for an account or a sandbox that has started anew; asks first, or
    /// needs --yes
    #[arg(long, conflicts_with = "reveal")]
    forget: bool,
    /// Confirm --forget
    #[arg(long, requires = "forget", conflicts_with = "reveal")]
    yes: bool,
}

/// What happens to other processes, whoever the provider is.
const TO_OTHERS: [&str; 3] = [
    "another process finds no token in the store, and asks for a new one",
    "one that holds the old token uses it until the provider rejects it, then takes a new one \
     from the store or has to wait until its own least interval is over",
    "one that asks for a token right now stores it all the same",
];

/// The part of the help that says what `--forget` does; `at_the_provider` is what happens there
/// unless the account has started anew.
pub(crate) fn help(at_the_provider: &str) -> String {
    let mut text =
        "--forget sends nothing, and lets the next token be asked for at once:".to_owned();
    for fact in to_know(at_the_provider) {
        text.push_str(&format!("\n  - {fact}"));
    }
    text
}

fn to_know(at_the_provider: &str) -> [&str; 4] {
    let [first, second, third] = TO_OTHERS;
    [first, second, third, at_the_provider]
}

impl ForgetToken {
    /// Whether the token is to be forgotten, and not shown.
    pub(crate) fn is_asked_for(&self) -> bool {
        self.forget
    }

    /// Makes sure that it is meant, unless nothing is kept; nothing was made or sent before.
    pub(crate) fn confirm(&self, at_the_provider: &str) -> Result<(), Failure> {
        if self.yes || token_store::keeps_nothing()? {
            return Ok(());
        }
        let effect = "forget the access token for all who share its store";
        consent::ask(effect, &to_know(at_the_provider))
    }
}

/// Shows what is left of the token: nothing, unless somebody has stored a new one meanwhile.
pub(crate) fn show(status: &Status, zone: Zone, output: &mut Output) -> Result<(), Stop> {
    if token_store::keeps_nothing()? && output.format() == Format::People {
        return output.text(
            "nothing to forget: with OPENPLAT_TOKEN_STORE=memory a token ends with its command",
        );
    }
    show_times(status, None, zone, output)
}
