use vending_api::{ProductQuery, Shelf};

use crate::provider::{Expects, Provider, machine_no, refused_unsent};

fn query() -> ProductQuery {
    ProductQuery::new(machine_no())
}

/// Asserts that a query is sent as these parameters.
fn assert_sent(query: &ProductQuery, params: &str) {
    let mut provider = Provider::start();
    let request = provider.expects("POST", "/products", params);
    provider.client().products(query).unwrap();
    request.assert();
}

#[test]
fn request_of_the_first_page_is_these_bytes() {
    let mut provider = Provider::start();
    let request = provider.expects_body(
        "POST",
        "/products",
        concat!(
            r#"{"payload":"eyJtYWNoaW5lX25vIjoiODY2ODM4MDYiLCJwYWdlIjoiMSIsInNpZ24iOiI5NjVERTdDNDk0"#,
            r#"NzFEMDQxQTZCMUM3NENDRDVGNUFERiIsInRpbWVzdGFtcCI6IjE3MTQxODUwNjEifQ=="}"#,
        ),
    );

    provider.client().products(&query()).unwrap();

    request.assert();
}

#[test]
fn only_machine_page_and_time_are_sent_by_default() {
    assert_sent(
        &query(),
        r#"{"machine_no":"86683806","page":"1","sign":"965DE7C49471D041A6B1C74CCD5F5ADF","timestamp":"1714185061"}"#,
    );
}

#[test]
fn machine_number_of_16_digits_is_sent_as_text() {
    assert_sent(
        &ProductQuery::new("8668380625375492".parse().unwrap()),
        r#"{"machine_no":"8668380625375492","page":"1","sign":"210838C5F6579479B29612B73EF2FA60","timestamp":"1714185061"}"#,
    );
}

#[test]
fn page_is_sent() {
    assert_sent(
        &query().page(3),
        r#"{"machine_no":"86683806","page":"3","sign":"4781FE913D096C99E226BFE676B008DB","timestamp":"1714185061"}"#,
    );
}

#[test]
fn page_size_is_sent() {
    assert_sent(
        &query().per_page(50),
        r#"{"machine_no":"86683806","page":"1","per_page":"50","sign":"4657F81332CFB522CCA4513D87B67CB6","timestamp":"1714185061"}"#,
    );
}

#[test]
fn category_is_sent() {
    assert_sent(
        &query().category_id(2),
        r#"{"category_id":"2","machine_no":"86683806","page":"1","sign":"6AAA21F594E5B000EDC92AC8B9FF5CEA","timestamp":"1714185061"}"#,
    );
}

#[test]
fn category_0_is_sent_as_text_and_signed() {
    assert_sent(
        &query().category_id(0),
        r#"{"category_id":"0","machine_no":"86683806","page":"1","sign":"B7FFD5A166E003040696A7A15CFF3839","timestamp":"1714185061"}"#,
    );
}

#[test]
fn cabinet_is_sent() {
    assert_sent(
        &query().shelf(Shelf::Cabinet('B')),
        r#"{"cabinet_name":"B","machine_no":"86683806","page":"1","sign":"156FAD23B4ED09C8268E41D3AE9C87E5","timestamp":"1714185061"}"#,
    );
}

#[test]
fn addr_is_sent_as_text() {
    assert_sent(
        &query().shelf(Shelf::Addr(8)),
        r#"{"addr":"8","machine_no":"86683806","page":"1","sign":"2DF67C4836411F8A8D4E1B92D74D0DDC","timestamp":"1714185061"}"#,
    );
}

#[test]
fn select_all_is_sent_as_1() {
    assert_sent(
        &query().select_all(),
        r#"{"machine_no":"86683806","page":"1","select_all":"1","sign":"3D5E799D4A87D999F8A419C57122CD55","timestamp":"1714185061"}"#,
    );
}

#[test]
fn all_filters_with_a_cabinet_go_together() {
    let query = query()
        .page(2)
        .per_page(50)
        .category_id(7)
        .shelf(Shelf::Cabinet('Z'))
        .select_all();
    assert_sent(
        &query,
        r#"{"cabinet_name":"Z","category_id":"7","machine_no":"86683806","page":"2","per_page":"50","select_all":"1","sign":"CC9A024A4499F6B1ACCA77BDA4143232","timestamp":"1714185061"}"#,
    );
}

#[test]
fn all_filters_with_an_addr_go_together() {
    let query = query()
        .page(2)
        .per_page(50)
        .category_id(7)
        .shelf(Shelf::Addr(1))
        .select_all();
    assert_sent(
        &query,
        r#"{"addr":"1","category_id":"7","machine_no":"86683806","page":"2","per_page":"50","select_all":"1","sign":"5EEB84474DB5D5393C70E80D0ECE2C89","timestamp":"1714185061"}"#,
    );
}

#[test]
fn cabinet_and_addr_are_never_sent_together() {
    let query = query().shelf(Shelf::Cabinet('B')).shelf(Shelf::Addr(8));
    assert_sent(
        &query,
        r#"{"addr":"8","machine_no":"86683806","page":"1","sign":"2DF67C4836411F8A8D4E1B92D74D0DDC","timestamp":"1714185061"}"#,
    );
}

#[test]
fn page_0_is_refused_unsent() {
    let invalid = refused_unsent(|client| client.products(&query().page(0)));
    assert_eq!(
        invalid.to_string(),
        "`page` must be at least 1 (获取产品列表 [doc])"
    );
}

#[test]
fn page_size_0_is_refused_unsent() {
    let invalid = refused_unsent(|client| client.products(&query().per_page(0)));
    assert_eq!(invalid.field(), "per_page");
}

#[test]
fn cabinet_that_is_no_upper_case_ascii_letter_is_refused_unsent() {
    for name in ['a', '1', '@', '[', 'Ａ', '柜'] {
        let query = query().shelf(Shelf::Cabinet(name));
        let invalid = refused_unsent(|client| client.products(&query));
        assert_eq!(invalid.field(), "cabinet_name");
        assert_eq!(invalid.rule(), "must be A to Z");
    }
}

#[test]
fn addr_outside_of_1_to_8_is_refused_unsent() {
    for addr in [0, 9, u8::MAX] {
        let query = query().shelf(Shelf::Addr(addr));
        let invalid = refused_unsent(|client| client.products(&query));
        assert_eq!(invalid.field(), "addr");
        assert_eq!(invalid.rule(), "must be 1 to 8");
    }
}

#[test]
fn input_error_of_a_list_of_all_products_ends_it() {
    let invalid = refused_unsent(|client| {
        let mut products = client.all_products(query().page(0));
        let first = products.next().unwrap();
        assert!(products.next().is_none());
        first
    });
    assert_eq!(invalid.field(), "page");
}
