//! A `redis-server` of the test's own, on a free port, gone with the test.

#![allow(dead_code, reason = "each test crate uses its part")]

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

pub(crate) struct RedisServer {
    child: Child,
    pub(crate) port: u16,
    dir: PathBuf,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A free directory for a server.
pub(crate) fn directory() -> PathBuf {
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("access-token-redis-{}-{count}", std::process::id());
    let dir = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

impl RedisServer {
    /// None, and a line on the real standard error, if `redis-server` is not installed.
    pub(crate) fn start(options: &[&str]) -> Option<Self> {
        // The port may be taken by somebody else before the server is there.
        (0..5).find_map(|_| Self::start_on(free_port(), &directory(), options))
    }

    /// None if it is not installed or the port is taken.
    pub(crate) fn start_on(port: u16, dir: &Path, options: &[&str]) -> Option<Self> {
        if !installed() {
            return None;
        }
        let plain = match options.contains(&"--tls-port") {
            true => "0".to_owned(),
            false => port.to_string(),
        };
        let mut command = Command::new("redis-server");
        command
            .args(["--bind", "127.0.0.1", "--save", "", "--port", &plain])
            .args(
                options
                    .iter()
                    .map(|option| option.replace("PORT", &port.to_string())),
            )
            .arg("--dir")
            .arg(dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let mut server = Self {
            child: command.spawn().unwrap(),
            port,
            dir: dir.to_owned(),
        };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if server.child.try_wait().unwrap().is_some() {
                return None;
            }
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "no port is opened"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        Some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    pub(crate) fn connect(&self) -> redis::Connection {
        let client = redis::Client::open(self.url()).unwrap();
        client.get_connection().unwrap()
    }
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn installed() -> bool {
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

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}
