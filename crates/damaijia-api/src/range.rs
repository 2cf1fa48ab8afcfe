//! The two meanings of `range`, each a type of its own.

use provider_http::{InvalidInput, at_least_1};

/// Which rows of the order list: the row to begin with, counted from 1, and how many.
///
/// Quirk: the page of 订单查询 says that its `range` is a page \[docs+\]; it behaves as a row and a
/// number of rows \[observed\]. [`RowWindow::first`] means the same by either reading, any other
/// window does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowWindow {
    first_row: u32,
    rows: u32,
}

impl RowWindow {
    /// The first rows: safe, whichever source is right.
    pub fn first(rows: u32) -> Self {
        Self::from_row(1, rows)
    }

    /// So many rows from this one on; both at least 1. It trusts the observed behaviour: drop
    /// orders that come twice by their `order_sn`, and compare with the total.
    pub fn from_row(first_row: u32, rows: u32) -> Self {
        Self { first_row, rows }
    }

    pub(crate) fn range(self) -> Result<[u32; 2], InvalidInput> {
        let origin = "订单查询 [docs+]";
        Ok([
            at_least_1("first_row", self.first_row, origin)?,
            at_least_1("rows", self.rows, origin)?,
        ])
    }
}

/// Which page of the parcel list: its number, counted from 1, and how many parcels it has.
///
/// Source: 获取包裹列表 \[docs+\], where `range` really is a page \[observed\].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub(crate) number: u32,
    size: u32,
}

impl Page {
    /// Page 1 with so many parcels.
    pub fn first(size: u32) -> Self {
        Self::numbered(1, size)
    }

    /// The page with this number, of pages of this size; both at least 1.
    pub fn numbered(number: u32, size: u32) -> Self {
        Self { number, size }
    }

    /// The number of the page.
    pub fn number(self) -> u32 {
        self.number
    }

    pub(crate) fn with_number(self, number: u32) -> Self {
        Self { number, ..self }
    }

    pub(crate) fn range(self) -> Result<[u32; 2], InvalidInput> {
        let origin = "获取包裹列表 [docs+]";
        Ok([
            at_least_1("page", self.number, origin)?,
            at_least_1("page_size", self.size, origin)?,
        ])
    }
}
