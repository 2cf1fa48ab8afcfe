//! Orders that are paid once, parcels, and what can be read of them.

use damaijia_api::{
    Class, Client, Code, Delivery, Error, Existence, NewOrder, NewParcel, OrderQuery, ParcelStatus,
    ProductId, ProductQuery, Recipient, SiteParcelId, Source, WarehouseId,
};
use openplat_sandbox::Damaijia;

use super::{Caller, Habit, TRIES};
use crate::soak::act::{Goods, Provider};
use crate::soak::finding::Rule;
use crate::soak::ledger::{Fate, Order, Wish};

/// What a parcel costs, in 分: the product, and the courier.
pub(in crate::soak) const PARCEL_FEN: u64 = 180;

/// The number of an order, by the step that places it and the attempt.
fn order_number(step: u32, attempt: u32) -> u64 {
    1_000_000_000 + u64::from(step) * 100 + u64::from(attempt)
}

/// The number of a parcel of an order.
pub(in crate::soak) fn parcel_number(order: u64, place: usize) -> u64 {
    order * 10 + u64::try_from(place).unwrap_or_default()
}

fn parcel_id(order: u64, place: usize) -> SiteParcelId {
    let id = parcel_number(order, place).to_string();
    id.parse().expect("a number names a parcel")
}

fn order(number: u64, goods: Goods, parcels: usize) -> NewOrder {
    let (product, source) = match goods {
        Goods::Plain => (Damaijia::PRODUCT, Source::Taobao),
        Goods::OffSale => (Damaijia::OFF_SALE_PRODUCT, Source::Taobao),
        Goods::WrongSource => (Damaijia::PRODUCT, Source::Jd),
    };
    let id = number.to_string().parse().expect("a number names an order");
    let mut order = NewOrder::new(id, ProductId(product), source);
    for place in 0..parcels {
        let recipient = Recipient {
            name: "测试".to_owned(),
            mobile: "13800000000".to_owned(),
            province: "浙江省".to_owned(),
            city: "杭州市".to_owned(),
            district: "西湖区".to_owned(),
            address: "测试路 1 号".to_owned(),
        };
        order = order.parcel(NewParcel::new(parcel_id(number, place), recipient));
    }
    order
}

/// Whether a call was not made for want of a token. The next one may be, a minute later.
fn wants_token(error: &Error) -> bool {
    matches!(error, Error::Token(_)) || error.class() == Some(Class::TokenRejected)
}

