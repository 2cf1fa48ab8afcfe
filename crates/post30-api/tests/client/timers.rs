//! `timer`: an expiry, made anew for each call.

use std::sync::Arc;
use std::time::Duration as StdDuration;

use openplat_sandbox::{Post30, Sandbox, TimerRule};
use post30_api::{AliasQuery, Client, Error, InvalidInput, ItemId, ItemQuery, Settings};
use time::macros::{datetime, offset};
use time::{Duration, UtcOffset};

use provider_testing::ManualClock;

use crate::provider::{Expects, NOW, Provider, credentials, sandbox_client_with, signed};

const ITEM: &str = "data=%7B%22P_id%22%3A1234%7D";

/// Expects one item call with this signature and expiry, whatever the settings are.
fn expiry_is(sign: &str, timer: &str, change: impl FnOnce(Settings) -> Settings) {
    let mut provider = Provider::start();
    let request = provider.expects("/Api/Product/Item", &signed(ITEM, sign, timer));
    provider.client_with(change).item(ItemId(1234)).unwrap();
    request.assert();
}

#[test]
fn signature_expires_after_5_minutes_in_utc_8() {
    let sign = "afadce190ef9c2235a6acc292023e01b";
    expiry_is(sign, "2024-04-27 10:36:01", |settings| settings);
}

#[test]
fn zone_of_the_expiry_is_a_setting() {
    let sign = "33449b9fcf0595aab84a7cdb038218ef";
    expiry_is(sign, "2024-04-27 12:36:01", |settings| {
        settings.timer_zone(offset!(+10))
    });
}

#[test]
fn lifetime_of_a_signature_is_a_setting() {
    let sign = "c91c6cb19dacf8d4276ab48f6d81fee5";
    expiry_is(sign, "2024-04-27 10:32:01", |settings| {
        settings.signature_lifetime(StdDuration::from_secs(60))
    });
}

#[test]
fn each_call_is_signed_anew() {
    let mut provider = Provider::start();
    let first = signed(
        ITEM,
        "afadce190ef9c2235a6acc292023e01b",
        "2024-04-27 10:36:01",
    );
    let second = signed(
        ITEM,
        "247d12a4e782f70649a2fbf0a6d42dd1",
        "2024-04-27 10:36:02",
    );
    let first = provider.expects("/Api/Product/Item", &first);
    let second = provider.expects("/Api/Product/Item", &second);
    let clock = Arc::new(ManualClock::new(NOW));
    let hand = Arc::clone(&clock);
    let settings = Settings::new(provider.url())
        .transport(move |transport| transport.clock(Arc::clone(&clock) as _));
    let client = Client::new(credentials(), settings).unwrap();

    client.item(ItemId(1234)).unwrap();
    hand.set_wall(NOW + Duration::SECOND);
    client.item(ItemId(1234)).unwrap();

    first.assert();
    second.assert();
}

/// A sandbox and a client with one clock for both, which is moved.
fn with_one_clock() -> (Sandbox, Client, Arc<ManualClock>) {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(NOW);
    let clock = Arc::new(ManualClock::new(NOW));
    let hand = Arc::clone(&clock);
    let client = sandbox_client_with(&sandbox, |settings| {
        settings.transport(move |transport| transport.clock(Arc::clone(&clock) as _))
    });
    (sandbox, client, hand)
}

#[test]
fn pages_of_an_iterator_are_signed_anew_however_long_it_takes() {
    let (sandbox, client, clock) = with_one_clock();
    let query = AliasQuery::new().per_page(10);
    for (number, item) in (1_i32..).zip(client.all_items_by_alias(query)) {
        item.unwrap();
        // A signature of the first page has expired by the second one.
        let now = NOW + Duration::minutes(1) * number;
        clock.set_wall(now);
        sandbox.clock().set(now);
    }
    assert_eq!(sandbox.requests().len(), 6);
}

#[test]
fn expired_signature_is_refused_by_the_sandbox() {
    let (sandbox, client, _) = with_one_clock();
    client.items(&ItemQuery::new()).unwrap();
    sandbox.clock().set(NOW + Duration::minutes(5));
    let error = client.items(&ItemQuery::new()).unwrap_err();
    assert!(error.to_string().contains("签名已过期"), "{error}");
}

#[test]
fn timer_can_be_left_out() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox_client_with(&sandbox, |settings| settings.without_timer());
    client.item(ItemId(Post30::PRODUCT_ID.into())).unwrap();
    let body = String::from_utf8(sandbox.requests()[0].body.clone()).unwrap();
    assert!(!body.contains("timer"), "{body}");

    sandbox.post30().set_timer_rule(TimerRule::Required);
    let error = client.item(ItemId(1234)).unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
}

#[test]
fn lifetime_set_after_without_timer_sends_a_timer_again() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.post30().set_timer_rule(TimerRule::Required);
    let client = sandbox_client_with(&sandbox, |settings| {
        let lifetime = StdDuration::from_secs(60);
        settings.without_timer().signature_lifetime(lifetime)
    });
    client.item(ItemId(1234)).unwrap();
}

#[test]
fn zone_of_the_service_and_of_the_client_must_agree() {
    let sandbox = Sandbox::start().unwrap();
    let sydney = offset!(+11);
    sandbox.post30().set_timer_zone(sydney);
    let item = |zone: UtcOffset| {
        let client = sandbox_client_with(&sandbox, |settings| settings.timer_zone(zone));
        client.item(ItemId(1234))
    };
    assert!(matches!(item(offset!(+8)), Err(Error::Refused(_))));
    item(sydney).unwrap();
}

#[test]
fn lifetime_is_1_second_to_24_hours() {
    let client = |lifetime| {
        let settings = Settings::new("https://post30.example").signature_lifetime(lifetime);
        Client::new(credentials(), settings)
    };
    let day = StdDuration::from_secs(24 * 60 * 60);
    for lifetime in [StdDuration::from_secs(1), day] {
        client(lifetime).unwrap();
    }
    for lifetime in [
        StdDuration::ZERO,
        StdDuration::from_millis(999),
        day + StdDuration::from_nanos(1),
        StdDuration::MAX,
    ] {
        let Err(Error::Invalid(invalid)) = client(lifetime) else {
            panic!("{lifetime:?}")
        };
        assert_eq!(invalid.field(), "signature_lifetime");
        assert_eq!(invalid.rule(), "must be 1 second to 24 hours");
    }
}

fn expiry_refused_at(now: time::OffsetDateTime) -> InvalidInput {
    let settings = Settings::new("https://post30.example")
        .transport(move |transport| transport.clock(Arc::new(ManualClock::new(now))));
    let client = Client::new(credentials(), settings).unwrap();
    match client.item(ItemId(1)).unwrap_err() {
        Error::Invalid(invalid) => invalid,
        error => panic!("{error:?}"),
    }
}

#[test]
fn expiry_that_cannot_be_written_is_an_input_error() {
    for now in [
        datetime!(9999-12-31 23:59:59 UTC),
        datetime!(9999-12-31 16:00:00 UTC),
        datetime!(-0001-12-31 15:54:59 UTC),
    ] {
        assert_eq!(expiry_refused_at(now).field(), "timer", "{now}");
    }
}
