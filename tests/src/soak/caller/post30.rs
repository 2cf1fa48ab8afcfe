//! Batches that are closed, and the items of the catalogue.

use openplat_sandbox::Post30;
use post30_api::{Client, Error, ItemId, ItemQuery, RawObject, SignedCall};

use super::Caller;
use crate::soak::act::Provider;
use crate::soak::ledger::{Fate, Wish};

impl Caller<'_> {
    fn post30<T>(&mut self, call: impl FnOnce(&Client) -> Result<T, Error>) -> Result<T, Error> {
        self.call(Provider::Post30, Error::delivery, |house| {
            call(&house.post30)
        })
    }

    /// Closes a batch. No document names a call that tells whether a batch is closed: "ask the
    /// provider".
    pub(super) fn close_batch(&mut self) {
        let name = format!("B{}", self.step);
        let json = format!(r#"{{"batch_name":"{name}"}}"#);
        let fate = self.wish(|caller| {
            let closed = caller.call(Provider::Post30, Error::delivery, |house| {
                let url = format!("{}/api/bill/closebatch", house.base_url);
                let call = SignedCall::new(url).data_json(json.clone())?;
                house.post30.signed_call::<RawObject>(&call)
            });
            closed.map(drop).map_err(|error| error.delivery())
        });
        if fate == Fate::AskTheStaff {
            self.found_out(fate);
        }
        self.ledger.batches.push(Wish {
            step: self.step,
            fate,
            what: name,
        });
    }

    pub(super) fn list_items(&mut self) {
        let items = self.post30(|post30| {
            let items = post30.all_items(ItemQuery::new());
            items.collect::<Result<Vec<_>, _>>()
        });
        if let Ok(items) = items {
            let is_right = items.len() == Post30::PRODUCT_COUNT;
            self.is_right(is_right, || format!("{} items", items.len()));
        }
    }

    pub(super) fn look_at_item(&mut self) {
        if let Ok(detail) = self.post30(|post30| post30.item(ItemId(Post30::PRODUCT_ID.into()))) {
            let item = detail.item();
            let is_right = item.as_ref().is_ok_and(|item| item.name == "安娜 奶粉");
            self.is_right(is_right, || format!("{item:?}"));
        }
        let query = ItemQuery::new().bar_code(Post30::BAR_CODE);
        if let Ok(page) = self.post30(|post30| post30.items(&query)) {
            let count = page.items.len();
            self.is_right(count == 1, || format!("{count} items of one bar code"));
        }
    }
}
