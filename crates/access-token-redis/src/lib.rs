#![doc = include_str!("../README.md")]

mod connections;
mod failure;
mod reply;
mod scripts;
mod store;

pub use store::RedisStore;
