use provider_client::{Page, PageSource, Pages, Rows};
use provider_http::lenient;
use serde::Deserialize;

use super::wire::GOODS;
use super::{Client, Code, Error};

/// 商品.
#[derive(Debug, Deserialize)]
pub(crate) struct Good {
    #[serde(deserialize_with = "lenient::int")]
    pub(crate) id: u64,
}

#[derive(Deserialize)]
struct GoodsPage {
    #[serde(default)]
    rows: Rows<Good>,
    #[serde(default, deserialize_with = "lenient::optional_count")]
    total: Option<u64>,
}

pub(crate) struct GoodsPages<'a>(&'a Client);

impl Client {
    pub(crate) fn all_goods(&self) -> Pages<GoodsPages<'_>> {
        Pages::new(GoodsPages(self), 1)
    }
}

impl PageSource for GoodsPages<'_> {
    type Row = Good;
    type Code = Code;

    fn page(&mut self, number: u32) -> Result<Page<Good>, Error> {
        let page: GoodsPage = self.0.call(&GOODS, &[("page", number.to_string())])?;
        Ok(Page::new(page.rows).total(page.total))
    }

    fn identity(&self, good: &Good) -> u64 {
        good.id
    }
}
