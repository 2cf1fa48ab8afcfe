use std::collections::HashSet;

use openplat_sandbox::{FirstPage, PastTheEnd, Post30, Sandbox};
use percent_encoding::percent_decode;
use post30_api::{AliasItem, AliasQuery, ClassQuery, Client, Code, Error, Item, ItemQuery, Items};
use provider_testing::Paged;
use serde_json::Value;

use crate::provider::{Post30Api, sandbox_client};

/// A provider whose answer depends on the page.
fn pages(answer: impl Fn(u64) -> String + Send + 'static) -> Paged<Post30Api> {
    Paged::new(|request| page_of(&request.body), answer)
}

fn items(pages: &Paged<Post30Api>) -> Items<Item> {
    pages.client().all_items(ItemQuery::new())
}

/// The page that a request asks for.
fn page_of(body: &[u8]) -> u64 {
    let data = body.split(|byte| *byte == b'&').next().unwrap();
    let data: Vec<u8> = percent_decode(data.strip_prefix(b"data=").unwrap()).collect();
    let data: Value = serde_json::from_slice(&data).unwrap();
    data["p"].as_u64().unwrap()
}

fn page(ids: &[u64]) -> String {
    let rows: Vec<String> = ids
        .iter()
        .map(|id| format!(r#"{{"P_id":"{id}"}}"#))
        .collect();
    // A total that would stop a reader who believes it.
    format!(r#"{{"success":1,"total":0,"rows":[{}]}}"#, rows.join(","))
}

fn ids(items: Items<Item>) -> Vec<u64> {
    items.map(|item| item.unwrap().id.0).collect()
}

#[test]
fn empty_page_ends_the_list() {
    let pages = pages(|number| match number {
        1 | 2 => page(&[number]),
        _ => page(&[]),
    });
    assert_eq!(ids(items(&pages)), [1, 2]);
    assert_eq!(pages.asked(), [1, 2, 3]);
}

#[test]
fn short_page_is_no_end() {
    let pages = pages(|number| match number {
        1 => page(&[1, 2, 3]),
        2 => page(&[4]),
        3 => page(&[5, 6, 7]),
        _ => page(&[]),
    });
    assert_eq!(ids(items(&pages)), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn page_that_repeats_ends_the_list_and_is_not_yielded_again() {
    let pages = pages(|number| page(&[number.min(2)]));
    assert_eq!(ids(items(&pages)), [1, 2]);
    assert_eq!(pages.asked(), [1, 2, 3]);
}

#[test]
fn pages_that_go_round_end_the_list() {
    let pages = pages(|number| page(&[number % 3]));
    assert_eq!(ids(items(&pages)), [1, 2, 0]);
    assert_eq!(pages.asked(), [1, 2, 3, 4]);
}

#[test]
fn page_that_repeats_in_part_is_yielded_whole() {
    // A product that came in between moves another one to the next page.
    let pages = pages(|number| match number {
        1 => page(&[1, 2]),
        2 => page(&[2, 3]),
        _ => page(&[]),
    });
    assert_eq!(ids(items(&pages)), [1, 2, 2, 3]);
}

#[test]
fn rows_of_one_product_that_differ_are_no_repetition() {
    let pages = pages(|number| match number {
        1..=3 => format!(r#"{{"success":1,"rows":[{{"P_id":"1","ProductName":"{number}"}}]}}"#),
        _ => page(&[]),
    });
    assert_eq!(ids(items(&pages)), [1, 1, 1]);
}

#[test]
fn highest_page_number_is_the_last() {
    let pages = pages(|_| page(&[1]));
    let query = ItemQuery::new().page(u32::MAX);
    assert_eq!(ids(pages.client().all_items(query)), [1]);
    assert_eq!(pages.asked(), [u64::from(u32::MAX)]);
}

#[test]
fn page_is_asked_for_when_its_first_item_is() {
    let pages = pages(|number| page(&[2 * number, 2 * number + 1]));
    let mut items = items(&pages);
    assert!(pages.asked().is_empty());
    assert_eq!((items.page(), items.total()), (1, None));

    items.next().unwrap().unwrap();
    items.next().unwrap().unwrap();
    assert_eq!(pages.asked(), [1]);
    assert_eq!((items.page(), items.total()), (2, Some(0)));

    items.next().unwrap().unwrap();
    assert_eq!(pages.asked(), [1, 2]);
}

#[test]
fn list_that_ended_asks_for_nothing_more() {
    let pages = pages(|_| page(&[]));
    let mut items = items(&pages);
    assert!(items.next().is_none());
    assert!(items.next().is_none());
    assert_eq!(pages.asked(), [1]);
}

#[test]
fn error_ends_the_list_and_names_the_page_to_begin_again_at() {
    let pages = pages(|number| match number {
        1 => page(&[1]),
        _ => r#"{"success":0,"message":"稍后再试"}"#.to_owned(),
    });
    let mut items = items(&pages);
    items.next().unwrap().unwrap();

    let error = items.next().unwrap().unwrap_err();

    assert_eq!(error.code(), Some(Code::REFUSED));
    assert_eq!(items.page(), 2);
    assert!(items.next().is_none());
    assert_eq!(pages.asked(), [1, 2]);
}

/// All ids of the three lists; the class has 20 products, the internal name 12.
fn all_ids(client: &Client) -> Result<[Vec<u64>; 3], Error> {
    fn rows<R>(items: Items<R>, id: fn(R) -> u64) -> Result<Vec<u64>, Error>
    where
        R: std::hash::Hash,
    {
        items.map(|row| row.map(id)).collect()
    }
    let item = |item: Item| item.id.0;
    let alias = |item: AliasItem| item.id.0;
    let class = ClassQuery::new(Post30::CLASS_NAME).per_page(7);
    let name = AliasQuery::new().alias(Post30::ALISE_NAME).per_page(7);
    Ok([
        rows(client.all_items(ItemQuery::new().per_page(7)), item)?,
        rows(client.all_items_by_class(class), item)?,
        rows(client.all_items_by_alias(name), alias)?,
    ])
}

fn assert_every_row_once(client: &Client, scene: &str) {
    let all = all_ids(client).unwrap();
    for (ids, count) in all.iter().zip([Post30::PRODUCT_COUNT, 20, 12]) {
        assert_eq!(ids.len(), count, "{scene}");
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), count, "{scene}");
    }
}

#[test]
fn every_row_comes_once_whatever_the_server_does_to_its_pages() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox_client(&sandbox);
    let post30 = sandbox.post30();
    for cap in [None, Some(1), Some(3), Some(7), Some(100)] {
        for past_the_end in [PastTheEnd::Empty, PastTheEnd::LastPage] {
            for total in [None, Some(0), Some(1)] {
                post30.set_page_cap(cap);
                post30.set_past_the_end(past_the_end);
                post30.set_total(total);
                let scene = format!("cap {cap:?}, {past_the_end:?}, total {total:?}");
                assert_every_row_once(&client, &scene);
            }
        }
    }
}

#[test]
fn list_that_ends_below_its_total_brings_every_row_and_says_how_many_are_missing() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox_client(&sandbox);
    for past_the_end in [PastTheEnd::Empty, PastTheEnd::LastPage] {
        sandbox.post30().set_past_the_end(past_the_end);
        sandbox.post30().set_total(Some(u64::MAX));
        let rows: Vec<_> = client.all_items(ItemQuery::new().per_page(7)).collect();
        let (end, rows) = rows.split_last().unwrap();
        assert_eq!(rows.len(), Post30::PRODUCT_COUNT);
        assert!(rows.iter().all(Result::is_ok));
        assert!(matches!(end, Err(Error::Incomplete(_))), "{end:?}");
    }
}

#[test]
fn list_ends_on_the_first_page_that_brings_nothing_new() {
    for past_the_end in [PastTheEnd::Empty, PastTheEnd::LastPage] {
        let sandbox = Sandbox::start().unwrap();
        sandbox.post30().set_past_the_end(past_the_end);
        let items = sandbox_client(&sandbox).all_items(ItemQuery::new().per_page(24));
        assert_eq!(ids(items).len(), Post30::PRODUCT_COUNT);
        // Two pages and the one that shows that there are no more.
        assert_eq!(sandbox.requests().len(), 3, "{past_the_end:?}");
    }
}

#[test]
fn list_that_counts_from_0_begins_there() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.post30().set_first_page(FirstPage::Zero);
    let client = sandbox_client(&sandbox);
    let from = |page| ids(client.all_items(ItemQuery::new().page(page).per_page(7))).len();
    assert_eq!(from(0), Post30::PRODUCT_COUNT);
    assert_eq!(from(1), Post30::PRODUCT_COUNT - 7);
}

#[test]
fn classes_and_names_are_filtered_and_sorted_by_the_provider() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox_client(&sandbox);
    let class = ClassQuery::new(Post30::CLASS_NAME).sorted_by_id();
    let sorted = ids(client.all_items_by_class(class));
    assert!(sorted.is_sorted());
    let unsorted = ids(client.all_items_by_class(ClassQuery::new(Post30::CLASS_NAME)));
    assert!(!unsorted.is_sorted());

    let class = ItemQuery::new().class_id(Post30::CLASS_ID);
    assert_eq!(ids(client.all_items(class)), unsorted);
    let bar_code = ItemQuery::new().bar_code(Post30::BAR_CODE);
    assert_eq!(
        ids(client.all_items(bar_code)),
        [u64::from(Post30::PRODUCT_ID)]
    );

    // A separator of the signature and a character beyond U+FFFF.
    let odd = AliasQuery::new().alias(Post30::ODD_ALISE_NAME);
    let odd: Vec<_> = client.all_items_by_alias(odd).collect();
    let [Ok(item)] = odd.as_slice() else {
        panic!("{odd:?}")
    };
    assert_eq!(item.alias, Post30::ODD_ALISE_NAME);
}
