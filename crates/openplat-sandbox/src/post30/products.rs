//! The product database: four calls that read it.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::catalogue::Product;
use super::data::present;
use super::refusal::Refusal;
use super::state::State;
use super::wire::Style;
use crate::answer::Reply;
use crate::paging::count;

/// 获取商品列表.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemList {
    #[serde(default, deserialize_with = "present")]
    p: Option<u32>,
    #[serde(default, deserialize_with = "present")]
    pagesize: Option<u32>,
    #[serde(default, deserialize_with = "present")]
    classid: Option<u32>,
    // Quirk: the spelling is the provider's [doc].
    #[serde(default)]
    alisename: String,
    #[serde(default, rename = "barCode")]
    bar_code: String,
}

/// 获取商品详情.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    // Quirk: a number here, a text in the rows [doc].
    #[serde(rename = "P_id")]
    id: u32,
}

/// 获取分类商品, by the name of the class.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ItemClass {
    class_name: String,
    #[serde(default, deserialize_with = "present")]
    p: Option<u32>,
    #[serde(default, deserialize_with = "present")]
    pagesize: Option<u32>,
    #[serde(default)]
    order: bool,
}

/// 获取分类商品 by its heading, but by internal name or bar code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemAliseList {
    #[serde(default, deserialize_with = "present")]
    p: Option<u32>,
    #[serde(default, deserialize_with = "present")]
    pagesize: Option<u32>,
    #[serde(default)]
    order: bool,
    #[serde(default)]
    alisename: String,
    #[serde(default, rename = "barCode")]
    bar_code: String,
}

impl State {
    pub(super) fn item_list(&self, data: ItemList) -> Result<Reply, Refusal> {
        let found = self.find(|product| {
            data.classid.is_none_or(|id| product.class.id == id)
                && is_named(product, &data.alisename, &data.bar_code)
        });
        let page = self.pages.rows(&found, data.p, data.pagesize)?;
        // Quirk: the rows of this answer, not those of all pages, are the total here [doc].
        let total = self.pages.total(count(page));
        let rows = page.iter().map(|product| product.row(self.style));
        Ok(self.style.list(total, rows.collect()))
    }

    pub(super) fn item(&self, data: Item) -> Result<Reply, Refusal> {
        let product = self
            .products
            .iter()
            .find(|product| product.id == data.id)
            .ok_or(Refusal::PRODUCT_UNKNOWN)?;
        // The fields of the detail are not documented: it is a row of the list.
        Ok(self.style.entity(product.row(self.style)))
    }

    pub(super) fn item_class(&self, data: ItemClass) -> Result<Reply, Refusal> {
        let mut found = self.find(|product| product.class.name == data.class_name);
        if data.order {
            found.sort_by_key(|product| product.id);
        }
        self.page_of(&found, data.p, data.pagesize, Product::row)
    }

    pub(super) fn item_alise_list(&self, data: ItemAliseList) -> Result<Reply, Refusal> {
        let mut found = self.find(|product| is_named(product, &data.alisename, &data.bar_code));
        if data.order {
            found.sort_by_key(|product| product.id);
        }
        self.page_of(&found, data.p, data.pagesize, Product::alise_row)
    }

    /// A page of the products that were found, with the rows of all pages as its total.
    fn page_of(
        &self,
        found: &[&Product],
        p: Option<u32>,
        pagesize: Option<u32>,
        row: fn(&Product, Style) -> &RawValue,
    ) -> Result<Reply, Refusal> {
        let page = self.pages.rows(found, p, pagesize)?;
        let rows = page.iter().map(|product| row(product, self.style));
        let total = self.pages.total(count(found));
        Ok(self.style.list(total, rows.collect()))
    }

    fn find(&self, is_wanted: impl Fn(&Product) -> bool) -> Vec<&Product> {
        self.products
            .iter()
            .filter(|product| is_wanted(product))
            .collect()
    }
}

/// Whether a product has the internal name and the bar code; an empty one was not asked for.
fn is_named(product: &Product, alise_name: &str, bar_code: &str) -> bool {
    (alise_name.is_empty() || product.alise_name == alise_name)
        && (bar_code.is_empty() || product.bar_code == bar_code)
}
