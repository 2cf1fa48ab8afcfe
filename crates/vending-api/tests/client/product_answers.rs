use vending_api::{Category, Error, Product, ProductId, ProductPage, ProductQuery};

use crate::provider::{EMPTY_LIST, Provider, machine_no};

/// The page that a client reads from this `data`.
fn page(data: &str) -> Result<ProductPage, Error> {
    answer(&format!(r#"{{"code":0,"message":"ok","data":{data}}}"#))
}

fn answer(body: &str) -> Result<ProductPage, Error> {
    let query = ProductQuery::new(machine_no());
    Provider::that_answers(body).client().products(&query)
}

/// The product that a client reads from this item.
fn product(item: &str) -> Product {
    let page = page(&format!(r#"{{"data":[{item}]}}"#)).unwrap();
    page.products.iter().next().unwrap().clone()
}

/// The answer of the provider's page, 获取产品列表.
const PUBLISHED: &str = r#"{
  "code": 0,
  "message": "ok",
  "data": {
    "data": [
      {
        "id": 20,
        "category": {
          "id": 2,
          "title": "第二层"
        },
        "good": {
          "name": "可乐",
          "description": "可乐",
          "thumb": "{url}/storage/BkGv6Ij4Am/80b306a1-52db-4694-8de9-45181cc590be.png",
          "price": "0.10",
          "original_price": "0.00",
          "content": "<p>可口可乐</p>",
          "good_no": "412883701240",
          "slug": "412883701240"
        },
        "channel": {
          "name": "A21",
          "cabinet_name": "A",
          "code": "020",
          "x": "2",
          "y": "0",
          "addr": 1
        },
        "current_inventory": 1,
        "inventory": 2
      }
    ],
    "total": 6,
    "current_page": 1,
    "last_page": 1,
    "per_page": 10
  }
}"#;

#[test]
fn published_answer_is_read_field_by_field() {
    let page = answer(PUBLISHED).unwrap();

    assert_eq!(page.total, Some(6));
    assert_eq!(page.current_page, 1);
    assert_eq!(page.last_page, 1);
    assert_eq!(page.per_page, 10);
    assert_eq!(page.products.len(), 1);
    let product = page.products.iter().next().unwrap();
    assert_eq!(product.id, ProductId(20));
    assert_eq!(product.current_inventory, 1);
    assert_eq!(product.inventory, 2);
    let category = product.category.as_ref().unwrap();
    assert_eq!((category.id, category.title.as_str()), (2, "第二层"));
    let good = product.good.as_ref().unwrap();
    assert_eq!(good.name, "可乐");
    assert_eq!(good.description, "可乐");
    assert_eq!(
        good.thumb,
        "{url}/storage/BkGv6Ij4Am/80b306a1-52db-4694-8de9-45181cc590be.png"
    );
    assert_eq!(good.price, "0.10");
    assert_eq!(good.original_price, "0.00");
    assert_eq!(good.content, "<p>可口可乐</p>");
    assert_eq!(good.good_no, "412883701240");
    assert_eq!(good.slug, "412883701240");
    let channel = product.channel.as_ref().unwrap();
    assert_eq!(channel.name, "A21");
    assert_eq!(channel.cabinet_name, "A");
    assert_eq!(channel.code, "020");
    assert_eq!((channel.x.as_str(), channel.y.as_str()), ("2", "0"));
    assert_eq!(channel.addr, 1);
}

#[test]
fn product_is_written_with_the_names_of_the_provider() {
    let page = answer(PUBLISHED).unwrap();
    let written = serde_json::to_value(page.products.iter().next().unwrap()).unwrap();
    let published: serde_json::Value = serde_json::from_str(PUBLISHED).unwrap();
    assert_eq!(written, published["data"]["data"][0]);
}

#[test]
fn empty_list_in_place_of_the_page_is_no_product() {
    let page = answer(EMPTY_LIST).unwrap();
    assert!(page.products.is_empty());
    assert_eq!((page.total, page.last_page), (None, 0));
}

#[test]
fn empty_object_null_and_absent_data_are_no_product() {
    for body in [
        r#"{"code":0,"message":"ok","data":{}}"#,
        r#"{"code":0,"message":"ok","data":null}"#,
        r#"{"code":0,"message":"ok"}"#,
    ] {
        assert!(answer(body).unwrap().products.is_empty(), "{body}");
    }
}

#[test]
fn empty_object_null_and_absent_list_are_no_product() {
    for data in [
        r#"{"total":6,"data":{}}"#,
        r#"{"total":6,"data":null}"#,
        r#"{"total":6,"data":[]}"#,
        r#"{"total":6}"#,
    ] {
        let page = page(data).unwrap();
        assert!(page.products.is_empty(), "{data}");
        assert_eq!(page.total, Some(6), "{data}");
    }
}

#[test]
fn left_out_stock_is_0() {
    // Made up: a product that is sold out.
    let product = product(r#"{"id":21,"good":{"name":"x","price":"1.00"},"inventory":2}"#);
    assert_eq!(product.current_inventory, 0);
    assert_eq!(product.inventory, 2);
    assert_eq!(product.good.unwrap().price, "1.00");
}

#[test]
fn every_field_but_the_id_may_be_left_out() {
    let product = product(r#"{"id":21}"#);
    assert_eq!(product.id, ProductId(21));
    assert_eq!(product.category, None);
    assert_eq!(product.good, None);
    assert_eq!(product.channel, None);
    assert_eq!((product.current_inventory, product.inventory), (0, 0));
}

#[test]
fn every_field_of_category_good_and_channel_may_be_left_out() {
    let product = product(r#"{"id":21,"category":{},"good":{},"channel":{}}"#);
    let category = product.category.unwrap();
    assert_eq!((category.id, category.title.as_str()), (0, ""));
    let good = product.good.unwrap();
    let texts = [
        good.name,
        good.description,
        good.thumb,
        good.price,
        good.original_price,
        good.content,
        good.good_no,
        good.slug,
    ];
    assert!(texts.iter().all(String::is_empty), "{texts:?}");
    let channel = product.channel.unwrap();
    let texts = [
        channel.name,
        channel.cabinet_name,
        channel.code,
        channel.x,
        channel.y,
    ];
    assert!(texts.iter().all(String::is_empty), "{texts:?}");
    assert_eq!(channel.addr, 0);
}

#[test]
fn null_is_read_like_a_field_that_is_left_out() {
    let nulls = r#"{"id":21,"category":null,"good":{"name":null,"price":null},
        "channel":{"addr":null,"code":null},"current_inventory":null,"inventory":null}"#;
    let left_out = r#"{"id":21,"good":{},"channel":{}}"#;
    assert_eq!(product(nulls), product(left_out));
}

#[test]
fn empty_list_in_place_of_an_object_is_none() {
    let product = product(r#"{"id":21,"category":[],"good":[],"channel":[]}"#);
    assert_eq!(product.category, None);
    assert_eq!(product.good, None);
    assert_eq!(product.channel, None);
}

#[test]
fn numbers_may_be_texts() {
    let texts = r#"{"data":[{"id":"20","category":{"id":"2"},"channel":{"addr":"8"},
        "current_inventory":"1","inventory":"2"}],
        "total":"6","current_page":"1","last_page":"1","per_page":"10"}"#;
    let page = page(texts).unwrap();
    assert_eq!(
        (page.total, page.current_page, page.last_page, page.per_page),
        (Some(6), 1, 1, 10)
    );
    let product = page.products.iter().next().unwrap();
    assert_eq!(product.id, ProductId(20));
    assert_eq!(
        product.category.as_ref().map(|it: &Category| it.id),
        Some(2)
    );
    assert_eq!(product.channel.as_ref().map(|it| it.addr), Some(8));
    assert_eq!((product.current_inventory, product.inventory), (1, 2));
}

#[test]
fn texts_may_be_numbers_and_keep_every_digit() {
    let product = product(
        r#"{"id":1,"good":{"name":7,"price":165.0000,"original_price":0.10,
        "good_no":12345678901234567},"channel":{"code":20,"x":2,"y":0}}"#,
    );
    let good = product.good.unwrap();
    assert_eq!(good.name, "7");
    assert_eq!(good.price, "165.0000");
    assert_eq!(good.original_price, "0.10");
    assert_eq!(good.good_no, "12345678901234567");
    let channel = product.channel.unwrap();
    assert_eq!(
        (channel.code, channel.x, channel.y),
        ("20".into(), "2".into(), "0".into())
    );
}

#[test]
fn price_text_keeps_every_digit() {
    let good = product(r#"{"id":1,"good":{"price":"165.0000"}}"#).good;
    assert_eq!(good.unwrap().price, "165.0000");
}

#[test]
fn id_of_17_digits_keeps_every_digit() {
    assert_eq!(
        product(r#"{"id":12345678901234567}"#).id.to_string(),
        "12345678901234567"
    );
    assert_eq!(
        product(r#"{"id":"12345678901234567"}"#).id.to_string(),
        "12345678901234567"
    );
}

#[test]
fn motor_number_keeps_its_zeros() {
    // Row 1, column 1 of the main cabinet, and the same place of the second one [doc].
    for motor in ["000", "200", "020"] {
        let item = format!(r#"{{"id":1,"channel":{{"code":"{motor}"}}}}"#);
        let channel = product(&item).channel.unwrap();
        assert_eq!(channel.code, motor);
        assert_eq!(serde_json::to_value(&channel).unwrap()["code"], motor);
    }
}

#[test]
fn unknown_fields_are_ignored() {
    let page = answer(
        r#"{"trace":"t","code":0,"message":"ok","data":{"next":[1,{}],"data":[
        {"id":1,"new":{"deep":[null]},"good":{"media":[{"a":1},"b"],"new":1.5},
        "channel":{"new":false},"category":{"sort_id":1}}]}}"#,
    )
    .unwrap();
    assert_eq!(page.products.iter().next().unwrap().id, ProductId(1));
}

#[test]
fn number_of_products_need_not_agree_with_the_total() {
    let page = page(r#"{"data":[{"id":1},{"id":2}],"total":1,"last_page":1}"#).unwrap();
    assert_eq!(page.products.len(), 2);
    assert_eq!(page.total, Some(1));
}

#[test]
fn thumb_url_puts_the_base_url_in_place_of_the_placeholder() {
    let good = product(r#"{"id":1,"good":{"thumb":"{url}/storage/a.png"}}"#)
        .good
        .unwrap();
    let expected = "https://vending.example/storage/a.png";
    assert_eq!(good.thumb_url("https://vending.example"), expected);
    assert_eq!(good.thumb_url("https://vending.example/"), expected);
}

#[test]
fn thumb_url_leaves_an_address_without_placeholder_alone() {
    for thumb in ["https://cdn.example/{url}/a.png", "/storage/a.png", ""] {
        let item = format!(r#"{{"id":1,"good":{{"thumb":"{thumb}"}}}}"#);
        let good = product(&item).good.unwrap();
        assert_eq!(good.thumb_url("https://vending.example"), thumb);
    }
}

#[test]
fn product_without_an_id_is_an_odd_row_beside_the_others() {
    let page = page(r#"{"data":[{"id":1},{"inventory":2},[7],7,{"id":3}]}"#).unwrap();
    let ids: Vec<u64> = page.products.iter().map(|product| product.id.0).collect();
    assert_eq!(ids, [1, 3]);
    let odd: Vec<_> = page.products.odd().collect();
    assert_eq!(odd.iter().map(|odd| odd.row).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(odd[0].problem.problem(), "missing field `id`");
    assert_eq!(odd[1].problem.problem(), "expected an object");
    assert_eq!(odd[2].problem.problem(), "expected an object");
}

#[test]
fn value_that_cannot_be_read_is_not_quoted() {
    let page = page(r#"{"data":[{"id":"13800138000x"}]}"#).unwrap();
    let odd = page.products.all().unwrap_err();
    let chain = format!("{odd} {odd:?} {:?}", std::error::Error::source(&odd));
    assert!(!chain.contains("13800138000"), "{chain}");
    assert_eq!((odd.row, odd.problem.path()), (1, "id"));
}

#[test]
fn media_is_kept_as_it_came() {
    let body = r#"{"data":[{"id":1,"good":{"media":[{"url":"a","n":1.50}]}}]}"#;
    let page = page(body).unwrap();
    let product = page.products.iter().next().unwrap();
    let media = product.good.as_ref().unwrap().media.as_ref().unwrap();
    assert_eq!(media.as_str(), r#"[{"url":"a","n":1.50}]"#);
}
