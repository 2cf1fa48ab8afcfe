use provider_http::{InvalidInput, at_least_1};

use crate::MachineNo;
use crate::wire::Params;

const ORIGIN: &str = "获取产品列表 [doc]";

/// Which products of a machine to list.
///
/// ```
/// use vending_api::{ProductQuery, Shelf};
///
/// let query = ProductQuery::new("12345678".parse()?)
///     .per_page(50)
///     .shelf(Shelf::Cabinet('B'));
/// # Ok::<(), vending_api::InvalidInput>(())
/// ```
#[derive(Clone, Debug)]
pub struct ProductQuery {
    machine_no: MachineNo,
    pub(super) page: u32,
    per_page: Option<u32>,
    category_id: Option<u64>,
    shelf: Option<Shelf>,
    select_all: bool,
}

impl ProductQuery {
    /// All categories of the provider's default cabinet (`A`), from page 1 on, 10 to a page.
    pub fn new(machine_no: MachineNo) -> Self {
        Self {
            machine_no,
            page: 1,
            per_page: None,
            category_id: None,
            shelf: None,
            select_all: false,
        }
    }

    /// The page to ask for, or the page to begin with. Default 1, at least 1.
    #[must_use]
    pub fn page(mut self, page: u32) -> Self {
        self.page = page;
        self
    }

    /// How many products to a page, at least 1. Not sent by default; the provider then takes 10.
    /// It documents no maximum.
    #[must_use]
    pub fn per_page(mut self, per_page: u32) -> Self {
        self.per_page = Some(per_page);
        self
    }

    /// Only products of this category (商品分类). Not sent by default: all, which is 0 too.
    #[must_use]
    pub fn category_id(mut self, id: u64) -> Self {
        self.category_id = Some(id);
        self
    }

    /// Only products of this cabinet or driver board. Not sent by default: cabinet `A`.
    #[must_use]
    pub fn shelf(mut self, shelf: Shelf) -> Self {
        self.shelf = Some(shelf);
        self
    }

    /// Sends `select_all` (查询所有) as `1`. The provider does not say what it does; not sent by
    /// default, which is `0`.
    #[must_use]
    pub fn select_all(mut self) -> Self {
        self.select_all = true;
        self
    }

    pub(super) fn params(&self) -> Result<Params, InvalidInput> {
        let number =
            |field, number: u32| Ok((field, at_least_1(field, number, ORIGIN)?.to_string()));
        let mut params = vec![
            ("machine_no", self.machine_no.to_string()),
            number("page", self.page)?,
        ];
        if let Some(per_page) = self.per_page {
            params.push(number("per_page", per_page)?);
        }
        if let Some(id) = self.category_id {
            params.push(("category_id", id.to_string()));
        }
        // Quirk: `cabinet_name` and `addr` must not be sent together [doc]; the type sees to it.
        match self.shelf {
            Some(Shelf::Cabinet(name)) if name.is_ascii_uppercase() => {
                params.push(("cabinet_name", name.to_string()));
            }
            Some(Shelf::Cabinet(_)) => {
                return Err(InvalidInput::new("cabinet_name", "must be A to Z", ORIGIN));
            }
            Some(Shelf::Addr(addr @ 1..=8)) => params.push(("addr", addr.to_string())),
            Some(Shelf::Addr(_)) => {
                return Err(InvalidInput::new("addr", "must be 1 to 8", ORIGIN));
            }
            None => {}
        }
        if self.select_all {
            params.push(("select_all", "1".to_owned()));
        }
        Ok(params)
    }
}

/// The part of a machine whose products are listed: by cabinet or by driver board, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shelf {
    /// 柜号, `cabinet_name`: `A` to `Z`. The provider reads it since v1.13.0 \[doc\], and takes `A`
    /// when no shelf is given.
    Cabinet(char),
    /// 从机地址, `addr`, the address of a driver board: 1 to 8. The provider reads it since v1.25.0
    /// \[doc\].
    Addr(u8),
}
