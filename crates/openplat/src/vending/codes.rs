//! `openplat vending codes`: pickup codes (取货码).

use clap::{ArgGroup, Args, Subcommand};
use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, PrimitiveDateTime};
use vending_api::{Code, Error, NewPickupCodes, PickupCode, PickupCodeId, ProductId};

use super::{PROVIDED, client};
use crate::failure::Failure;
use crate::format::Format;
use crate::output::{Output, Stop};
use crate::table::Column::{Left, Right};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(super) enum Codes {
    /// Create pickup codes (取货码生成); repeating it makes more
    Create(CreateCodes),
    /// List the codes of a product that are neither used nor expired
    List(ListCodes),
    /// Cancel one code or all codes of a machine
    Cancel(CancelCodes),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["product", "all_products"]))]
pub(super) struct CreateCodes {
    /// The number of the machine (设备编号), 8 or more digits
    #[arg(long, value_name = "NO")]
    machine: String,
    /// For this product: the id of `products`
    #[arg(long, value_name = "ID")]
    product: Option<u64>,
    /// For every product of the machine; needs --yes
    #[arg(long)]
    all_products: bool,
    /// How many codes, at least 1; 1 if left out
    #[arg(long, value_name = "N", conflicts_with = "all_products")]
    count: Option<u32>,
    /// How many digits a code has, 6 to 10; 6 if left out
    #[arg(long, value_name = "N")]
    code_length: Option<u8>,
    /// When the codes expire, in GMT+8: "YYYY-MM-DD HH:MM:SS"; never if left out
    #[arg(long, value_name = "TIME", value_parser = gmt8)]
    expires: Option<OffsetDateTime>,
    /// Confirm --all-products
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct ListCodes {
    /// The number of the machine (设备编号), 8 or more digits
    #[arg(long, value_name = "NO")]
    machine: String,
    /// The product: the id of `products`
    #[arg(long, value_name = "ID")]
    product: u64,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["id", "all"]))]
pub(super) struct CancelCodes {
    /// The number of the machine (设备编号), 8 or more digits
    #[arg(long, value_name = "NO")]
    machine: String,
    /// The id of the code in `codes list`, not the code itself
    #[arg(long, value_name = "ID")]
    id: Option<u64>,
    /// All codes of the machine; needs --yes
    #[arg(long)]
    all: bool,
    /// Confirm --all
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(codes: &Codes, output: &mut Output) -> Result<(), Stop> {
    match codes {
        Codes::Create(arguments) => create(arguments, output),
        Codes::List(arguments) => list(arguments, output),
        Codes::Cancel(arguments) => cancel(arguments, output),
    }
}

fn create(arguments: &CreateCodes, output: &mut Output) -> Result<(), Stop> {
    let machine = &arguments.machine;
    let machine_no = machine.parse().map_err(|error| PROVIDED.invalid(&error))?;
    let (mut new, product) = match arguments.product {
        Some(id) => (
            NewPickupCodes::for_product(machine_no, ProductId(id)),
            id.to_string(),
        ),
        None if arguments.yes => (
            NewPickupCodes::for_all_products(machine_no),
            "ID".to_owned(),
        ),
        None => {
            let effect = format!("create pickup codes for every product of machine {machine}");
            return Err(Failure::unconfirmed(&effect).into());
        }
    };
    if let Some(count) = arguments.count {
        new = new.count(count);
    }
    if let Some(digits) = arguments.code_length {
        new = new.code_length(digits);
    }
    if let Some(instant) = arguments.expires {
        new = new.expires_at(instant);
    }
    let list = format!("openplat vending codes list --machine {machine} --product {product}");
    let on_unknown = format!(
        "the codes may have been created, and repeating it would make more: look at `{list}` \
         first, a code that was created at the time of this call is one of them"
    );
    client()?
        .create_pickup_codes(&new)
        .map_err(|error| of_write(&error, &on_unknown))?;
    output.done(format_args!(
        "Created. The provider does not return the codes; list them with\n  {list}"
    ))
}

fn list(arguments: &ListCodes, output: &mut Output) -> Result<(), Stop> {
    let machine_no = arguments
        .machine
        .parse()
        .map_err(|error| PROVIDED.invalid(&error))?;
    let codes = client()?
        .pickup_codes(&machine_no, ProductId(arguments.product))
        .map_err(|error| PROVIDED.failure(&error))?;
    match output.format() {
        Format::Json => codes.iter().try_for_each(|code| output.json(code)),
        Format::People if codes.is_empty() => {
            output.text("no pickup codes that are unused and not expired")
        }
        Format::People => output.text(codes_table(&codes)),
    }
}

fn cancel(arguments: &CancelCodes, output: &mut Output) -> Result<(), Stop> {
    let machine = &arguments.machine;
    let machine_no = machine.parse().map_err(|error| PROVIDED.invalid(&error))?;
    match arguments.id {
        Some(id) => {
            let on_unknown = "the code may have been cancelled: repeating it is harmless, and \
                              80002 then says that the code is gone";
            client()?
                .cancel_pickup_code(&machine_no, PickupCodeId(id))
                .map_err(|error| of_write(&error, on_unknown))?;
            output.done(format_args!(
                "Cancelled the code with id {id} of machine {machine}."
            ))
        }
        None if arguments.yes => {
            let on_unknown = "the codes may have been cancelled, and repeating it would also \
                              cancel codes that were created in between: look at `openplat \
                              vending codes list` first, product by product";
            client()?
                .cancel_all_pickup_codes(&machine_no)
                .map_err(|error| of_write(&error, on_unknown))?;
            output.done(format_args!("Cancelled all codes of machine {machine}."))
        }
        None => {
            let effect = format!("cancel all pickup codes of machine {machine}");
            Err(Failure::unconfirmed(&effect).into())
        }
    }
}

pub(crate) fn codes_table(codes: &[PickupCode]) -> Table {
    let mut table = Table::new(&[
        Right("id"),
        Left("code"),
        Left("status"),
        Left("created (GMT+8)"),
        Left("expires (GMT+8)"),
    ]);
    for code in codes {
        let expires = match code.expired_at.as_str() {
            "" => "never",
            time => time,
        };
        table.row([
            code.id.to_string().as_str(),
            &code.code,
            code.status.as_str(),
            code.created_at.as_str(),
            expires,
        ]);
    }
    table
}

const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// Reads a time of the provider's zone.
fn gmt8(text: &str) -> Result<OffsetDateTime, &'static str> {
    // The parser would take a sign in front of the year as well.
    let begins_with_digit = text.starts_with(|first: char| first.is_ascii_digit());
    PrimitiveDateTime::parse(text, FORMAT)
        .ok()
        .filter(|_| begins_with_digit)
        .map(|local| local.assume_offset(offset!(+8)))
        .ok_or("must be a time such as \"2030-01-31 23:59:59\", in GMT+8")
}

/// The failure of a call that changes codes.
fn of_write(error: &Error, on_unknown: &str) -> Failure {
    let failure = PROVIDED.of_write(error, on_unknown);
    match error.code() {
        Some(Code::NO_RECORD | Code::RECORD_NOT_FOUND) => failure.hint(
            "a code that was used, expired or cancelled is gone; --id is the id in `codes list`, \
             not the code",
        ),
        _ => failure,
    }
}
