//! Which rows of a list are on a page.

use super::refusal::Refusal;
use crate::paging::{self, capped};

/// The number of the first page, which the provider does not state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum FirstPage {
    /// `p` is 0 for the first page.
    Zero,
    /// `p` is 1 for the first page, and 0 is refused.
    #[default]
    One,
}

/// What comes after the last page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PastTheEnd {
    /// Pages without rows.
    #[default]
    Empty,
    /// The last page again, for ever.
    LastPage,
}

/// How the lists come in pages.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) first: FirstPage,
    pub(super) cap: Option<u32>,
    pub(super) past_the_end: PastTheEnd,
    pub(super) total: Option<u64>,
}

impl Pages {
    /// How many rows a page has when nothing is asked for; not documented.
    const DEFAULT_SIZE: u32 = 10;

    /// The rows of a page.
    pub(super) fn rows<'a, T>(
        &self,
        all: &'a [T],
        p: Option<u32>,
        pagesize: Option<u32>,
    ) -> Result<&'a [T], Refusal> {
        let first = match self.first {
            FirstPage::Zero => 0,
            FirstPage::One => 1,
        };
        let page = p
            .unwrap_or(first)
            .checked_sub(first)
            .ok_or(Refusal::FIELD_INVALID)?;
        let size = capped(pagesize.unwrap_or(Self::DEFAULT_SIZE).into(), self.cap);
        let page = match self.past_the_end {
            PastTheEnd::Empty => page.into(),
            PastTheEnd::LastPage => u64::from(page).min(last_page(paging::count(all), size)),
        };
        Ok(paging::page(all, page, size))
    }

    /// What a list says as its `total`, where this many would be true.
    pub(super) fn total(&self, true_total: u64) -> u64 {
        self.total.unwrap_or(true_total)
    }
}

/// The number of the last page, counted from 0; pages of size 0 have no rows, whatever their number.
fn last_page(rows: u64, size: u64) -> u64 {
    rows.div_ceil(size.max(1)).saturating_sub(1)
}
