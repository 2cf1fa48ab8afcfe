//! Checks of this workspace, run as `cargo xtask <command>`; one file per command.
//!
//! | command | what it checks |
//! | --- | --- |
//! | [`bench`](mod@bench) | that no count of instructions grew; it measures everything into `docs/performance.md` |
//! | [`weight`](mod@bench::weight) | nothing: it prints what the crates weigh against a client written by hand |
//! | [`faults`] | every public call under every fault: it prints the table, or writes it into `docs/faults.md` |
//! | [`soak`] | that what clients say of their calls is what the books of a provider say, whatever happens on the wire |
//! | [`supply_chain`] | nothing: it counts unsafe code of the dependencies, into `docs/supply-chain.md` |
//! | [`verify`] | the golden vectors of every signature algorithm, in `tests/vectors` |
//!
//! The checks are functions that write to a `Write`, so that `cargo test` runs them too.

pub mod bench;
pub mod faults;
pub mod soak;
pub mod supply_chain;
pub mod verify;
mod workspace;
