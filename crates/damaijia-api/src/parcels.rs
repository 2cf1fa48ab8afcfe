//! Parcel list (获取包裹列表).

mod pages;
mod parcel;
mod query;

pub use pages::Parcels;
pub use parcel::Parcel;
pub use query::ParcelQuery;

use serde::Deserialize;
use signing::Secret;

use crate::wire::{Data, Endpoint, Object, optional_int, rows};
use crate::{Client, Error};

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
        let endpoint = Endpoint::PARCELS;
        let request = endpoint.with_body(&query.body()?);
        let private: Vec<Secret> = query.mobile().map(Secret::from).into_iter().collect();
        let Data { data: Object(page) } = self.call(endpoint, &request, &private)?;
        Ok(page)
    }

    /// All parcels, page by page, beginning with the page of the query.
    ///
    /// A page is asked for when its first parcel is. No order is promised, so a parcel that moves
    /// between pages may come twice or not at all. The iterator ends after `total` parcels, on an
    /// empty page and on a page that is the same as the one before; a short page alone is no end.
    /// After an error it ends too: begin again at [`Parcels::page`].
    ///
    /// Source: paging of 获取包裹列表 \[docs+\].
    pub fn all_parcels(&self, query: ParcelQuery) -> Parcels {
        Parcels::new(self.clone(), query)
    }
}

/// One page of a parcel list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ParcelPage {
    /// The parcels of this page. Quirk: here the list is an object around them \[observed\].
    #[serde(rename = "list", default, deserialize_with = "rows")]
    pub parcels: Vec<Parcel>,
    /// How many parcels there are in all; none when the answer does not say.
    #[serde(default, deserialize_with = "optional_int")]
    pub total: Option<i64>,
}
