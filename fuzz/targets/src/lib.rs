//! What fuzzing tries: ordinary functions of bytes, which also run on the corpora in `cargo test`.
//!
//! Each makes something of its input, hands it to the code, and checks what is promised of every
//! input; a promise that is broken panics.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a panic is the report of a target"
)]

mod answer;
mod doctor;
mod edits;
mod node;
mod notification;
mod promises;
mod sandbox_http;
mod server;
mod settings;
mod subjects;
mod token_stores;

pub use answer::End;
pub use doctor::doctor;
pub use notification::notification;
pub use sandbox_http::sandbox_http;
pub use settings::settings;
pub use token_stores::token_stores;

/// A target and its name.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, by the name of its corpus.
pub const TARGETS: [Target; 9] = [
    ("vending_answer", |input| _ = vending_answer(input)),
    ("damaijia_answer", |input| _ = damaijia_answer(input)),
    ("chao8_answer", |input| _ = chao8_answer(input)),
    ("post30_answer", |input| _ = post30_answer(input)),
    ("notification", notification),
    ("token_stores", token_stores),
    ("doctor", doctor),
    ("settings", settings),
    ("sandbox_http", sandbox_http),
];

/// A call of the vending client, answered with what the input makes of an answer.
pub fn vending_answer(input: &[u8]) -> End {
    answer::run::<subjects::vending::Vending>(input)
}

/// The same of damaijia, by a client that logs in or one that has a fixed key.
pub fn damaijia_answer(input: &[u8]) -> End {
    match input.split_first() {
        Some((kind, input)) if kind % 2 == 0 => answer::run::<subjects::damaijia::WithKey>(input),
        Some((_, input)) => answer::run::<subjects::damaijia::WithLogin>(input),
        None => End::Nothing,
    }
}

/// The same of chao8.
pub fn chao8_answer(input: &[u8]) -> End {
    answer::run::<subjects::chao8::Chao8Api>(input)
}

/// The same of post30.
pub fn post30_answer(input: &[u8]) -> End {
    answer::run::<subjects::post30::Post30Api>(input)
}
