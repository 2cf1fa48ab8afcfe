//! Sample answers: as they are, with numbers as texts, and with fields absent.

use damaijia_api::{
    Client, Code, Credentials, Existence, OrderQuery, ParcelQuery, ParcelStatus, ProductQuery,
    Secret, Settings, UnverifiedNotification, WarehouseId,
};
use serde_json::Value;

use crate::provider::{Provider, order, parcel_id};

const COURIERS: &str = r#"{"data":[{"id":1,"expressName":"X","expressImgUrl":"","warehouseSend":[{"id":2,"warehouseName":"W","is_support_encry":1,"warehouseAliasName":"w","warehousePrice":170,"forbidSend":[]}]}],"status":0}"#;
const BAN: &str = r#""forbidSend":{"district":["北京市"],"startTime":"2021-08-01 00:00:00","endTime":"2021-09-14 00:00:00"}"#;
const PRODUCTS: &str = r#"{"data":{"total":1,"list":[{"user_source":["taobao"],"id":614,"name":"n","othumb":"","cost_price":10,"weight":"0.1","stock":9,"sales":0,"create_time":"2021-08-05 00:00:00","signing_method":"","support_entry_source":"taobao,pdd","is_support_encry":1}]},"status":0}"#;
const ORDERS: &str = r#"{"data":{"index":1,"total":1,"list":[{"id":5,"order_sn":"2021080512000000112345","page_number":1,"source":"taobao","remark":"","create_time":"2021-08-05 12:00:00","total_price":180,"name":"n"}]},"status":0}"#;
const PARCELS: &str = r#"{"data":{"index":1,"list":{"current_page":1,"data":[{"order_sn":"2021080512000000112345","status":"s","express_no":"123","id":5}]},"total":1},"status":0}"#;
const STATES: &str = r#"{"data":{"list":[{"id":7,"site_order_consignee_id":"1000111","status":"s","express_company_name":"X","express_no":"123"}]},"status":0}"#;
const CANCEL_OK: &str = r#"{"data":[],"status":"取消成功"}"#;
const BALANCE: &str = r#"{"data":{"balance":12345},"status":0}"#;
const LOGIN: &str = r#"{"data":{"access_token":"0123456789abcdef0123456789abcdef"},"status":0}"#;

/// The sample and the same with every number as a text.
pub(crate) fn both_ways(sample: &str) -> [String; 2] {
    let value: Value = serde_json::from_str(sample).unwrap();
    [sample.to_owned(), numbers_to_texts(value).to_string()]
}

fn numbers_to_texts(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::Array(items) => items.into_iter().map(numbers_to_texts).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            fields
                .map(|(name, value)| (name, numbers_to_texts(value)))
                .collect()
        }
        other => other,
    }
}

/// The sample without each of its fields in turn, and the place of the field; `kept` are needed.
fn with_a_field_less(sample: &str, kept: &[&str]) -> Vec<(String, String)> {
    let value: Value = serde_json::from_str(sample).unwrap();
    let mut places = Vec::new();
    find_fields(&value, "", &mut places);
    places.retain(|place| !kept.contains(&place.as_str()));
    let remove = |place: &String| {
        let mut value = value.clone();
        let (parent, name) = place.rsplit_once('/').unwrap();
        let fields = value.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        fields.remove(name);
        (place.clone(), value.to_string())
    };
    places.iter().map(remove).collect()
}

fn find_fields(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.push(format!("{place}/{name}"));
                find_fields(value, &format!("{place}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                find_fields(item, &format!("{place}/{number}"), found);
            }
        }
        _ => {}
    }
}

/// Every sample without any one field but those that are `kept` is still an answer.
pub(crate) fn decodes_without_optional_fields<T: std::fmt::Debug>(
    sample: &str,
    kept: &[&str],
    call: impl Fn(&Client) -> Result<T, damaijia_api::Error>,
) {
    let cases = with_a_field_less(sample, kept);
    assert!(!cases.is_empty());
    for (place, body) in cases {
        let outcome = call(&Provider::that_answers(&body).client());
        assert!(outcome.is_ok(), "without {place}: {outcome:?}");
    }
    for place in kept {
        let cases = with_a_field_less(sample, &[]);
        let (_, body) = cases.iter().find(|(name, _)| name == place).unwrap();
        let outcome = call(&Provider::that_answers(body).client());
        assert!(outcome.is_err(), "without {place}: {outcome:?}");
    }
}

