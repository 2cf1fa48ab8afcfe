//! The books of the provider, held against what the callers know.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use openplat_sandbox::{CodeStatus, ParcelStatus, Sandbox, StoredOrder, Vending};
use time::OffsetDateTime;

use super::act::Provider;
use super::caller::chao8::ADD_PRODUCT;
use super::caller::damaijia::{PARCEL_FEN, parcel_number};
use super::caller::vending::shelf;
use super::finding::{Finding, Rule};
use super::ledger::{CodeFate, Fate, Ledger, Named, Order, Wish};
use super::plan::Plan;
use super::site::Site;

/// Between two token requests, by the documents of chao8 and the setting for damaijia.
const MINUTE: Duration = Duration::from_secs(60);

/// Everything that is wrong once all callers have gone home.
pub(super) fn audit(
    site: &Site,
    sandbox: &Sandbox,
    plan: &Plan,
    ledgers: &[Ledger],
) -> Vec<Finding> {
    let mut audit = Audit::default();
    audit.orders(sandbox, plan, ledgers);
    audit.balance_by_a_call(site, sandbox);
    audit.codes(sandbox, ledgers);
    let products = sandbox.chao8().products();
    let names = products.into_iter().map(|product| product.product_no);
    audit.named(names, ledgers.iter().flat_map(|ledger| &ledger.products));
    audit.products_were_sent_once(sandbox);
    let batches = sandbox.post30().closed_batches().into_iter();
    audit.named(batches, ledgers.iter().flat_map(|ledger| &ledger.batches));
    audit.intervals("chao8", &sandbox.chao8().token_request_times());
    let logins = sandbox.damaijia().logins();
    let logins: Vec<_> = logins.iter().map(|login| login.at).collect();
    audit.intervals("damaijia", &logins);
    audit.findings
}

#[derive(Default)]
struct Audit {
    findings: Vec<Finding>,
}

impl Audit {
    fn finds(&mut self, rule: Rule, step: Option<u32>, seen: String) {
        self.findings.push(Finding { rule, step, seen });
    }

    /// What holds for anything that was wanted once and stands so often in the books.
    fn wish<T>(&mut self, wish: &Wish<T>, times: usize, what: &str) {
        let rule = match (wish.fate, times) {
            (Fate::Done, 1) | (Fate::NotDone, 0) | (Fate::AskTheStaff, 0 | 1) => return,
            (_, 2..) => Rule::DoneTwice,
            (Fate::Done, _) => Rule::SaidDone,
            (_, _) => Rule::SaidNotDone,
        };
        let seen = format!("{what} stands {times} time(s) in the books");
        self.finds(rule, Some(wish.step), seen);
    }

    fn orders(&mut self, sandbox: &Sandbox, plan: &Plan, ledgers: &[Ledger]) {
        let damaijia = sandbox.damaijia();
        let mut books: HashMap<u64, Vec<StoredOrder>> = HashMap::new();
        for order in damaijia.orders() {
            let number = order.site_order_id.parse().unwrap_or_default();
            books.entry(number).or_default().push(order);
        }
        let mut cost = 0;
        for wish in ledgers.iter().flat_map(|ledger| &ledger.orders) {
            let numbers = wish.what.numbers.iter();
            let found: Vec<StoredOrder> = numbers
                .flat_map(|number| books.remove(number).unwrap_or_default())
                .collect();
            self.wish(wish, found.len(), &format!("order {}", wish.what.number()));
            if let (Fate::Done, [order]) = (wish.fate, found.as_slice()) {
                self.parcels(wish, order);
                let sent = wish.what.cancelled.iter().filter(|cancelled| !**cancelled);
                cost += PARCEL_FEN * u64::try_from(sent.count()).unwrap_or_default();
            }
        }
        for number in books.keys() {
            self.finds(Rule::NobodyAsked, None, format!("order {number}"));
        }
        let left = damaijia.balance_fen();
        // Whoever is wrong about his orders may know of more than could be paid.
        let expected = i128::from(plan.balance_fen) - i128::from(cost);
        if i128::from(left) != expected {
            let seen = format!("{left} 分 are left, and should be {expected}");
            self.finds(Rule::Balance, None, seen);
        }
    }

    fn parcels(&mut self, wish: &Wish<Order>, order: &StoredOrder) {
        let number = order.site_order_id.parse().unwrap_or_default();
        if order.parcels.len() != wish.what.cancelled.len() {
            let seen = format!("order {number} has {} parcels", order.parcels.len());
            self.finds(Rule::SaidDone, Some(wish.step), seen);
        }
        for (place, (parcel, cancelled)) in
            order.parcels.iter().zip(&wish.what.cancelled).enumerate()
        {
            let id = parcel_number(number, place).to_string();
            let is_cancelled = parcel.status == ParcelStatus::Cancelled;
            let rule = match (*cancelled, is_cancelled) {
                _ if parcel.site_order_consignee_id != id => Rule::NobodyAsked,
                (true, false) => Rule::SaidDone,
                (false, true) => Rule::SaidNotDone,
                _ => continue,
            };
            let seen = format!("parcel {id} is {:?}", parcel.status);
            self.finds(rule, Some(wish.step), seen);
        }
    }

