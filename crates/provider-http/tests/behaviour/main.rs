//! What callers of this crate can rely on, by topic.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod base_url;
mod child;
mod decode;
mod delivery;
mod download;
mod encode;
mod garbage;
mod haste;
mod lenient;
mod limits;
mod observe;
mod plain_text;
mod pool;
mod proxy;
mod redaction;
mod redirects;
mod replies;
mod requests;
mod retry_after;
mod server;
mod settings;
mod tls;
mod unexpected_answer;

use std::time::Duration;

use provider_http::{Client, Error, Method, Reply, Request, Settings};

/// A client of a loopback server.
fn client(url: impl Into<String>) -> Client {
    Client::new(Settings::new(url)).unwrap()
}

/// A deadline for what must pass, also on a machine that stands still now and then.
const PATIENT: Duration = Duration::from_secs(60);

/// A deadline that a test can wait for, and in which a busy machine sends a request.
const SHORT: Duration = Duration::from_secs(3);

fn hasty_client(url: impl Into<String>) -> Client {
    client(url).with_timeout(SHORT)
}

fn get(client: &Client) -> Result<Reply, Error> {
    send(client, Request::new("get", Method::Get, "/path"))
}

fn post(client: &Client) -> Result<Reply, Error> {
    let request = Request::new("post", Method::Post, "/path");
    send(client, request.json(r#"{"a":1}"#))
}

fn send(client: &Client, request: Request) -> Result<Reply, Error> {
    client.call(request, |reply, _| Ok(reply.clone()))
}
