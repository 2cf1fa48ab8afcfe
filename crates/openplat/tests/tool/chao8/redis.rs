//! The token on Redis; without `redis-server` these tests say so and pass, unless
//! `OPENPLAT_REQUIRE_REDIS=1` forbids it.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use provider_testing::Nobody;

use super::chao8;
use crate::errors::verdict;
use crate::tool::{Scratch, Tool};

const GET: [&str; 2] = ["get", "/cncop/demo"];
const PASSWORD: &str = "canary-redis-password";

/// A `redis-server` with a password, gone with the test.
struct Redis {
    child: Child,
    port: u16,
    _directory: Scratch,
}

impl Redis {
    /// None if it is not installed.
    fn start() -> Option<Self> {
        if !is_installed() {
            return None;
        }
        // The port may be taken by somebody else before the server is there.
        let server = (0..5).find_map(|_| Self::start_on(free_port()));
        Some(server.expect("redis-server does not start"))
    }

    fn start_on(port: u16) -> Option<Self> {
        let directory = Scratch::new();
        let mut child = Command::new("redis-server")
            .args([
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--requirepass",
                PASSWORD,
            ])
            .args(["--port", &port.to_string(), "--dir"])
            .arg(directory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stdout.take().unwrap());
        let is_ready = log
            .lines()
            .map_while(Result::ok)
            .any(|line| line.contains("Ready to accept connections"));
        let server = Self {
            child,
            port,
            _directory: directory,
        };
        is_ready.then_some(server)
    }

    fn url(&self, password: &str) -> String {
        format!("redis://:{password}@127.0.0.1:{}/0", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn is_installed() -> bool {
    let mut command = Command::new("redis-server");
    let version = command.arg("--version").stdout(Stdio::null()).status();
    if version.is_ok_and(|status| status.success()) {
        return true;
    }
    assert!(
        std::env::var_os("OPENPLAT_REQUIRE_REDIS").is_none_or(|required| required != "1"),
        "redis-server is not installed, and OPENPLAT_REQUIRE_REDIS=1 makes that a failure"
    );
    // Past the capture of the test harness.
    let _ = std::io::stderr().write_all(b"SKIPPED: redis-server is not installed\n");
    false
}

fn on(url: String) -> Tool {
    Tool::new().with("OPENPLAT_TOKEN_STORE", url)
}

#[test]
fn two_commands_share_one_token_on_redis() {
    let Some(redis) = Redis::start() else { return };
    let tool = on(redis.url(PASSWORD));
    chao8(&tool, &GET).done();
    chao8(&tool, &GET).done();
    let status = chao8(&tool, &["token"]).done();
    assert!(status.contains("expires "), "{status}");
    assert_eq!(tool.chao8().token_requests(), 1);
    // Nothing is kept on this machine.
    assert_eq!(tool.state.path().read_dir().unwrap().count(), 0);
}

#[test]
fn a_token_on_redis_is_forgotten_for_every_machine() {
    let Some(redis) = Redis::start() else { return };
    let tool = on(redis.url(PASSWORD));
    tool.chao8().set_token_interval(Duration::ZERO);
    chao8(&tool, &GET).done();
    chao8(&tool, &["token", "--forget"]).failed(2);
    chao8(&tool, &GET).done();
    assert_eq!(tool.chao8().token_requests(), 1);
    let told = chao8(&tool, &["token", "--forget", "--yes"]).done();
    assert!(told.ends_with("next request  allowed now\n"), "{told}");
    chao8(&tool, &GET).done();
    assert_eq!(tool.chao8().token_requests(), 2);
}

#[test]
fn a_wrong_password_of_redis_is_an_error_of_the_store_and_not_shown() {
    let Some(redis) = Redis::start() else { return };
    let tool = on(redis.url("canary-wrong-password"));
    for line in [&["token"][..], &GET] {
        let error = chao8(&tool, &[line, &["--json"]].concat()).json_error(1);
        assert_eq!(verdict(&error), ("store", None, "NotSent"));
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("does not let us in"), "{message}");
        let shown = format!("{error}{}", chao8(&tool, line).failed(1));
        assert!(
            !shown.contains("canary") && !shown.contains("redis://"),
            "{shown}"
        );
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn redis_that_is_not_there_is_an_error_of_the_store_and_its_password_not_shown() {
    let nobody = Nobody::new();
    for scheme in ["redis", "rediss"] {
        let address = nobody.base_url().replace("http://", "");
        let tool = on(format!("{scheme}://canary:{PASSWORD}@{address}/0"));
        let error = chao8(&tool, &["token", "--json"]).json_error(1);
        assert_eq!(verdict(&error), ("store", None, "NotSent"));
        let expected = format!("token store failed: redis at {address} cannot be reached: ");
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with(&expected), "{message}");
        let error = chao8(&tool, &GET).failed(1);
        assert!(!error.contains("canary"), "{error}");
        assert!(tool.sandbox.requests().is_empty());
    }
}

#[test]
fn an_address_of_redis_that_cannot_be_read_is_a_bad_input_and_not_shown() {
    for url in [
        "redis://",
        "redis://:canary@host:port/0",
        "rediss://canary@[::1",
    ] {
        let tool = on(url.to_owned());
        let error = chao8(&tool, &["token", "--json"]).json_error(2);
        assert_eq!(verdict(&error), ("environment", None, "NotSent"), "{url}");
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with("OPENPLAT_TOKEN_STORE: the address of redis must be"));
        assert!(!message.contains("canary"), "{message}");
    }
}