    /// What the client is told of the balance is what the books say.
    fn balance_by_a_call(&mut self, site: &Site, sandbox: &Sandbox) {
        let house = &site.houses[0];
        site.wire.prepare((0, Provider::Damaijia), []);
        let mut told = house.damaijia.balance_fen();
        if told.is_err() {
            // No token could be asked for.
            site.pass(MINUTE + Duration::from_secs(5), sandbox);
            told = house.damaijia.balance_fen();
        }
        let left = sandbox.damaijia().balance_fen();
        if !told
            .as_ref()
            .is_ok_and(|fen| u64::try_from(*fen) == Ok(left))
        {
            let seen = format!("the call says {told:?} of {left} 分");
            self.finds(Rule::WrongAnswer, None, seen);
        }
    }

    fn codes(&mut self, sandbox: &Sandbox, ledgers: &[Ledger]) {
        let vending = sandbox.vending();
        for (caller, ledger) in ledgers.iter().enumerate() {
            let (machine, product) = shelf(caller);
            let made = vending.pickup_codes(machine, product);
            let done = ledger.codes.iter().filter(|wish| wish.fate == Fate::Done);
            let wanted: u64 = done.map(|wish| wish.what.count).sum();
            let count = u64::try_from(made.len()).unwrap_or_default();
            let refused = ledger.codes.iter().any(|wish| wish.fate == Fate::NotDone);
            let rule = match count.cmp(&wanted) {
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Less => Some(Rule::SaidDone),
                std::cmp::Ordering::Greater if refused => Some(Rule::SaidNotDone),
                std::cmp::Ordering::Greater => Some(Rule::DoneTwice),
            };
            if let Some(rule) = rule {
                let seen = format!("caller {caller} has {count} codes, and knows of {wanted}");
                self.finds(rule, None, seen);
            }
            let books = made.into_iter().map(|code| (code.id, code.status));
            let books: BTreeMap<u64, CodeStatus> = books.collect();
            for (id, (_, fate)) in &ledger.seen_codes {
                let rule = match (fate, books.get(id)) {
                    (CodeFate::Unused, Some(CodeStatus::Unused))
                    | (CodeFate::Used, Some(CodeStatus::Used))
                    | (CodeFate::Cancelled, Some(CodeStatus::Cancelled)) => continue,
                    (CodeFate::Cancelled, _) | (_, None) => Rule::SaidDone,
                    (_, Some(_)) => Rule::SaidNotDone,
                };
                let seen = format!(
                    "code {id} is {:?} in the books, not {fate:?}",
                    books.get(id)
                );
                self.finds(rule, None, seen);
            }
        }
        let off = vending.pickup_codes(Vending::PICKUP_CODES_OFF_MACHINE, 501);
        if !off.is_empty() {
            let seen = format!("{} codes where they are switched off", off.len());
            self.finds(Rule::SaidNotDone, None, seen);
        }
    }

    /// What has a name of its own.
    fn named<'a>(
        &mut self,
        names: impl Iterator<Item = String>,
        wishes: impl Iterator<Item = &'a Wish<Named>>,
    ) {
        let mut books: HashMap<String, usize> = HashMap::new();
        for name in names {
            *books.entry(name).or_default() += 1;
        }
        for wish in wishes {
            let times = books.remove(&wish.what).unwrap_or(0);
            self.wish(wish, times, &wish.what);
        }
        for name in books.keys() {
            self.finds(Rule::NobodyAsked, None, name.clone());
        }
    }

    /// A product that is added twice stands once in the books, so the requests are looked at: a
    /// second one is made only when the token of the first was refused, and has another.
    fn products_were_sent_once(&mut self, sandbox: &Sandbox) {
        let mut sent: HashMap<(Vec<u8>, Option<String>), usize> = HashMap::new();
        for request in sandbox.requests() {
            if request.path == ADD_PRODUCT {
                let token = request.header("authorization").map(str::to_owned);
                *sent.entry((request.body, token)).or_default() += 1;
            }
        }
        for ((body, _), times) in sent {
            if times > 1 {
                let body = String::from_utf8_lossy(&body);
                let seen = format!("{body} was sent {times} times with one token");
                self.finds(Rule::DoneTwice, None, seen);
            }
        }
    }

    fn intervals(&mut self, provider: &str, times: &[OffsetDateTime]) {
        for pair in times.windows(2) {
            if pair[1] - pair[0] < MINUTE {
                let seen = format!("{provider} at {} and {}", pair[0], pair[1]);
                self.finds(Rule::TooManyTokens, None, seen);
            }
        }
    }
}
