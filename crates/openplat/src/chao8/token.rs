//! `openplat chao8 token`.

use std::time::Duration;

use clap::Args;
use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{client, failure};
use crate::local_time::{Zone, in_words};
use crate::output::{Format, Output, Stop};
use crate::table::Table;

#[derive(Debug, Args)]
pub(super) struct ShowToken {
    /// Print the token, too: whoever has it can make calls until it expires
    #[arg(long)]
    reveal: bool,
}

/// The answer for programs. The token is there only if it was asked for.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(serialize_with = "rfc3339")]
    fetched_at: Option<OffsetDateTime>,
    #[serde(serialize_with = "rfc3339")]
    expires_at: Option<OffsetDateTime>,
    #[serde(serialize_with = "rfc3339")]
    next_request_at: Option<OffsetDateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
}

pub(super) fn show(arguments: &ShowToken, output: &mut Output) -> Result<(), Stop> {
    let zone = Zone::of_this_machine();
    let client = client()?;
    let token = client.token().map_err(|error| failure(&error))?;
    let status = client.token_status().map_err(|error| failure(&error))?;
    let token = arguments.reveal.then(|| token.expose());
    let fetched_at = status.fetched_at.map(OffsetDateTime::truncate_to_second);
    let expires_at = status.expires_at.map(OffsetDateTime::truncate_to_second);
    // Rounded up: a request at the time that is told must not come too early.
    let next_request_at = (status.next_request_at + ALMOST_A_SECOND).truncate_to_second();
    if output.format() == Format::Json {
        return output.json(&Report {
            fetched_at,
            expires_at,
            next_request_at: Some(next_request_at),
            token,
        });
    }
    let now = OffsetDateTime::now_utc();
    // Neither time is known when another process has found the token rejected meanwhile.
    let not_known = || "not known".to_owned();
    let from_now = |instant: OffsetDateTime| match Duration::try_from(instant - now) {
        Ok(left) if !left.is_zero() => {
            Some(format!("{}, in {}", zone.show(instant), in_words(left)))
        }
        _ => None,
    };
    let fetched = fetched_at.map_or_else(not_known, |instant| zone.show(instant));
    let expires = expires_at.map_or_else(not_known, |instant| {
        from_now(instant).unwrap_or_else(|| format!("{}, over", zone.show(instant)))
    });
    let is_allowed = status.next_request_at <= now;
    let next_request = from_now(next_request_at).filter(|_| !is_allowed);
    let next_request = next_request.unwrap_or_else(|| "allowed now".to_owned());
    let mut rows = vec![
        ["fetched", &fetched],
        ["expires", &expires],
        ["next request", &next_request],
    ];
    rows.extend(token.map(|token| ["token", token]));
    output.text(Table::pairs(rows))
}

const ALMOST_A_SECOND: Duration = Duration::from_nanos(999_999_999);

/// In UTC.
fn rfc3339<S: Serializer>(
    instant: &Option<OffsetDateTime>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let text = instant.and_then(|instant| instant.to_utc().format(&Rfc3339).ok());
    text.serialize(serializer)
}
