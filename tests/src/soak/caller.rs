//! One caller: takes his steps, finds out what he does not know, and remembers what he knows.

pub(super) mod chao8;
pub(super) mod damaijia;
mod post30;
pub(super) mod vending;

use std::panic::{self, AssertUnwindSafe};
use std::time::Duration;

use damaijia_api::Delivery;
use openplat_sandbox::Sandbox;

use super::act::{Act, Provider};
use super::finding::{Finding, Rule};
use super::ledger::{Fate, Ledger};
use super::plan::Step;
use super::site::{HOUSES, House, Site};
use super::tally::Tally;
use super::trouble::Trouble;

/// What a caller does about a write of which he does not know whether it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Habit {
    /// He finds out as the documents say.
    FindsOut,
    /// He repeats it as a new one: what no caller must do.
    RepeatsBlindly,
    /// He takes it for not done: what no caller must do.
    TakesItForRefused,
}

/// So often he asks before he gives up: far more often than a step has troubles.
const TRIES: u32 = 20;

/// How the next call goes out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Usual,
    InHaste,
    ToNobody,
}

pub(super) struct Caller<'a> {
    index: usize,
    site: &'a Site,
    sandbox: &'a Sandbox,
    habit: Habit,
    step: u32,
    way: Way,
    pub(super) ledger: Ledger,
    pub(super) tally: Tally,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Caller<'a> {
    pub(super) fn new(index: usize, site: &'a Site, sandbox: &'a Sandbox, habit: Habit) -> Self {
        Self {
            index,
            site,
            sandbox,
            habit,
            step: 0,
            way: Way::Usual,
            ledger: Ledger::default(),
            tally: Tally::default(),
            findings: Vec::new(),
        }
    }

    /// Takes a step, and says whether nothing was wrong with it.
    pub(super) fn take(&mut self, step: &Step) -> bool {
        self.step = step.number;
        let mut troubles = step.troubles.as_slice();
        self.way = match troubles {
            [Trouble::NobodyListens, rest @ ..] => {
                troubles = rest;
                self.site.wire.note(Trouble::NobodyListens);
                Way::ToNobody
            }
            _ if step.in_haste => Way::InHaste,
            _ => Way::Usual,
        };
        if let Some(provider) = step.act.provider() {
            let place = (self.house_number(), provider);
            let wire = &self.site.wire;
            wire.prepare(place, troubles.iter().copied());
        }
        if panic::catch_unwind(AssertUnwindSafe(|| self.act(step.act))).is_err() {
            self.finds(Rule::Panic, "see the message of the panic");
        }
        self.tally.steps += 1;
        self.findings.is_empty()
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::PlaceOrder(goods, parcels) => self.place_order(goods, parcels),
            Act::PlaceAgain => self.place_again(),
            Act::CancelParcel => self.cancel_parcel(false),
            Act::CancelSentParcel => self.cancel_parcel(true),
            Act::LookAtOrder => self.look_at_order(),
            Act::ListGoods => self.list_goods(),
            Act::LookAround => self.look_around(),
            Act::CreateCodes(count) => self.create_codes(count.into()),
            Act::CreateCodesInVain => self.create_codes_in_vain(),
            Act::CancelCode => self.cancel_code(),
            Act::CancelAllCodes => self.cancel_all_codes(),
            Act::LookAtCodes => self.look_at_codes(),
            Act::ListProducts => self.list_products(),
            Act::Ping => drop(self.vending(|vending| vending.ping())),
            Act::AddProduct => self.add_product(true),
            Act::AddNamelessProduct => self.add_product(false),
            Act::Trace(code) => self.trace(code),
            Act::Download => self.download(),
            Act::CloseBatch => self.close_batch(),
            Act::ListItems => self.list_items(),
            Act::LookAtItem => self.look_at_item(),
            Act::PassTime => self.wait(),
            Act::ForeignLogin(Provider::Damaijia) => self.sandbox.damaijia().foreign_login(),
            Act::ForeignLogin(_) => drop(self.sandbox.chao8().foreign_login()),
            Act::ExpireTokens => self.sandbox.chao8().expire_tokens(),
            Act::RejectTokens => self.sandbox.chao8().reject_tokens_next(2),
        }
    }

    fn house_number(&self) -> usize {
        self.index % HOUSES
    }

    /// Waits until another token may be asked for, in the time of this world.
    fn wait(&self) {
        self.site.pass(Duration::from_secs(65), self.sandbox);
    }

    /// Makes a call by the clients of his house. Time does not pass meanwhile.
    fn call<T, E>(
        &mut self,
        provider: Provider,
        delivery: fn(&E) -> Delivery,
        call: impl FnOnce(&House) -> Result<T, E>,
    ) -> Result<T, E> {
        let house = &self.site.houses[self.house_number()];
        let way = std::mem::replace(&mut self.way, Way::Usual);
        let at_work = self.site.time.at_work();
        let outcome = match way {
            Way::Usual => call(house),
            Way::InHaste => call(&house.in_haste()),
            Way::ToNobody => call(&self.site.nobody),
        };
        drop(at_work);
        self.tally
            .note(provider, outcome.as_ref().err().map(delivery));
        outcome
    }

    /// What becomes of a write that has no other way to find out than the provider's staff.
    fn wish(&mut self, mut write: impl FnMut(&mut Self) -> Result<(), Delivery>) -> Fate {
        for _ in 0..TRIES {
            match (write(self), self.habit) {
                (Ok(()), _) => return Fate::Done,
                (Err(Delivery::Unknown), Habit::RepeatsBlindly) => {}
                (Err(Delivery::Unknown), Habit::FindsOut) => return Fate::AskTheStaff,
                (Err(_), _) => return Fate::NotDone,
            }
        }
        Fate::NotDone
    }

    /// Counts what came out of an unknown write.
    fn found_out(&mut self, fate: Fate) {
        match fate {
            Fate::Done => self.tally.found_done += 1,
            Fate::NotDone => self.tally.found_not_done += 1,
            Fate::AskTheStaff => self.tally.asked += 1,
        }
    }

    /// Notes an answer that is not the right one.
    fn is_right(&mut self, is_right: bool, seen: impl FnOnce() -> String) {
        if !is_right {
            self.finds(Rule::WrongAnswer, seen());
        }
    }

    fn finds(&mut self, rule: Rule, seen: impl Into<String>) {
        self.findings.push(Finding {
            rule,
            step: Some(self.step),
            seen: seen.into(),
        });
    }
}
