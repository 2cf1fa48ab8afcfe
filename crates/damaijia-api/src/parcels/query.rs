use std::fmt;

use provider_client::gmt8_day;
use provider_http::{InvalidInput, filled};
use serde::Serialize;
use time::Date;

use crate::ParcelStatus;
use crate::range::Page;

const ORIGIN: &str = "获取包裹列表 [docs+]";

/// Which parcels to list.
///
/// ```
/// use damaijia_api::{Page, ParcelQuery, ParcelStatus};
///
/// let query = ParcelQuery::new()
///     .status(ParcelStatus::Sent)
///     .page(Page::first(100));
/// ```
#[derive(Clone)]
pub struct ParcelQuery {
    days: Option<(Date, Date)>,
    mobile: Option<String>,
    order_sn: Option<String>,
    status: Option<ParcelStatus>,
    pub(super) page: Page,
}

impl ParcelQuery {
    /// All parcels, the first page, 50 to a page.
    pub fn new() -> Self {
        Self {
            days: None,
            mobile: None,
            order_sn: None,
            status: None,
            page: Page::first(50),
        }
    }

    /// Only parcels created from one day to another in GMT+8, both included \[observed\].
    #[must_use]
    pub fn days(mut self, first: Date, last: Date) -> Self {
        self.days = Some((first, last));
        self
    }

    /// Only parcels to this phone: 1 and 10 digits, so that one with an extension cannot be
    /// asked for \[observed\].
    #[must_use]
    pub fn to_mobile(mut self, mobile: impl Into<String>) -> Self {
        self.mobile = Some(mobile.into());
        self
    }

    /// Only parcels of this order, by its number.
    #[must_use]
    pub fn order_sn(mut self, order_sn: impl Into<String>) -> Self {
        self.order_sn = Some(order_sn.into());
        self
    }

    /// Only parcels in this state.
    #[must_use]
    pub fn status(mut self, status: ParcelStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// The page to ask for, or the page to begin with. Default the first, 50 to a page; no
    /// maximum is known.
    #[must_use]
    pub fn page(mut self, page: Page) -> Self {
        self.page = page;
        self
    }

    pub(super) fn mobile(&self) -> Option<&str> {
        self.mobile.as_deref()
    }

    pub(super) fn body(&self) -> Result<Body<'_>, InvalidInput> {
        let invalid = |field, rule: &'static str| Err(InvalidInput::new(field, rule, ORIGIN));
        let create_time = match self.days {
            Some((first, last)) if first > last => {
                return invalid("create_time", "must not end before it begins");
            }
            Some((first, last)) => Some([
                gmt8_day("create_time", first, ORIGIN)?,
                gmt8_day("create_time", last, ORIGIN)?,
            ]),
            None => None,
        };
        // Quirk: an int in the table, a text in an order; 11 digits are both [docs+] [observed].
        if let Some(mobile) = &self.mobile {
            let is_digits = mobile.bytes().all(|byte| byte.is_ascii_digit());
            if mobile.len() != 11 || !mobile.starts_with('1') || !is_digits {
                return invalid("mobile", "must be 1 and 10 more digits");
            }
        }
        let order_sn = filled("order_sn", self.order_sn.as_deref(), ORIGIN)?;
        if let Some(ParcelStatus::Other(_)) = &self.status {
            return invalid("status", "must be f, p, s or c");
        }
        Ok(Body {
            filter: Filter {
                create_time,
                mobile: self.mobile.as_deref(),
                order_sn,
                status: self.status.as_ref().map(ParcelStatus::as_str),
            },
            range: self.page.range()?,
        })
    }
}

impl Default for ParcelQuery {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ParcelQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParcelQuery")
            .field("days", &self.days)
            .field("order_sn", &self.order_sn)
            .field("status", &self.status)
            .field("page", &self.page)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
pub(super) struct Body<'a> {
    filter: Filter<'a>,
    range: [u32; 2],
}

#[derive(Serialize)]
struct Filter<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    create_time: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_sn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
}
