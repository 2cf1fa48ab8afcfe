use std::collections::{HashSet, VecDeque};
use std::iter::FusedIterator;

use super::{Channel, Product, ProductId, ProductQuery};
use crate::{Client, Error};

/// A product in a channel: one product may be in several.
type Place = (ProductId, Option<Channel>);

/// The products of all pages: see [`Client::all_products`].
#[derive(Debug)]
pub struct Products {
    client: Client,
    query: ProductQuery,
    waiting: VecDeque<Product>,
    seen: HashSet<Place>,
    total: Option<u64>,
    ended: bool,
}

impl Products {
    pub(super) fn new(client: Client, query: ProductQuery) -> Self {
        Self {
            client,
            query,
            waiting: VecDeque::new(),
            seen: HashSet::new(),
            total: None,
            ended: false,
        }
    }

    /// The page that is asked for next; after an error, the page that failed.
    pub fn page(&self) -> u32 {
        self.query.page
    }

    /// The total of the provider, once a page was read: for a progress bar, not for counting.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    fn fetch(&mut self) -> Result<(), Error> {
        let page = self.client.products(&self.query)?;
        self.total = Some(page.total);
        // A missing last page reads as 0, which ends the list as well.
        self.ended = self.query.page >= page.last_page;
        let seen_before = self.seen.len();
        let places = page.products.iter();
        self.seen
            .extend(places.map(|product| (product.id, product.channel.clone())));
        // An empty page, or one that repeats: a last page that never comes must not be waited for.
        if self.seen.len() == seen_before {
            self.ended = true;
            return Ok(());
        }
        self.query.page = self.query.page.saturating_add(1);
        self.waiting = page.products.into();
        Ok(())
    }
}

impl Iterator for Products {
    type Item = Result<Product, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.waiting.is_empty()
            && !self.ended
            && let Err(error) = self.fetch()
        {
            self.ended = true;
            return Some(Err(error));
        }
        self.waiting.pop_front().map(Ok)
    }
}

impl FusedIterator for Products {}
