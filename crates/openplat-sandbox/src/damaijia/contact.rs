//! Who a parcel goes to, and where they live.

use serde::Serialize;

use super::order_book::StoredParcel;

/// A recipient as the provider shows them, in the fields of an order.
#[derive(Serialize)]
pub(super) struct Contact<'a> {
    pub(super) consignee: &'a str,
    pub(super) mobile: &'a str,
    pub(super) province: &'a str,
    pub(super) city: &'a str,
    pub(super) district: &'a str,
    pub(super) address: &'a str,
}

impl<'a> Contact<'a> {
    pub(super) fn of(parcel: &'a StoredParcel) -> Self {
        Self {
            consignee: &parcel.consignee,
            mobile: &parcel.mobile,
            province: &parcel.province,
            city: &parcel.city,
            district: &parcel.district,
            address: &parcel.address,
        }
    }
}
