//! Pickup codes: created without an answer that names them, listed, cancelled, used.

use openplat_sandbox::{CodeStatus, Vending};
use vending_api::{
    Client, Code, Delivery, Error, MachineNo, NewPickupCodes, PickupCode, PickupCodeId, ProductId,
    ProductQuery,
};

use super::{Caller, Habit, TRIES};
use crate::soak::act::Provider;
use crate::soak::finding::Rule;
use crate::soak::ledger::{CodeFate, Codes, Fate, Wish};

/// Where a caller has his codes: nobody else makes any there, which the recovery needs.
pub(in crate::soak) fn shelf(caller: usize) -> (&'static str, u64) {
    match caller {
        // One caller has a machine of his own, all of whose codes he may cancel.
        0 => (Vending::SHORT_MACHINE, 301),
        caller => (
            Vending::MACHINE,
            100 + u64::try_from(caller).unwrap_or_default(),
        ),
    }
}

/// A list does not grow longer than this: customers come.
const MOST_UNUSED: usize = 12;

fn machine(number: &str) -> MachineNo {
    number.parse().expect("a number of the sandbox")
}

impl Caller<'_> {
    pub(super) fn vending<T>(
        &mut self,
        call: impl FnOnce(&Client) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.call(Provider::Vending, Error::delivery, |house| {
            call(&house.vending)
        })
    }

    /// Creates codes as the docs of `create_pickup_codes` say: looks before and after.
    pub(super) fn create_codes(&mut self, count: u64) {
        let (number, product) = shelf(self.index);
        let quantity = u32::try_from(count).unwrap_or(1);
        let new = NewPickupCodes::for_product(machine(number), ProductId(product)).count(quantity);
        if self.habit == Habit::FindsOut && self.new_codes().is_none() {
            return self.finds(Rule::LeftOpen, "the list of codes before new ones");
        }
        let create = |caller: &mut Self| {
            let outcome = caller.vending(|vending| vending.create_pickup_codes(&new));
            outcome.map_err(|error| error.delivery())
        };
        let fate = match self.habit {
            Habit::FindsOut => {
                let told = create(self);
                let Some(found) = self.new_codes() else {
                    return self.finds(Rule::LeftOpen, "the list of codes after new ones");
                };
                self.judge_codes(told, count, found)
            }
            _ => self.wish(create),
        };
        self.ledger.codes.push(Wish {
            step: self.step,
            fate,
            what: Codes { count },
        });
        self.serve_customers();
    }

    /// Holds what a call said against the codes that are new.
    fn judge_codes(&mut self, told: Result<(), Delivery>, wanted: u64, found: u64) -> Fate {
        let seen = || format!("{found} of {wanted} code(s) are there after {told:?}");
        let fate = if found == 0 {
            Fate::NotDone
        } else {
            Fate::Done
        };
        match told {
            Ok(()) if found < wanted => self.finds(Rule::SaidDone, seen()),
            Err(Delivery::NotSent | Delivery::Refused) if found > 0 => {
                self.finds(Rule::SaidNotDone, seen());
            }
            _ if found > wanted => self.finds(Rule::DoneTwice, seen()),
            Err(Delivery::Unknown) => self.found_out(fate),
            _ => {}
        }
        fate
    }

    pub(super) fn create_codes_in_vain(&mut self) {
        let off = machine(Vending::PICKUP_CODES_OFF_MACHINE);
        let new = NewPickupCodes::for_product(off, ProductId(501));
        let outcome = self.vending(|vending| vending.create_pickup_codes(&new));
        // Only a success that was made up on the way could say so, and none is.
        self.is_right(outcome.is_err(), || "codes while they are off".to_owned());
    }

    /// Cancels the code that he has had for longest, until it is known whether it is gone.
    pub(super) fn cancel_code(&mut self) {
        let mut codes = self.ledger.seen_codes.iter();
        let Some((&id, _)) = codes.find(|(_, (_, fate))| *fate == CodeFate::Unused) else {
            return;
        };
        let machine = machine(shelf(self.index).0);
        let mut tried_before = false;
        for _ in 0..TRIES {
            let cancel =
                self.vending(|vending| vending.cancel_pickup_code(&machine, PickupCodeId(id)));
            match cancel {
                Ok(()) => return self.note_cancelled(&[id]),
                Err(error) if error.code() == Some(Code::NO_RECORD) && tried_before => {
                    self.found_out(Fate::Done);
                    return self.note_cancelled(&[id]);
                }
                Err(error) if error.delivery() != Delivery::Unknown => {
                    if !tried_before {
                        return;
                    }
                }
                Err(_) if self.habit == Habit::TakesItForRefused => return,
                Err(_) => {}
            }
            tried_before = true;
            // Half of the time he looks, else he repeats: both are harmless.
            if self.step.is_multiple_of(2) {
                match self.unused_codes() {
                    Some(codes) if codes.iter().any(|code| code.id.0 == id) => {
                        self.found_out(Fate::NotDone);
                    }
                    Some(_) => {
                        self.found_out(Fate::Done);
                        return self.note_cancelled(&[id]);
                    }
                    None => {
                        return self
                            .finds(Rule::LeftOpen, "the list of codes after a cancellation");
                    }
                }
            }
        }
        self.finds(Rule::LeftOpen, "a code was cancelled again and again");
    }

    /// Cancels all codes of his own machine, until a list or a success says that they are gone.
    pub(super) fn cancel_all_codes(&mut self) {
        let (number, _) = shelf(self.index);
        if number != Vending::SHORT_MACHINE {
            return;
        }
        let codes = self.ledger.seen_codes.iter();
        let unused = codes.filter(|(_, (_, fate))| *fate == CodeFate::Unused);
        let unused: Vec<u64> = unused.map(|(&id, _)| id).collect();
        let machine = machine(number);
        let mut tried_before = false;
        for _ in 0..TRIES {
            let cancel = self.vending(|vending| vending.cancel_all_pickup_codes(&machine));
            match cancel.map_err(|error| error.delivery()) {
                Ok(()) => return self.note_cancelled(&unused),
                Err(Delivery::Unknown) if self.habit != Habit::TakesItForRefused => {}
                // Not done, now; what was tried before may have been.
                Err(_) if tried_before => {}
                Err(_) => return,
            }
            tried_before = true;
            match self.unused_codes() {
                Some(codes) if codes.is_empty() => return self.note_cancelled(&unused),
                Some(_) => {}
                None => {
                    return self
                        .finds(Rule::LeftOpen, "the list of codes after all were cancelled");
                }
            }
        }
        self.finds(Rule::LeftOpen, "all codes were cancelled again and again");
    }

    /// Lists his codes: the answer is what the books say at this moment.
    pub(super) fn look_at_codes(&mut self) {
        let (number, product) = shelf(self.index);
        let listed =
            self.vending(|vending| vending.pickup_codes(&machine(number), ProductId(product)));
        let Ok(listed) = listed else { return };
        let mut books = self.sandbox.vending().pickup_codes(number, product);
        books.retain(|code| code.status == CodeStatus::Unused);
        let told = listed.iter().map(|code| (code.id.0, &code.code));
        let is_right = told.eq(books.iter().map(|code| (code.id, &code.code)));
        self.is_right(is_right, || format!("{listed:?} of {books:?}"));
    }

    pub(super) fn list_products(&mut self) {
        let query = ProductQuery::new(machine(Vending::MACHINE));
        let products = self.vending(|vending| {
            let products = vending.all_products(query);
            products.collect::<Result<Vec<_>, _>>()
        });
        if let Ok(products) = products {
            self.is_right(products.len() == 27, || {
                format!("{} products", products.len())
            });
        }
    }

    /// How many codes of his shelf are there that he did not know of; he knows them from now on.
    fn new_codes(&mut self) -> Option<u64> {
        let codes = self.unused_codes()?;
        Some(self.note_new(&codes))
    }

    fn note_new(&mut self, codes: &[PickupCode]) -> u64 {
        let mut new = 0;
        for code in codes {
            self.ledger.seen_codes.entry(code.id.0).or_insert_with(|| {
                new += 1;
                (code.code.clone(), CodeFate::Unused)
            });
        }
        new
    }

    /// Lists until there is an answer.
    fn unused_codes(&mut self) -> Option<Vec<PickupCode>> {
        let (number, product) = shelf(self.index);
        let machine = machine(number);
        (0..TRIES).find_map(|_| {
            let list = self.vending(|vending| vending.pickup_codes(&machine, ProductId(product)));
            list.ok()
        })
    }

    fn note_cancelled(&mut self, ids: &[u64]) {
        for id in ids {
            if let Some((_, fate)) = self.ledger.seen_codes.get_mut(id) {
                *fate = CodeFate::Cancelled;
            }
        }
    }

    /// Customers use the oldest codes when there are many.
    fn serve_customers(&mut self) {
        let (number, _) = shelf(self.index);
        let vending = self.sandbox.vending();
        let codes = self.ledger.seen_codes.values_mut();
        let mut unused: Vec<_> = codes
            .filter(|(_, fate)| *fate == CodeFate::Unused)
            .collect();
        let many = unused.len().saturating_sub(MOST_UNUSED);
        for (code, fate) in unused.iter_mut().take(many) {
            if vending.use_pickup_code(number, code) {
                *fate = CodeFate::Used;
            }
        }
    }
}
