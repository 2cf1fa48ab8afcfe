//! Order list (订单查询).

use std::fmt;

use provider_client::{Rows, gmt8};
use provider_http::{InvalidInput, filled, lenient};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::range::RowWindow;
use crate::wire::{ORDERS, Object, rows, with_body};
use crate::{Client, Error, Gmt8Time, Source};

const ORIGIN: &str = "订单查询 [docs+]";
const TIMES: &str = "create_time: YYYY-MM-DD HH:MM:SS [docs+]";

impl Client {
    /// The orders of a span of time, or one order by its number.
    ///
    /// The list has neither parcel states nor waybill numbers nor the caller's `site_order_id`:
    /// follow parcels with [`parcel_states`](Client::parcel_states). No order of the rows is
    /// promised.
    ///
    /// Source: 订单查询 \[docs+\]; its answer and the rules of its times \[observed\].
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] before anything is sent when the order number is empty, the span ends
    /// before it begins or leaves the years 0 to 9999, or the window has no rows.
    #[doc(alias = "订单查询")]
    pub fn orders(&self, query: &OrderQuery) -> Result<OrderPage, Error> {
        let request = with_body(&ORDERS, &query.body()?);
        let Object(page) = self.call(&ORDERS, &request)?;
        Ok(page)
    }
}

/// Which orders to list.
///
/// ```
/// use damaijia_api::{OrderQuery, RowWindow};
/// use time::macros::datetime;
///
/// let query = OrderQuery::between(
///     datetime!(2021-08-05 00:00:00 +8),
///     datetime!(2021-08-05 23:59:59 +8),
/// )
/// .window(RowWindow::first(200));
/// ```
#[derive(Clone, Debug)]
pub struct OrderQuery {
    create_time: Option<(OffsetDateTime, OffsetDateTime)>,
    order_sn: Option<String>,
    source: Option<Source>,
    window: RowWindow,
}

impl OrderQuery {
    /// The orders created from one second to another, both included; sent in GMT+8.
    ///
    /// A span whose end is older than a month is stretched by the provider: its end is moved up
    /// to one month ago \[observed\]. Use the time of each order then.
    pub fn between(from: OffsetDateTime, to: OffsetDateTime) -> Self {
        Self {
            create_time: Some((from, to)),
            ..Self::last_month()
        }
    }

    /// All orders of the last month: what the provider lists without a span \[observed\].
    pub fn last_month() -> Self {
        Self {
            create_time: None,
            order_sn: None,
            source: None,
            window: RowWindow::first(100),
        }
    }

    /// Only the order with this number. Default all. Without a span it must be of the last month
    /// \[observed\].
    #[must_use]
    pub fn order_sn(mut self, order_sn: impl Into<String>) -> Self {
        self.order_sn = Some(order_sn.into());
        self
    }

    /// Only orders of this source. Default all.
    #[must_use]
    pub fn source(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    /// Which rows of the result. Default the first 100; no maximum is known.
    ///
    /// The sources disagree on the meaning of `range`, see [`RowWindow`]: rather than going on
    /// behind the first rows, take a shorter span or more rows until
    /// [`OrderPage::is_complete`].
    #[must_use]
    pub fn window(mut self, window: RowWindow) -> Self {
        self.window = window;
        self
    }

    fn body(&self) -> Result<Body<'_>, InvalidInput> {
        let create_time = match self.create_time {
            Some((from, to)) if from > to => {
                let rule = "must not end before it begins";
                return Err(InvalidInput::new("create_time", rule, ORIGIN));
            }
            // Quirk: both ends with their full time, since a day as the end is its midnight, and
            // never an empty text [observed].
            Some((from, to)) => Some([
                gmt8("create_time", from, TIMES)?,
                gmt8("create_time", to, TIMES)?,
            ]),
            None => None,
        };
        Ok(Body {
            filter: Filter {
                create_time,
                order_sn: filled("order_sn", self.order_sn.as_deref(), ORIGIN)?,
                source: self.source.map(Source::as_str),
            },
            range: self.window.range()?,
        })
    }
}

#[derive(Serialize)]
struct Body<'a> {
    filter: Filter<'a>,
    range: [u32; 2],
}

#[derive(Serialize)]
struct Filter<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    create_time: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_sn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
}

/// The orders of a window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct OrderPage {
    /// The orders of this window, and the rows that cannot be read.
    #[serde(rename = "list", default, deserialize_with = "rows")]
    pub orders: Rows<Order>,
    /// How many orders there are in all; none when the answer does not say.
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub total: Option<u64>,
}

impl OrderPage {
    /// Whether these are all: as many as the provider counts.
    pub fn is_complete(&self) -> bool {
        self.total
            .is_some_and(|total| total <= self.orders.len() as u64)
    }
}

/// An order (订单) as the list has it. Serialised, it has the provider's names. All \[observed\].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Order {
    /// The order number, 22 digits or more; no integer holds them.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub order_sn: String,
    /// The platform's order id, which no call takes.
    #[serde(rename = "id")]
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub order_id: String,
    /// How many parcels it has. Quirk: the provider calls that `page_number` \[observed\].
    #[serde(rename = "page_number")]
    #[serde(default, deserialize_with = "lenient::optional_int")]
    pub parcel_count: Option<i64>,
    /// The source in the provider's words.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub source: String,
    /// The remark; `Debug` does not show it.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub remark: String,
    /// When it was created.
    #[serde(default)]
    pub create_time: Gmt8Time,
    /// What it cost, courier fees included, in 分 \[inferred\].
    #[serde(rename = "total_price")]
    #[serde(default, deserialize_with = "lenient::optional_int")]
    pub total_fen: Option<i64>,
    /// The name of the product.
    #[serde(rename = "name")]
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub product_name: String,
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order")
            .field("order_sn", &self.order_sn)
            .field("parcel_count", &self.parcel_count)
            .field("create_time", &self.create_time)
            .field("total_fen", &self.total_fen)
            .finish_non_exhaustive()
    }
}
