//! post30 (30post).

mod access;
mod caller;
mod calls;
mod data;
mod lists;
mod shapes;
mod timer;
