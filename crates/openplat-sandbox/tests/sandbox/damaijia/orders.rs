//! 创建订单: what an order does, and what it is refused for.

use openplat_sandbox::{Damaijia, ParcelStatus, RefusalStyle, Sandbox};
use serde_json::{Value, json};
use time::macros::datetime;

use super::caller::{CREATE, code, consignee, data, order, order_of, post, refusal, states, with};

fn refused(product_id: u64, style: RefusalStyle) -> (i64, String) {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().set_refusal_style(style);
    let body = order_of(product_id, "1", &consignee("1"));
    let answer = refusal(&post(&sandbox, CREATE, &body));
    assert!(sandbox.damaijia().orders().is_empty());
    answer
}

fn recipient(own_id: &str, province: &str, city: &str, district: &str) -> Value {
    let mut recipient = consignee(own_id);
    recipient["province"] = json!(province);
    recipient["city"] = json!(city);
    recipient["district"] = json!(district);
    recipient
}

#[test]
fn order_is_in_the_books_as_it_was_sent() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2021-08-05 04:00:00 UTC));
    let data = data(&post(&sandbox, CREATE, &order("1000111", &["21", "22"])));
    let [stored] = sandbox.damaijia().orders().try_into().unwrap();
    assert_eq!(data["order_id"], stored.id);
    assert_eq!(data["order_sn"], stored.sn);
    assert_eq!(stored.sn, format!("20210805120000{:08}", stored.id));
    assert_eq!(stored.site_order_id, "1000111");
    assert_eq!(
        (stored.product_id, &*stored.source, &*stored.remark),
        (Damaijia::PRODUCT, "taobao", "ceshi")
    );
    assert_eq!(stored.created_at, datetime!(2021-08-05 04:00:00 UTC));
    assert_eq!(stored.total_fen, 360);
    for (place, own_id) in ["21", "22"].iter().enumerate() {
        let parcel = &stored.parcels[place];
        let answered = &data["consignees"][place];
        assert_eq!(answered["consignee_id"], parcel.id);
        assert_eq!(answered["site_order_consignee_id"], *own_id);
        assert_eq!(parcel.site_order_consignee_id, *own_id);
        assert_eq!(parcel.status, ParcelStatus::Unshipped);
        assert_eq!(
            (&*parcel.consignee, &*parcel.mobile),
            ("测试收货人", "13800000000")
        );
        assert_eq!(
            (&*parcel.province, &*parcel.city, &*parcel.district),
            ("浙江省", "杭州市", "西湖区")
        );
        assert_eq!(parcel.platform_order_sn, "T1000");
        assert_eq!((parcel.price_fen, parcel.shipping_fee_fen), (10, 170));
    }
    assert_ne!(stored.parcels[0].id, stored.parcels[1].id);
}

#[test]
fn address_comes_back_with_appended_text() {
    let sandbox = Sandbox::start().unwrap();
    data(&post(&sandbox, CREATE, &order("1", &["1"])));
    assert_eq!(
        sandbox.damaijia().orders()[0].parcels[0].address,
        "测试路 1 号,联系不到收货人派件员可以代收"
    );
}

#[test]
fn same_site_order_id_is_234_and_no_second_order() {
    let sandbox = Sandbox::start().unwrap();
    data(&post(&sandbox, CREATE, &order("7", &["1"])));
    let balance = sandbox.damaijia().balance_fen();
    // The same as a number, other content, and an order that could not be paid or sent any more.
    let number = with(order("7", &["1"]), "/site_order_id", json!(7));
    let other = order_of(Damaijia::OFF_SALE_PRODUCT, "7", &consignee("2"));
    sandbox.damaijia().set_balance_fen(0);
    for body in [order("7", &["1"]), number, other] {
        assert_eq!(
            refusal(&post(&sandbox, CREATE, &body)),
            (234, "site_order_id已存在".to_owned())
        );
    }
    assert_eq!(sandbox.damaijia().orders().len(), 1);
    sandbox.damaijia().set_balance_fen(balance);
    data(&post(&sandbox, CREATE, &order("8", &["1"])));
    assert_eq!(sandbox.damaijia().orders().len(), 2);
}

#[test]
fn refused_order_leaves_its_id_free() {
    let sandbox = Sandbox::start().unwrap();
    let body = order_of(Damaijia::OFF_SALE_PRODUCT, "7", &consignee("1"));
    assert_eq!(code(&post(&sandbox, CREATE, &body)), 226);
    data(&post(&sandbox, CREATE, &order("7", &["1"])));
}

