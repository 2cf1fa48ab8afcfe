use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::iter::FusedIterator;
use std::vec;

use crate::rows::Row;
use crate::{Error, ProviderCode, Rows};

/// A list that comes in pages: how one page is asked for, and how its rows are told apart.
pub trait PageSource: Send {
    /// A row of the list.
    type Row;
    /// The provider's codes.
    type Code: ProviderCode;

    /// Asks for one page.
    ///
    /// # Errors
    ///
    /// Those of the call.
    fn page(&mut self, number: u32) -> Result<Page<Self::Row>, Error<Self::Code>>;

    /// What tells a row from another one, as a hash of it: a page that holds nothing but rows of
    /// the page before, or that came before as a whole, brings nothing new.
    fn identity(&self, row: &Self::Row) -> u64;

    /// Whether a row that stands on the page before too is left out.
    fn repeats(&self) -> Repeats {
        Repeats::Yielded
    }
}

/// What becomes of a row that comes a second time, since rows move between pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeats {
    /// It is yielded again.
    Yielded,
    /// It is left out.
    LeftOut,
}

/// What the total of a list is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TotalMeans {
    /// It counts all rows, so reaching it ends the list.
    AllRows,
    /// It may count the rows of a page only: reaching it ends nothing, and not reaching it is an
    /// error all the same.
    AtLeast,
}

/// One page, and what the provider says of the whole list beside it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Page<R> {
    /// The rows of the page.
    pub rows: Rows<R>,
    /// How many rows the whole list has, when the provider says so.
    pub total: Option<u64>,
    /// What that total is good for.
    pub meaning: TotalMeans,
    /// The number of the last page, when the provider says so.
    pub last: Option<u32>,
}

impl<R> Page<R> {
    /// A page of which nothing but the rows is known.
    pub fn new(rows: impl Into<Rows<R>>) -> Self {
        Self {
            rows: rows.into(),
            total: None,
            meaning: TotalMeans::AllRows,
            last: None,
        }
    }

    /// Sets how many rows the whole list has.
    #[must_use]
    pub fn total(mut self, total: Option<u64>) -> Self {
        self.total = total;
        self
    }

    /// Says that the total is only a lower bound: see [`TotalMeans::AtLeast`].
    #[must_use]
    pub fn at_least(mut self) -> Self {
        self.meaning = TotalMeans::AtLeast;
        self
    }

    /// Sets the number of the last page; 0 is the same as not known.
    #[must_use]
    pub fn last(mut self, last: u32) -> Self {
        self.last = (last > 0).then_some(last);
        self
    }
}

/// A list that ended though the provider names more rows, or more pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list ended at page {} with {}", self.page, self.what())]
#[non_exhaustive]
pub struct Incomplete {
    /// The last page that was asked for.
    pub page: u32,
    /// How many rows were read; those that the page before had too count once.
    pub read: u64,
    /// How many there are, when the provider says so.
    pub total: Option<u64>,
    /// The number of the last page, when the provider says so.
    pub last: Option<u32>,
}

impl Incomplete {
    /// A list that ended at `page` with `read` rows.
    pub fn new(page: u32, read: u64) -> Self {
        Self {
            page,
            read,
            total: None,
            last: None,
        }
    }

    /// Sets how many rows the provider says there are.
    #[must_use]
    pub fn of_total(mut self, total: u64) -> Self {
        self.total = Some(total);
        self
    }

    /// Sets the number of the last page that the provider names.
    #[must_use]
    pub fn of_pages(mut self, last: u32) -> Self {
        self.last = Some(last);
        self
    }

    /// How many rows are missing, when the provider says how many there are.
    pub fn missing(&self) -> Option<u64> {
        self.total.and_then(|total| total.checked_sub(self.read))
    }

    fn what(&self) -> String {
        match (self.missing(), self.last) {
            (Some(missing), _) => format!(
                "{} of {} rows: {missing} are missing",
                self.read,
                self.read + missing
            ),
            (None, Some(last)) => format!("{} rows, though {last} pages are named", self.read),
            (None, None) => format!("{} rows", self.read),
        }
    }
}

/// The rows of all pages of a list.
///
/// A page is asked for when its first row is. The list ends for a reason that the provider gave:
/// as many rows as its total, or its last page, or, where it says neither, a page without a row
/// that is new. A short page alone is no end, since a server may cap the page size. Where a total
/// is known and was not reached, or the last page that is named was not, one more page is asked
/// for after each that brought nothing new; after two such pages in a row the last item is
/// [`Error::Incomplete`]. A row that cannot be read is an [`Error::Row`], and the list goes on
/// behind it. After any other error the list ends: begin again at [`Pages::page`].
///
/// A list that begins at a later page is not held to the total, since nobody knows how many rows
/// lie before it.
///
/// Memory is that of one page, and 8 bytes for each page before: a row that moves to the next
/// page while the list is read is told from a new one, and does not count twice towards the total;
/// one that moves further is not.
pub struct Pages<S: PageSource> {
    source: S,
    first: u32,
    next: u32,
    waiting: vec::IntoIter<Row<S::Row>>,
    /// The rows of the page before.
    previous: Digests,
    /// All pages, each as a digest of its rows in any order.
    pages: Digests,
    read: u64,
    total: Option<u64>,
    last: Option<u32>,
    /// Pages in a row that brought nothing new.
    barren: u32,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Reading,
    /// The rows that wait are the last ones.
    Complete,
    /// The rows that wait are the last ones, and others are missing.
    Short(Incomplete),
    Failed,
}

