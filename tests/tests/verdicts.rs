//! The rules of the verdict, each over all four providers.
//!
//! A provider that is not in [`subject::all`] fails `every_provider_is_tried`.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

#[path = "verdicts/answers.rs"]
mod answers;
#[path = "verdicts/code_first.rs"]
mod code_first;
#[path = "demo5/example.rs"]
mod example;
#[path = "verdicts/rules.rs"]
mod rules;
#[path = "verdicts/subject.rs"]
mod subject;
#[path = "verdicts/texts.rs"]
mod texts;
