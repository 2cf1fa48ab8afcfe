//! Iterators over pages: when they ask, and when they end.

use damaijia_api::{Code, Page, ParcelQuery, ProductQuery, Products, WarehouseId};

use provider_testing::Paged;

use crate::provider::WithKey;

type Pages = Paged<WithKey>;

fn all_products(pages: &Pages) -> Products {
    let query = ProductQuery::new(WarehouseId(2));
    pages.client().all_products(query)
}

fn products(ids: &[u64], total: &str) -> String {
    let items: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    format!(
        r#"{{"data":{{{total}"list":[{}]}},"status":0}}"#,
        items.join(",")
    )
}

fn ids(products: Products) -> Vec<u64> {
    // A list that never ends is cut off here, and is then too long.
    let products = products.take(100);
    products.map(|product| product.unwrap().id.0).collect()
}

#[test]
fn total_ends_the_products() {
    let pages = Pages::by_order(|page| products(&[page], r#""total":3,"#));
    assert_eq!(ids(all_products(&pages)), [1, 2, 3]);
    assert_eq!(pages.asked().len(), 3);
}

#[test]
fn empty_page_ends_the_products_without_a_total() {
    for empty in [
        products(&[], ""),
        r#"{"data":[],"status":0}"#.into(),
        r#"{"data":{"list":{}},"status":0}"#.into(),
    ] {
        let pages = Pages::by_order(move |page| match page {
            1 => products(&[1], ""),
            _ => empty.clone(),
        });
        assert_eq!(ids(all_products(&pages)), [1]);
        assert_eq!(pages.asked().len(), 2);
    }
}

#[test]
fn empty_pages_before_the_total_are_an_error_that_says_how_much_is_missing() {
    let pages = Pages::by_order(move |page| match page {
        1 => products(&[1], r#""total":9,"#),
        _ => r#"{"data":[],"status":0}"#.into(),
    });
    let rows: Vec<_> = all_products(&pages).collect();
    assert_eq!(rows.len(), 2);
    let error = rows[1].as_ref().unwrap_err();
    assert!(error.to_string().contains("8 are missing"), "{error}");
    assert_eq!(pages.asked().len(), 3);
}

#[test]
fn page_that_repeats_ends_the_products_without_a_total() {
    let pages = Pages::by_order(|_| products(&[1, 2], ""));
    assert_eq!(ids(all_products(&pages)), [1, 2]);
    assert_eq!(pages.asked().len(), 2);
}

#[test]
fn product_that_comes_twice_is_yielded_once() {
    let pages = Pages::by_order(|page| match page {
        1 => products(&[1, 2, 2], r#""total":4,"#),
        2 => products(&[2, 3], r#""total":4,"#),
        _ => products(&[4], r#""total":4,"#),
    });
    assert_eq!(ids(all_products(&pages)), [1, 2, 3, 4]);
    assert_eq!(pages.asked().len(), 3);
}

#[test]
fn page_is_asked_for_when_its_first_product_is() {
    let pages = Pages::by_order(|page| products(&[page], r#""total":3,"#));
    let mut list = all_products(&pages);
    assert_eq!(pages.asked().len(), 0);
    list.next().unwrap().unwrap();
    assert_eq!(
        (pages.asked().len(), list.total(), list.page()),
        (1, Some(3), 2)
    );
    list.next().unwrap().unwrap();
    assert_eq!(pages.asked().len(), 2);
    let asked = pages.take_seen();
    assert!(asked[1].path.ends_with("id=2&page=2"), "{asked:?}");
}

#[test]
fn list_that_begins_at_a_later_page_is_not_ended_by_the_total() {
    let pages = Pages::by_order(|page| match page {
        1 => products(&[3, 4], r#""total":2,"#),
        _ => products(&[], r#""total":2,"#),
    });
    let query = ProductQuery::new(WarehouseId(2)).page(2);
    let list = pages.client().all_products(query);
    assert_eq!(ids(list), [3, 4]);
    assert_eq!(pages.asked().len(), 2);
}

#[test]
fn error_ends_the_products_and_names_the_page_to_begin_again_at() {
    let pages = Pages::by_order(|page| match page {
        1 => products(&[1], r#""total":9,"#),
        _ => r#"{"status":100,"err":"x","data":[]}"#.to_owned(),
    });
    let mut list = all_products(&pages);
    list.next().unwrap().unwrap();
    let error = list.next().unwrap().unwrap_err();
    assert_eq!(error.code(), Some(Code::SYSTEM_BUSY));
    assert_eq!(list.page(), 2);
    assert!(list.next().is_none() && list.next().is_none());
    assert_eq!(pages.asked().len(), 2);
}

fn parcels(numbers: &[u64], total: &str) -> String {
    let rows: Vec<String> = numbers
        .iter()
        .map(|number| format!(r#"{{"order_sn":"{number}"}}"#))
        .collect();
    let rows = rows.join(",");
    format!(r#"{{"data":{{{total}"list":{{"current_page":1,"data":[{rows}]}}}},"status":0}}"#)
}

fn numbers_of(pages: &Pages) -> Vec<String> {
    let query = ParcelQuery::new().page(Page::first(2));
    let parcels = pages.client().all_parcels(query);
    let parcels = parcels.take(100);
    parcels.map(|parcel| parcel.unwrap().order_sn).collect()
}

#[test]
fn total_ends_the_parcels() {
    let pages = Pages::by_order(|page| parcels(&[page], r#""total":3,"#));
    assert_eq!(numbers_of(&pages), ["1", "2", "3"]);
    assert_eq!(pages.asked().len(), 3);
    let asked = pages.take_seen();
    assert_eq!(asked[2].body, br#"{"filter":{},"range":[3,2]}"#);
}

#[test]
fn empty_page_ends_the_parcels() {
    let pages = Pages::by_order(|page| match page {
        1 => parcels(&[1], ""),
        _ => parcels(&[], ""),
    });
    assert_eq!(numbers_of(&pages), ["1"]);
    assert_eq!(pages.asked().len(), 2);
}

#[test]
fn page_that_repeats_ends_the_parcels() {
    let pages = Pages::by_order(|_| parcels(&[1, 2], ""));
    assert_eq!(numbers_of(&pages), ["1", "2"]);
    assert_eq!(pages.asked().len(), 2);
}

#[test]
fn two_parcels_alike_are_both_yielded() {
    // The rows have no id of their own.
    let pages = Pages::by_order(|_| parcels(&[1, 1], r#""total":2,"#));
    assert_eq!(numbers_of(&pages), ["1", "1"]);
}

#[test]
fn error_ends_the_parcels_and_names_the_page_to_begin_again_at() {
    let pages = Pages::by_order(|page| match page {
        1 => parcels(&[1], ""),
        _ => "<html>".to_owned(),
    });
    let mut list = pages.client().all_parcels(ParcelQuery::new());
    list.next().unwrap().unwrap();
    list.next().unwrap().unwrap_err();
    assert_eq!(list.page(), 2);
    assert!(list.next().is_none());
}
