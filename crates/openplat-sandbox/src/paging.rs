//! Which rows of a list are on a page.

/// The rows of a page; the first page has number 0.
pub(crate) fn page<T>(all: &[T], number: u64, size: u64) -> &[T] {
    window(all, number.saturating_mul(size), size)
}

/// At most so many rows after those that are skipped.
pub(crate) fn window<T>(all: &[T], skipped: u64, length: u64) -> &[T] {
    let rest = all.get(index(skipped)..).unwrap_or_default();
    rest.get(..index(length)).unwrap_or(rest)
}

/// The size of a page under a cap; a cap of 0 counts as 1.
pub(crate) fn capped(size: u64, cap: Option<u32>) -> u64 {
    cap.map_or(size, |cap| size.min(cap.max(1).into()))
}

/// How many rows there are.
pub(crate) fn count<T>(rows: &[T]) -> u64 {
    u64::try_from(rows.len()).unwrap_or(u64::MAX)
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
