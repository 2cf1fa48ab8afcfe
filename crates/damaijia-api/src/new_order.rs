//! Orders: creating one (创建订单), and finding out whether it exists.

mod created;
mod json;
mod order;
mod recipient;
mod source;

pub use created::{Acceptance, CreatedOrder, CreatedParcel};
pub use order::{NewOrder, NewParcel};
pub use recipient::Recipient;
pub use source::Source;

use crate::wire::{CREATE_ORDER, with_body};
use crate::{Client, Error, ParcelState, SiteParcelId};

impl Client {
    /// Creates an order, one parcel for each recipient, and pays it from the balance at once.
    ///
    /// The price is the number of parcels times product price and courier fee. A success is not
    /// the acceptance of each parcel: look at [`CreatedParcel::acceptance`], then follow the
    /// parcels with [`parcel_states`](Client::parcel_states), since one that cannot be sent is
    /// charged first, and cancelled and refunded later \[observed\].
    ///
    /// # After a lost answer
    ///
    /// When the error's [`delivery`](Error::delivery) is
    /// [`Unknown`](crate::Delivery::Unknown), the order may exist and be paid. Ask
    /// [`find_order`](Client::find_order). While it is absent, repeat with the **same**
    /// [`NewOrder`] and never twice at once: the provider answers a second order under the same
    /// `site_order_id` with [`Code::SITE_ORDER_ID_EXISTS`](crate::Code::SITE_ORDER_ID_EXISTS)
    /// (234), so that it is not paid again. On a repeat this means that the first call won; on a
    /// first attempt, that the id was used before for another order.
    ///
    /// ```no_run
    /// use damaijia_api::{Client, Code, Delivery, Error, Existence, NewOrder, ParcelState};
    ///
    /// /// The parcels of an order that is paid once, however often its answer is lost; none while
    /// /// nobody knows.
    /// fn place(client: &Client, order: &NewOrder) -> Result<Option<Vec<ParcelState>>, Error> {
    ///     // In your own store this flag is kept together with the order, before the first call.
    ///     let mut tried_before = false;
    ///     for _ in 0..5 {
    ///         match client.create_order(order) {
    ///             Ok(_) => {}
    ///             Err(error) if error.delivery() == Delivery::Unknown => {}
    ///             Err(error) if error.code() == Some(Code::SITE_ORDER_ID_EXISTS) && tried_before => {}
    ///             // Not done, and known not to be done.
    ///             Err(error) => return Err(error),
    ///         }
    ///         tried_before = true;
    ///         if let Existence::Exists(parcels) = client.find_order(order)? {
    ///             return Ok(Some(parcels));
    ///         }
    ///     }
    ///     Ok(None)
    /// }
    /// ```
    ///
    /// Source: 创建订单 \[docs+\]; its answer, price and duplicates \[observed\]; recovery
    /// \[inferred\].
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] before anything is sent when the order has no parcel, uses a parcel id
    /// twice, or a recipient breaks a rule: the error names the field, never the value.
    /// [`Error::Refused`] with
    /// [`Code::SITE_ORDER_ID_EXISTS`](crate::Code::SITE_ORDER_ID_EXISTS) (234),
    /// [`Code::BALANCE_TOO_LOW`](crate::Code::BALANCE_TOO_LOW) (209),
    /// [`Code::RECIPIENT_INVALID`](crate::Code::RECIPIENT_INVALID) (205), with
    /// [226](crate::Code::PRODUCT_OFF_SALE), [227](crate::Code::WAREHOUSE_OFF),
    /// [228](crate::Code::SOURCE_NOT_SUPPORTED), [233](crate::Code::ORIGIN_NOT_CONFIGURED) and
    /// [235](crate::Code::ORIGIN_BANNED) for products and warehouses, or with
    /// [`Code::PARAMETERS_INVALID`](crate::Code::PARAMETERS_INVALID) (422) and a message in
    /// their place. For codes after which the outcome is open see
    /// [`Code::leaves_open`](crate::Code::leaves_open). [`Error::Answer`] when a success comes
    /// without the number of the order: it was created and paid, ask
    /// [`find_order`](Client::find_order).
    #[doc(alias = "创建订单")]
    pub fn create_order(&self, order: &NewOrder) -> Result<CreatedOrder, Error> {
        let request = with_body(&CREATE_ORDER, &order.body()?);
        let private = order.private();
        let request = private.fold(request, |request, text| request.private(text));
        self.call(&CREATE_ORDER, &request)
    }

    /// Whether an order exists, by its parcels. It reads only, and cannot make a second order.
    ///
    /// For an order whose answer was lost. [`Existence::Absent`] means that it is not there
    /// *now*: after a deadline the first call may still be on its way, so repeat with the same
    /// [`NewOrder`], which the provider then answers with
    /// [`Code::SITE_ORDER_ID_EXISTS`](crate::Code::SITE_ORDER_ID_EXISTS). The answer hangs on
    /// parcel ids that were never used before. Order number and order id are not in the result: find them
    /// with [`parcels`](Client::parcels), by phone and `platform_order_sn`.
    ///
    /// Source: `get_packages_status` \[observed\]; recovery by it \[inferred\].
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when the order could not have been sent. Any other error says nothing
    /// about the order: ask again.
    pub fn find_order(&self, order: &NewOrder) -> Result<Existence, Error> {
        order.check()?;
        let ids = order.parcel_ids();
        let states = self.parcel_states(&ids)?;
        let found = |id: &SiteParcelId| {
            let mut states = states.iter();
            states.any(|state| state.site_order_consignee_id == *id)
        };
        Ok(match ids.iter().filter(|id| found(id)).count() {
            0 => Existence::Absent,
            count if count == ids.len() => Existence::Exists(states),
            _ => Existence::Partly(states),
        })
    }
}

/// Whether an order exists: see [`Client::find_order`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existence {
    /// It exists, with these parcels: the call that created it won. Do not create it again.
    Exists(Vec<ParcelState>),
    /// None of its parcels is known to the provider now.
    Absent,
    /// Some of its parcels are known, others are not: ids were used before, or the provider is
    /// still at work. Look again, and do not create it under other ids.
    Partly(Vec<ParcelState>),
}
