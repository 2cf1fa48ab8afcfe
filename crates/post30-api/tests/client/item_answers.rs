//! How answers are read: the samples of the document as JSON, and what may differ.

use std::marker::PhantomData;

use openplat_sandbox::{Post30, Sandbox, Shape, SuccessStyle};
use post30_api::{AliasItem, AliasQuery, ClassQuery, Client, Error, Item, ItemId, ItemQuery, Rows};
use provider_http::try_json;
use time::macros::datetime;

use crate::provider::{Provider, sandbox_client};

/// The row of the document's product list.
const ROW: &str = r#"{"ClassType":"1","ProductName":"安娜 奶粉","AddTime":"2016-1-25 22:00:44",
    "Price":"255.00","Weight":"1.00","ClassName":"奶粉","P_id":"1234","Manufacturer":"安娜",
    "BrandName":"安娜","Images":[{"ProFilePath":"http://p.30post.cn/UploadFile/123.jpg"}]}"#;

fn items(rows: &str) -> Result<Vec<Item>, Error> {
    let provider = Provider::that_answers(&format!(r#"{{"success":1,"total":1,"rows":{rows}}}"#));
    let page = provider.client().items(&ItemQuery::new())?;
    page.items.all().map_err(|odd| Error::Row(Box::new(odd)))
}

fn item(row: &str) -> Item {
    items(&format!("[{row}]")).unwrap().remove(0)
}

#[test]
fn row_of_the_product_list_is_read_with_our_names() {
    let item = item(ROW);
    assert_eq!(item.id, ItemId(1234));
    assert_eq!(item.name, "安娜 奶粉");
    assert_eq!(item.class_id, "1");
    assert_eq!(item.class_name, "奶粉");
    assert_eq!(item.price, "255.00");
    assert_eq!(item.weight, "1.00");
    assert_eq!(item.manufacturer, "安娜");
    assert_eq!(item.brand, "安娜");
    assert_eq!(item.added_at.as_str(), "2016-1-25 22:00:44");
    assert_eq!(item.images.len(), 1);
    assert_eq!(item.images[0].url, "http://p.30post.cn/UploadFile/123.jpg");
}

/// Quirk: times in answers have no zeros in front.
#[test]
fn time_without_zeros_is_read_and_kept_as_it_came() {
    let time = |text: &str| item(&format!(r#"{{"AddTime":"{text}"}}"#)).added_at;
    let expected = Some(datetime!(2016-01-05 02:03:04));
    for text in ["2016-1-5 2:03:04", "2016-01-05 02:03:04", "2016-1-5 2:3:4"] {
        assert_eq!(time(text).date_time(), expected, "{text}");
        assert_eq!(time(text).to_string(), text);
    }
    for text in [
        "",
        "2016-1-5",
        "2016/1/5 2:03:04",
        "2016-13-5 2:03:04",
        "soon",
    ] {
        assert_eq!(time(text).date_time(), None, "{text}");
        assert_eq!(time(text).as_str(), text);
    }
}

/// Quirk: numbers come as texts; as numbers they are read as well, with every digit.
#[test]
fn numbers_may_be_texts_or_numbers_and_keep_every_digit() {
    let number = item(r#"{"P_id":1234,"ClassType":1,"Price":255.00,"Weight":1.10}"#);
    let text = item(r#"{"P_id":"1234","ClassType":"1","Price":"255.00","Weight":"1.10"}"#);
    assert_eq!(number, text);
    assert_eq!(number.price, "255.00");
    assert_eq!(number.weight, "1.10");
}

/// What is read in haste is not read a second time.
#[test]
fn rows_are_read_in_haste_whatever_their_numbers_come_as() {
    let rows = [
        ROW,
        r#"{"P_id":1234,"ClassType":1,"Price":255.00,"Weight":1.10}"#,
    ];
    for row in rows {
        let hasty = try_json(row, PhantomData::<Item>);
        assert_eq!(hasty, Some(item(row)), "{row}");
    }
    for row in [r#"{"price":"165.0000"}"#, r#"{"price":165.0000}"#] {
        let hasty = try_json(row, PhantomData::<AliasItem>).expect(row);
        assert_eq!(hasty.price, "165.0000");
    }
}

#[test]
fn absent_and_null_fields_are_0_or_empty() {
    let nulls = r#"{"P_id":null,"ProductName":null,"ClassType":null,"ClassName":null,"Price":null,
        "Weight":null,"Manufacturer":null,"BrandName":null,"AddTime":null,"Images":null}"#;
    assert_eq!(item(nulls), item("{}"));
    let empty = item("{}");
    assert_eq!(empty.id, ItemId(0));
    assert_eq!(empty.name, "");
    assert!(empty.images.is_empty());
}

#[test]
fn unknown_fields_are_passed_over() {
    assert_eq!(
        item(r#"{"P_id":"1","Stock":[{"a":1}],"price":"9"}"#).price,
        ""
    );
}

#[test]
fn list_without_rows_is_empty() {
    assert!(items("[]").unwrap().is_empty());
    assert!(items("null").unwrap().is_empty());
    let provider = Provider::that_answers(r#"{"success":1}"#);
    let page = provider.client().items(&ItemQuery::new()).unwrap();
    assert!(page.items.is_empty());
    assert_eq!(page.total, None);
}

#[test]
fn total_that_is_no_count_spoils_no_page() {
    for (total, expected) in [
        ("48", Some(48)),
        (r#""48""#, Some(48)),
        ("-1", None),
        (r#""many""#, None),
        ("1.5", None),
        ("null", None),
        ("[]", None),
        ("99999999999999999999", None),
    ] {
        let body = format!(r#"{{"success":1,"total":{total},"rows":[{ROW}]}}"#);
        let client = Provider::that_answers(&body);
        let page = client.client().items(&ItemQuery::new()).unwrap();
        assert_eq!((page.total, page.items.len()), (expected, 1), "{total}");
    }
}

#[test]
fn row_that_cannot_be_read_is_named_without_its_content() {
    let error = items(r#"[{"P_id":"1"},{"P_id":"canary"}]"#).unwrap_err();
    let Error::Row(odd) = error else {
        panic!("{error:?}")
    };
    assert_eq!(odd.row, 2);
    let problem = std::error::Error::source(&*odd).unwrap().to_string();
    assert!(problem.contains("at `P_id`"), "{problem}");
    assert!(!problem.contains("canary"), "{problem}");
}

/// Quirk: the same things have other names in this list, and prices four places.
#[test]
fn row_of_the_alias_list_is_read_with_our_names() {
    let provider = Provider::that_answers(
        r#"{"success":1,"total":1,"rows":[{"productId":"91","price":"165.0000",
            "productName":"A2Platinum白金婴儿奶粉3段900克","aliseName":"bbb"}]}"#,
    );
    let page = provider
        .client()
        .items_by_alias(&AliasQuery::new())
        .unwrap();
    let items: Vec<_> = page.items.iter().collect();
    let [item] = items.as_slice() else {
        panic!("{items:?}")
    };
    assert_eq!(item.id, ItemId(91));
    assert_eq!(item.name, "A2Platinum白金婴儿奶粉3段900克");
    assert_eq!(item.price, "165.0000");
    assert_eq!(item.alias, "bbb");
}

#[test]
fn price_of_the_alias_list_keeps_its_zeros_as_a_number_too() {
    let provider = Provider::that_answers(
        r#"{"success":1,"rows":[{"productId":91,"price":165.0000,"productName":null}]}"#,
    );
    let client = provider.client();
    let page = client.items_by_alias(&AliasQuery::new()).unwrap();
    assert_eq!(page.items.iter().next().unwrap().price, "165.0000");
    assert_eq!(page.items.iter().next().unwrap().name, "");
    assert_eq!(page.items.iter().next().unwrap().alias, "");
}

#[test]
fn detail_keeps_its_object_as_it_came() {
    let entity = r#"{ "P_id":"1234", "Price":255.00, "Sku":12345678901234567890, "x":1e400 }"#;
    let provider = Provider::that_answers(&format!(r#"{{"success":1,"entity":{entity}}}"#));
    let detail = provider.client().item(ItemId(1234)).unwrap();
    assert_eq!(detail.raw().as_str(), entity);
    assert_eq!(serde_json::to_string(&detail).unwrap(), entity);
    assert_eq!(detail.item().unwrap().price, "255.00");
    let shown = format!("{detail:?}");
    assert!(
        shown.contains(&format!("{} bytes", entity.len())),
        "{shown}"
    );
    assert!(!shown.contains("1234"), "{shown}");
}

#[test]
fn detail_of_other_types_is_kept_and_is_no_row() {
    let provider = Provider::that_answers(r#"{"success":1,"entity":{"Price":{"AUD":"1"}}}"#);
    let detail = provider.client().item(ItemId(1)).unwrap();
    assert!(detail.item().unwrap_err().to_string().contains("`Price`"));
}

#[test]
fn success_without_a_detail_is_no_documented_answer() {
    for body in [
        r#"{"success":1}"#,
        r#"{"success":1,"entity":null}"#,
        r#"{"success":1,"entity":[]}"#,
        r#"{"success":1,"entity":"{}"}"#,
    ] {
        let provider = Provider::that_answers(body);
        let error = provider.client().item(ItemId(1)).unwrap_err();
        assert!(matches!(error, Error::Answer(_)), "{body}: {error:?}");
    }
}

#[test]
fn items_serialise_with_the_names_of_the_provider() {
    let sample: serde_json::Value = serde_json::from_str(ROW).unwrap();
    let mut expected = sample.clone();
    // Read from a text, sent as a number: the id is a number of ours.
    expected["P_id"] = 1234.into();
    assert_eq!(serde_json::to_value(item(ROW)).unwrap(), expected);
}

fn everything(client: &Client) -> Result<(usize, String), Error> {
    let page = client.items(&ItemQuery::new())?;
    let class = client.items_by_class(&ClassQuery::new(Post30::CLASS_NAME))?;
    let alias = client.items_by_alias(&AliasQuery::new().alias(Post30::ALISE_NAME))?;
    let none = client.items(&ItemQuery::new().bar_code("no such"))?;
    let item = client.item(ItemId(Post30::PRODUCT_ID.into()))?.item();
    let counts = [&page.items, &class.items, &none.items].map(Rows::len);
    assert_eq!(counts, [20, 20, 0]);
    Ok((alias.items.len(), item.unwrap().price))
}

#[test]
fn every_shape_of_an_answer_is_read() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox_client(&sandbox);
    let mut read = 0;
    for &shape in Shape::ALL {
        sandbox.post30().set_shape(shape);
        for style in [
            SuccessStyle::Number,
            SuccessStyle::Text,
            SuccessStyle::Boolean,
        ] {
            sandbox.post30().set_success_style(style);
            match everything(&client) {
                Ok(read_so) => {
                    assert_eq!(read_so, (12, "255.00".into()), "{shape:?} {style:?}");
                    read += 1;
                }
                Err(error) => {
                    assert_eq!(shape, Shape::NotJson, "{style:?}: {error}");
                    assert!(matches!(error, Error::Answer(_)), "{error:?}");
                }
            }
        }
    }
    assert_eq!(read, (Shape::ALL.len() - 1) * 3);
}
