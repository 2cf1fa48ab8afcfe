//! What is done in a round, by whom, and what happens to it on the wire: all of it from a seed.

use std::fmt;

use openplat_sandbox::Rejection;

use super::act::Act;
use super::trouble::Trouble;
use crate::dice::Dice;

/// How many callers there are; each is a thread.
pub const CALLERS: usize = 8;

/// A round: what the provider has, and the steps of all callers.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where it comes from.
    pub seed: u64,
    /// What is on the account of damaijia at the start, in 分.
    pub balance_fen: u64,
    /// Whether a new token of chao8 ends the ones before.
    pub one_token_lives: bool,
    /// How chao8 says that it does not take a token.
    pub rejection: Rejection,
    /// Whether the providers write numbers as texts, and refuse in the ways that were observed
    /// rather than documented.
    pub is_odd: bool,
    /// In the order in which one caller alone takes them; each caller keeps this order.
    pub steps: Vec<Step>,
}

/// What one caller does once, and what happens on the wire to its first requests.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its number in the round, from which the names of what it makes are derived.
    pub number: u32,
    /// Which caller takes it.
    pub caller: usize,
    /// What he does.
    pub act: Act,
    /// What happens to his first request, his second, and so on; the others pass.
    pub troubles: Vec<Trouble>,
    /// Whether his first call has a deadline that is too short for what takes time.
    pub in_haste: bool,
}

/// Documented ones and observed ones.
const REJECTIONS: [Rejection; 8] = [
    Rejection::Code,
    Rejection::CodeAtHttp401,
    Rejection::PageAtHttp401,
    Rejection::MetaStatus,
    Rejection::Status,
    Rejection::InvalidToken,
    Rejection::Reauthentication,
    Rejection::Reason,
];

impl Plan {
    /// The round of a seed.
    pub fn of(seed: u64, steps: u32) -> Self {
        let mut dice = Dice::new(seed);
        Self {
            seed,
            // In one round of three the money runs out.
            balance_fen: match dice.one_in(3) {
                true => 180 * u64::from(steps) / 20,
                false => 180 * u64::from(steps) * 3,
            },
            one_token_lives: dice.one_in(2),
            rejection: *dice.pick(&REJECTIONS),
            is_odd: dice.one_in(2),
            steps: (0..steps)
                .map(|number| Step::cast(&mut dice, number))
                .collect(),
        }
    }

    /// The same round with other steps.
    pub fn with(&self, steps: &[Step]) -> Self {
        Self {
            steps: steps.to_vec(),
            ..*self
        }
    }
}

impl Step {
    fn cast(dice: &mut Dice, number: u32) -> Self {
        let act = Act::cast(dice);
        let caller = match act {
            Act::CancelAllCodes => 0,
            _ => usize::try_from(dice.below(8)).unwrap_or_default() % CALLERS,
        };
        let mut troubles = Vec::new();
        if let Some(provider) = act.provider()
            && dice.below(10) < 3
        {
            // Now and then it is the second request that meets with trouble: a call after its
            // token, the look after a write.
            if dice.one_in(4) {
                troubles.push(Trouble::Nothing);
            }
            troubles.push(Trouble::cast(dice, provider));
            while troubles.len() < 4 && dice.one_in(4) {
                troubles.push(Trouble::cast(dice, provider));
            }
        }
        let takes_time = troubles.iter().any(|trouble| trouble.takes_time());
        Self {
            number,
            caller,
            act,
            // Whoever gives up early on these cannot know at once that nothing comes any more.
            in_haste: takes_time
                && !matches!(act, Act::CreateCodes(_) | Act::CancelAllCodes)
                && dice.one_in(2),
            troubles,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            number,
            caller,
            act,
            ..
        } = self;
        write!(f, "step {number}: caller {caller} {act}")?;
        if let Some(provider) = act.provider() {
            write!(f, " at {}", provider.name())?;
        }
        if self.in_haste {
            f.write_str(", in haste")?;
        }
        for (place, trouble) in self.troubles.iter().enumerate() {
            let which = ["first", "second", "third", "fourth"]
                .get(place)
                .unwrap_or(&"next");
            write!(f, "; his {which} request {trouble}")?;
        }
        Ok(())
    }
}