impl Caller<'_> {
    fn damaijia<T>(&mut self, call: impl FnOnce(&Client) -> Result<T, Error>) -> Result<T, Error> {
        self.call(Provider::Damaijia, Error::delivery, |house| {
            call(&house.damaijia)
        })
    }

    pub(super) fn place_order(&mut self, goods: Goods, parcels: u8) {
        let parcels = usize::from(parcels);
        let mut numbers = vec![order_number(self.step, 0)];
        let fate = match self.habit {
            Habit::FindsOut => self.place_once(&order(numbers[0], goods, parcels), parcels),
            Habit::TakesItForRefused => {
                let order = order(numbers[0], goods, parcels);
                match self.damaijia(|damaijia| damaijia.create_order(&order)) {
                    Ok(_) => Fate::Done,
                    Err(_) => Fate::NotDone,
                }
            }
            Habit::RepeatsBlindly => loop {
                let number = numbers[numbers.len() - 1];
                let order = order(number, goods, parcels);
                match self.damaijia(|damaijia| damaijia.create_order(&order)) {
                    Ok(_) => break Fate::Done,
                    Err(error) if error.delivery() == Delivery::Unknown => numbers.push(number + 1),
                    Err(_) => break Fate::NotDone,
                }
            },
        };
        self.ledger.orders.push(Wish {
            step: self.step,
            fate,
            what: Order {
                numbers,
                cancelled: vec![false; parcels],
            },
        });
    }

    /// Places an order as the docs of `create_order` say, until its outcome is known.
    fn place_once(&mut self, order: &NewOrder, parcels: usize) -> Fate {
        let mut tried_before = false;
        for _ in 0..TRIES {
            match self.damaijia(|damaijia| damaijia.create_order(order)) {
                Ok(created) => {
                    self.is_right(created.parcels.len() == parcels, || format!("{created:?}"));
                    return Fate::Done;
                }
                Err(error) if error.delivery() == Delivery::Unknown => {}
                Err(error) if error.code() == Some(Code::SITE_ORDER_ID_EXISTS) && tried_before => {}
                Err(error) if wants_token(&error) && tried_before => self.wait(),
                Err(error) => {
                    // The number is new: nobody can have used it.
                    let is_new = error.code() != Some(Code::SITE_ORDER_ID_EXISTS);
                    self.is_right(is_new, || format!("{error}"));
                    return Fate::NotDone;
                }
            }
            tried_before = true;
            match self.find(order) {
                Some(Existence::Exists(_)) => {
                    self.found_out(Fate::Done);
                    return Fate::Done;
                }
                Some(Existence::Absent) => self.found_out(Fate::NotDone),
                found => {
                    self.finds(Rule::LeftOpen, format!("{found:?}"));
                    return Fate::NotDone;
                }
            }
        }
        self.finds(Rule::LeftOpen, "an order was tried again and again");
        Fate::NotDone
    }

    /// Asks until there is an answer.
    fn find(&mut self, order: &NewOrder) -> Option<Existence> {
        for _ in 0..TRIES {
            match self.damaijia(|damaijia| damaijia.find_order(order)) {
                Ok(found) => return Some(found),
                Err(error) if wants_token(&error) => self.wait(),
                Err(_) => {}
            }
        }
        None
    }

    /// Places an order again that exists: it must not be paid again.
    pub(super) fn place_again(&mut self) {
        let orders = self.ledger.orders.iter().rev();
        let Some(wish) = orders.into_iter().find(|wish| wish.fate == Fate::Done) else {
            return;
        };
        let order = order(wish.what.number(), Goods::Plain, wish.what.cancelled.len());
        // Refused with 234, or not known, or not sent: it is there once in any case.
        if let Ok(created) = self.damaijia(|damaijia| damaijia.create_order(&order)) {
            self.finds(Rule::DoneTwice, format!("{created:?}"));
        }
    }

    /// Cancels the last parcel that can be cancelled, or one that the warehouse has just sent.
    pub(super) fn cancel_parcel(&mut self, is_sent: bool) {
        let open = |wish: &Wish<Order>| {
            let place = wish
                .what
                .cancelled
                .iter()
                .position(|cancelled| !cancelled)?;
            (wish.fate == Fate::Done).then_some((wish.what.number(), place))
        };
        let orders = self.ledger.orders.iter().enumerate().rev();
        let found = orders
            .take(10)
            .find_map(|(at, wish)| Some((at, open(wish)?)));
        let Some((at, (number, place))) = found else {
            return;
        };
        let id = parcel_id(number, place);
        if is_sent {
            self.sandbox.damaijia().ship(id.as_str());
        }
        let is_cancelled = self.cancel_once(&id);
        self.ledger.orders[at].what.cancelled[place] = is_cancelled;
    }

    /// Cancels a parcel until it is known whether it is cancelled: by repeating the call, or by
    /// looking at the parcel.
    fn cancel_once(&mut self, id: &SiteParcelId) -> bool {
        let mut tried_before = false;
        for _ in 0..TRIES {
            let cancel = self.damaijia(|damaijia| damaijia.cancel_parcel(id));
            let is_unknown = match cancel.map_err(|error| error.delivery()) {
                Ok(()) => return true,
                Err(Delivery::Unknown) => true,
                // Not done, now; what was tried before may have been.
                Err(_) if tried_before => false,
                Err(_) => return false,
            };
            tried_before = true;
            match self.habit {
                Habit::TakesItForRefused => return false,
                _ if is_unknown && self.step.is_multiple_of(2) => {}
                _ => match self.look_whether_cancelled(id) {
                    Some(is_cancelled) => {
                        self.found_out(if is_cancelled {
                            Fate::Done
                        } else {
                            Fate::NotDone
                        });
                        if is_cancelled || !is_unknown {
                            return is_cancelled;
                        }
                    }
                    None => {
                        self.finds(Rule::LeftOpen, "the state of a parcel");
                        return false;
                    }
                },
            }
        }
        self.finds(Rule::LeftOpen, "a parcel was cancelled again and again");
        false
    }

    fn look_whether_cancelled(&mut self, id: &SiteParcelId) -> Option<bool> {
        for _ in 0..TRIES {
            match self.damaijia(|damaijia| damaijia.parcel_states(std::slice::from_ref(id))) {
                Ok(states) => {
                    let status = states.first().map(|state| &state.status);
                    return status.map(|status| *status == ParcelStatus::Cancelled);
                }
                Err(error) if wants_token(&error) => self.wait(),
                Err(_) => {}
            }
        }
        None
    }

    /// Looks at an order: the answer is what the books say at this moment.
    pub(super) fn look_at_order(&mut self) {
        let Some(wish) = self.ledger.orders.last() else {
            return;
        };
        let (number, count) = (wish.what.number(), wish.what.cancelled.len());
        let ids: Vec<_> = (0..count).map(|place| parcel_id(number, place)).collect();
        let Ok(states) = self.damaijia(|damaijia| damaijia.parcel_states(&ids)) else {
            return;
        };
        let told = states.iter().map(|state| state.status.as_str().to_owned());
        let told: Vec<String> = told.collect();
        let orders = self.sandbox.damaijia().orders();
        let mut orders = orders.iter();
        let order = orders.find(|order| order.site_order_id == number.to_string());
        let parcels = order
            .map(|order| order.parcels.as_slice())
            .unwrap_or_default();
        let is_right = parcels
            .iter()
            .map(|parcel| parcel.status.letter())
            .eq(&told);
        self.is_right(is_right, || format!("{told:?} of {parcels:?}"));
    }

    pub(super) fn list_goods(&mut self) {
        let query = ProductQuery::new(WarehouseId(Damaijia::WAREHOUSE));
        let goods = self.damaijia(|damaijia| {
            let products = damaijia.all_products(query);
            products.collect::<Result<Vec<_>, _>>()
        });
        if let Ok(goods) = goods {
            self.is_right(goods.len() == 45, || format!("{} goods", goods.len()));
        }
    }

    pub(super) fn look_around(&mut self) {
        if let Ok(couriers) = self.damaijia(|damaijia| damaijia.couriers()) {
            let warehouses = couriers
                .iter()
                .flat_map(|courier| courier.warehouses.iter());
            let main = warehouses.filter(|warehouse| warehouse.id.0 == Damaijia::WAREHOUSE);
            let count = main.count();
            self.is_right(count == 1, || format!("{couriers:?}"));
        }
        let _ = self.damaijia(|damaijia| damaijia.orders(&OrderQuery::last_month()));
        let _ = self.damaijia(|damaijia| damaijia.balance_fen());
    }
}
