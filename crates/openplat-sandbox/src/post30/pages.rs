//! Which rows of a list are on a page.

use super::refusal::Refusal;

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
        let cap = self.cap.map_or(u32::MAX, |cap| cap.max(1));
        let size = pagesize.unwrap_or(Self::DEFAULT_SIZE).min(cap);
        let (page, size) = (index(page), index(size));
        if size == 0 {
            return Ok(&[]);
        }
        // chunks would panic at a size of 0.
        let mut chunks = all.chunks(size);
        let chunk = match self.past_the_end {
            PastTheEnd::Empty => chunks.nth(page),
            PastTheEnd::LastPage => chunks.nth(page).or_else(|| all.chunks(size).last()),
        };
        Ok(chunk.unwrap_or_default())
    }

    /// What a list says as its `total`, where this many would be true.
    pub(super) fn total(&self, true_total: usize) -> u64 {
        let true_total = u64::try_from(true_total).unwrap_or(u64::MAX);
        self.total.unwrap_or(true_total)
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
