use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use provider_testing::{Paged, Seen};
use serde_json::Value;
use vending_api::{Code, Error, Product, ProductQuery, Products};

use crate::provider::{EMPTY_LIST, Vending, machine_no};

/// A provider whose answer depends on the page.
fn pages(answer: impl Fn(u64) -> String + Send + 'static) -> Paged<Vending> {
    let page_of = |request: &Seen| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let payload = BASE64_STANDARD.decode(body["payload"].as_str().unwrap());
        let params: Value = serde_json::from_slice(&payload.unwrap()).unwrap();
        params["page"].as_str().unwrap().parse().unwrap()
    };
    Paged::new(page_of, answer)
}

fn products(pages: &Paged<Vending>) -> Products {
    products_from(pages, 1)
}

fn products_from(pages: &Paged<Vending>, page: u32) -> Products {
    let query = ProductQuery::new(machine_no()).page(page);
    pages.client().all_products(query)
}

/// A page of a list with this last page and no total.
fn page(ids: &[u64], last_page: u64) -> String {
    let items: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    let items = items.join(",");
    format!(r#"{{"code":0,"message":"ok","data":{{"data":[{items}],"last_page":{last_page}}}}}"#)
}

/// A page of a list with this total and last page.
fn counted(ids: &[u64], total: u64, last_page: u64) -> String {
    let page = page(ids, last_page);
    page.replacen(
        "\"last_page\"",
        &format!("\"total\":{total},\"last_page\""),
        1,
    )
}

/// The ids that a list brings before it ends with an error, and that error.
fn cut_short(products: Products) -> (Vec<u64>, Error) {
    let mut ids = Vec::new();
    for product in products {
        match product {
            Ok(product) => ids.push(product.id.0),
            Err(error) => return (ids, error),
        }
    }
    panic!("the list ended without a word after {ids:?}");
}

fn ids(products: Products) -> Vec<u64> {
    let products: Vec<Product> = products.map(Result::unwrap).collect();
    products.iter().map(|product| product.id.0).collect()
}

#[test]
fn last_page_ends_the_list() {
    let pages = pages(|number| page(&[2 * number, 2 * number + 1], 3));
    assert_eq!(ids(products(&pages)), [2, 3, 4, 5, 6, 7]);
    assert_eq!(pages.asked(), [1, 2, 3]);
}

/// Fails unless the list ends with an error that names its last page, which never came.
fn ends_before_page(last: u32, products: Products) -> Vec<u64> {
    let (ids, error) = cut_short(products);
    let Error::Incomplete(incomplete) = error else {
        panic!("{error:?}");
    };
    assert_eq!((incomplete.total, incomplete.last), (None, Some(last)));
    ids
}

#[test]
fn empty_page_before_the_last_one_ends_the_list_with_an_error() {
    for empty in [page(&[], 9), EMPTY_LIST.to_owned()] {
        let pages = pages(move |number| match number {
            1 | 2 => page(&[number], 9),
            _ => empty.clone(),
        });
        assert_eq!(ends_before_page(9, products(&pages)), [1, 2]);
        assert_eq!(pages.asked(), [1, 2, 3, 4]);
    }
}

#[test]
fn empty_list_in_place_of_a_page_ends_the_list() {
    let pages = pages(|number| match number {
        1 => page(&[1], 0),
        _ => EMPTY_LIST.to_owned(),
    });
    assert_eq!(ids(products(&pages)), [1]);
    assert_eq!(pages.asked(), [1, 2]);
}

#[test]
fn page_that_repeats_is_not_yielded_again_and_ends_the_list_with_an_error() {
    let pages = pages(|number| page(&[number.min(2)], 9));
    assert_eq!(ends_before_page(9, products(&pages)), [1, 2]);
    assert_eq!(pages.asked(), [1, 2, 3, 4]);
}

#[test]
fn pages_that_go_round_end_the_list_with_an_error() {
    let pages = pages(|number| page(&[number % 3], u64::from(u32::MAX)));
    assert_eq!(ends_before_page(u32::MAX, products(&pages)), [1, 2, 0]);
    assert_eq!(pages.asked(), [1, 2, 3, 4, 5]);
}

#[test]
fn product_in_several_channels_is_no_repeat() {
    let pages = pages(|number| {
        let item = format!(r#"{{"id":7,"channel":{{"name":"A{number}"}}}}"#);
        format!(r#"{{"code":0,"message":"ok","data":{{"data":[{item}],"last_page":3}}}}"#)
    });
    assert_eq!(ids(products(&pages)), [7, 7, 7]);
    assert_eq!(pages.asked(), [1, 2, 3]);
}

#[test]
fn page_that_repeats_in_part_is_yielded_whole() {
    // A product that came in between moves another one to the next page.
    let pages = pages(|number| match number {
        1 => page(&[1, 2], 2),
        _ => page(&[2, 3], 2),
    });
    assert_eq!(ids(products(&pages)), [1, 2, 2, 3]);
}

#[test]
fn short_page_is_no_end() {
    // A server that caps the page size gives fewer products than were asked for.
    let pages = pages(|number| page(&[number], 4));
    let query = ProductQuery::new(machine_no()).per_page(50);
    let products = pages.client().all_products(query);
    assert_eq!(ids(products), [1, 2, 3, 4]);
}

#[test]
fn missing_last_page_does_not_end_the_list() {
    let pages = pages(|number| match number {
        1 | 2 => page(&[number], 0),
        _ => page(&[], 0),
    });
    assert_eq!(ids(products(&pages)), [1, 2]);
    assert_eq!(pages.asked(), [1, 2, 3]);
}

#[test]
fn total_is_reached_where_the_last_page_is_missing() {
    let pages = pages(|number| counted(&[2 * number, 2 * number + 1], 6, 0));
    assert_eq!(ids(products(&pages)), [2, 3, 4, 5, 6, 7]);
    assert_eq!(pages.asked(), [1, 2, 3]);
}

#[test]
fn empty_page_in_the_middle_hides_nothing() {
    let pages = pages(|number| match number {
        2 => counted(&[], 2, 3),
        _ => counted(&[number], 2, 3),
    });
    assert_eq!(ids(products(&pages)), [1, 3]);
}

#[test]
fn list_that_ends_below_its_total_says_how_much_is_missing() {
    let pages = pages(|number| counted(&[number.min(2)], 5, 9));
    let (ids, error) = cut_short(products(&pages));
    assert_eq!(ids, [1, 2]);
    assert!(matches!(error, Error::Incomplete(_)), "{error:?}");
    assert!(error.to_string().contains("3 are missing"), "{error}");
    assert_eq!(pages.asked(), [1, 2, 3, 4]);
}

#[test]
fn list_begins_at_the_page_of_the_query() {
    let pages = pages(|number| page(&[number], 5));
    assert_eq!(ids(products_from(&pages, 4)), [4, 5]);
    assert_eq!(pages.asked(), [4, 5]);
}

#[test]
fn highest_page_number_is_the_last() {
    let pages = pages(|number| page(&[number], u64::from(u32::MAX)));
    let highest = u64::from(u32::MAX);
    assert_eq!(ids(products_from(&pages, u32::MAX)), [highest]);
    assert_eq!(pages.asked(), [highest]);
}

#[test]
fn page_is_asked_for_when_its_first_product_is() {
    let pages = pages(|number| counted(&[2 * number, 2 * number + 1], 5, 3));
    let mut products = products(&pages);
    assert!(pages.asked().is_empty());
    assert_eq!(products.page(), 1);
    assert_eq!(products.total(), None);

    products.next().unwrap().unwrap();
    products.next().unwrap().unwrap();
    assert_eq!(pages.asked(), [1]);
    assert_eq!(products.page(), 2);
    assert_eq!(products.total(), Some(5));

    products.next().unwrap().unwrap();
    assert_eq!(pages.asked(), [1, 2]);
}

#[test]
fn list_that_ended_asks_for_nothing_more() {
    let pages = pages(|number| page(&[number], 1));
    let mut products = products(&pages);
    products.next().unwrap().unwrap();
    assert!(products.next().is_none());
    assert!(products.next().is_none());
    assert_eq!(pages.asked(), [1]);
}

#[test]
fn error_ends_the_list_and_names_the_page_to_begin_again_at() {
    let pages = pages(|number| match number {
        1 => page(&[1], 3),
        _ => r#"{"code":30002,"message":"设备已离线","data":{}}"#.to_owned(),
    });
    let mut products = products(&pages);
    products.next().unwrap().unwrap();

    let error = products.next().unwrap().unwrap_err();

    assert_eq!(error.code(), Some(Code::MACHINE_OFFLINE));
    assert_eq!(products.page(), 2);
    assert!(products.next().is_none());
    assert_eq!(pages.asked(), [1, 2]);
}
