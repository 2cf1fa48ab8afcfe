use provider_http::{InvalidInput, at_least_1, filled};
use serde::Serialize;

/// The first page, and how many rows to a page: both are always sent, since nothing is documented
/// of what happens without them.
const FIRST_PAGE: u32 = 1;
const PER_PAGE: u32 = 20;
const FILTER: &str = "a filter";

/// The setters of every list.
macro_rules! page_setters {
    () => {
        /// The page to ask for, or the page to begin with. Default 1; 0 when the service counts
        /// from 0, which is not documented.
        #[must_use]
        pub fn page(mut self, page: u32) -> Self {
            self.page = page;
            self
        }

        /// How many products to a page. Default 20, at least 1; a maximum is not documented.
        #[must_use]
        pub fn per_page(mut self, per_page: u32) -> Self {
            self.per_page = per_page;
            self
        }
    };
}

/// The setters of the lists that look for names.
macro_rules! name_setters {
    () => {
        /// Only products with this internal name (内品名), not empty. Default all.
        #[must_use]
        pub fn alias(mut self, name: impl Into<String>) -> Self {
            self.alias = Some(name.into());
            self
        }

        /// Only products with this bar code (商品条码), not empty. Default all.
        #[must_use]
        pub fn bar_code(mut self, code: impl Into<String>) -> Self {
            self.bar_code = Some(code.into());
            self
        }
    };
}

/// Which products of the product list.
///
/// ```
/// use post30_api::ItemQuery;
///
/// let query = ItemQuery::new().per_page(50).class_id(1);
/// ```
#[derive(Clone, Debug)]
pub struct ItemQuery {
    pub(super) page: u32,
    per_page: u32,
    class_id: Option<u32>,
    alias: Option<String>,
    bar_code: Option<String>,
}

/// Which products of a class.
///
/// ```
/// use post30_api::ClassQuery;
///
/// let query = ClassQuery::new("奶粉").sorted_by_id();
/// ```
#[derive(Clone, Debug)]
pub struct ClassQuery {
    class_name: String,
    pub(super) page: u32,
    per_page: u32,
    sorted: bool,
}

/// Which products by internal name (内品名) or bar code.
///
/// ```
/// use post30_api::AliasQuery;
///
/// let query = AliasQuery::new().alias("bbb");
/// ```
#[derive(Clone, Debug)]
pub struct AliasQuery {
    pub(super) page: u32,
    per_page: u32,
    sorted: bool,
    alias: Option<String>,
    bar_code: Option<String>,
}

impl ItemQuery {
    /// All products, from page 1 on, 20 to a page.
    pub fn new() -> Self {
        Self {
            page: FIRST_PAGE,
            per_page: PER_PAGE,
            class_id: None,
            alias: None,
            bar_code: None,
        }
    }

    page_setters!();
    name_setters!();

    /// Only products of the class with this number (商品类别ID). Default all.
    #[must_use]
    pub fn class_id(mut self, id: u32) -> Self {
        self.class_id = Some(id);
        self
    }

    pub(super) fn fields(&self) -> Result<Fields<'_>, InvalidInput> {
        Ok(Fields {
            classid: self.class_id,
            alisename: filled("alias", self.alias.as_deref(), FILTER)?,
            bar_code: filled("bar_code", self.bar_code.as_deref(), FILTER)?,
            ..Fields::of_page(self.page, self.per_page)?
        })
    }
}

impl ClassQuery {
    /// All products of the class with this name (商品类别名), not empty; from page 1 on, 20 to a
    /// page.
    pub fn new(class_name: impl Into<String>) -> Self {
        Self {
            class_name: class_name.into(),
            page: FIRST_PAGE,
            per_page: PER_PAGE,
            sorted: false,
        }
    }

    page_setters!();

    /// Sorts by id (`order`). Default as the service likes.
    #[must_use]
    pub fn sorted_by_id(mut self) -> Self {
        self.sorted = true;
        self
    }

    pub(super) fn fields(&self) -> Result<Fields<'_>, InvalidInput> {
        Ok(Fields {
            class_name: filled("class_name", Some(&self.class_name), FILTER)?,
            order: self.sorted.then_some(true),
            ..Fields::of_page(self.page, self.per_page)?
        })
    }
}

impl AliasQuery {
    /// All products, from page 1 on, 20 to a page.
    pub fn new() -> Self {
        Self {
            page: FIRST_PAGE,
            per_page: PER_PAGE,
            sorted: false,
            alias: None,
            bar_code: None,
        }
    }

    page_setters!();
    name_setters!();

    /// Sorts (`order`, 排序): by id, as in a class \[inferred\]. Default as the service likes.
    #[must_use]
    pub fn sorted_by_id(mut self) -> Self {
        self.sorted = true;
        self
    }

    pub(super) fn fields(&self) -> Result<Fields<'_>, InvalidInput> {
        Ok(Fields {
            order: self.sorted.then_some(true),
            alisename: filled("alias", self.alias.as_deref(), FILTER)?,
            bar_code: filled("bar_code", self.bar_code.as_deref(), FILTER)?,
            ..Fields::of_page(self.page, self.per_page)?
        })
    }
}

impl Default for ItemQuery {
    fn default() -> Self {
        Self::new()
    }
}

impl Default for AliasQuery {
    fn default() -> Self {
        Self::new()
    }
}

/// `data` of the lists; what is not set is left out.
#[derive(Default, Serialize)]
pub(super) struct Fields<'a> {
    #[serde(rename = "className", skip_serializing_if = "Option::is_none")]
    class_name: Option<&'a str>,
    p: u32,
    pagesize: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    classid: Option<u32>,
    // Quirk: the spelling is the provider's [doc].
    #[serde(skip_serializing_if = "Option::is_none")]
    alisename: Option<&'a str>,
    #[serde(rename = "barCode", skip_serializing_if = "Option::is_none")]
    bar_code: Option<&'a str>,
}

impl Fields<'_> {
    fn of_page(page: u32, per_page: u32) -> Result<Self, InvalidInput> {
        Ok(Self {
            p: page,
            pagesize: at_least_1("per_page", per_page, "pagesize [doc]")?,
            ..Self::default()
        })
    }
}