impl<S: PageSource> Pages<S> {
    /// The rows from page `first` on.
    pub fn new(source: S, first: u32) -> Self {
        Self {
            source,
            first,
            next: first,
            waiting: Vec::new().into_iter(),
            previous: Digests::default(),
            pages: Digests::default(),
            read: 0,
            total: None,
            last: None,
            barren: 0,
            state: State::Reading,
        }
    }

    /// The page that is asked for next; after an error of a page, the page that failed.
    pub fn page(&self) -> u32 {
        self.next
    }

    /// The total of the provider, once a page was read that states it: for a progress bar.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    fn fetch(&mut self) -> Result<(), Error<S::Code>> {
        // Its memory is free again before the next page needs some.
        self.waiting = Vec::new().into_iter();
        let number = self.next;
        let page = self.source.page(number)?;
        // A later page that knows of fewer, or of none, takes nothing back.
        self.total = page.total.max(self.total);
        self.last = page.last.or(self.last);
        let brings_news = self.take(page.rows);
        self.barren = match brings_news {
            true => 0,
            false => self.barren + 1,
        };
        self.state = self.after(number, page.meaning);
        if self.state == State::Reading {
            self.next = number + 1;
        }
        Ok(())
    }

    /// Takes the rows of a page in, unless it only repeats what was read; says whether one of
    /// them is new.
    fn take(&mut self, rows: Rows<S::Row>) -> bool {
        let mut rows = rows.into_rows();
        let identities: Vec<u64> = rows
            .iter()
            .map(|Row(row)| match row {
                Ok(row) => spread(self.source.identity(row)),
                Err(odd) => spread(odd.identity()),
            })
            .collect();
        let is_new = |identity| !self.previous.contains(identity);
        if !identities.iter().any(is_new) || !self.pages.insert(digest(&identities)) {
            return false;
        }
        let leave_out = self.source.repeats() == Repeats::LeftOut;
        let mut page =
            Digests::with_capacity_and_hasher(identities.len(), BuildHasherDefault::default());
        let mut identities = identities.into_iter();
        rows.retain(|Row(row)| {
            let identity = identities.next().unwrap_or_default();
            let stands_before = self.previous.contains(&identity);
            let stands_twice = !page.insert(identity);
            // One that cannot be read may be any row.
            let is_known = row.is_ok() && (stands_before || (leave_out && stands_twice));
            self.read += u64::from(!is_known);
            !is_known || !leave_out
        });
        self.waiting = rows.into_iter();
        self.previous = page;
        true
    }

    /// Whether the list goes on after page `number`, and why not.
    fn after(&self, number: u32, meaning: TotalMeans) -> State {
        let last = self.last;
        let names_more = last.is_some_and(|last| number < last);
        let is_past_the_last = last.is_some() && !names_more;
        let total = self.expected();
        let may_have_more = self.barren == 0 && (names_more || meaning == TotalMeans::AtLeast);
        if total == Some(self.read) && !may_have_more {
            return State::Complete;
        }
        let goes_on = match total {
            Some(_) => self.barren < 2,
            None if names_more => self.barren < 2,
            None => !is_past_the_last && self.barren == 0,
        };
        if goes_on && number < u32::MAX {
            return State::Reading;
        }
        let incomplete = Incomplete {
            last,
            ..Incomplete::new(number, self.read)
        };
        match total {
            Some(total) if self.read < total => State::Short(incomplete.of_total(total)),
            _ if names_more => State::Short(incomplete),
            _ => State::Complete,
        }
    }

    /// How many rows there should be; none when nobody knows: from a later page on, and when more
    /// came than the total says.
    fn expected(&self) -> Option<u64> {
        self.total
            .filter(|total| self.first <= 1 && *total >= self.read)
    }
}

/// A digest of the rows of a page, in whatever order they come.
fn digest(identities: &[u64]) -> u64 {
    // With their number, so that none of them can add nothing.
    let number = spread(identities.len() as u64);
    identities.iter().copied().fold(number, u64::wrapping_add)
}

/// Lets every bit of an identity, which may be a plain number, change every bit of what is made of
/// it: a step of SplitMix64.
fn spread(identity: u64) -> u64 {
    let identity = identity.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let identity = (identity ^ (identity >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let identity = (identity ^ (identity >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    identity ^ (identity >> 31)
}

/// What is digested already needs no hash.
type Digests = HashSet<u64, BuildHasherDefault<AsItIs>>;

#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, digest: u64) {
        self.0 = digest;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl<S: PageSource> Iterator for Pages<S> {
    type Item = Result<S::Row, Error<S::Code>>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.waiting.as_slice().is_empty() && self.state == State::Reading {
            if let Err(error) = self.fetch() {
                self.state = State::Failed;
                return Some(Err(error));
            }
        }
        if let Some(Row(row)) = self.waiting.next() {
            return Some(row.map_err(|odd| Error::Row(Box::new(odd))));
        }
        match std::mem::replace(&mut self.state, State::Complete) {
            State::Short(incomplete) => Some(Err(Error::Incomplete(incomplete))),
            _ => None,
        }
    }
}

impl<S: PageSource> FusedIterator for Pages<S> {}

impl<S: PageSource> fmt::Debug for Pages<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("next", &self.next)
            .field("waiting", &self.waiting.len())
            .field("read", &self.read)
            .field("total", &self.total)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