#[test]
fn id_made_by_the_provider_avoids_those_of_callers() {
    let sandbox = Sandbox::start().unwrap();
    data(&post(&sandbox, CREATE, &order("0", &["1"])));
    let made: u64 = sandbox.damaijia().orders()[0]
        .site_order_id
        .parse()
        .unwrap();
    let taken = (made + 2).to_string();
    data(&post(&sandbox, CREATE, &order(&taken, &["2"])));
    data(&post(&sandbox, CREATE, &order("0", &["3"])));
    let orders = sandbox.damaijia().orders();
    assert_ne!(orders[2].site_order_id, taken);
}

#[test]
fn parcel_id_of_the_caller_may_occur_twice() {
    let sandbox = Sandbox::start().unwrap();
    data(&post(&sandbox, CREATE, &order("1", &["5", "5"])));
    data(&post(&sandbox, CREATE, &order("2", &["5"])));
    assert_eq!(states(&sandbox, &["5"]), ["5 p", "5 p", "5 p"]);
}

#[test]
fn product_number_is_forced_to_1() {
    let sandbox = Sandbox::start().unwrap();
    let body = with(order("1", &["1"]), "/product_number", json!(1000));
    data(&post(&sandbox, CREATE, &body));
    assert_eq!(sandbox.damaijia().orders()[0].total_fen, 180);
}

#[test]
fn balance_pays_at_once_to_the_last_fen() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().set_balance_fen(180 + 359);
    data(&post(&sandbox, CREATE, &order("1", &["1"])));
    assert_eq!(sandbox.damaijia().balance_fen(), 359);
    assert_eq!(
        refusal(&post(&sandbox, CREATE, &order("2", &["2", "3"]))),
        (209, "账户余额不足,请先充值".to_owned())
    );
    assert_eq!(sandbox.damaijia().balance_fen(), 359);
    assert_eq!(sandbox.damaijia().orders().len(), 1);
    sandbox.damaijia().set_balance_fen(360);
    data(&post(&sandbox, CREATE, &order("2", &["2", "3"])));
    assert_eq!(sandbox.damaijia().balance_fen(), 0);
}

#[test]
fn product_unknown_or_off_sale_is_226_or_422() {
    for product in [Damaijia::OFF_SALE_PRODUCT, 1] {
        assert_eq!(
            refused(product, RefusalStyle::Documented),
            (226, "商品已下架,请联系客服".to_owned())
        );
        assert_eq!(
            refused(product, RefusalStyle::Observed),
            (422, "该商品已下架".to_owned())
        );
    }
}

#[test]
fn warehouse_off_line_is_227_or_422() {
    let product = Damaijia::OFFLINE_PRODUCT;
    assert_eq!(
        refused(product, RefusalStyle::Documented),
        (227, "仓库已下架,请联系客服".to_owned())
    );
    assert_eq!(
        refused(product, RefusalStyle::Observed),
        (422, "该商品已下架1".to_owned())
    );
}

#[test]
fn source_that_the_product_does_not_take_is_228_or_422() {
    let sandbox = Sandbox::start().unwrap();
    let body = with(order("1", &["1"]), "/source", json!("jd"));
    assert_eq!(
        refusal(&post(&sandbox, CREATE, &body)),
        (228, "当前商品暂不支持该发货平台,换个发货平台".to_owned())
    );
    sandbox.damaijia().set_refusal_style(RefusalStyle::Observed);
    assert_eq!(
        refusal(&post(&sandbox, CREATE, &body)),
        (422, "当前商品暂不支持该发货平台".to_owned())
    );
}

#[test]
fn warehouse_at_a_banned_place_is_235() {
    assert_eq!(
        refused(Damaijia::BANNED_ORIGIN_PRODUCT, RefusalStyle::Documented),
        (235, "商品发货地已禁发".to_owned())
    );
}

#[test]
fn order_without_configured_prices_is_233() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().miss_prices(true);
    assert_eq!(code(&post(&sandbox, CREATE, &order("1", &["1"]))), 233);
}

