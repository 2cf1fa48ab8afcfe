//! Every number of a token file, over its full range and beyond: read, or a file that is set aside.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/rig.rs"]
mod rig;
#[path = "support/steps.rs"]
mod steps;

use std::fs;
use std::time::Duration;

use access_token::{Fence, FileStore, Owner, Store, Terms};
use dir::Dir;
use rig::{key, seconds};
use steps::{issued, put, store, token, too_soon, unreadable_path};

/// The largest number that a store writes for a time, in microseconds.
const MOST: u64 = 1 << 53;

/// A file with this JSON in one field, and what stands for itself in all others.
fn file_with(field: &str, value: &str) -> String {
    let of = |name: &str, usual: &str| match name == field {
        true => format!("\"{name}\":{value}"),
        false => format!("\"{name}\":{usual}"),
    };
    let now = "1672567200000000";
    let current = [
        of("token", "\"CANARY\""),
        // Of two fields with the same name each has its turn.
        of("current fence", now).replace("current fence", "fence"),
        of("lifetime", "3600000000"),
        of("fetched", now),
    ];
    let slot = [
        format!("\"current\":{{{}}}", current.join(",")),
        of("fence", now),
        of("committed", now),
        of("lease_until", "0"),
        of("lease_owner", "null"),
        of("gate_until", now),
        of("gate_lost_at", "null"),
        of("stamp", now),
    ];
    format!("{{\"version\":1,\"slot\":{{{}}}}}", slot.join(","))
}

/// The fields that count microseconds, and the largest number in each: a fence counts on from the
/// last time that there is.
const NUMBERS: [(&str, u64); 9] = [
    ("current fence", 2 * MOST),
    ("lifetime", MOST),
    ("fetched", MOST),
    ("fence", 2 * MOST),
    ("committed", 2 * MOST),
    ("lease_until", MOST),
    ("gate_until", MOST),
    ("gate_lost_at", MOST),
    ("stamp", MOST),
];

/// Makes every step, on terms and with fences from the ends of their range.
fn every_step(store: &FileStore) {
    let spans = [
        (Duration::ZERO, Duration::ZERO),
        (seconds(20), Duration::MAX),
        (Duration::MAX, seconds(60)),
    ];
    for ((lease, interval), fence) in spans.into_iter().zip([0, MOST, u64::MAX]) {
        let fence = Fence::new(fence);
        let terms = Terms::new(lease, interval, interval).owned_by(Owner::new(7));
        for seen in [
            store.load(&key()).unwrap().map(|record| record.fence),
            Some(fence),
        ] {
            store.begin(&key(), seen, &terms).unwrap();
        }
        store.next_request_in(&key()).unwrap();
        let token = issued("another token");
        store.commit(&key(), fence, &token, &terms).unwrap();
        store.load(&key()).unwrap();
        store.abandon(&key(), fence, &terms).unwrap();
        store.reject(&key(), &"another token".into()).unwrap();
        store.forget(&key()).unwrap();
    }
}

#[test]
fn a_time_from_within_the_range_is_read_and_no_step_panics() {
    let dir = Dir::new("within");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    for (field, most) in NUMBERS {
        for number in [0, 1, 1_672_567_200_000_000, most - 1, most] {
            put(
                &store.data_path(&key()),
                file_with(field, &number.to_string()),
            );
            assert_eq!(token(&store).unwrap(), "CANARY", "{field} {number}");
            every_step(&store);
            assert!(!unreadable_path(&store, 1).exists(), "{field} {number}");
        }
    }
    for (field, value) in [("lifetime", "null"), ("lease_owner", "\"ff\"")] {
        put(&store.data_path(&key()), file_with(field, value));
        assert_eq!(token(&store).unwrap(), "CANARY", "{field}");
    }
}

/// Such a file is garbled, since no store writes it.
#[test]
fn a_time_out_of_range_makes_the_file_unreadable_and_no_step_panics() {
    let dir = Dir::new("beyond");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let odd = [
        "18446744073709551615",
        "18446744073709551616",
        "1e400",
        "-1",
        "-9223372036854775808",
        "1.5",
        "\"1\"",
        "true",
        "[1]",
        "{}",
    ];
    for (field, most) in NUMBERS {
        let next = (most + 1).to_string();
        for value in odd.into_iter().chain([next.as_str()]) {
            let content = file_with(field, value);
            put(&store.data_path(&key()), &content);
            assert_eq!(token(&store), None, "{field} {value}");
            assert_eq!(
                fs::read_to_string(unreadable_path(&store, 1)).unwrap(),
                content
            );
            assert_eq!(too_soon(&store, None), seconds(61), "{field} {value}");
        }
    }
    for (field, value) in [
        ("token", "null"),
        ("token", "7"),
        ("lease_owner", "7"),
        ("lease_owner", "\"no number\""),
        ("lease_owner", "\"1ffffffffffffffffffffffffffffffff\""),
    ] {
        put(&store.data_path(&key()), file_with(field, value));
        assert_eq!(token(&store), None, "{field} {value}");
    }
}
