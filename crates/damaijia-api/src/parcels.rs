//! Parcel list (获取包裹列表).

mod parcel;
mod query;

pub use parcel::Parcel;
pub use query::ParcelQuery;

use std::hash::{DefaultHasher, Hash, Hasher};

use provider_client::{Page, PageSource, Pages, Rows};
use provider_http::lenient;
use serde::Deserialize;

use crate::wire::{Object, PARCELS, rows, with_body};
use crate::{Client, Code, Error};

impl Client {
    /// One page of the parcels, with recipients, prices and waybill numbers.
    ///
    /// The rows hold neither the caller's parcel id nor the platform's: join them by order
    /// number, phone and `platform_order_sn`, or use [`parcel_states`](Client::parcel_states).
    ///
    /// Source: 获取包裹列表 \[docs+\]; its answer \[observed\].
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] before anything is sent when the phone is not 1 and 10 digits, the
    /// order number is empty, the days are in the wrong order, or page or size is 0.
    #[doc(alias = "获取包裹列表")]
    pub fn parcels(&self, query: &ParcelQuery) -> Result<ParcelPage, Error> {
        let request = with_body(&PARCELS, &query.body()?);
        let private = query.mobile().unwrap_or_default();
        let Object(page) = self.call(&PARCELS, &request.private(private))?;
        Ok(page)
    }

    /// All parcels, page by page, beginning with the page of the query.
    ///
    /// A page is asked for when its first parcel is. No order is promised, so a parcel that moves
    /// between pages may come twice or not at all. Where the
    /// provider names a total, that ends the list; for the rest see [`Pages`].
    ///
    /// Source: paging of 获取包裹列表 \[docs+\].
    pub fn all_parcels(&self, query: ParcelQuery) -> Parcels {
        let (client, first) = (self.clone(), query.page.number);
        Pages::new(ParcelPages { client, query }, first)
    }
}

/// One page of a parcel list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ParcelPage {
    /// The parcels of this page, and the rows that cannot be read. Quirk: here the list is an object around them \[observed\].
    #[serde(rename = "list", default, deserialize_with = "rows")]
    pub parcels: Rows<Parcel>,
    /// How many parcels there are in all; none when the answer does not say.
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub total: Option<u64>,
}

/// The parcels of all pages: see [`Client::all_parcels`].
pub type Parcels = Pages<ParcelPages>;

/// The pages of a parcel list.
#[derive(Debug)]
pub struct ParcelPages {
    client: Client,
    query: ParcelQuery,
}

impl PageSource for ParcelPages {
    type Row = Parcel;
    type Code = Code;

    fn page(&mut self, number: u32) -> Result<Page<Parcel>, Error> {
        self.query.page = self.query.page.with_number(number);
        let page = self.client.parcels(&self.query)?;
        Ok(Page::new(page.parcels).total(page.total))
    }

    /// The whole row: it has no id of its own.
    fn identity(&self, parcel: &Parcel) -> u64 {
        let mut hasher = DefaultHasher::new();
        parcel.hash(&mut hasher);
        hasher.finish()
    }
}
