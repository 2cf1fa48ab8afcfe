//! Every rule is checked before anything is sent, and no error shows a value.

use damaijia_api::{
    InvalidInput, NewOrder, NewParcel, OrderQuery, Page, ParcelQuery, ParcelStatus, ProductId,
    ProductQuery, Recipient, RowWindow, SiteOrderId, SiteParcelId, Source, WarehouseId,
};
use time::macros::{date, datetime};

use crate::provider::{bare_order, order_to, parcel_id, recipient, refused_unsent};

const PRODUCT: ProductId = ProductId(614);

fn order_error(order: &NewOrder) -> InvalidInput {
    let finding = refused_unsent(|client| client.find_order(order));
    let creating = refused_unsent(|client| client.create_order(order));
    assert_eq!(finding, creating);
    creating
}

/// The least answer that says that an order was made.
const CREATED: &str = r#"{"data":{"order_sn":"1"},"status":0}"#;

#[test]
fn order_needs_a_parcel() {
    let invalid = order_error(&bare_order(1, PRODUCT));
    assert_eq!(invalid.field(), "consignees");
    assert_eq!(invalid.rule(), "must have at least one element");
    assert_eq!(invalid.origin(), "创建订单 [docs+]");
}

#[test]
fn parcel_id_must_not_occur_twice_in_an_order() {
    let parcel = || NewParcel::new(parcel_id(1), recipient());
    let order = bare_order(1, PRODUCT).parcel(parcel()).parcel(parcel());
    assert_eq!(order_error(&order).field(), "site_order_consignee_id");
}

#[test]
fn no_field_of_a_recipient_may_be_empty() {
    type Change = fn(&mut Recipient, String);
    let fields: [(&str, Change); 6] = [
        ("consignee", |to, text| to.name = text),
        ("mobile", |to, text| to.mobile = text),
        ("province", |to, text| to.province = text),
        ("city", |to, text| to.city = text),
        ("district", |to, text| to.district = text),
        ("address", |to, text| to.address = text),
    ];
    for (field, change) in fields {
        for empty in ["", " ", "\u{3000}"] {
            let mut to = recipient();
            change(&mut to, empty.into());
            let invalid = order_error(&order_to(1, PRODUCT, to));
            assert_eq!(invalid.field(), field);
            assert_eq!(invalid.rule(), "must not be empty");
        }
    }
}

#[test]
fn phone_has_at_most_16_characters_and_no_letters() {
    let order = |mobile: &str| {
        let mobile = mobile.to_owned();
        order_to(
            1,
            PRODUCT,
            Recipient {
                mobile,
                ..recipient()
            },
        )
    };
    for bad in [
        "13800000000-12345",
        "13800000000,1234x",
        "1380000000a",
        "一三八",
        "1380000000012345６7",
    ] {
        let invalid = order_error(&order(bad));
        assert_eq!(invalid.field(), "mobile", "{bad}");
    }
    // They are seen, or not, as digits, and are none; the error says which and where.
    for (hidden, place) in [
        ("１3800000000", "character 1 is U+FF11, full-width"),
        ("138０0000000", "character 4 is U+FF10, full-width"),
        ("\u{202d}13800000000", "character 1 is U+202D"),
        ("13800000000\u{202c}", "character 12 is U+202C"),
        ("138\u{200b}00000000", "character 4 is U+200B"),
        (
            "138\u{a0}00000000",
            "character 4 is U+00A0, a no-break space",
        ),
    ] {
        let invalid = order_error(&order(hidden));
        assert_eq!(invalid.field(), "mobile", "{hidden:?}");
        assert!(invalid.rule().contains(place), "{hidden:?}: {invalid}");
    }
    let provider = crate::provider::Provider::that_answers(CREATED);
    for good in ["13800000000", "13800000000-1234", "0571-88888888"] {
        provider.client().create_order(&order(good)).unwrap();
    }
}

#[test]
fn platform_order_sn_must_not_be_empty() {
    let parcel = NewParcel::new(parcel_id(1), recipient()).platform_order_sn(" ");
    let invalid = order_error(&bare_order(1, PRODUCT).parcel(parcel));
    assert_eq!(invalid.field(), "platform_order_sn");
}

#[test]
fn own_ids_are_digits_below_2_to_the_63() {
    for good in ["1", "1000111", "9223372036854775807"] {
        assert_eq!(good.parse::<SiteOrderId>().unwrap().as_str(), good);
        assert_eq!(good.parse::<SiteParcelId>().unwrap().as_str(), good);
    }
    for bad in [
        "",
        "0",
        "00",
        "01",
        "-1",
        "+1",
        "1.0",
        "1e3",
        " 1",
        "1 ",
        "a",
        "１",
        "9223372036854775808",
        "99999999999999999999999",
    ] {
        let order = bad.parse::<SiteOrderId>().unwrap_err();
        assert_eq!(order.field(), "site_order_id", "{bad}");
        let parcel = bad.parse::<SiteParcelId>().unwrap_err();
        assert_eq!(parcel.field(), "site_order_consignee_id", "{bad}");
    }
}

#[test]
fn source_is_one_of_five() {
    for source in Source::ALL {
        assert_eq!(source.as_str().parse::<Source>().unwrap(), *source);
    }
    for bad in ["", "Taobao", "douyin"] {
        assert_eq!(bad.parse::<Source>().unwrap_err().field(), "source");
    }
}

