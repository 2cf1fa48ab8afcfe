use serde::Serialize;

use crate::wire::{CANCEL_PARCEL, with_body};
use crate::{Client, Error, SiteParcelId};

impl Client {
    /// Cancels one parcel and gets its price and courier fee back.
    ///
    /// It goes by the caller's own parcel id, never by the order number, although the document
    /// says so: an order of several parcels takes one call for each. A parcel in state `p` is
    /// cancelled at once, for one in state `s` the warehouse is asked first and may refuse. A
    /// cancelled parcel answers the same success, so that repeating is safe: after
    /// [`Delivery::Unknown`](crate::Delivery::Unknown) repeat, or read
    /// [`parcel_states`](Client::parcel_states).
    ///
    /// Source: 取消发货, named in 获取token \[doc\]; the call itself `package_cancel` \[observed\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with [`Code::PARCEL_NOT_FOUND`](crate::Code::PARCEL_NOT_FOUND) (212),
    /// [`Code::PARCEL_SENT`](crate::Code::PARCEL_SENT) (213),
    /// [`Code::CANCEL_FAILED`](crate::Code::CANCEL_FAILED) (208), or
    /// [`Code::CANCEL_NOT_SUPPORTED`](crate::Code::CANCEL_NOT_SUPPORTED) (239) and
    /// [`Code::PARCEL_CANCEL_FAILED`](crate::Code::PARCEL_CANCEL_FAILED) (220) in their place.
    #[doc(alias = "取消发货")]
    #[doc(alias = "package_cancel")]
    pub fn cancel_parcel(&self, id: &SiteParcelId) -> Result<(), Error> {
        // Quirk: `package_id` is the caller's parcel id, and a number gives 422 [observed].
        let body = Body {
            package_id: id.as_str(),
        };
        self.done(&CANCEL_PARCEL, &with_body(&CANCEL_PARCEL, &body))
    }
}

#[derive(Serialize)]
struct Body<'a> {
    package_id: &'a str,
}
