use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::hash::{BuildHasher, Hash, RandomState};
use std::iter::FusedIterator;

use super::ItemPage;
use crate::Error;

/// The products of all pages: of [`Client::all_items`](crate::Client::all_items) and its siblings.
///
/// A page is asked for when its first product is, and signed anew. The iterator ends on an empty
/// page and on a page without any row that is new; a short page alone is no end, since a server
/// may cap the page size, and `total` is never trusted. After an error it ends too: begin again at
/// [`Items::page`].
pub struct Items<R> {
    fetch: Fetch<R>,
    page: u32,
    waiting: VecDeque<R>,
    /// Whole rows, since a product may have a row for each of its internal names; only their
    /// hashes, since there may be many.
    seen: HashSet<u64>,
    hasher: RandomState,
    total: Option<u64>,
    ended: bool,
}

type Fetch<R> = Box<dyn FnMut(u32) -> Result<ItemPage<R>, Error> + Send + Sync>;

impl<R> Items<R> {
    pub(super) fn new(
        page: u32,
        fetch: impl FnMut(u32) -> Result<ItemPage<R>, Error> + Send + Sync + 'static,
    ) -> Self {
        Self {
            fetch: Box::new(fetch),
            page,
            waiting: VecDeque::new(),
            seen: HashSet::new(),
            hasher: RandomState::new(),
            total: None,
            ended: false,
        }
    }

    /// The page that is asked for next; after an error, the page that failed.
    pub fn page(&self) -> u32 {
        self.page
    }

    /// The total of the last page that was read: see [`ItemPage::total`].
    pub fn total(&self) -> Option<u64> {
        self.total
    }
}

impl<R: Hash> Items<R> {
    fn fetch(&mut self) -> Result<(), Error> {
        let page = (self.fetch)(self.page)?;
        self.total = Some(page.total);
        let seen_before = self.seen.len();
        let rows = page.items.iter().map(|row| self.hasher.hash_one(row));
        self.seen.extend(rows);
        // An empty page, or one that repeats: a last page that never comes must not be waited for.
        if self.seen.len() == seen_before {
            self.ended = true;
            return Ok(());
        }
        self.page = self.page.saturating_add(1);
        self.waiting = page.items.into();
        Ok(())
    }
}

impl<R: Hash> Iterator for Items<R> {
    type Item = Result<R, Error>;

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

impl<R: Hash> FusedIterator for Items<R> {}

impl<R> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("page", &self.page)
            .field("waiting", &self.waiting.len())
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
