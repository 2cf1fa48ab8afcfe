//! What both soaks have in common: what goes wrong at the provider, and what must hold.

use std::time::Duration;

use openplat_sandbox::{Chao8, LiveTokens};
use workspace_tests::dice::Dice;

use crate::crew::Crew;

/// What happens to the tokens before a round of calls.
pub(crate) fn misbehave(chao8: &Chao8, dice: &mut Dice) {
    if dice.one_in(15) {
        chao8.expire_tokens();
    }
    // A token without a life cannot be used: such a token request fails, and ends no token.
    let fails = dice.one_in(4);
    let lifetime = match fails {
        true => 0,
        false => 300 + dice.below(600),
    };
    chao8.set_token_lifetime_seconds(lifetime.try_into().unwrap());
    // Nobody states whether a new token ends the ones before.
    chao8.set_live_tokens(match fails || dice.one_in(4) {
        true => LiveTokens::Many,
        false => LiveTokens::One,
    });
    if dice.one_in(15) {
        chao8.foreign_login();
    }
}

/// Pairs of token requests that came too close.
pub(crate) fn violations(chao8: &Chao8, min_interval: Duration) -> Vec<String> {
    let times = chao8.token_request_times();
    let pairs = times.windows(2).map(|pair| (pair[0], pair[1]));
    pairs
        .filter(|(first, second)| *second - *first < min_interval)
        .map(|(first, second)| format!("{first} and {second}"))
        .collect()
}

/// What must have happened: a soak in which nothing happens shows nothing.
pub(crate) struct AtLeast {
    pub(crate) token_requests: u64,
    pub(crate) kills: u64,
    pub(crate) good_calls: u64,
}

impl AtLeast {
    pub(crate) fn is_reached(&self, crew: &Crew, chao8: &Chao8) -> bool {
        chao8.token_requests() as u64 >= self.token_requests
            && u64::from(crew.kills) >= self.kills
            && u64::from(crew.good) >= self.good_calls
    }

    pub(crate) fn assert(&self, crew: &Crew, chao8: &Chao8) {
        let requests = chao8.token_requests() as u64;
        let (kills, good) = (u64::from(crew.kills), u64::from(crew.good));
        let told = format!("{requests} token requests, {kills} kills, {good} good calls");
        assert!(requests >= self.token_requests, "{told}");
        assert!(kills >= self.kills, "{told}");
        assert!(good >= self.good_calls, "{told}");
    }
}

/// A number of the environment, which makes a soak longer.
pub(crate) fn length(variable: &str, short: u64) -> u64 {
    let length = std::env::var(variable);
    length.map_or(short, |length| length.parse().unwrap())
}
