//! `timer`: when a signature expires.

use std::time::Duration;

use provider_client::text_in_zone;
use provider_http::InvalidInput;
use time::{OffsetDateTime, UtcOffset};

const ORIGIN: &str = "timer: 签名过期时间 [doc]";
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The expiry of a signature that is made now and lives this long, in the provider's zone.
///
/// Quirk: it is an expiry, not the time of the call [doc]; answers write times in another way.
pub(crate) fn timer(
    now: OffsetDateTime,
    lifetime: Duration,
    zone: UtcOffset,
) -> Result<String, InvalidInput> {
    let lifetime = check_lifetime("lifetime", lifetime)?;
    let expiry = now
        .checked_add(lifetime)
        .and_then(|expiry| text_in_zone(expiry, zone));
    expiry.ok_or_else(|| {
        let rule = "must be within the years 0 to 9999: what does the clock say?";
        InvalidInput::new("timer", rule, ORIGIN)
    })
}

/// The lifetime of a signature: what the format can show, and no longer than a day.
pub(crate) fn check_lifetime(
    field: &'static str,
    lifetime: Duration,
) -> Result<time::Duration, InvalidInput> {
    let in_range = (Duration::from_secs(1)..=LONGEST).contains(&lifetime);
    let converted = time::Duration::try_from(lifetime).ok();
    converted.filter(|_| in_range).ok_or_else(|| {
        let rule = "must be 1 second to 24 hours";
        InvalidInput::new(field, rule, ORIGIN)
    })
}
