//! Lists of products, and of parcels, that come in pages.

use provider_client::{Error, PageSource, Pages, ProviderCode, Rows};
use serde::Serialize;

use crate::failure::Failure;
use crate::format::Format;
use crate::output::{Output, Stop};
use crate::progress::Progress;
use crate::provided::Provided;
use crate::table::Table;

/// Shows one page: a table with a summary below it, or a line a row. A row that cannot be read
/// ends the command with an error, after all others were shown.
pub(crate) fn show_page<C: ProviderCode, P: Serialize>(
    provided: &Provided,
    rows: Rows<P>,
    table: fn(&[P]) -> Table,
    summary: &str,
    output: &mut Output,
) -> Result<(), Stop> {
    let odd = rows.odd().next().cloned();
    let rows: Vec<P> = rows.into_results().into_iter().flatten().collect();
    match output.format() {
        Format::Json => rows.iter().try_for_each(|row| output.json(row))?,
        Format::People => {
            if !rows.is_empty() {
                output.text(format_args!("{}\n", table(&rows)))?;
            }
            output.text(summary)?;
        }
    }
    match odd {
        Some(odd) => {
            Err(others_are_shown(provided.failure(&Error::<C>::Row(Box::new(odd)))).into())
        }
        None => Ok(()),
    }
}

fn others_are_shown(failure: Failure) -> Failure {
    failure.hint("the rows that can be read are shown")
}

/// Shows all pages: JSON as it comes; a table in the end, of what was read before a failure, too.
pub(crate) fn show_all<S: PageSource<Row: Serialize>>(
    provided: &Provided,
    mut list: Pages<S>,
    noun: &str,
    table: fn(&[S::Row]) -> Table,
    output: &mut Output,
) -> Result<(), Stop> {
    let mut progress = Progress::beside(output);
    let mut rows = Vec::new();
    let mut items = 0;
    let mut page = list.page();
    let mut odd = None;
    let end = loop {
        let asked = list.page();
        let row = match list.next() {
            None => break Ok(()),
            Some(Ok(row)) => row,
            Some(Err(error @ Error::Row(_))) => {
                odd.get_or_insert(others_are_shown(provided.failure(&error)));
                continue;
            }
            Some(Err(error)) if items == 0 => break Err(provided.failure(&error)),
            Some(Err(error @ Error::Incomplete(_))) => {
                break Err(provided.failure(&error).hint("what was read is shown"));
            }
            Some(Err(error)) => {
                let go_on = format!("the pages before it are shown; go on with --page {asked}");
                break Err(provided.failure(&error).hint(go_on));
            }
        };
        // The page to ask for moves on when a page was read.
        if list.page() != asked {
            page = asked;
        }
        items += 1;
        progress.show(page, items, list.total());
        match output.format() {
            Format::Json => output.json(&row)?,
            Format::People => rows.push(row),
        }
    };
    drop(progress);
    let end = end.and(odd.map_or(Ok(()), Err));
    if output.format() == Format::People {
        if !rows.is_empty() {
            output.text(format_args!("{}\n", table(&rows)))?;
        }
        if end.is_ok() {
            output.text(match items {
                0 => format!("no {noun}s"),
                1 => format!("1 {noun}"),
                _ => format!("{items} {noun}s"),
            })?;
        }
    }
    Ok(end?)
}
