//! The three signatures, and what each is compared with.

use std::hint::black_box;
use std::sync::LazyLock;

use signing::sorted_pairs::Encoding;
use signing::{Secret, brace_pairs, sorted_pairs};

use crate::reference::{quickest, signing as reference};

/// A signature that is measured.
#[derive(Debug)]
pub struct Signature {
    /// Its name in the rows.
    pub name: &'static str,
    /// The MD5 of the bytes that are hashed.
    pub bare: fn() -> [u8; 16],
    /// The few lines of a program that has no library for it.
    pub by_hand: fn() -> String,
    /// The quickest scratch that was found.
    pub scratch: fn() -> [u8; 32],
    /// This workspace.
    pub ours: fn() -> signing::Signature,
}

static KEY: LazyLock<Secret> = LazyLock::new(|| reference::KEY.into());
static BRACE_KEY: LazyLock<Secret> = LazyLock::new(|| reference::BRACE_KEY.into());

/// All of them.
pub const ALL: [Signature; 3] = [
    Signature {
        name: "sorted",
        bare: || reference::bare_digest(black_box(reference::SORTED)),
        by_hand: || reference::sorted_pairs(black_box(&reference::PAIRS), reference::KEY),
        scratch: || quickest::best_sorted_pairs(black_box(&reference::PAIRS), reference::KEY),
        ours: || sorted_pairs::sign(black_box(&reference::PAIRS), &KEY, Encoding::Raw),
    },
    Signature {
        name: "form",
        bare: || reference::bare_digest(black_box(reference::FORM_ENCODED)),
        by_hand: || reference::form_encoded(black_box(&reference::PAIRS), reference::KEY),
        scratch: || quickest::best_form_encoded(black_box(&reference::PAIRS), reference::KEY),
        ours: || sorted_pairs::sign(black_box(&reference::PAIRS), &KEY, Encoding::Form),
    },
    Signature {
        name: "brace",
        bare: || reference::bare_digest(black_box(reference::BRACE)),
        by_hand: || {
            let pairs = black_box(&reference::BRACE_PAIRS);
            reference::brace_pairs(pairs, reference::TIME, reference::BRACE_KEY)
        },
        scratch: || {
            let pairs = black_box(reference::BRACE_PAIRS);
            quickest::best_brace_pairs(pairs, reference::TIME, reference::BRACE_KEY)
        },
        ours: || {
            let pairs = black_box(&reference::BRACE_PAIRS);
            brace_pairs::sign(pairs, Some(reference::TIME), &BRACE_KEY)
        },
    },
];
