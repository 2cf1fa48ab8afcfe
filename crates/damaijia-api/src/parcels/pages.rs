use std::iter::FusedIterator;
use std::vec::IntoIter;

use super::{Parcel, ParcelQuery};
use crate::{Client, Error};

/// The parcels of all pages: see [`Client::all_parcels`].
#[derive(Debug)]
pub struct Parcels {
    client: Client,
    query: ParcelQuery,
    waiting: IntoIter<Parcel>,
    /// The page before, to notice one that repeats: the rows have no id of their own.
    before: Vec<Parcel>,
    seen: usize,
    begin: u32,
    total: Option<i64>,
    ended: bool,
}

impl Parcels {
    pub(super) fn new(client: Client, query: ParcelQuery) -> Self {
        Self {
            client,
            begin: query.page.number,
            query,
            waiting: Vec::new().into_iter(),
            before: Vec::new(),
            seen: 0,
            total: None,
            ended: false,
        }
    }

    /// The page that is asked for next; after an error, the page that failed.
    pub fn page(&self) -> u32 {
        self.query.page.number
    }

    /// The total of the provider, once a page was read: for a progress bar, not for counting.
    pub fn total(&self) -> Option<i64> {
        self.total
    }

    fn fetch(&mut self) -> Result<(), Error> {
        let page = self.client.parcels(&self.query)?;
        self.total = page.total.or(self.total);
        if page.parcels.is_empty() || page.parcels == self.before {
            self.ended = true;
            return Ok(());
        }
        self.seen += page.parcels.len();
        self.before.clone_from(&page.parcels);
        self.waiting = page.parcels.into_iter();
        let seen = i64::try_from(self.seen).unwrap_or(i64::MAX);
        let has_all = self.begin == 1 && self.total.is_some_and(|total| total <= seen);
        match self.query.page.number.checked_add(1) {
            Some(next) if !has_all => self.query.page.number = next,
            _ => self.ended = true,
        }
        Ok(())
    }
}

impl Iterator for Parcels {
    type Item = Result<Parcel, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.waiting.len() == 0
            && !self.ended
            && let Err(error) = self.fetch()
        {
            self.ended = true;
            return Some(Err(error));
        }
        self.waiting.next().map(Ok)
    }
}

impl FusedIterator for Parcels {}