#[test]
fn pages_and_windows_begin_at_1() {
    let warehouse = WarehouseId(2);
    for (query, field) in [
        (ProductQuery::new(warehouse).page(0), "page"),
        (ProductQuery::new(warehouse).page_size(0), "page_size"),
    ] {
        let invalid = refused_unsent(|client| client.products(&query));
        assert_eq!(invalid.field(), field);
    }
    for (window, field) in [
        (RowWindow::first(0), "rows"),
        (RowWindow::from_row(0, 5), "first_row"),
    ] {
        let query = OrderQuery::last_month().window(window);
        let invalid = refused_unsent(|client| client.orders(&query));
        assert_eq!(
            (invalid.field(), invalid.origin()),
            (field, "订单查询 [docs+]")
        );
    }
    for (page, field) in [
        (Page::first(0), "page_size"),
        (Page::numbered(0, 5), "page"),
    ] {
        let query = ParcelQuery::new().page(page);
        let invalid = refused_unsent(|client| client.parcels(&query));
        assert_eq!(
            (invalid.field(), invalid.origin()),
            (field, "获取包裹列表 [docs+]")
        );
    }
}

#[test]
fn spans_and_filters_of_lists_are_checked() {
    let day = datetime!(2021-08-05 00:00:00 +8);
    let orders = |query: OrderQuery| refused_unsent(|client| client.orders(&query)).field();
    assert_eq!(
        orders(OrderQuery::between(day, day - time::Duration::SECOND)),
        "create_time"
    );
    let early = datetime!(-1-01-01 00:00:00 UTC);
    assert_eq!(orders(OrderQuery::between(early, day)), "create_time");
    assert_eq!(orders(OrderQuery::last_month().order_sn("")), "order_sn");

    let parcels = |query: ParcelQuery| refused_unsent(|client| client.parcels(&query)).field();
    let query = ParcelQuery::new;
    let days = query().days(date!(2021 - 08 - 06), date!(2021 - 08 - 05));
    assert_eq!(parcels(days), "create_time");
    assert_eq!(parcels(query().order_sn("")), "order_sn");
    let status = query().status(ParcelStatus::Other("x".into()));
    assert_eq!(parcels(status), "status");
    for bad in [
        "",
        "1380000000",
        "138000000001",
        "23800000000",
        "1380000000a",
    ] {
        assert_eq!(parcels(query().to_mobile(bad)), "mobile", "{bad}");
    }
}

#[test]
fn order_file_without_an_id_or_with_a_field_that_has_no_effect_is_refused() {
    let file = concat!(
        r#"{"product_id":614,"site_order_id":"1000111","product_number":1,"remark":"","#,
        r#""source":"taobao","consignees":[{"site_order_consignee_id":"1","consignee":"canary","#,
        r#""mobile":"13800000000","province":"浙江省","city":"杭州市","district":"西湖区","#,
        r#""address":"canary","platform_order_sn":"T1000"}]}"#
    );
    NewOrder::from_json(file.as_bytes()).unwrap();
    for (from, to, field, words) in [
        (
            r#""site_order_id":"1000111","#,
            "",
            "order",
            "missing field `site_order_id`",
        ),
        (
            r#""site_order_consignee_id":"1","#,
            "",
            "order",
            "missing field `site_order_consignee_id` at `consignees[0]",
        ),
        (
            r#""site_order_id":"1000111""#,
            r#""site_order_id":0"#,
            "site_order_id",
            "digits",
        ),
        (
            r#""product_number":1"#,
            r#""product_number":2"#,
            "product_number",
            "must be 1",
        ),
        (
            r#""source":"taobao""#,
            r#""source":"canary""#,
            "source",
            "must be taobao",
        ),
        (
            r#""remark":"""#,
            r#""remark":"","consigners":[]"#,
            "order",
            "expected",
        ),
        (
            r#""city":"杭州市""#,
            r#""city":" ""#,
            "city",
            "must not be empty",
        ),
        (
            r#""mobile":"13800000000""#,
            r#""mobile":{"canary":1}"#,
            "order",
            "consignees[0].mobile",
        ),
        (r#"}]}"#, r#"}]"#, "order", "ends too early"),
    ] {
        let changed = file.replace(from, to);
        assert_ne!(changed, file);
        let invalid = NewOrder::from_json(changed.as_bytes()).unwrap_err();
        assert_eq!(invalid.field(), field, "{invalid}");
        assert!(invalid.rule().contains(words), "{invalid}");
        assert!(!format!("{invalid} {invalid:?}").contains("canary"));
    }
}

#[test]
fn input_error_never_shows_the_value() {
    let mut to = recipient();
    to.mobile = "canary".into();
    let shown = [
        format!("{:?}", order_error(&order_to(1, PRODUCT, to))),
        format!("{:?}", "canary".parse::<SiteOrderId>().unwrap_err()),
        format!("{:?}", "canary".parse::<Source>().unwrap_err()),
        format!("{:?}", {
            let query = ParcelQuery::new().to_mobile("canary");
            refused_unsent(|client| client.parcels(&query))
        }),
    ];
    assert!(
        shown.iter().all(|text| !text.contains("canary")),
        "{shown:?}"
    );
}
