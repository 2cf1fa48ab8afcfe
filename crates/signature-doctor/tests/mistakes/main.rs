//! Every mistake of every algorithm, made by a construction of the tests' own and then diagnosed.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

mod canary;
mod construction;
mod inputs;
mod pairs;
mod singles;
