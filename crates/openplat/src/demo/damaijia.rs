//! The chapter of 大麦家.

use std::fmt::Debug;
use std::sync::Arc;

use damaijia_api::{
    Class, Client, Code, Credentials, Delivery, Error, Existence, NewOrder, NewParcel, ProductId,
    ProductQuery, Recipient, Refusal, Settings, SiteParcelId, Source, WarehouseId,
};
use openplat_sandbox::{Damaijia, ParcelStatus, Sandbox};

use super::clock::DemoClock;
use super::story::{Story, Unexpected};
use super::{Chapter, Step};
use crate::damaijia::{created_table, products_table, states_table, warehouses_table, yuan};
use crate::table::Table;

pub(super) const CHAPTER: Chapter<World> = Chapter {
    provider: "damaijia",
    about: "大麦家, orders that are never paid twice",
    steps: &[
        Step {
            title: "Ask for the balance",
            requests: 2,
            run: ask_for_balance,
        },
        Step {
            title: "List the warehouses of each courier",
            requests: 1,
            run: list_warehouses,
        },
        Step {
            title: "List the products of a warehouse, page by page",
            requests: 3,
            run: list_all_pages,
        },
        Step {
            title: "Create an order of two parcels, one of them to a banned area",
            requests: 1,
            run: create_order,
        },
        Step {
            title: "Create the same order again, as after a lost answer",
            requests: 2,
            run: create_it_again,
        },
        Step {
            title: "Ask where the parcels are, after one was sent",
            requests: 1,
            run: ask_for_states,
        },
        Step {
            title: "Cancel the other one",
            requests: 1,
            run: cancel,
        },
        Step {
            title: "Cancel the one that was sent",
            requests: 1,
            run: cancel_too_late,
        },
    ],
};

const ORDER_ID: &str = "1000111";
const SENT_PARCEL: &str = "2000111";
const BANNED_PARCEL: &str = "2000112";
/// A product of 1.20 and a courier fee of 2.50, in 分.
const PARCEL_FEN: u64 = 370;

/// What the steps share: the client, and the sandbox's own books to check against.
pub(super) struct World {
    client: Client,
    truth: Damaijia,
}

impl World {
    pub(super) fn new(sandbox: &Sandbox) -> Result<Self, Error> {
        let credentials = Credentials::Login {
            app_id: Damaijia::APP_ID.to_owned(),
            app_secret: Damaijia::APP_SECRET.into(),
        };
        let clock = Arc::new(DemoClock::of(sandbox.clock()));
        // The token stays in memory: the demo leaves nothing behind.
        let settings =
            Settings::new(sandbox.base_url()).transport(|transport| transport.clock(clock));
        Ok(Self {
            client: Client::new(credentials, settings)?,
            truth: sandbox.damaijia().clone(),
        })
    }

    /// Whether the sandbox took the price of so many parcels, and not more.
    fn has_paid(&self, parcels: u64) -> bool {
        self.truth.balance_fen() + parcels * PARCEL_FEN == Damaijia::START_BALANCE_FEN
    }

    /// Where a parcel stands in the sandbox's books.
    fn status(&self, id: &str) -> Option<ParcelStatus> {
        let orders = self.truth.orders();
        let mut parcels = orders.iter().flat_map(|order| &order.parcels);
        let parcel = parcels.find(|parcel| parcel.site_order_consignee_id == id);
        parcel.map(|parcel| parcel.status)
    }
}

fn order() -> Result<NewOrder, Unexpected> {
    let recipient = |province: &str, city: &str| Recipient {
        name: "测试".to_owned(),
        mobile: "13800000000".to_owned(),
        province: province.to_owned(),
        city: city.to_owned(),
        district: "测试区".to_owned(),
        address: "测试路 1 号".to_owned(),
    };
    let product = ProductId(Damaijia::BANNING_PRODUCT);
    let order = NewOrder::new(ORDER_ID.parse()?, product, Source::Taobao)
        .parcel(NewParcel::new(
            SENT_PARCEL.parse()?,
            recipient("浙江省", "杭州市"),
        ))
        .parcel(NewParcel::new(
            BANNED_PARCEL.parse()?,
            recipient("北京市", "北京市"),
        ));
    Ok(order)
}

fn ask_for_balance(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("balance_fen()");
    let balance = world.client.balance_fen()?;
    story.answer(format_args!("{} yuan", yuan(balance)));
    story.note("a login comes first; it ends the token of everybody else on the account");
    story.check(
        "that is what the sandbox has, and it counted 1 login",
        u64::try_from(balance) == Ok(world.truth.balance_fen()) && world.truth.logins().len() == 1,
    )
}

fn list_warehouses(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("couriers()");
    let couriers = world.client.couriers()?;
    story.answer(format_args!("{} couriers", couriers.len()));
    story.table(warehouses_table(&couriers));
    story.note("products go by the id of the warehouse, not by that of the courier");
    let warehouses = couriers.iter().flat_map(|courier| &courier.warehouses);
    story.check(
        "5 warehouses",
        warehouses
            .map(|warehouse| warehouse.id.0)
            .eq([2, 3, 5, 6, 8]),
    )
}

