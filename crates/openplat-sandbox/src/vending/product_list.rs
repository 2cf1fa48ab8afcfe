//! 获取产品列表: the products of a machine, page by page.

use serde::Serialize;
use serde_json::value::RawValue;

use super::catalogue::Product;
use super::payload::Payload;
use super::refusal::Refusal;
use super::state::State;
use super::wire::{self, is_left_out};
use crate::answer::Reply;
use crate::paging::{self, capped};

impl State {
    pub(super) fn products(&self, payload: &Payload<'_>) -> Result<Reply, Refusal> {
        payload.allow_only(&[
            "machine_no",
            "page",
            "per_page",
            "category_id",
            "cabinet_name",
            "select_all",
            "addr",
        ])?;
        let filter = Filter::of(payload)?;
        payload.required("page")?;
        let page = payload.number("page", 1..=u32::MAX)?.unwrap_or(1);
        let per_page = payload.number("per_page", 1..=u32::MAX)?.unwrap_or(10);
        let per_page = capped(per_page.into(), self.page_cap);
        // The effect of select_all is not documented: it is checked and has none here.
        payload.number("select_all", 0..=1)?;

        let machine = self.machine(payload)?;
        let mut found = Vec::with_capacity(machine.products.len());
        found.extend(
            machine
                .products
                .iter()
                .filter(|product| filter.takes(product)),
        );
        if found.is_empty() {
            // Quirk: without any result the page itself is an empty list [doc].
            return Ok(wire::ok(&[(); 0]));
        }
        let total = paging::count(&found);
        let listed = paging::page(&found, u64::from(page - 1), per_page);
        Ok(wire::ok(&Page {
            data: listed.iter().map(|product| product.json()).collect(),
            total,
            current_page: page,
            last_page: total.div_ceil(per_page),
            per_page,
        }))
    }
}

/// Quirk: past the last page the list in the page is left out, its totals are not [doc] [inferred].
#[derive(Serialize)]
struct Page<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    data: Vec<&'a RawValue>,
    #[serde(skip_serializing_if = "is_left_out")]
    total: u64,
    #[serde(skip_serializing_if = "is_left_out")]
    current_page: u32,
    #[serde(skip_serializing_if = "is_left_out")]
    last_page: u64,
    #[serde(skip_serializing_if = "is_left_out")]
    per_page: u64,
}

struct Filter {
    category_id: u32,
    place: Place,
}

enum Place {
    Cabinet(char),
    Board(u32),
}

impl Filter {
    fn of(payload: &Payload<'_>) -> Result<Self, Refusal> {
        let cabinet = payload.text("cabinet_name");
        let board = payload.number("addr", 1..=8)?;
        let place = match (cabinet.map(str::as_bytes), board) {
            (None, Some(board)) => Place::Board(board),
            (Some([name @ b'A'..=b'Z']), None) => Place::Cabinet(char::from(*name)),
            (Some(_), _) => return Err(Refusal::INVALID_FORM),
            // Quirk: the default is cabinet A, not all cabinets [doc] [inferred].
            (None, None) => Place::Cabinet('A'),
        };
        Ok(Self {
            category_id: payload.number("category_id", 0..=u32::MAX)?.unwrap_or(0),
            place,
        })
    }

    fn takes(&self, product: &Product) -> bool {
        let in_category = self.category_id == 0
            || product
                .category
                .as_ref()
                .is_some_and(|category| category.id == self.category_id);
        in_category
            && match self.place {
                Place::Cabinet(name) => product.channel.cabinet_name == name,
                Place::Board(addr) => product.channel.addr == addr,
            }
    }
}
