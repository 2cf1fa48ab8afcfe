//! The chapter of 鼎商 vending machines.

use openplat_sandbox::{CodeStatus, Sandbox, StoredCode, Vending};
use time::macros::datetime;
use vending_api::{
    Class, Client, Code, Credentials, Delivery, Error, MachineNo, NewPickupCodes, PickupCode,
    ProductId, ProductQuery, Secret, Settings, Shelf,
};

use super::story::{Story, Unexpected};
use super::{Chapter, Step};
use crate::table::Table;
use crate::vending::{codes_table, products_table};

pub(super) const CHAPTER: Chapter<World> = Chapter {
    provider: "vending",
    about: "鼎商 vending machines, products and pickup codes (取货码)",
    steps: &[
        Step {
            title: "Ask whether the service is there",
            requests: 1,
            run: ping,
        },
        Step {
            title: "List the products of a machine, page by page",
            requests: 3,
            run: list_all_pages,
        },
        Step {
            title: "List another cabinet of the machine",
            requests: 1,
            run: list_cabinet,
        },
        Step {
            title: "Create two pickup codes that expire",
            requests: 1,
            run: create,
        },
        Step {
            title: "List the codes of the product",
            requests: 1,
            run: list_codes,
        },
        Step {
            title: "Cancel one of them",
            requests: 2,
            run: cancel,
        },
        Step {
            title: "Ask a machine that is offline",
            requests: 1,
            run: ask_offline_machine,
        },
        Step {
            title: "Create codes where pickup codes are switched off",
            requests: 1,
            run: create_where_switched_off,
        },
        Step {
            title: "Sign with the wrong key",
            requests: 1,
            run: sign_with_wrong_key,
        },
        Step {
            title: "Make a mistake in the input",
            requests: 0,
            run: give_bad_input,
        },
    ],
};

const PRODUCT: ProductId = ProductId(101);

/// What the steps share: the client, and the sandbox's own books to check against.
pub(super) struct World {
    base_url: String,
    client: Client,
    truth: Vending,
    machine_no: MachineNo,
    codes: Vec<PickupCode>,
}

impl World {
    pub(super) fn new(sandbox: &Sandbox) -> Result<Self, Error> {
        let base_url = sandbox.base_url();
        Ok(Self {
            client: client(&base_url, Vending::SIGN_KEY.into())?,
            base_url,
            truth: sandbox.vending().clone(),
            machine_no: Vending::MACHINE.parse()?,
            codes: Vec::new(),
        })
    }

    /// The codes of the product in the sandbox's books, whatever has become of them.
    fn stored(&self) -> Vec<StoredCode> {
        self.truth.pickup_codes(Vending::MACHINE, PRODUCT.0)
    }
}

fn client(base_url: &str, signing_key: Secret) -> Result<Client, Error> {
    let credentials = Credentials {
        app_id: Vending::APP_ID.to_owned(),
        app_secret: Vending::APP_SECRET.into(),
        signing_key,
    };
    Client::new(credentials, Settings::new(base_url))
}

fn ping(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("ping()");
    world.client.ping()?;
    story.answer("pong: the app id and the app secret are accepted");
    Ok(())
}

fn list_all_pages(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("all_products(machine 8600000000000001, 10 to a page)");
    let query = ProductQuery::new(world.machine_no.clone()).per_page(10);
    let products = world
        .client
        .all_products(query)
        .collect::<Result<Vec<_>, _>>()?;
    story.answer(format_args!(
        "{} products, here the first 5",
        products.len()
    ));
    story.table(products_table(products.get(..5).unwrap_or_default()));
    story.note("雪碧 is sold out: the provider leaves a zero out, the client reads it as 0");
    let ids = products.iter().map(|product| product.id.0);
    story.check("all 27 products, 101 to 127, each once", ids.eq(101..=127))?;
    let is_sold_out = |id| {
        let product = products.iter().find(|product| product.id == ProductId(id));
        product.is_some_and(|product| product.current_inventory == 0)
    };
    story.check("product 102 has no stock", is_sold_out(102))
}

fn list_cabinet(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("products(machine 8600000000000001, cabinet B)");
    let query = ProductQuery::new(world.machine_no.clone()).shelf(Shelf::Cabinet('B'));
    let page = world.client.products(&query)?;
    story.answer(format_args!(
        "page {} of {}, {} products in all",
        page.current_page,
        page.last_page,
        page.total.unwrap_or_default()
    ));
    let products = page
        .products
        .all()
        .map_err(|odd| Error::Row(Box::new(odd)))?;
    story.table(products_table(&products));
    story.note("without a cabinet the provider lists cabinet A only");
    let ids = products.iter().map(|product| product.id.0);
    story.check("the products 201 to 205", ids.eq(201..=205))
}

