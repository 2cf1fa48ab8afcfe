//! `openplat damaijia order create` and `openplat damaijia orders`.

use clap::{Args, Subcommand};
use damaijia_api::{
    Acceptance, Code, CreatedOrder, Error, NewOrder, Order, OrderPage, OrderQuery, RowWindow,
};

use super::money::yuan_if_known;
use super::{PROVIDED, client};
use crate::failure::Failure;
use crate::format::Format;
use crate::json_argument::json_argument;
use crate::output::{Output, Stop};
use crate::pages::show_page;
use crate::table::Column::{Left, Right};
use crate::table::Table;
use crate::terminal::clean;

#[derive(Debug, Subcommand)]
pub(super) enum OrderCommand {
    /// Create an order from a file; the same file again is answered with 234, and not paid again
    Create(CreateOrder),
}

#[derive(Debug, Args)]
pub(super) struct CreateOrder {
    /// The body of 创建订单 in the provider's own JSON, with site_order_id and a
    /// site_order_consignee_id for each consignee
    #[arg(long, value_name = "FILE")]
    file: String,
}

#[derive(Debug, Args)]
pub(super) struct ListOrders {
    /// How many orders at most
    #[arg(long, value_name = "N", default_value_t = 100)]
    rows: u32,
    /// Only the order with this number
    #[arg(long, value_name = "NUMBER")]
    order_sn: Option<String>,
}

pub(super) fn create(arguments: &CreateOrder, output: &mut Output) -> Result<(), Stop> {
    let text = json_argument("--file", &format!("@{}", arguments.file))?;
    let order = NewOrder::from_json(text.as_bytes()).map_err(|input| PROVIDED.invalid(&input))?;
    let created = client()?.create_order(&order);
    let created = created.map_err(|error| not_created(&error, &order))?;
    match output.format() {
        Format::Json => output.json(&created),
        Format::People => output.text(told(&created, &order)),
    }
}

pub(super) fn list(arguments: &ListOrders, output: &mut Output) -> Result<(), Stop> {
    let mut query = OrderQuery::last_month().window(RowWindow::first(arguments.rows));
    if let Some(order_sn) = &arguments.order_sn {
        query = query.order_sn(order_sn);
    }
    let page = client()?.orders(&query);
    let page = page.map_err(|error| PROVIDED.failure(&error))?;
    let summary = summary(&page);
    show_page::<Code, _>(&PROVIDED, page.orders, orders_table, &summary, output)
}

/// `openplat damaijia status`, for the parcels of an order.
fn status_command(order: &NewOrder) -> String {
    let ids = order.parcel_ids();
    let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
    format!("openplat damaijia status {}", ids.join(" "))
}

fn not_created(error: &Error, order: &NewOrder) -> Failure {
    let status = status_command(order);
    let id = order.site_order_id();
    let on_unknown = format!(
        "the order may exist and be paid: `{status}` shows its parcels if it does; if it shows \
         none, repeat it with the same file, one call at a time: the same site_order_id {id} is \
         answered with 234 if the order exists, and not paid again"
    );
    let failure = PROVIDED.of_write(error, &on_unknown);
    match error.code() {
        Some(Code::SITE_ORDER_ID_EXISTS) => failure.only_hint(format!(
            "on a repeat the first call won: `{status}` shows its parcels; on a first attempt \
             site_order_id {id} was used before, for another order"
        )),
        _ => failure,
    }
}

fn told(created: &CreatedOrder, order: &NewOrder) -> String {
    let what = match created.order_sn.as_str() {
        "" => "Created.".to_owned(),
        order_sn => format!("Created: order number {}.", clean(order_sn)),
    };
    let follow = format!("Follow the parcels with\n  {}", status_command(order));
    match created.parcels.is_empty() {
        true => format!("{what} {follow}"),
        false => format!("{}\n\n{what} {follow}", created_table(created)),
    }
}

fn summary(page: &OrderPage) -> String {
    let rows = page.orders.len();
    let count = match rows {
        0 => "no orders".to_owned(),
        1 => "1 order".to_owned(),
        _ => format!("{rows} orders"),
    };
    match page.total {
        Some(total) if !page.is_complete() => format!("{count} of {total}: take more --rows"),
        _ => count,
    }
}

pub(crate) fn created_table(created: &CreatedOrder) -> Table {
    let mut table = Table::new(&[Left("parcel"), Left("accepted"), Left("message")]);
    for parcel in created.parcels.iter() {
        let (accepted, message) = match &parcel.acceptance {
            Acceptance::Accepted { .. } => ("yes".to_owned(), String::new()),
            Acceptance::AddressBanned { zone, message, .. } => (
                "no, charged all the same".to_owned(),
                format!("{zone} {message}"),
            ),
            Acceptance::Unknown {
                msg_code, message, ..
            } => match msg_code {
                Some(code) => (format!("not known ({code})"), message.clone()),
                None => ("not known".to_owned(), message.clone()),
            },
            _ => ("not known".to_owned(), String::new()),
        };
        table.row([
            parcel.site_order_consignee_id.as_str(),
            &accepted,
            message.trim(),
        ]);
    }
    for odd in created.parcels.odd() {
        let place = format!("row {} of the answer", odd.row);
        table.row([&place, "not known", "it cannot be read"]);
    }
    table
}

fn orders_table(orders: &[Order]) -> Table {
    let mut table = Table::new(&[
        Left("order number"),
        Left("created (GMT+8)"),
        Left("source"),
        Right("parcels"),
        Right("total"),
        Left("product"),
        Left("remark"),
    ]);
    for order in orders {
        table.row([
            order.order_sn.as_str(),
            order.create_time.as_str(),
            &order.source,
            &order
                .parcel_count
                .map(|count| count.to_string())
                .unwrap_or_default(),
            &yuan_if_known(order.total_fen),
            &order.product_name,
            &order.remark,
        ]);
    }
    table
}