#[test]
fn login_decodes() {
    for body in both_ways(LOGIN) {
        let provider = Provider::that_answers(&body);
        let credentials = Credentials::Login {
            app_id: "id".into(),
            app_secret: Secret::from("secret"),
        };
        let client = Client::new(credentials, Settings::new(provider.url())).unwrap();
        let token = client.token().unwrap();
        assert_eq!(token.expose(), "0123456789abcdef0123456789abcdef");
    }
}

#[test]
fn couriers_decode() {
    for body in both_ways(COURIERS) {
        let couriers = Provider::that_answers(&body).client().couriers().unwrap();
        assert_eq!((couriers.len(), couriers[0].id.0), (1, 1));
        assert_eq!((&*couriers[0].name, &*couriers[0].logo_url), ("X", ""));
        let warehouse = &couriers[0].warehouses[0];
        assert_eq!(warehouse.id, WarehouseId(2));
        assert_eq!((&*warehouse.name, &*warehouse.alias), ("W", "w"));
        assert_eq!(warehouse.fee_fen, Some(170));
        assert!(warehouse.is_support_encry);
        assert!(warehouse.bans.is_empty());
    }
    let kept = [
        "/data",
        "/status",
        "/data/0/id",
        "/data/0/warehouseSend/0/id",
    ];
    decodes_without_optional_fields(COURIERS, &kept, Client::couriers);
}

