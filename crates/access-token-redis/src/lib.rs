#![doc = include_str!("../README.md")]

mod address;
mod connections;
mod failure;
mod link;
mod reply;
mod scripts;
mod store;
mod tls;
mod wire;
mod words;

pub use store::RedisStore;
