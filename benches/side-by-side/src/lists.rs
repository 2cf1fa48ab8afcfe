//! A long list, page by page, of which nothing is kept.

use crate::answers;
use crate::clients::{ByHand, Ours};
use crate::server::{self, Answers};
use vending_api::Settings;

/// How many products a page has.
const PAGE: usize = 1_000;

/// Both clients of a server of their own that has a list of so many products.
///
/// # Panics
///
/// When a client cannot be made.
pub fn both(products: usize) -> (ByHand, Ours) {
    let pages = (1..=products).step_by(PAGE);
    let pages = pages.map(|first| answers::page(first, PAGE, products));
    let url = server::start(Answers::in_turn(&pages.collect::<Vec<_>>()));
    let size = PAGE as u32;
    (ByHand::new(&url, size), Ours::new(Settings::new(url), size))
}

/// Reads the list by hand: a loop that ends behind the last of so many products.
pub fn by_hand(client: &ByHand, products: usize) -> usize {
    let mut read = 0;
    let mut number = 0;
    while read < products {
        number += 1;
        read += client.page(number).len();
    }
    read
}

/// Reads the list by its iterator.
///
/// # Panics
///
/// When a product cannot be read, or the list is not whole.
pub fn ours(client: &Ours) -> usize {
    let products = client.client.all_products(client.query.clone());
    products.fold(0, |read, product| {
        product.expect("a product");
        read + 1
    })
}
