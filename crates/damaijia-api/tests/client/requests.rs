//! Whole requests, as the pages have them.

use damaijia_api::{
    Client, Credentials, NewOrder, NewParcel, OrderQuery, Page, ParcelQuery, ParcelStatus,
    ProductId, ProductQuery, RowWindow, Secret, Settings, SiteParcelId, Source, WarehouseId,
};
use mockito::Matcher;
use time::macros::{date, datetime};

use crate::provider::{API_KEY, Expects, Provider, bare_order, parcel_id, recipient};

const EMPTY: &str = r#"{"data":[],"status":0}"#;
const ORDER: &str = concat!(
    r#"{"product_id":614,"site_order_id":"1000111","product_number":1,"remark":"ceshi","#,
    r#""source":"taobao","consignees":[{"site_order_consignee_id":"1000111","#,
    r#""consignee":"测试","mobile":"13800000000","province":"浙江省","city":"杭州市","#,
    r#""district":"西湖区","address":"测试路 1 号","platform_order_sn":"T1000"}]}"#
);

/// The least answer that says that an order was made.
const CREATED: &str = r#"{"data":{"order_sn":"1"},"status":0}"#;

#[test]
fn login_sends_both_credentials_as_texts_in_the_body() {
    let mut provider = Provider::start();
    let login = provider
        .mock("POST", "user_login")
        .match_header("Authorization", Matcher::Missing)
        .match_header("content-type", "application/json")
        .match_body(Matcher::Exact(
            r#"{"app_id":"f823239d","app_secret":"23ee22ea"}"#.into(),
        ))
        .with_body(r#"{"data":{"access_token":"14aea231f8e162649635f46b33"},"status":0}"#)
        .create();
    let balance = provider
        .mock("POST", "get_user_balance")
        // The bare token: no `Bearer `.
        .match_header("Authorization", "14aea231f8e162649635f46b33")
        .match_body("{}")
        .with_body(r#"{"data":{"balance":1},"status":0}"#)
        .create();
    let credentials = Credentials::Login {
        app_id: "f823239d".into(),
        app_secret: Secret::from("23ee22ea"),
    };
    let client = Client::new(credentials, Settings::new(provider.url())).unwrap();
    assert_eq!(client.balance_fen().unwrap(), 1);
    login.assert();
    balance.assert();
}

/// The samples contradict each other: 32 characters in the answer, 40 in the header [doc]. The
/// token is an opaque text.
#[test]
fn token_of_any_length_is_sent_as_it_came() {
    let hex = "0123456789abcdef0123456789abcdef0123456789abcdef";
    for length in [1, 32, 40, 48] {
        let token = &hex[..length];
        let mut provider = Provider::start();
        let login = provider
            .mock("POST", "user_login")
            .with_body(format!(
                r#"{{"data":{{"access_token":"{token}"}},"status":0}}"#
            ))
            .create();
        let balance = provider
            .mock("POST", "get_user_balance")
            .match_header("Authorization", token)
            .with_body(r#"{"data":{"balance":1},"status":0}"#)
            .create();
        let credentials = Credentials::Login {
            app_id: "f823239d".into(),
            app_secret: Secret::from("23ee22ea"),
        };
        let client = Client::new(credentials, Settings::new(provider.url())).unwrap();
        client.balance_fen().unwrap();
        assert_eq!(client.token().unwrap().expose(), token);
        login.assert();
        balance.assert();
    }
}

#[test]
fn fixed_key_stands_in_place_of_the_token() {
    let mut provider = Provider::start();
    let login = provider.mock("POST", "user_login").expect(0).create();
    let balance = provider.expects(
        "get_user_balance",
        "{}",
        r#"{"data":{"balance":1},"status":0}"#,
    );
    let client = provider.client();
    client.balance_fen().unwrap();
    assert_eq!(client.token().unwrap().expose(), API_KEY);
    assert_eq!(client.token_status().unwrap(), None);
    login.assert();
    balance.assert();
}

#[test]
fn couriers_are_a_get_without_parameters() {
    let mut provider = Provider::start();
    let request = provider
        .mock("GET", "v1/warehouse_get_list")
        .match_header("Authorization", API_KEY)
        .match_header("accept", "application/json")
        .match_query(Matcher::Missing)
        .with_body(EMPTY)
        .create();
    assert!(provider.client().couriers().unwrap().is_empty());
    request.assert();
}

#[test]
fn products_are_a_get_with_warehouse_and_page() {
    let mut provider = Provider::start();
    let default = provider
        .mock("GET", "v1/product_get_list?id=2&page=1")
        .match_header("accept", "application/json")
        .with_body(EMPTY)
        .create();
    let sized = provider
        .mock("GET", "v1/product_get_list?id=2&page=3&pageSize=10")
        .with_body(EMPTY)
        .create();
    let query = ProductQuery::new(WarehouseId(2));
    provider.client().products(&query).unwrap();
    provider
        .client()
        .products(&query.page(3).page_size(10))
        .unwrap();
    default.assert();
    sized.assert();
}

#[test]
fn order_is_sent_as_in_the_example_of_the_page() {
    let mut provider = Provider::start();
    let request = provider.expects("v1/order_create", ORDER, CREATED);
    let order = bare_order(1_000_111, ProductId(614))
        .remark("ceshi")
        .parcel(NewParcel::new(parcel_id(1_000_111), recipient()).platform_order_sn("T1000"));
    provider.client().create_order(&order).unwrap();
    request.assert();
}

#[test]
fn order_from_a_file_is_sent_like_one_that_was_built() {
    let mut provider = Provider::start();
    let request = provider
        .mock("POST", "v1/order_create")
        .match_body(Matcher::Exact(ORDER.into()))
        .with_body(CREATED)
        .expect(3)
        .create();
    let as_numbers = ORDER.replace(r#":"1000111""#, ":1000111");
    let without_number = ORDER.replace(r#""product_number":1,"#, "");
    for file in [ORDER, &as_numbers, &without_number] {
        let order = NewOrder::from_json(file.as_bytes()).unwrap();
        provider.client().create_order(&order).unwrap();
    }
    request.assert();
}

#[test]
fn order_without_a_remark_sends_an_empty_one_and_the_parcel_id_as_platform_order_sn() {
    let mut provider = Provider::start();
    let body = ORDER.replace("ceshi", "").replace("T1000", "1000111");
    let request = provider.expects("v1/order_create", &body, CREATED);
    let order = bare_order(1_000_111, ProductId(614))
        .parcel(NewParcel::new(parcel_id(1_000_111), recipient()));
    provider.client().create_order(&order).unwrap();
    request.assert();
}

#[test]
fn cancelling_sends_the_parcel_id_as_a_text() {
    let mut provider = Provider::start();
    let request = provider.expects(
        "package_cancel",
        r#"{"package_id":"1000111"}"#,
        r#"{"data":[],"status":"取消成功"}"#,
    );
    let id = parcel_id(1_000_111);
    provider.client().cancel_parcel(&id).unwrap();
    request.assert();
}

#[test]
fn orders_send_a_filter_and_rows() {
    let mut provider = Provider::start();
    let plain = provider.expects("order_get_list", r#"{"filter":{},"range":[1,100]}"#, EMPTY);
    let full = provider.expects(
        "order_get_list",
        concat!(
            r#"{"filter":{"create_time":["2021-08-05 00:00:00","2021-08-06 23:59:59"],"#,
            r#""order_sn":"12347","source":"jd"},"range":[1,10]}"#
        ),
        EMPTY,
    );
    let client = provider.client();
    client.orders(&OrderQuery::last_month()).unwrap();
    // The zone of the caller does not matter: GMT+8 is sent.
    let query = OrderQuery::between(
        datetime!(2021-08-04 16:00:00 UTC),
        datetime!(2021-08-06 23:59:59 +8),
    );
    let query = query
        .order_sn("12347")
        .source(Source::Jd)
        .window(RowWindow::first(10));
    client.orders(&query).unwrap();
    plain.assert();
    full.assert();
}

#[test]
fn parcels_send_a_filter_and_a_page() {
    let mut provider = Provider::start();
    let plain = provider.expects("package_get_list", r#"{"filter":{},"range":[1,50]}"#, EMPTY);
    let full = provider.expects(
        "package_get_list",
        concat!(
            r#"{"filter":{"create_time":["2021-08-05","2021-08-06"],"mobile":"13800000000","#,
            r#""order_sn":"12347","status":"s"},"range":[3,2]}"#
        ),
        EMPTY,
    );
    let client = provider.client();
    client.parcels(&ParcelQuery::new()).unwrap();
    let query = ParcelQuery::new()
        .days(date!(2021 - 08 - 05), date!(2021 - 08 - 06))
        .to_mobile("13800000000")
        .order_sn("12347")
        .status(ParcelStatus::Sent)
        .page(Page::numbered(3, 2));
    client.parcels(&query).unwrap();
    plain.assert();
    full.assert();
}

#[test]
fn states_are_asked_for_in_batches_of_50() {
    let mut provider = Provider::start();
    let body = |numbers: std::ops::RangeInclusive<u64>| {
        let ids: Vec<String> = numbers.map(|number| format!(r#""{number}""#)).collect();
        format!(r#"{{"site_order_consignee_ids":[{}]}}"#, ids.join(","))
    };
    let answer = |number: u64| {
        format!(
            r#"{{"data":{{"list":[{{"site_order_consignee_id":"{number}","status":"p"}}]}},"status":0}}"#
        )
    };
    let first = provider.expects("get_packages_status", &body(1..=50), &answer(1));
    let second = provider.expects("get_packages_status", &body(51..=100), &answer(51));
    let last = provider.expects("get_packages_status", &body(101..=101), &answer(101));
    let ids: Vec<SiteParcelId> = (1..=101).map(parcel_id).collect();
    let states = provider.client().parcel_states(&ids).unwrap();
    let found: Vec<&str> = states
        .iter()
        .map(|state| state.site_order_consignee_id.as_str())
        .collect();
    assert_eq!(found, ["1", "51", "101"]);
    first.assert();
    second.assert();
    last.assert();
}

#[test]
fn states_of_no_parcels_send_nothing() {
    let mut provider = Provider::start();
    let request = provider.mock_any("POST").expect(0).create();
    assert!(provider.client().parcel_states(&[]).unwrap().is_empty());
    request.assert();
}