#[test]
fn banned_address_is_part_of_a_success() {
    let sandbox = Sandbox::start().unwrap();
    let mut body = order_of(Damaijia::BANNING_PRODUCT, "1", &Value::Null);
    body["consignees"] = json!([
        recipient("1", "北京市", "北京市", "东城区"),
        recipient("2", "浙江省", "宁波市", "海曙区"),
        recipient("3", "浙江省", "杭州市", "西湖区"),
        recipient("4", "广东省", "深圳市", "福田区"),
        recipient("5", "广东省", "深圳市", "南山区"),
    ]);
    let data = data(&post(&sandbox, CREATE, &body));
    let rows = data["consignees"].as_array().unwrap().iter();
    let codes: Vec<(i64, &str, &str)> = rows
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap();
            (
                row["msg_code"].as_i64().unwrap(),
                text("msg"),
                text("forbidden_zone"),
            )
        })
        .collect();
    assert_eq!(
        codes,
        [
            (2001, "该地区已禁发", "北京市"),
            (2001, "该地区已禁发", "浙江省/宁波市"),
            (2000, "", ""),
            (2001, "该地区已禁发", "广东省/深圳市/福田区"),
            (2000, "", ""),
        ]
    );
    // All are created and charged.
    let [stored] = sandbox.damaijia().orders().try_into().unwrap();
    assert_eq!((stored.parcels.len(), stored.total_fen), (5, 5 * 370));
}

#[test]
fn parcel_id_of_a_banned_parcel_is_that_of_another() {
    let sandbox = Sandbox::start().unwrap();
    let mut body = order_of(Damaijia::BANNING_PRODUCT, "1", &Value::Null);
    let banned = |own_id| recipient(own_id, "北京市", "北京市", "东城区");
    body["consignees"] = json!([banned("1"), consignee("2"), banned("3")]);
    let data = data(&post(&sandbox, CREATE, &body));
    let parcels = &sandbox.damaijia().orders()[0].parcels;
    let id = |place: usize| data["consignees"][place]["consignee_id"].clone();
    assert_eq!(id(0), 0);
    assert_eq!(id(1), parcels[1].id);
    assert_eq!(id(2), parcels[1].id);
}

#[test]
fn ban_ends_with_its_time() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2100-01-01 00:00:00 +8));
    let banned = recipient("1", "北京市", "北京市", "东城区");
    let body = order_of(Damaijia::BANNING_PRODUCT, "1", &banned);
    let data = data(&post(&sandbox, CREATE, &body));
    assert_eq!(data["consignees"][0]["msg_code"], 2000);
    assert_eq!(sandbox.damaijia().cancel_unsendable(), 0);
}

#[test]
fn parcel_that_cannot_be_sent_is_cancelled_and_refunded_later() {
    let sandbox = Sandbox::start().unwrap();
    let mut body = order_of(Damaijia::BANNING_PRODUCT, "1", &Value::Null);
    body["consignees"] = json!([
        recipient("1", "北京", "北京", "东城区"),
        recipient("2", "浙江", "宁波大市", "海曙区"),
        recipient("3", "广东省", "深圳市", "福田区"),
        recipient("4", "Utopia", "X", "X"),
        with(consignee("5"), "/mobile", json!(Damaijia::BLOCKED_MOBILE)),
        consignee("6"),
        recipient("7", "江苏省", "宁波市", "海曙区"),
    ]);
    let answered = data(&post(&sandbox, CREATE, &body));
    // 2000 is no promise, and 2001 is no proof.
    let codes = answered["consignees"].as_array().unwrap().iter();
    let codes: Vec<i64> = codes.map(|row| row["msg_code"].as_i64().unwrap()).collect();
    assert_eq!(codes, [2000, 2000, 2001, 2000, 2000, 2000, 2000]);
    let charged = Damaijia::START_BALANCE_FEN - 7 * 370;
    assert_eq!(sandbox.damaijia().balance_fen(), charged);

    assert_eq!(sandbox.damaijia().cancel_unsendable(), 4);
    assert_eq!(
        states(&sandbox, &["1", "2", "3", "4", "5", "6", "7"]),
        ["1 c", "2 c", "3 p", "4 c", "5 c", "6 p", "7 p"]
    );
    assert_eq!(sandbox.damaijia().balance_fen(), charged + 4 * 370);
    let parcels = &sandbox.damaijia().orders()[0].parcels;
    let has_reason = |parcel: &openplat_sandbox::StoredParcel| parcel.cancel_reason.is_some();
    let reasons: Vec<bool> = parcels.iter().map(has_reason).collect();
    assert_eq!(reasons, [true, true, false, true, true, false, false]);
    assert_eq!(sandbox.damaijia().cancel_unsendable(), 0);
}
