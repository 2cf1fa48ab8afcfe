//! Instructions, counted by callgrind: for each row of [`workspace_benches::ROWS`] that is measured
//! so a benchmark of its name, with the cases `reference` and `ours`.
//!
//! What a case takes it hands on, so that its end is not counted.

#![expect(missing_docs, reason = "what the macros make has none")]

use std::hint::black_box;

use gungraun::prelude::*;
use workspace_benches::clients::{self, ByHand, Ours};
use workspace_benches::lists;
use workspace_benches::reference::token::MutexToken;
use workspace_benches::siblings::{self, Sibling};
use workspace_benches::signatures::{self, Signature};
use workspace_benches::tokens::{self, Manager};

type Clients = (ByHand, Ours);

/// Which of the two is measured.
#[derive(Clone, Copy)]
enum Side {
    Reference,
    Ours,
}

fn clients_of(side: Side, count: u32) -> (Side, Clients) {
    (side, clients::both(count))
}

#[library_benchmark(setup = clients_of)]
#[bench::reference(Side::Reference, 10)]
#[bench::ours(Side::Ours, 10)]
fn call_10_instructions((side, clients): (Side, Clients)) -> Clients {
    call(side, clients)
}

#[library_benchmark(setup = clients_of)]
#[bench::reference(Side::Reference, 1_000)]
#[bench::ours(Side::Ours, 1_000)]
fn call_1000_instructions((side, clients): (Side, Clients)) -> Clients {
    call(side, clients)
}

fn call(side: Side, clients: Clients) -> Clients {
    match side {
        Side::Reference => drop(black_box(clients.0.page(1))),
        Side::Ours => drop(black_box(clients.1.page())),
    }
    clients
}

/// A tenth of the list that is timed: each page costs the same.
const PRODUCTS: usize = 10_000;

/// With the connection there, and one list read.
fn list_clients(side: Side) -> (Side, Clients) {
    let (by_hand, ours) = lists::both(PRODUCTS);
    lists::by_hand(&by_hand, PRODUCTS);
    lists::ours(&ours);
    (side, (by_hand, ours))
}

#[library_benchmark(setup = list_clients)]
#[bench::reference(Side::Reference)]
#[bench::ours(Side::Ours)]
fn list_instructions((side, clients): (Side, Clients)) -> Clients {
    match side {
        Side::Reference => black_box(lists::by_hand(&clients.0, PRODUCTS)),
        Side::Ours => black_box(lists::ours(&clients.1)),
    };
    clients
}

/// So many, since one is too short: what happens once in a process would count as much.
const TIMES: usize = 100;

fn signature(side: Side, place: usize) -> (Side, &'static Signature) {
    let signature = &signatures::ALL[place];
    (signature.bare)();
    (signature.ours)();
    (side, signature)
}

#[library_benchmark(setup = signature)]
#[bench::reference(Side::Reference, 0)]
#[bench::ours(Side::Ours, 0)]
fn sign_sorted_instructions((side, signature): (Side, &Signature)) {
    sign(side, signature);
}

#[library_benchmark(setup = signature)]
#[bench::reference(Side::Reference, 1)]
#[bench::ours(Side::Ours, 1)]
fn sign_form_instructions((side, signature): (Side, &Signature)) {
    sign(side, signature);
}

#[library_benchmark(setup = signature)]
#[bench::reference(Side::Reference, 2)]
#[bench::ours(Side::Ours, 2)]
fn sign_brace_instructions((side, signature): (Side, &Signature)) {
    sign(side, signature);
}

fn sign(side: Side, signature: &Signature) {
    for _ in 0..TIMES {
        match side {
            Side::Reference => drop(black_box((signature.bare)())),
            Side::Ours => drop(black_box((signature.ours)())),
        }
    }
}

fn token_of(side: Side) -> (Side, MutexToken, Manager) {
    (side, tokens::by_hand().mutex, tokens::manager())
}

#[library_benchmark(setup = token_of)]
#[bench::reference(Side::Reference)]
#[bench::ours(Side::Ours)]
fn token_instructions((side, by_hand, ours): (Side, MutexToken, Manager)) -> impl Sized {
    for _ in 0..TIMES {
        match side {
            Side::Reference => drop(black_box(by_hand.token())),
            Side::Ours => drop(black_box(ours.token())),
        }
    }
    (by_hand, ours)
}

fn sibling(side: Side, start: fn() -> Sibling) -> (Side, Sibling) {
    (side, start())
}

#[library_benchmark(setup = sibling)]
#[bench::reference(Side::Reference, siblings::damaijia)]
#[bench::ours(Side::Ours, siblings::damaijia)]
fn damaijia_instructions((side, sibling): (Side, Sibling)) -> Sibling {
    call_sibling(side, sibling)
}

#[library_benchmark(setup = sibling)]
#[bench::reference(Side::Reference, siblings::chao8)]
#[bench::ours(Side::Ours, siblings::chao8)]
fn chao8_instructions((side, sibling): (Side, Sibling)) -> Sibling {
    call_sibling(side, sibling)
}

#[library_benchmark(setup = sibling)]
#[bench::reference(Side::Reference, siblings::post30)]
#[bench::ours(Side::Ours, siblings::post30)]
fn post30_instructions((side, sibling): (Side, Sibling)) -> Sibling {
    call_sibling(side, sibling)
}

fn call_sibling(side: Side, sibling: Sibling) -> Sibling {
    match side {
        Side::Reference => drop(black_box(sibling.value())),
        Side::Ours => drop(black_box(sibling.rows())),
    }
    sibling
}

fn odd_row(odd: bool) -> Ours {
    clients::with_odd_row(odd, 1_000)
}

#[library_benchmark(setup = odd_row)]
#[bench::reference(false)]
#[bench::ours(true)]
fn odd_row_instructions(ours: Ours) -> Ours {
    black_box(ours.page());
    ours
}

library_benchmark_group!(
    name = rows,
    benchmarks = [
        sign_sorted_instructions,
        sign_form_instructions,
        sign_brace_instructions,
        call_10_instructions,
        call_1000_instructions,
        list_instructions,
        token_instructions,
        damaijia_instructions,
        chao8_instructions,
        post30_instructions,
        odd_row_instructions,
    ]
);

main!(library_benchmark_groups = rows);
