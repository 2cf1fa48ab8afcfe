//! Measures the rows in allocations and in bytes of heap; a line of JSON for each row.

use std::hint::black_box;
use std::io;

use allocation_counter::measure;
use workspace_benches::{clients, lists, report};

const PRODUCTS: usize = 100_000;

fn main() -> io::Result<()> {
    let (by_hand, ours) = clients::both(1_000);
    let reference = measure(|| drop(black_box(by_hand.page(1))));
    let own = measure(|| drop(black_box(ours.page())));
    report(
        "call_1000_allocations",
        reference.count_total as f64,
        own.count_total as f64,
    )?;

    let (by_hand, ours) = lists::both(PRODUCTS);
    let reference = measure(|| {
        black_box(lists::by_hand(&by_hand, PRODUCTS));
    });
    let own = measure(|| {
        black_box(lists::ours(&ours));
    });
    let heap = own.bytes_max as f64;
    report("list_heap", reference.bytes_max as f64, heap)?;
    let (_, ours) = lists::both(PRODUCTS / 10);
    let short = measure(|| {
        black_box(lists::ours(&ours));
    });
    report("list_heap_flat", short.bytes_max as f64, heap)
}