fn list_all_pages(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    let warehouse = Damaijia::WAREHOUSE;
    story.call(&format!("all_products(warehouse {warehouse})"));
    let query = ProductQuery::new(WarehouseId(warehouse));
    let products = world.client.all_products(query);
    let products = products.collect::<Result<Vec<_>, _>>()?;
    story.answer(format_args!(
        "{} products, here the first 3",
        products.len()
    ));
    story.table(products_table(products.get(..3).unwrap_or_default()));
    story.note("of 616 the provider tells nothing but the id");
    let mut ids: Vec<u64> = products.iter().map(|product| product.id.0).collect();
    ids.sort_unstable();
    story.check(
        "45 products, with the ids 614 to 658, each once",
        ids.into_iter()
            .eq(Damaijia::PRODUCT..Damaijia::OFF_SALE_PRODUCT),
    )
}

fn create_order(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call(&format!("create_order(site_order_id {ORDER_ID})"));
    let created = world.client.create_order(&order()?)?;
    story.answer(format_args!("created, order number {}", created.order_sn));
    story.table(created_table(&created));
    story.note("a success is not the acceptance of each parcel: both are charged");
    let orders = world.truth.orders();
    story.check(
        "the sandbox holds 1 order with that number, and took 7.40 yuan for it",
        orders
            .iter()
            .map(|order| order.sn.as_str())
            .eq([created.order_sn.as_str()])
            && world.has_paid(2),
    )?;
    story.check(
        "the parcel to 北京市 is told from the other",
        created
            .not_accepted()
            .map(|parcel| parcel.site_order_consignee_id.as_str())
            .eq([BANNED_PARCEL]),
    )
}

fn create_it_again(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    let order = order()?;
    story.call(&format!(
        "create_order(site_order_id {ORDER_ID}), then find_order(the same)"
    ));
    let end = world.client.create_order(&order);
    let refusal = refusal(&end)?;
    tell(story, refusal);
    let existence = world.client.find_order(&order)?;
    let Existence::Exists(states) = &existence else {
        return Err(Unexpected::new("find_order does not find it"));
    };
    story.note(&format!(
        "find_order only reads: the order exists, with {} parcels",
        states.len()
    ));
    story.check(
        "refused with 234",
        refusal.code == Code::SITE_ORDER_ID_EXISTS,
    )?;
    story.check(
        "the sandbox holds 1 order still, and took no more money",
        world.truth.orders().len() == 1 && world.has_paid(2),
    )
}

fn ask_for_states(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    if !world.truth.ship(SENT_PARCEL) {
        return Err(Unexpected::new("the sandbox does not send the parcel"));
    }
    story.call(&format!("parcel_states({SENT_PARCEL}, {BANNED_PARCEL})"));
    let ids: [SiteParcelId; 2] = [SENT_PARCEL.parse()?, BANNED_PARCEL.parse()?];
    let states = world.client.parcel_states(&ids)?;
    story.answer(format_args!("{} parcels", states.len()));
    story.table(states_table(&states));
    story.check(
        "the sandbox has both in the same states",
        states.len() == 2
            && states.iter().all(|state| {
                let stored = world.status(state.site_order_consignee_id.as_str());
                stored.map(ParcelStatus::letter) == Some(state.status.as_str())
            }),
    )?;
    story.check(
        "the one that was sent has a waybill number, the other none",
        ids.iter().zip([true, false]).all(|(id, has_waybill)| {
            let mut states = states.iter();
            let state = states.find(|state| state.site_order_consignee_id == *id);
            state.is_some_and(|state| state.waybill().is_some() == has_waybill)
        }),
    )
}

fn cancel(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call(&format!("cancel_parcel({BANNED_PARCEL})"));
    world.client.cancel_parcel(&BANNED_PARCEL.parse()?)?;
    story.answer("done; the answer has no data");
    story.check(
        "the sandbox has it cancelled, and gave 3.70 yuan back",
        world.status(BANNED_PARCEL) == Some(ParcelStatus::Cancelled) && world.has_paid(1),
    )
}

fn cancel_too_late(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call(&format!("cancel_parcel({SENT_PARCEL})"));
    let end = world.client.cancel_parcel(&SENT_PARCEL.parse()?);
    let refusal = refusal(&end)?;
    tell(story, refusal);
    let delivery = end.as_ref().map_err(Error::delivery);
    story.check(
        "refused with 213, and known not to be done",
        refusal.code == Code::PARCEL_SENT && delivery == Err(Delivery::Refused),
    )?;
    story.check(
        "the sandbox has it sent still, and paid",
        world.status(SENT_PARCEL) == Some(ParcelStatus::Shipped) && world.has_paid(1),
    )
}

fn refusal<T: Debug>(end: &Result<T, Error>) -> Result<&Refusal, Unexpected> {
    match end {
        Err(Error::Refused(refusal)) => Ok(refusal),
        _ => Err(Unexpected::new(format!("not refused, but {end:?}"))),
    }
}

fn tell(story: &mut Story, refusal: &Refusal) {
    let code = refusal.code.to_string();
    story.answer("refused");
    story.table(Table::pairs([
        ["code", &code],
        ["message", &refusal.message],
        ["meaning", refusal.code.meaning().unwrap_or_default()],
        ["class", Class::as_str(refusal.class())],
    ]));
}
