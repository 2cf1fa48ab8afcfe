//! 取消发货, the states of parcels, and their notifications.

use openplat_sandbox::{Damaijia, ParcelStatus, RefusalStyle, Sandbox, WarehouseReply};
use serde_json::{Value, json};

use super::caller::{
    CANCEL, CREATE, STATES, cancel, code, consignee, data, order, order_of, post, refusal, states,
    with,
};

const DONE: &str = r#"{"data":[],"status":"取消成功"}"#;

fn with_parcels(own_ids: &[&str]) -> Sandbox {
    let sandbox = Sandbox::start().unwrap();
    data(&post(&sandbox, CREATE, &order("1000111", own_ids)));
    sandbox
}

#[test]
fn cancelled_parcel_is_refunded_once() {
    let sandbox = with_parcels(&["1", "2"]);
    let charged = Damaijia::START_BALANCE_FEN - 360;
    for _ in 0..2 {
        assert_eq!(cancel(&sandbox, "2").text, DONE);
        assert_eq!(sandbox.damaijia().balance_fen(), charged + 180);
    }
    assert_eq!(states(&sandbox, &["1", "2"]), ["1 p", "2 c"]);
    let [stored] = sandbox.damaijia().orders().try_into().unwrap();
    assert_eq!(stored.parcels[1].status, ParcelStatus::Cancelled);
    assert_eq!(stored.parcels[1].cancel_reason, None);
    assert_eq!(stored.total_fen, 360);
}

#[test]
fn package_id_is_the_callers_id_as_a_text() {
    let sandbox = with_parcels(&["1"]);
    let stored = sandbox.damaijia().orders().remove(0);
    for unknown in [stored.sn, stored.parcels[0].id.to_string(), "9".to_owned()] {
        assert_eq!(code(&cancel(&sandbox, &unknown)), 212, "{unknown}");
    }
    for wrong in [
        json!({"package_id": 1}),
        json!({"package_id": ""}),
        json!({}),
    ] {
        assert_eq!(code(&post(&sandbox, CANCEL, &wrong)), 422, "{wrong}");
    }
    assert_eq!(states(&sandbox, &["1"]), ["1 p"]);
}

#[test]
fn oldest_parcel_of_an_id_is_the_one_that_is_cancelled() {
    let sandbox = with_parcels(&["5"]);
    data(&post(&sandbox, CREATE, &order("1000112", &["5"])));
    for _ in 0..2 {
        assert_eq!(cancel(&sandbox, "5").text, DONE);
        assert_eq!(states(&sandbox, &["5"]), ["5 c", "5 p"]);
    }
}

#[test]
fn sent_parcel_is_213_or_239() {
    let sandbox = with_parcels(&["1"]);
    assert!(sandbox.damaijia().ship("1"));
    assert_eq!(
        refusal(&cancel(&sandbox, "1")),
        (213, "包裹已发货,无法取消".to_owned())
    );
    sandbox.damaijia().set_refusal_style(RefusalStyle::Observed);
    assert_eq!(
        refusal(&cancel(&sandbox, "1")),
        (239, "该包裹不支持取消".to_owned())
    );
    assert_eq!(
        sandbox.damaijia().balance_fen(),
        Damaijia::START_BALANCE_FEN - 180
    );
}

#[test]
fn warehouse_is_asked_for_a_parcel_that_it_holds() {
    let sandbox = with_parcels(&["1"]);
    let damaijia = sandbox.damaijia();
    assert!(damaijia.hand_over("1"));
    damaijia.set_warehouse_reply(WarehouseReply::Refuses);
    assert_eq!(
        refusal(&cancel(&sandbox, "1")),
        (208, "取消订单失败,请联系客服".to_owned())
    );
    damaijia.set_refusal_style(RefusalStyle::Observed);
    assert_eq!(code(&cancel(&sandbox, "1")), 239);
    assert_eq!(states(&sandbox, &["1"]), ["1 s"]);
    damaijia.set_warehouse_reply(WarehouseReply::Agrees);
    assert_eq!(cancel(&sandbox, "1").text, DONE);
    assert_eq!(damaijia.balance_fen(), Damaijia::START_BALANCE_FEN);
}

#[test]
fn parcel_goes_from_the_warehouse_to_its_waybill() {
    let sandbox = with_parcels(&["1", "2"]);
    let damaijia = sandbox.damaijia();
    assert!(damaijia.hand_over("1"));
    assert!(!damaijia.hand_over("1"));
    assert_eq!(states(&sandbox, &["1", "2"]), ["1 s", "2 p"]);
    assert!(damaijia.ship("1") && damaijia.ship("2"));
    assert!(!damaijia.ship("1") && !damaijia.ship("3"));
    let parcels = damaijia.orders().remove(0).parcels;
    assert_eq!(
        states(&sandbox, &["1", "2"]),
        [
            format!("1 s {}", parcels[0].express_no),
            format!("2 s {}", parcels[1].express_no)
        ]
    );
    assert_ne!(parcels[0].express_no, parcels[1].express_no);
}

