//! How much was done, and how it ended.

use std::ops::AddAssign;

use damaijia_api::Delivery;

use super::act::Provider;

/// Counts of a run.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Tally {
    /// Steps that were taken.
    pub steps: u64,
    /// Calls of each provider, in the order of [`Provider::ALL`].
    pub calls: [Ends; 4],
    /// Writes that ended unknown and turned out to be done.
    pub found_done: u64,
    /// Writes that ended unknown and turned out not to be done.
    pub found_not_done: u64,
    /// Writes that ended unknown, of which only the provider's staff can tell: in these the books.
    pub asked: u64,
    /// Token requests that reached chao8, and logins at damaijia.
    pub token_requests: u64,
}

/// How calls have ended.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Ends {
    /// With a success.
    pub good: u64,
    /// With an error, and nothing was sent.
    pub not_sent: u64,
    /// With an error, and it was not done.
    pub refused: u64,
    /// With an error that leaves it open.
    pub unknown: u64,
}

impl Tally {
    pub(super) fn note(&mut self, provider: Provider, error: Option<Delivery>) {
        let place = Provider::ALL.iter().position(|known| *known == provider);
        let Some(ends) = place.and_then(|place| self.calls.get_mut(place)) else {
            return;
        };
        *match error {
            None => &mut ends.good,
            Some(Delivery::NotSent) => &mut ends.not_sent,
            Some(Delivery::Refused) => &mut ends.refused,
            Some(_) => &mut ends.unknown,
        } += 1;
    }

    /// All calls.
    pub fn all_calls(&self) -> u64 {
        let all = |ends: &Ends| ends.good + ends.not_sent + ends.refused + ends.unknown;
        self.calls.iter().map(all).sum()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.steps += other.steps;
        self.found_done += other.found_done;
        self.found_not_done += other.found_not_done;
        self.asked += other.asked;
        self.token_requests += other.token_requests;
        for (ends, more) in self.calls.iter_mut().zip(other.calls) {
            ends.good += more.good;
            ends.not_sent += more.not_sent;
            ends.refused += more.refused;
            ends.unknown += more.unknown;
        }
    }
}
