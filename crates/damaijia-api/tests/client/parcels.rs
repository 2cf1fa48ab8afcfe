use damaijia_api::{Page, ParcelQuery, ParcelStatus};
use openplat_sandbox::{Damaijia, NumberStyle, Sandbox};
use time::macros::{date, datetime};

use crate::provider::{key_client, order, parcel_id};

#[test]
fn sent_parcel_has_its_waybill_once_the_warehouse_gives_it() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    client.create_order(&order(1)).unwrap();
    let state = || client.parcel_states(&[parcel_id(1)]).unwrap().remove(0);
    assert_eq!(state().status, ParcelStatus::Unsent);
    sandbox.damaijia().hand_over("1");
    assert_eq!(
        (state().status, state().waybill()),
        (ParcelStatus::Sent, None)
    );
    sandbox.damaijia().ship("1");
    assert!(state().waybill().is_some());
    assert_eq!(state().express_company_name, "圆通速递");
}

#[test]
fn unknown_parcel_is_missing_and_a_shared_id_brings_two() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    assert!(client.parcel_states(&[parcel_id(1)]).unwrap().is_empty());
    client.create_order(&order(1)).unwrap();
    let again = crate::provider::bare_order(2, damaijia_api::ProductId(Damaijia::PRODUCT));
    let parcel = damaijia_api::NewParcel::new(parcel_id(1), crate::provider::recipient());
    client.create_order(&again.parcel(parcel)).unwrap();
    assert_eq!(client.parcel_states(&[parcel_id(1)]).unwrap().len(), 2);
}

#[test]
fn listed_parcel_has_the_address_that_was_sent_and_more() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2021-08-05 23:59:59 +8));
    for style in [NumberStyle::Numbers, NumberStyle::Texts] {
        sandbox.damaijia().set_number_style(style);
        let client = key_client(&sandbox);
        let number = 1 + sandbox.damaijia().orders().len() as u64;
        let created = client.create_order(&order(number)).unwrap();
        // The day of the end is included.
        let query = ParcelQuery::new()
            .days(date!(2021 - 08 - 05), date!(2021 - 08 - 05))
            .to_mobile("13800000000")
            .status(ParcelStatus::Unsent)
            .order_sn(created.order_sn);
        let page = client.parcels(&query).unwrap();
        assert_eq!(page.parcels.len(), 1);
        let parcel = page.parcels.iter().next().unwrap();
        assert!(parcel.has_address("测试路 1 号"));
        assert_ne!(parcel.address, "测试路 1 号");
        assert!(!parcel.has_address("测试路 2 号"));
        assert_eq!(parcel.consignee, "测试");
        assert_eq!(parcel.platform_order_sn, number.to_string());
        assert_eq!(
            (parcel.price_fen, parcel.shipping_fee_fen),
            (Some(10), Some(170))
        );
        assert_eq!((parcel.product_number, parcel.waybill()), (Some(1), None));
        let sent = query.status(ParcelStatus::Sent);
        assert_eq!(client.parcels(&sent).unwrap().total, Some(0));
    }
}

#[test]
fn pages_are_pages_and_all_parcels_come_once() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    for number in 1..=5 {
        client.create_order(&order(number)).unwrap();
    }
    let page = |page| {
        let parcels = client.parcels(&ParcelQuery::new().page(page)).unwrap();
        let parcels = parcels.parcels.all().unwrap().into_iter();
        parcels.map(|parcel| parcel.order_id).collect::<Vec<_>>()
    };
    let all = page(Page::first(5));
    assert_eq!(page(Page::numbered(2, 2)), all[2..4]);
    let listed = client.all_parcels(ParcelQuery::new().page(Page::first(2)));
    let listed: Vec<String> = listed
        .take(100)
        .map(|parcel| parcel.unwrap().order_id)
        .collect();
    assert_eq!(listed, all);
}
