//! Lists of products, and of parcels, that come in pages.

use serde::Serialize;

use crate::failure::Failure;
use crate::output::{Format, Output, Stop};
use crate::progress::Progress;
use crate::table::Table;

/// All products of a list, which asks for a page when its first product is wanted.
pub(crate) trait Pages: Iterator {
    /// What one item is called.
    const NOUN: &'static str = "product";

    /// The page that is asked for next; after an error, the page that failed.
    fn page(&self) -> u32;

    /// How many products there are in all, where the provider can be believed.
    fn total(&self) -> Option<u64>;
}

/// Shows one page: a table with a summary below it, or a line a product.
pub(crate) fn show_page<P: Serialize>(
    products: &[P],
    table: fn(&[P]) -> Table,
    summary: &str,
    output: &mut Output,
) -> Result<(), Stop> {
    match output.format() {
        Format::Json => products.iter().try_for_each(|product| output.json(product)),
        Format::People => {
            if !products.is_empty() {
                output.text(format_args!("{}\n", table(products)))?;
            }
            output.text(summary)
        }
    }
}

/// Shows all pages: JSON as it comes; a table in the end, of what was read before a failure, too.
pub(crate) fn show_all<P: Serialize, E, I: Pages<Item = Result<P, E>>>(
    mut products: I,
    table: fn(&[P]) -> Table,
    failure: fn(&E) -> Failure,
    output: &mut Output,
) -> Result<(), Stop> {
    let mut progress = Progress::beside(output);
    let mut rows: Vec<P> = Vec::new();
    let mut items = 0;
    let mut page = products.page();
    let end = loop {
        let asked = products.page();
        let product = match products.next() {
            None => break Ok(()),
            Some(Ok(product)) => product,
            Some(Err(error)) if items == 0 => break Err(failure(&error)),
            Some(Err(error)) => {
                let go_on = format!("the pages before it are shown; go on with --page {asked}");
                break Err(failure(&error).hint(go_on));
            }
        };
        // The page to ask for moves on when a page was read.
        if products.page() != asked {
            page = asked;
        }
        items += 1;
        progress.show(page, items, products.total());
        match output.format() {
            Format::Json => output.json(&product)?,
            Format::People => rows.push(product),
        }
    };
    drop(progress);
    if output.format() == Format::People {
        if !rows.is_empty() {
            output.text(format_args!("{}\n", table(&rows)))?;
        }
        if end.is_ok() {
            let noun = I::NOUN;
            output.text(match items {
                0 => format!("no {noun}s"),
                1 => format!("1 {noun}"),
                _ => format!("{items} {noun}s"),
            })?;
        }
    }
    Ok(end?)
}
