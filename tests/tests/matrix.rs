//! Every public call of every client under every fault, as one table.
//!
//! A cell is a call and a fault. Each is told beforehand how it may end, by the rules of verdicts
//! (see `provider_http::Delivery`) and from nothing that the clients do; each is checked for the
//! kind of its error, the code, the delivery, the time, the requests that reached the server, what
//! it shows and what it holds in memory. `docs/faults.md` has the table, and
//!
//! ```text
//! cargo xtask faults --accept
//! ```
//!
//! writes it anew.

#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

#[path = "matrix/cell.rs"]
mod cell;
#[path = "matrix/expect.rs"]
mod expect;
#[path = "matrix/fault.rs"]
mod fault;
#[path = "matrix/faults.rs"]
mod faults;
#[path = "matrix/page.rs"]
mod page;
#[path = "matrix/row.rs"]
mod row;
#[path = "matrix/run.rs"]
mod run;
#[path = "matrix/sources.rs"]
mod sources;
#[path = "matrix/subjects.rs"]
mod subjects;
#[path = "matrix/tls.rs"]
mod tls;
#[path = "matrix/wire.rs"]
mod wire;
