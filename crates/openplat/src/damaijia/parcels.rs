//! `openplat damaijia packages`, `status` and `cancel`.

use clap::Args;
use damaijia_api::{Code, Page, Parcel, ParcelQuery, ParcelState, ParcelStatus, SiteParcelId};

use super::goods::page_summary;
use super::money::yuan_if_known;
use super::{PROVIDED, client};
use crate::failure::Failure;
use crate::format::Format;
use crate::output::{Output, Stop};
use crate::pages::{show_all, show_page};
use crate::table::Column::{Left, Right};
use crate::table::Table;

#[derive(Debug, Args)]
pub(super) struct ListParcels {
    /// The page, or with --all-pages the page to begin with
    #[arg(long, value_name = "N", default_value_t = 1)]
    page: u32,
    /// Parcels to a page; no maximum is known
    #[arg(long, value_name = "N", default_value_t = 50)]
    per_page: u32,
    /// Only parcels of the order with this number
    #[arg(long, value_name = "NUMBER")]
    order_sn: Option<String>,
    /// Ask for one page after the other until the last
    #[arg(long)]
    all_pages: bool,
}

#[derive(Debug, Args)]
pub(super) struct ShowStates {
    /// Your own parcel ids (site_order_consignee_id)
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct CancelParcel {
    /// Your own parcel id (site_order_consignee_id), not the order number
    id: String,
}

pub(super) fn list(arguments: &ListParcels, output: &mut Output) -> Result<(), Stop> {
    let page = Page::numbered(arguments.page, arguments.per_page);
    let mut query = ParcelQuery::new().page(page);
    if let Some(order_sn) = &arguments.order_sn {
        query = query.order_sn(order_sn);
    }
    let client = client()?;
    if arguments.all_pages {
        let parcels = client.all_parcels(query);
        return show_all(&PROVIDED, parcels, "parcel", parcels_table, output);
    }
    let page = client.parcels(&query);
    let page = page.map_err(|error| PROVIDED.failure(&error))?;
    let summary = page_summary("parcel", arguments.page, page.parcels.len(), page.total);
    show_page::<Code, _>(&PROVIDED, page.parcels, parcels_table, &summary, output)
}

pub(super) fn show_states(arguments: &ShowStates, output: &mut Output) -> Result<(), Stop> {
    let ids = arguments.ids.iter().map(|id| parcel_id(id));
    let ids = ids.collect::<Result<Vec<_>, _>>()?;
    let states = client()?.parcel_states(&ids);
    let states = states.map_err(|error| PROVIDED.failure(&error))?;
    if output.format() == Format::Json {
        return states.iter().try_for_each(|state| output.json(state));
    }
    if !states.is_empty() {
        output.text(states_table(&states))?;
    }
    let is_known = |id: &SiteParcelId| {
        let mut states = states.iter();
        states.any(|state| state.site_order_consignee_id == *id)
    };
    let unknown = ids.iter().filter(|id| !is_known(id));
    let unknown: Vec<&str> = unknown.map(SiteParcelId::as_str).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    output.text(format_args!(
        "not known to the provider: {}",
        unknown.join(", ")
    ))
}

pub(super) fn cancel(arguments: &CancelParcel, output: &mut Output) -> Result<(), Stop> {
    let id = parcel_id(&arguments.id)?;
    let on_unknown = format!(
        "it may have been cancelled: `openplat damaijia status {id}` tells, and repeating it is \
         safe"
    );
    let end = client()?.cancel_parcel(&id);
    end.map_err(|error| PROVIDED.of_write(&error, &on_unknown))?;
    output.done(format_args!("Cancelled parcel {id}."))
}

fn parcel_id(text: &str) -> Result<SiteParcelId, Failure> {
    // On the command line it is an argument; in an order file it is a field.
    text.parse()
        .map_err(|input| Failure::invalid(&input, Some("ID")))
}

/// The provider's letter in words.
fn in_words(status: &ParcelStatus) -> &str {
    match status {
        ParcelStatus::Unpaid => "f, unpaid",
        ParcelStatus::Unsent => "p, not sent",
        ParcelStatus::Sent => "s, with the warehouse",
        ParcelStatus::Cancelled => "c, cancelled",
        other => other.as_str(),
    }
}

pub(crate) fn states_table(states: &[ParcelState]) -> Table {
    let mut table = Table::new(&[
        Left("parcel"),
        Left("status"),
        Left("courier"),
        Left("waybill"),
    ]);
    for state in states {
        table.row([
            state.site_order_consignee_id.as_str(),
            in_words(&state.status),
            &state.express_company_name,
            &state.express_no,
        ]);
    }
    table
}

fn parcels_table(parcels: &[Parcel]) -> Table {
    let mut table = Table::new(&[
        Left("order number"),
        Left("platform order"),
        Left("status"),
        Left("recipient"),
        Left("phone"),
        Right("price"),
        Right("fee"),
        Left("courier"),
        Left("waybill"),
        Left("cancelled for"),
    ]);
    for parcel in parcels {
        table.row([
            parcel.order_sn.as_str(),
            &parcel.platform_order_sn,
            in_words(&parcel.status),
            &parcel.consignee,
            &parcel.mobile,
            &yuan_if_known(parcel.price_fen),
            &yuan_if_known(parcel.shipping_fee_fen),
            &parcel.express_company_name,
            &parcel.express_no,
            &parcel.cancel_reason,
        ]);
    }
    table
}
