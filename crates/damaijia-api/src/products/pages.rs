use std::collections::{HashSet, VecDeque};
use std::iter::FusedIterator;

use super::{Product, ProductId, ProductQuery};
use crate::{Client, Error};

/// The products of all pages, each once: see [`Client::all_products`].
#[derive(Debug)]
pub struct Products {
    client: Client,
    query: ProductQuery,
    waiting: VecDeque<Product>,
    seen: HashSet<ProductId>,
    begin: u32,
    total: Option<i64>,
    ended: bool,
}

impl Products {
    pub(super) fn new(client: Client, query: ProductQuery) -> Self {
        Self {
            client,
            begin: query.page,
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
    pub fn total(&self) -> Option<i64> {
        self.total
    }

    fn fetch(&mut self) -> Result<(), Error> {
        let page = self.client.products(&self.query)?;
        self.total = page.total.or(self.total);
        // Pages may repeat products, since no order is promised.
        let new = page.products.into_iter();
        self.waiting = new.filter(|product| self.seen.insert(product.id)).collect();
        self.ended = self.waiting.is_empty() || self.has_all();
        if self.ended {
            return Ok(());
        }
        match self.query.page.checked_add(1) {
            Some(next) => self.query.page = next,
            None => self.ended = true,
        }
        Ok(())
    }

    /// Whether as many products were seen as there are. From a later page on nobody knows.
    fn has_all(&self) -> bool {
        let seen = i64::try_from(self.seen.len()).unwrap_or(i64::MAX);
        self.begin == 1 && self.total.is_some_and(|total| total <= seen)
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
