//! What a caller knows of what he wanted done. The books of the provider are held against it.

use std::collections::BTreeMap;

/// What became of something that a caller wanted done once, as far as he knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is done.
    Done,
    /// It is not done.
    NotDone,
    /// Nobody but the provider's staff can tell: the document names no call that does.
    AskTheStaff,
}

/// Something that a caller wanted done once.
#[derive(Clone, Debug)]
pub(super) struct Wish<T> {
    pub(super) step: u32,
    pub(super) fate: Fate,
    pub(super) what: T,
}

/// An order at damaijia.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The numbers that it was placed under: one, unless the caller does not do as documented.
    pub(super) numbers: Vec<u64>,
    /// For each parcel, whether it was cancelled.
    pub(super) cancelled: Vec<bool>,
}

impl Order {
    /// The number that the caller knows it by.
    pub(super) fn number(&self) -> u64 {
        self.numbers.last().copied().unwrap_or_default()
    }
}

/// Pickup codes at vending.
#[derive(Clone, Debug)]
pub(super) struct Codes {
    pub(super) count: u64,
}

/// A product at chao8 or a batch at post30, by its name.
pub(super) type Named = String;

/// What has become of a pickup code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeFate {
    Unused,
    Used,
    Cancelled,
}

/// Everything that one caller knows.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) orders: Vec<Wish<Order>>,
    pub(super) codes: Vec<Wish<Codes>>,
    /// The codes that he has seen, by their ids, with the code itself.
    pub(super) seen_codes: BTreeMap<u64, (String, CodeFate)>,
    pub(super) products: Vec<Wish<Named>>,
    pub(super) batches: Vec<Wish<Named>>,
}
