//! The chapter of 30post.

use std::sync::Arc;

use openplat_sandbox::{DigestCharset, Post30, Sandbox, SandboxClock};
use post30_api::{
    AliasItem, AliasQuery, ClassQuery, Client, Code, Credentials, Delivery, Error, ItemId,
    ItemQuery, RawObject, Secret, Settings, SignedCall,
};
use serde_json::json;

use super::clock::DemoClock;
use super::story::{Story, Unexpected};
use super::{Chapter, Step};
use crate::json_text::Pretty;
use crate::post30::{alias_items_table, items_table};
use crate::table::Table;

pub(super) const CHAPTER: Chapter<World> = Chapter {
    provider: "post30",
    about: "30post, the product database and any signed call",
    steps: &[
        Step {
            title: "List the products, page by page",
            requests: 4,
            run: list_all_pages,
        },
        Step {
            title: "List the products of a class",
            requests: 2,
            run: list_a_class,
        },
        Step {
            title: "Find products by their internal name (内品名)",
            requests: 1,
            run: find_by_alias,
        },
        Step {
            title: "Find one by an odd name, of a provider that reads UTF-8 and of one that reads GBK",
            requests: 2,
            run: find_by_odd_alias,
        },
        Step {
            title: "Show the detail of a product",
            requests: 1,
            run: show_detail,
        },
        Step {
            title: "Sign with the wrong secret key",
            requests: 1,
            run: sign_with_wrong_key,
        },
        Step {
            title: "Close a batch, a call that has no method of its own",
            requests: 1,
            run: close_batch,
        },
    ],
};

const BATCH: &str = "AAAAAA";

/// What the steps share: the client, and the sandbox's own books to check against.
pub(super) struct World {
    base_url: String,
    client: Client,
    truth: Post30,
    clock: SandboxClock,
}

impl World {
    pub(super) fn new(sandbox: &Sandbox) -> Result<Self, Error> {
        let base_url = sandbox.base_url();
        let clock = sandbox.clock().clone();
        Ok(Self {
            client: client(&base_url, Post30::SECRET_KEY.into(), &clock)?,
            base_url,
            truth: sandbox.post30().clone(),
            clock,
        })
    }

    fn find(&self, alias: &str) -> Result<Vec<AliasItem>, Error> {
        let query = AliasQuery::new().alias(alias);
        let rows = self.client.items_by_alias(&query)?.items;
        rows.all().map_err(|odd| Error::Row(Box::new(odd)))
    }
}

fn client(base_url: &str, secret_key: Secret, clock: &SandboxClock) -> Result<Client, Error> {
    let credentials = Credentials {
        access_key: Post30::ACCESS_KEY.to_owned(),
        secret_key,
    };
    let clock = Arc::new(DemoClock::of(clock));
    let settings =
        Settings::new(base_url).transport(move |transport| transport.clock(clock.clone()));
    Client::new(credentials, settings)
}

fn list_all_pages(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("all_items(20 to a page)");
    let items = world.client.all_items(ItemQuery::new().per_page(20));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    story.answer(format_args!("{} products, here the first 5", items.len()));
    story.table(items_table(items.get(..5).unwrap_or_default()));
    story.note(
        "the provider's total counts the rows of one page, so pages are read until one is empty",
    );
    let mut ids: Vec<u64> = items.iter().map(|item| item.id.0).collect();
    ids.sort_unstable();
    let first = u64::from(Post30::PRODUCT_ID);
    story.check(
        "48 products, with the ids 1234 to 1281, each once",
        ids.into_iter().eq(first..first + 48),
    )
}

fn list_a_class(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("all_items_by_class(奶粉, sorted by id)");
    let query = ClassQuery::new(Post30::CLASS_NAME).sorted_by_id();
    let items = world.client.all_items_by_class(query);
    let items = items.collect::<Result<Vec<_>, _>>()?;
    story.answer(format_args!("{} products, here the first 2", items.len()));
    story.table(items_table(items.get(..2).unwrap_or_default()));
    story.check(
        "20 products of that class, in the order of their ids",
        items.len() == 20
            && items.is_sorted_by_key(|item| item.id)
            && items
                .iter()
                .all(|item| item.class_name == Post30::CLASS_NAME),
    )
}

fn find_by_alias(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("items_by_alias(bbb)");
    let items = world.find(Post30::ALISE_NAME)?;
    story.answer(format_args!("{} products, here the first 3", items.len()));
    story.table(alias_items_table(items.get(..3).unwrap_or_default()));
    story.note("prices have four places here and two in the other lists: each stays as it came");
    let is_found = |item: &AliasItem| item.alias == Post30::ALISE_NAME;
    story.check(
        "12 products, all with that name",
        items.len() == 12 && items.iter().all(is_found),
    )
}

fn find_by_odd_alias(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    let alias = Post30::ODD_ALISE_NAME;
    story.call(&format!("items_by_alias({alias}), twice"));
    let items = world.find(alias)?;
    // Which charset the provider reads is not documented, so both must do.
    world.truth.set_digest_charset(DigestCharset::Gbk);
    let under_gbk = world.find(alias);
    world.truth.set_digest_charset(DigestCharset::Utf8);
    let under_gbk = under_gbk?;
    story.answer("the same product, each time");
    story.table(alias_items_table(&items));
    story.note("data is sent as pure ASCII JSON, so that its signature is the same in both");
    story.check(
        "one product with that name, although the name holds a separator of the signature and GBK \
         lacks a character of it",
        matches!(items.as_slice(), [item] if item.alias == alias) && items == under_gbk,
    )
}

fn show_detail(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call(&format!("item({})", Post30::PRODUCT_ID));
    let detail = world.client.item(ItemId(Post30::PRODUCT_ID.into()))?;
    story.answer("an object whose fields are not documented, as it came");
    story.table(Pretty(detail.raw().as_str()));
    let item = detail.item()?;
    story.check(
        "it can be read like a row of the list: 安娜 奶粉 at 255.00",
        (item.name.as_str(), item.price.as_str()) == ("安娜 奶粉", "255.00"),
    )
}

fn sign_with_wrong_key(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("items(), by a client with another secret key");
    let client = client(&world.base_url, "not-the-secret-key".into(), &world.clock)?;
    let end = client.items(&ItemQuery::new());
    let refusal = match &end {
        Err(Error::Refused(refusal)) => refusal,
        _ => return Err(Unexpected::new(format!("not refused, but {end:?}"))),
    };
    story.answer("refused");
    story.table(Table::pairs([
        ["code", &refusal.code.to_string()],
        ["message", &refusal.message],
        ["meaning", refusal.code.meaning().unwrap_or_default()],
        ["class", refusal.class().as_str()],
    ]));
    story.note(
        "the provider has no error codes: only the message tells a wrong key from a late clock",
    );
    let delivery = end.as_ref().map(|_| ()).map_err(Error::delivery);
    story.check(
        "refused with the one code of refusals, and known not to have been done",
        refusal.code == Code::REFUSED && delivery == Err(Delivery::Refused),
    )
}

fn close_batch(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call(&format!("signed_call(/api/bill/closebatch, batch {BATCH})"));
    let url = format!("{}/api/bill/closebatch", world.base_url);
    let call = SignedCall::new(url).data(&json!({"batch_name": BATCH}))?;
    let answer: RawObject = world.client.signed_call(&call)?;
    story.answer(answer.as_str());
    story.note("it changes state and nothing tells whether it was done: it is never repeated");
    let closed = world.truth.closed_batches();
    story.check("the sandbox has closed the batch, once", closed == [BATCH])
}
