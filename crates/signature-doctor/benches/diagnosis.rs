//! How long a diagnosis takes that tries everything: no mistake and no two explain the signature.
//!
//! ```text
//! cargo bench -p signature-doctor
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints its result"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use signature_doctor::{BracePairs, Credentials, Secret, SortedPairs};
use signing::{brace_pairs, sorted_pairs};

const KEY: &str = "fake-key-of-thirty-two-characters";
const TIME: &str = "2016-01-25 22:00:44";
/// The digest of nothing that is tried.
const UNKNOWN: &str = "00000000000000000000000000000000";

fn main() {
    println!("algorithm     input       full diagnosis  signatures  one signature  ratio");
    for bytes in [200, 4096] {
        sorted(bytes);
        brace(bytes);
    }
}

fn sorted(bytes: usize) {
    let mut pairs = vec![
        ("machine_no", "12345678".to_owned()),
        ("method", "pickup_code.product.id".to_owned()),
        ("expired_at", TIME.to_owned()),
        ("timestamp", "1713255411".to_owned()),
    ];
    let so_far: usize = pairs
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    pairs.push(("notify_url", filler(bytes - so_far - "notify_url".len())));
    let input = SortedPairs::new(pairs.clone());
    let sign = || sorted_pairs::sign(&pairs, &Secret::from(KEY), sorted_pairs::Encoding::Raw);
    report(
        "sorted_pairs",
        bytes,
        || input.diagnose(&credentials(), UNKNOWN).unwrap().digests,
        sign,
    );
}

fn brace(bytes: usize) {
    let data = format!(r#"{{"p":1,"alisename":"{}"}}"#, filler(bytes - 90));
    let pairs = [
        ("data", data.as_str()),
        ("external_company", "fake-access-key"),
    ];
    let input = BracePairs::new(pairs, Some(TIME));
    let sign = || brace_pairs::sign(&pairs, Some(TIME), &Secret::from(KEY));
    report(
        "brace_pairs",
        bytes,
        || input.diagnose(&credentials(), UNKNOWN).unwrap().digests,
        sign,
    );
}

/// At most so many bytes of text with marks and characters that encodings change.
fn filler(bytes: usize) -> String {
    let mut text = String::new();
    for character in "a /可".chars().cycle() {
        if text.len() + character.len_utf8() > bytes {
            break;
        }
        text.push(character);
    }
    text
}

fn credentials() -> Credentials {
    Credentials::new(KEY)
        .with_other("AppSecret", "fake-app-secret")
        .with_other("Appid", "dsfakefakefake")
}

fn report<S>(name: &str, bytes: usize, diagnose: impl Fn() -> usize, sign: impl Fn() -> S) {
    let mut digests = 0;
    let full = fastest(5, || digests = diagnose());
    let one = fastest(5, || {
        for _ in 0..1000 {
            black_box(sign());
        }
    }) / 1000;
    let ratio = full.as_secs_f64() / one.as_secs_f64();
    println!(
        "{name:12}  {bytes:4} bytes  {full:>14.1?}  {digests:>10}  {one:>13.2?}  {ratio:>5.0}"
    );
}

fn fastest(times: usize, mut run: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..times).map(time).min().unwrap()
}
