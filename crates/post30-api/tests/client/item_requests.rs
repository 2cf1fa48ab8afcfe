//! Whole requests; every signature was computed in Python from the rule of the document.

use post30_api::{AliasQuery, ClassQuery, DataText, DigestCharset, ItemId, ItemQuery};

use crate::provider::{ACCESS_KEY, Expects, Provider, signed_now};

#[test]
fn items_are_asked_for_with_page_and_page_size_only() {
    let mut provider = Provider::start();
    let body = signed_now(
        "data=%7B%22p%22%3A1%2C%22pagesize%22%3A20%7D",
        "023808e9ac20c664b259c19384424638",
    );
    let request = provider.expects("/Api/Product/ItemList", &body);
    provider.client().items(&ItemQuery::new()).unwrap();
    request.assert();
}

/// Quirks: the spelling `alisename`, and `\uXXXX` for everything that is not ASCII.
#[test]
fn filters_are_sent_in_the_spelling_of_the_provider_and_in_ascii() {
    let mut provider = Provider::start();
    let body = signed_now(
        "data=%7B%22p%22%3A2%2C%22pagesize%22%3A50%2C%22classid%22%3A3%2C%22alisename%22%3A\
         %22%5Cu5b89%5Cu5a1c%20%5Cud842%5Cudfb7%22%2C%22barCode%22%3A%229300000001234%22%7D",
        "4a4d4e9634077a58473b6a6708683591",
    );
    let request = provider.expects("/Api/Product/ItemList", &body);
    let query = ItemQuery::new()
        .page(2)
        .per_page(50)
        .class_id(3)
        .alias("安娜 𠮷")
        .bar_code("9300000001234");
    provider.client().items(&query).unwrap();
    request.assert();
}

#[test]
fn published_signature_of_the_product_list_is_sent() {
    let mut provider = Provider::start();
    let body = format!(
        "data=%7B%22p%22%3A1%2C%22pagesize%22%3A10%7D&external_company={ACCESS_KEY}\
         &sign=306c5b18635a36a88a4e068f80bb6255"
    );
    let request = provider.expects("/Api/Product/ItemList", &body);
    let client = provider.client_with(|settings| settings.without_timer());
    client.items(&ItemQuery::new().per_page(10)).unwrap();
    request.assert();
}

const MILK_POWDER: &str = "data=%7B%22p%22%3A1%2C%22pagesize%22%3A20%2C%22alisename%22%3A\
                           %22%E5%A5%B6%E7%B2%89%22%7D";

#[test]
fn data_in_utf_8_is_signed_in_utf_8() {
    let mut provider = Provider::start();
    let body = signed_now(MILK_POWDER, "4c41bbd97dfc532cdab999e703ce0356");
    let request = provider.expects("/Api/Product/ItemList", &body);
    let client = provider.client_with(|settings| settings.data_text(DataText::Utf8));
    client.items(&ItemQuery::new().alias("奶粉")).unwrap();
    request.assert();
}

#[test]
fn data_in_utf_8_is_signed_in_gbk_and_sent_in_utf_8() {
    let mut provider = Provider::start();
    let body = signed_now(MILK_POWDER, "dd30ddde37461396853f62827a147312");
    let request = provider.expects("/Api/Product/ItemList", &body);
    let client = provider.client_with(|settings| {
        settings
            .data_text(DataText::Utf8)
            .digest_charset(DigestCharset::Gbk)
    });
    client.items(&ItemQuery::new().alias("奶粉")).unwrap();
    request.assert();
}

/// Quirk: `P_id` is a number here and a text in the answers.
#[test]
fn item_is_asked_for_by_a_number() {
    let mut provider = Provider::start();
    let body = signed_now(
        "data=%7B%22P_id%22%3A1234%7D",
        "afadce190ef9c2235a6acc292023e01b",
    );
    let request = provider.expects("/Api/Product/Item", &body);
    provider.client().item(ItemId(1234)).unwrap();
    request.assert();
}

/// Quirk: two calls have one heading and differ in their URL.
#[test]
fn class_is_asked_for_by_its_name() {
    let mut provider = Provider::start();
    let body = signed_now(
        "data=%7B%22className%22%3A%22%5Cu5976%5Cu7c89%22%2C%22p%22%3A1%2C%22pagesize%22%3A20\
         %2C%22order%22%3Atrue%7D",
        "1bf02678a6950d2c0c47b8cdb90f5ef1",
    );
    let request = provider.expects("/Api/Product/ItemClass", &body);
    let query = ClassQuery::new("奶粉").sorted_by_id();
    provider.client().items_by_class(&query).unwrap();
    request.assert();
}

#[test]
fn alias_list_is_asked_for_with_its_filters() {
    let mut provider = Provider::start();
    let body = signed_now(
        "data=%7B%22p%22%3A3%2C%22pagesize%22%3A5%2C%22order%22%3Atrue%2C%22alisename%22%3A\
         %22bbb%22%7D",
        "41690d499da51d49b2d3db45e6d9ea53",
    );
    let request = provider.expects("/Api/Product/ItemAliseList", &body);
    let query = AliasQuery::new()
        .page(3)
        .per_page(5)
        .alias("bbb")
        .sorted_by_id();
    provider.client().items_by_alias(&query).unwrap();
    request.assert();
}

/// A bar code is a text: its zeros in front are a part of it.
#[test]
fn bar_code_keeps_its_zeros_in_both_lists() {
    let body = signed_now(
        "data=%7B%22p%22%3A1%2C%22pagesize%22%3A20%2C%22barCode%22%3A%220012345678905%22%7D",
        "1199d3e673e137845110874f70a8a761",
    );
    let mut provider = Provider::start();
    let request = provider.expects("/Api/Product/ItemAliseList", &body);
    let query = AliasQuery::new().bar_code("0012345678905");
    provider.client().items_by_alias(&query).unwrap();
    request.assert();

    let mut provider = Provider::start();
    let request = provider.expects("/Api/Product/ItemList", &body);
    let query = ItemQuery::new().bar_code("0012345678905");
    provider.client().items(&query).unwrap();
    request.assert();
}

#[test]
fn alias_list_is_asked_for_without_filters() {
    let mut provider = Provider::start();
    let body = signed_now(
        "data=%7B%22p%22%3A1%2C%22pagesize%22%3A20%7D",
        "023808e9ac20c664b259c19384424638",
    );
    let request = provider.expects("/Api/Product/ItemAliseList", &body);
    provider
        .client()
        .items_by_alias(&AliasQuery::new())
        .unwrap();
    request.assert();
}