fn create(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call(
        "create_pickup_codes(product 101, 2 codes of 8 digits,\n\
         expires 2026-01-31 23:59:59 GMT+8)",
    );
    let expiry = datetime!(2026-01-31 23:59:59 +8);
    let new = NewPickupCodes::for_product(world.machine_no.clone(), PRODUCT)
        .count(2)
        .code_length(8)
        .expires_at(expiry);
    world.client.create_pickup_codes(&new)?;
    story.answer("done; the provider does not return the codes");
    let stored = world.stored();
    let is_as_ordered = |code: &StoredCode| {
        code.code.len() == 8 && code.status == CodeStatus::Unused && code.expires_at == Some(expiry)
    };
    story.check(
        "the sandbox holds 2 unused codes of 8 digits with that expiry",
        stored.len() == 2 && stored.iter().all(is_as_ordered),
    )
}

fn list_codes(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("pickup_codes(product 101)");
    world.codes = world.client.pickup_codes(&world.machine_no, PRODUCT)?;
    story.answer(format_args!("{} codes", world.codes.len()));
    story.table(codes_table(&world.codes));
    story.note("this is how to find out what a call did whose answer was lost");
    let listed = world.codes.iter().map(|code| (code.id.0, &code.code));
    let stored = world.stored();
    let stored = stored.iter().map(|code| (code.id, &code.code));
    story.check(
        "the same ids and codes as in the sandbox",
        listed.eq(stored),
    )
}

fn cancel(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    let [first, second] = world.codes.as_slice() else {
        return Err(Unexpected::new("there are not two codes to choose from"));
    };
    story.call(&format!("cancel_pickup_code(id {})", first.id));
    world
        .client
        .cancel_pickup_code(&world.machine_no, first.id)?;
    story.call("pickup_codes(product 101)");
    let left = world.client.pickup_codes(&world.machine_no, PRODUCT)?;
    story.answer(format_args!("cancelled; {} code left", left.len()));
    story.table(codes_table(&left));
    story.check(
        "the provider lists the other code only",
        left == [second.clone()],
    )?;
    let statuses = world.stored().into_iter().map(|code| code.status);
    story.check(
        "in the sandbox the first is cancelled and the second unused",
        statuses.eq([CodeStatus::Cancelled, CodeStatus::Unused]),
    )
}

fn ask_offline_machine(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("products(machine 80000002)");
    let query = ProductQuery::new(Vending::OFFLINE_MACHINE.parse()?);
    let end = world.client.products(&query).map(drop);
    refusal(story, end, Code::MACHINE_OFFLINE, Class::Transient)?;
    Ok(())
}

fn create_where_switched_off(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("create_pickup_codes(machine 80000004, product 501)");
    let machine_no = Vending::PICKUP_CODES_OFF_MACHINE.parse()?;
    let new = NewPickupCodes::for_product(machine_no, ProductId(501));
    let end = world.client.create_pickup_codes(&new);
    refusal(
        story,
        end,
        Code::PICKUP_CODES_DISABLED,
        Class::BusinessRefusal,
    )?;
    let machine_no = Vending::PICKUP_CODES_OFF_MACHINE;
    let stored = world.truth.pickup_codes(machine_no, 501);
    story.check(
        "the sandbox holds no code of that machine",
        stored.is_empty(),
    )
}

fn sign_with_wrong_key(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("products(machine 8600000000000001), by a client with another key");
    let client = client(&world.base_url, "not-the-signing-key".into())?;
    let end = client
        .products(&ProductQuery::new(world.machine_no.clone()))
        .map(drop);
    let hint = refusal(story, end, Code::PAYLOAD_SIGN_INVALID, Class::Auth)?;
    story.note(&hint.unwrap_or_default());
    Ok(())
}

fn give_bad_input(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("create_pickup_codes(product 101, codes of 5 digits)");
    let new = NewPickupCodes::for_product(world.machine_no.clone(), PRODUCT).code_length(5);
    let before = world.stored().len();
    let end = world.client.create_pickup_codes(&new);
    let Err(Error::Invalid(input)) = &end else {
        return Err(Unexpected::new(format!("no bad input, but {end:?}")));
    };
    story.answer(format_args!("refused by the client itself: {input}"));
    story.check("it is about the length", input.field() == "code_length")?;
    story.check(
        "the sandbox holds as many codes as before",
        world.stored().len() == before,
    )
}

/// Tells a refusal, checks that it is the expected one, and returns its hint.
fn refusal(
    story: &mut Story,
    end: Result<(), Error>,
    code: Code,
    class: Class,
) -> Result<Option<String>, Unexpected> {
    let refusal = match end {
        Err(Error::Refused(refusal)) => refusal,
        Err(error) => return Err(Unexpected::from(error)),
        Ok(()) => return Err(Unexpected::new("not refused")),
    };
    let code_text = refusal.code.to_string();
    let table = Table::pairs([
        ["code", &code_text],
        ["message", &refusal.message],
        ["meaning", refusal.code.meaning().unwrap_or_default()],
        ["class", refusal.class().as_str()],
    ]);
    let is_expected = (refusal.code, refusal.class()) == (code, class);
    let hint = refusal.hint();
    let delivery = Error::Refused(refusal).delivery();
    story.answer("refused");
    story.table(table);
    story.check(
        &format!("refused with {code}, and known not to be done"),
        is_expected && delivery == Delivery::Refused,
    )?;
    Ok(hint)
}