#[test]
fn cancelled_parcel_is_not_sent() {
    let sandbox = with_parcels(&["1"]);
    cancel(&sandbox, "1");
    assert!(!sandbox.damaijia().hand_over("1") && !sandbox.damaijia().ship("1"));
    assert_eq!(states(&sandbox, &["1"]), ["1 c"]);
}

#[test]
fn state_has_the_courier_with_the_waybill_only() {
    let sandbox = with_parcels(&["1"]);
    let row = || {
        let body = json!({"site_order_consignee_ids": ["1"]});
        data(&post(&sandbox, STATES, &body))["list"][0].clone()
    };
    sandbox.damaijia().hand_over("1");
    assert_eq!(row()["express_company_name"], "");
    sandbox.damaijia().ship("1");
    assert_eq!(row()["express_company_name"], "圆通速递");
    assert_eq!(row()["id"], sandbox.damaijia().orders()[0].parcels[0].id);
}

#[test]
fn unknown_ids_are_missing_from_the_states() {
    let sandbox = with_parcels(&["1", "2", "3"]);
    assert_eq!(states(&sandbox, &["9", "3", "1", "3"]), ["1 p", "3 p"]);
    assert!(states(&sandbox, &["9"]).is_empty());
    assert!(states(&sandbox, &[]).is_empty());
}

#[test]
fn ids_of_the_states_are_a_list_of_texts() {
    let sandbox = with_parcels(&["1"]);
    for ids in [json!([1]), json!("1"), json!(null), json!(["1", 1])] {
        let body = json!({"site_order_consignee_ids": ids});
        assert_eq!(code(&post(&sandbox, STATES, &body)), 422, "{ids}");
    }
}

#[test]
fn callback_follows_the_parcel() {
    let sandbox = with_parcels(&["1"]);
    let damaijia = sandbox.damaijia();
    let body = || -> Value { serde_json::from_str(&damaijia.callback_json("1").unwrap()).unwrap() };
    damaijia.hand_over("1");
    let handed_over = body();
    assert_eq!(
        (&handed_over["status"], &handed_over["express_no"]),
        (&json!("s"), &json!(""))
    );
    cancel(&sandbox, "1");
    let cancelled = body();
    assert_eq!(cancelled["status"], "c");
    assert_ne!(cancelled["payment_sn"], handed_over["payment_sn"]);
    assert_eq!(
        cancelled["address"],
        "测试路 1 号,联系不到收货人派件员可以代收"
    );
    assert_eq!(damaijia.callback_json("9"), None);
    assert_eq!(damaijia.callback_form("9"), None);
}

#[test]
fn every_charge_and_every_refund_has_a_number_of_its_own() {
    let sandbox = with_parcels(&["1", "2"]);
    data(&post(&sandbox, CREATE, &order("1000112", &["3"])));
    cancel(&sandbox, "2");
    cancel(&sandbox, "3");
    data(&post(&sandbox, CREATE, &order("1000113", &["4"])));
    let orders = sandbox.damaijia().orders();
    let parcels = orders.iter().flat_map(|order| &order.parcels);
    let numbers: Vec<u64> = parcels.map(|parcel| parcel.payment_sn).collect();
    assert_eq!(numbers, [1, 3, 4, 5]);
}

#[test]
fn callback_of_a_parcel_that_cannot_be_sent_has_the_reason() {
    let sandbox = Sandbox::start().unwrap();
    let recipient = with(consignee("1"), "/mobile", json!(Damaijia::BLOCKED_MOBILE));
    data(&post(
        &sandbox,
        CREATE,
        &order_of(Damaijia::PRODUCT, "1", &recipient),
    ));
    assert_eq!(sandbox.damaijia().cancel_unsendable(), 1);
    let body = sandbox.damaijia().callback_json("1").unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    let reason = sandbox.damaijia().orders()[0].parcels[0]
        .cancel_reason
        .clone();
    assert_eq!(body["cancel_reason"], json!(reason.unwrap()));
}

#[test]
fn callback_as_a_form_is_encoded_and_has_no_null() {
    let sandbox = Sandbox::start().unwrap();
    let mut recipient = consignee("1");
    for (name, value) in [
        ("consignee", "a&b=c"),
        ("province", "浙江省"),
        ("city", "*-._~"),
        ("district", "100%"),
        ("address", "1 + 1"),
    ] {
        recipient[name] = json!(value);
    }
    data(&post(
        &sandbox,
        CREATE,
        &order_of(Damaijia::PRODUCT, "1", &recipient),
    ));
    assert_eq!(
        sandbox.damaijia().callback_form("1").unwrap(),
        "address=1+%2B+1%2C%E8%81%94%E7%B3%BB%E4%B8%8D%E5%88%B0%E6%94%B6%E8%B4%A7%E4%BA%BA%E6%B4%BE%E4%BB%B6%E5%91%98%E5%8F%AF%E4%BB%A5%E4%BB%A3%E6%94%B6\
         &city=*-._%7E&consignee=a%26b%3Dc&district=100%25&express_no=&mobile=13800000000\
         &payment_sn=1&province=%E6%B5%99%E6%B1%9F%E7%9C%81&site_order_consignee_id=1&status=p&user_id=1"
    );
}
