//! `openplat vending`: every call of 鼎商 vending machines.

mod arguments;
mod failure;
mod tables;

use vending_api::{
    Client, Credentials, Error, NewPickupCodes, PickupCodeId, Product, ProductId, ProductPage,
    ProductQuery, Settings, Shelf,
};

pub(crate) use arguments::Arguments;
use arguments::{Call, CancelCodes, Codes, CreateCodes, ListCodes, ListProducts};
pub(crate) use failure::{failure, invalid, of_write};
pub(crate) use tables::{codes_table, products_table};

use crate::environment;
use crate::failure::Failure;
use crate::output::{Format, Output, Stop};
use crate::progress::Progress;

/// The variables of the environment that a client is made from: base URL, app id, app secret,
/// signing key.
pub(crate) const VARIABLES: [&str; 4] = [
    "VENDING_BASE_URL",
    "VENDING_APP_ID",
    "VENDING_APP_SECRET",
    "VENDING_SIGN_KEY",
];

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    match &arguments.call {
        Call::Ping => ping(output),
        Call::Products(arguments) => products(arguments, output),
        Call::Codes(Codes::Create(arguments)) => create_codes(arguments, output),
        Call::Codes(Codes::List(arguments)) => list_codes(arguments, output),
        Call::Codes(Codes::Cancel(arguments)) => cancel_codes(arguments, output),
    }
}

fn client() -> Result<Client, Failure> {
    let [base_url, app_id, app_secret, signing_key] = environment::required(VARIABLES)?;
    let allows_plain_http = environment::allows_plain_http()?;
    let is_refused_http = base_url.starts_with("http://") && !allows_plain_http;
    let credentials = Credentials {
        app_id,
        app_secret: app_secret.into(),
        signing_key: signing_key.into(),
    };
    let settings = Settings::new(base_url).transport(|transport| {
        if allows_plain_http {
            transport.allow_plain_http()
        } else {
            transport
        }
    });
    Client::new(credentials, settings).map_err(|error| match &error {
        Error::Invalid(input) if input.field() == "base_url" && is_refused_http => {
            let allow = environment::ALLOW_HTTP;
            failure(&error).hint(format!("{allow}=1 allows it"))
        }
        _ => failure(&error),
    })
}

fn ping(output: &mut Output) -> Result<(), Stop> {
    client()?.ping().map_err(|error| failure(&error))?;
    output.done(
        "The service answers and accepts the app id and the app secret.\n\
         The signing key is not part of a ping: `products` checks it.",
    )
}

fn products(arguments: &ListProducts, output: &mut Output) -> Result<(), Stop> {
    let query = query(arguments)?;
    let client = client()?;
    if arguments.all_pages {
        return all_products(&client, query, output);
    }
    let page = client.products(&query).map_err(|error| failure(&error))?;
    match output.format() {
        Format::Json => page
            .products
            .iter()
            .try_for_each(|product| output.json(product)),
        Format::People => {
            if !page.products.is_empty() {
                output.text(products_table(&page.products))?;
                output.text("")?;
            }
            output.text(summary(arguments, &page))
        }
    }
}

fn query(arguments: &ListProducts) -> Result<ProductQuery, Failure> {
    let machine_no = arguments.machine.parse().map_err(|error| invalid(&error))?;
    let mut query = ProductQuery::new(machine_no);
    if let Some(page) = arguments.page {
        query = query.page(page);
    }
    if let Some(per_page) = arguments.per_page {
        query = query.per_page(per_page);
    }
    if let Some(id) = arguments.category {
        query = query.category_id(id);
    }
    if let Some(cabinet) = arguments.cabinet {
        query = query.shelf(Shelf::Cabinet(cabinet));
    }
    if let Some(addr) = arguments.addr {
        query = query.shelf(Shelf::Addr(addr));
    }
    if arguments.select_all {
        query = query.select_all();
    }
    Ok(query)
}

fn summary(arguments: &ListProducts, page: &ProductPage) -> String {
    if page.total == 0 && page.products.is_empty() {
        return "no products".to_owned();
    }
    let asked = arguments.page.unwrap_or(1);
    let mut text = match page.last_page {
        0 => format!("page {asked}"),
        last => format!("page {asked} of {last}, {} products in all", page.total),
    };
    if asked < page.last_page {
        let next = asked.saturating_add(1);
        text.push_str(&format!("; go on with --page {next}, or --all-pages"));
    }
    text
}