#[test]
fn bans_decode_as_an_object_a_list_of_objects_or_nothing() {
    let sample = |ban: &str| COURIERS.replace(r#""forbidSend":[]"#, ban);
    let bans = |body: &str| {
        let couriers = Provider::that_answers(body).client().couriers().unwrap();
        couriers[0].warehouses[0].bans.clone()
    };
    let one = bans(&sample(BAN));
    assert_eq!(one.len(), 1);
    assert_eq!(one[0].districts, ["北京市"]);
    assert_eq!(one[0].starts_at.as_str(), "2021-08-01 00:00:00");
    let ends = time::macros::datetime!(2021-09-14 00:00:00 +8);
    assert_eq!(one[0].ends_at.instant(), Some(ends));

    let object = BAN.strip_prefix(r#""forbidSend":"#).unwrap();
    let many = bans(&sample(&format!(r#""forbidSend":[{object},{object}]"#)));
    assert_eq!(many, [one[0].clone(), one[0].clone()]);
    assert!(bans(&sample(r#""forbidSend":null"#)).is_empty());
    assert!(bans(&sample(r#""other":1"#)).is_empty());
    let bare = bans(&sample(r#""forbidSend":{}"#));
    assert!(bare[0].districts.is_empty());
}

#[test]
fn flag_for_encrypted_orders_is_1_empty_or_absent() {
    let flag = |text: &str| {
        let body = COURIERS.replace(r#""is_support_encry":1"#, text);
        let couriers = Provider::that_answers(&body).client().couriers().unwrap();
        couriers[0].warehouses[0].is_support_encry
    };
    assert!(flag(r#""is_support_encry":"1""#));
    assert!(!flag(r#""is_support_encry":"""#));
    assert!(!flag(r#""is_support_encry":0"#));
    assert!(!flag(r#""other":1"#));
}

#[test]
fn products_decode() {
    let query = ProductQuery::new(WarehouseId(2));
    for body in both_ways(PRODUCTS) {
        let page = Provider::that_answers(&body).client().products(&query);
        let page = page.unwrap();
        assert_eq!(page.total, Some(1));
        let product = page.products.iter().next().unwrap();
        assert_eq!((product.id.0, &*product.name), (614, "n"));
        assert_eq!((product.price_fen, &*product.weight), (Some(10), "0.1"));
        assert_eq!((product.stock, product.sales), (Some(9), Some(0)));
        assert_eq!(product.sources, ["taobao"]);
        assert_eq!(product.support_entry_source, "taobao,pdd");
        assert!(product.is_support_encry);
    }
    let kept = ["/data", "/status", "/data/list/0/id"];
    decodes_without_optional_fields(PRODUCTS, &kept, |client| {
        let page = client.products(&query)?;
        let rows = page.products.all();
        rows.map_err(|odd| damaijia_api::Error::Row(Box::new(odd)))
    });
}

#[test]
fn product_with_an_id_alone_has_no_price_rather_than_0() {
    let body = r#"{"data":{"list":[{"id":614}]},"status":0}"#;
    let query = ProductQuery::new(WarehouseId(2));
    let page = Provider::that_answers(body).client().products(&query);
    let page = page.unwrap();
    assert_eq!(
        (page.total, page.products.iter().next().unwrap().price_fen),
        (None, None)
    );
}

#[test]
fn orders_decode() {
    let query = OrderQuery::last_month();
    for body in both_ways(ORDERS) {
        let page = Provider::that_answers(&body).client().orders(&query);
        let page = page.unwrap();
        assert!(page.is_complete());
        let order = page.orders.iter().next().unwrap();
        assert_eq!(order.order_sn, "2021080512000000112345");
        assert_eq!((&*order.order_id, order.parcel_count), ("5", Some(1)));
        assert_eq!((&*order.source, &*order.product_name), ("taobao", "n"));
        assert_eq!(order.total_fen, Some(180));
        assert_eq!(order.create_time.as_str(), "2021-08-05 12:00:00");
    }
    let kept = ["/data", "/status"];
    decodes_without_optional_fields(ORDERS, &kept, |client| client.orders(&query));
    let null_index = ORDERS.replace(r#""index":1"#, r#""index":null"#);
    let provider = Provider::that_answers(&null_index);
    assert!(provider.client().orders(&query).is_ok());
}

#[test]
fn order_page_without_its_last_rows_or_without_a_total_is_not_complete() {
    let query = OrderQuery::last_month();
    for body in [
        ORDERS.replace(r#""total":1"#, r#""total":2"#),
        ORDERS.replace(r#""total":1,"#, ""),
    ] {
        let provider = Provider::that_answers(&body);
        assert!(!provider.client().orders(&query).unwrap().is_complete());
    }
}

#[test]
fn parcels_decode_from_an_object_or_a_list() {
    let query = ParcelQuery::new();
    let as_list = PARCELS
        .replace(r#"{"current_page":1,"data":"#, "")
        .replace(r#"}]},"total""#, r#"}],"total""#);
    for sample in [PARCELS, &as_list] {
        for body in both_ways(sample) {
            let page = Provider::that_answers(&body).client().parcels(&query);
            let page = page.unwrap();
            assert_eq!((page.total, page.parcels.len()), (Some(1), 1));
            let parcel = page.parcels.iter().next().unwrap();
            assert_eq!(parcel.order_sn, "2021080512000000112345");
            assert_eq!(parcel.status, ParcelStatus::Sent);
            assert_eq!((parcel.waybill(), &*parcel.order_id), (Some("123"), "5"));
        }
    }
    let kept = ["/data", "/status"];
    decodes_without_optional_fields(PARCELS, &kept, |client| client.parcels(&query));
}

#[test]
fn states_decode() {
    let ids = [parcel_id(1_000_111)];
    for body in both_ways(STATES) {
        let states = Provider::that_answers(&body).client().parcel_states(&ids);
        let states = states.unwrap();
        assert_eq!(states.len(), 1);
        assert_eq!((&*states[0].id, states[0].waybill()), ("7", Some("123")));
        assert_eq!(states[0].site_order_consignee_id, ids[0]);
        assert_eq!(states[0].status, ParcelStatus::Sent);
        assert_eq!(states[0].express_company_name, "X");
    }
    let kept = [
        "/data",
        "/status",
        "/data/list",
        "/data/list/0/site_order_consignee_id",
    ];
    decodes_without_optional_fields(STATES, &kept, |client| client.parcel_states(&ids));
}

#[test]
fn answer_without_its_list_does_not_say_that_an_order_does_not_exist() {
    for data in ["{}", "[]", "null", r#"{"total":0}"#] {
        let body = format!(r#"{{"data":{data},"status":0}}"#);
        let found = Provider::that_answers(&body)
            .client()
            .find_order(&order(1_000_111));
        assert!(found.is_err(), "{data}: {found:?}");
    }
    let none = r#"{"data":{"list":[]},"status":0}"#;
    let found = Provider::that_answers(none)
        .client()
        .find_order(&order(1_000_111));
    assert!(matches!(found, Ok(Existence::Absent)), "{found:?}");
}

#[test]
fn state_of_another_letter_is_kept() {
    let body = STATES.replace(r#""status":"s""#, r#""status":"x""#);
    let provider = Provider::that_answers(&body);
    let states = provider.client().parcel_states(&[parcel_id(1_000_111)]);
    let status = &states.unwrap()[0].status;
    assert_eq!(*status, ParcelStatus::Other("x".into()));
    assert_eq!(serde_json::to_string(status).unwrap(), r#""x""#);
}

#[test]
fn found_order_decodes_from_the_sample_of_states() {
    let provider = Provider::that_answers(STATES);
    let found = provider.client().find_order(&order(1_000_111)).unwrap();
    assert!(matches!(found, Existence::Exists(states) if states.len() == 1));
}

#[test]
fn cancelling_succeeds_with_its_text_and_with_0() {
    for body in [CANCEL_OK, r#"{"data":[],"status":0}"#, r#"{"status":"0"}"#] {
        let provider = Provider::that_answers(body);
        let outcome = provider.client().cancel_parcel(&parcel_id(1));
        assert!(outcome.is_ok(), "{body}: {outcome:?}");
    }
}

#[test]
fn text_of_cancelling_is_no_success_of_another_call() {
    let body = r#"{"data":{"balance":1},"status":"取消成功"}"#;
    let error = Provider::that_answers(body).client().balance_fen();
    assert!(matches!(error, Err(damaijia_api::Error::Answer(_))));
}

#[test]
fn balance_decodes() {
    for body in both_ways(BALANCE) {
        let provider = Provider::that_answers(&body);
        assert_eq!(provider.client().balance_fen().unwrap(), 12345);
    }
    let negative = BALANCE.replace("12345", "-12345");
    let provider = Provider::that_answers(&negative);
    assert_eq!(provider.client().balance_fen().unwrap(), -12345);
}

#[test]
fn money_with_a_fraction_is_an_error_and_not_rounded() {
    for fraction in ["123.45", r#""123.45""#, "1e2", r#""12.0""#] {
        let body = BALANCE.replace("12345", fraction);
        let outcome = Provider::that_answers(&body).client().balance_fen();
        assert!(outcome.is_err(), "{fraction}");
        let body = PRODUCTS.replace(r#""cost_price":10"#, &format!(r#""cost_price":{fraction}"#));
        let query = ProductQuery::new(WarehouseId(2));
        let page = Provider::that_answers(&body).client().products(&query);
        assert!(page.unwrap().products.all().is_err(), "{fraction}");
    }
}

#[test]
fn refusals_decode() {
    for (sample, code) in [
        (r#"{"status":200,"err":"认证失败","data":[]}"#, 200),
        (r#"{"status":429,"err":"该接口已废弃","data":[]}"#, 429),
        (
            r#"{"status":160,"err":"您的请求太过频繁,请稍后再试","data":[]}"#,
            160,
        ),
        (r#"{"status":422,"err":"该商品已下架","data":[]}"#, 422),
        (
            r#"{"status":234,"err":"site_order_id已存在","data":[]}"#,
            234,
        ),
    ] {
        for body in both_ways(sample) {
            let error = Provider::that_answers(&body).client().couriers();
            assert_eq!(error.unwrap_err().code(), Some(Code(code)), "{body}");
        }
        for (place, body) in with_a_field_less(sample, &["/status"]) {
            let error = Provider::that_answers(&body).client().couriers();
            assert_eq!(error.unwrap_err().code(), Some(Code(code)), "{place}");
        }
    }
}

#[test]
fn notification_decodes() {
    let sample = r#"{"site_order_consignee_id":"1000111","status":"s","consignee":"x","mobile":"x","province":"x","city":"x","district":"x","address":"x","express_no":"123","payment_sn":1,"user_id":1,"cancel_reason":null,"additional":null}"#;
    for body in both_ways(sample) {
        let notification = UnverifiedNotification::parse(body.as_bytes()).unwrap();
        assert_eq!(*notification.claimed_parcel_id(), parcel_id(1_000_111));
        assert_eq!(*notification.claimed_status(), ParcelStatus::Sent);
        assert_eq!(notification.claimed_express_no(), "123");
        assert_eq!(notification.claimed_payment_sn(), "1");
        assert_eq!(notification.claimed_cancel_reason(), "");
    }
    for (place, body) in with_a_field_less(sample, &["/site_order_consignee_id"]) {
        let parsed = UnverifiedNotification::parse(body.as_bytes());
        assert!(parsed.is_ok(), "without {place}");
    }
    assert_eq!(UnverifiedNotification::ANSWER, r#"{"code":0}"#);
}