/// All pages: JSON as it comes, a table in the end, and what was read before a failure.
fn all_products(client: &Client, query: ProductQuery, output: &mut Output) -> Result<(), Stop> {
    let mut products = client.all_products(query);
    let mut rows: Vec<Product> = Vec::new();
    let mut items = 0;
    let mut progress = Progress::beside(output);
    let end = loop {
        let page = products.page();
        match products.next() {
            None => break Ok(()),
            Some(Err(error)) => {
                let failure = failure(&error);
                break Err(match items {
                    0 => failure,
                    _ => failure.hint(format!(
                        "the pages before are shown; go on with --page {page} --all-pages"
                    )),
                });
            }
            Some(Ok(product)) => {
                items += 1;
                if products.page() != page {
                    progress.page(page, items, products.total());
                }
                match output.format() {
                    Format::Json => output.json(&product)?,
                    Format::People => rows.push(product),
                }
            }
        }
    };
    drop(progress);
    if output.format() == Format::People {
        if !rows.is_empty() {
            output.text(products_table(&rows))?;
            output.text("")?;
        }
        if end.is_ok() {
            output.text(match rows.len() {
                0 => "no products".to_owned(),
                1 => "1 product".to_owned(),
                count => format!("{count} products"),
            })?;
        }
    }
    Ok(end?)
}

fn create_codes(arguments: &CreateCodes, output: &mut Output) -> Result<(), Stop> {
    let machine = &arguments.machine;
    let machine_no = machine.parse().map_err(|error| invalid(&error))?;
    let (mut new, of_product, on_unknown) = match arguments.product {
        Some(id) => (
            NewPickupCodes::for_product(machine_no, ProductId(id)),
            format!("--product {id}"),
            format!(
                "the codes may have been created: before you repeat it, see what is new in \
                 `openplat vending codes list --machine {machine} --product {id}`"
            ),
        ),
        None => {
            if !arguments.yes {
                let effect = format!("create pickup codes for every product of machine {machine}");
                return Err(Failure::unconfirmed(&effect).into());
            }
            (
                NewPickupCodes::for_all_products(machine_no),
                "--product ID".to_owned(),
                format!(
                    "the codes may have been created: before you repeat it, see what is new in \
                     `openplat vending codes list --machine {machine} --product ID`, product by \
                     product"
                ),
            )
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
    client()?
        .create_pickup_codes(&new)
        .map_err(|error| of_write(&error, &on_unknown))?;
    output.done(format!(
        "Created. The provider does not return the codes; list them with\n  \
         openplat vending codes list --machine {machine} {of_product}"
    ))
}

fn list_codes(arguments: &ListCodes, output: &mut Output) -> Result<(), Stop> {
    let machine_no = arguments.machine.parse().map_err(|error| invalid(&error))?;
    let codes = client()?
        .pickup_codes(&machine_no, ProductId(arguments.product))
        .map_err(|error| failure(&error))?;
    match output.format() {
        Format::Json => codes.iter().try_for_each(|code| output.json(code)),
        Format::People if codes.is_empty() => {
            output.text("no pickup codes that are unused and not expired")
        }
        Format::People => output.text(codes_table(&codes)),
    }
}

fn cancel_codes(arguments: &CancelCodes, output: &mut Output) -> Result<(), Stop> {
    let machine = &arguments.machine;
    let machine_no = machine.parse().map_err(|error| invalid(&error))?;
    let Some(id) = arguments.id else {
        if !arguments.yes {
            let effect = format!("cancel all pickup codes of machine {machine}");
            return Err(Failure::unconfirmed(&effect).into());
        }
        let on_unknown = "the codes may have been cancelled: see what is left in `openplat vending \
                          codes list` before you repeat it, which would also cancel codes that \
                          were created in between";
        client()?
            .cancel_all_pickup_codes(&machine_no)
            .map_err(|error| of_write(&error, on_unknown))?;
        return output.done(format!("Cancelled all pickup codes of machine {machine}."));
    };
    let on_unknown = "the code may have been cancelled: repeating is harmless, and 80002 then \
                      says that it is gone";
    client()?
        .cancel_pickup_code(&machine_no, PickupCodeId(id))
        .map_err(|error| of_write(&error, on_unknown))?;
    output.done(format!(
        "Cancelled the pickup code with id {id} of machine {machine}."
    ))
}
