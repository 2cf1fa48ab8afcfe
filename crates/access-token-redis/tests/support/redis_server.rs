//! A `redis-server` of the test's own, on a free port, gone with the test.

#![allow(dead_code, reason = "each test crate uses its part")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

pub(crate) struct RedisServer {
    child: Child,
    pub(crate) port: u16,
    _dir: Directory,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A directory of its own, gone with it.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("access-token-redis-{}-{count}", std::process::id());
        let dir = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    /// The path of a file in it.
    pub(crate) fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl RedisServer {
    /// None, and a line on the real standard error, if `redis-server` is not installed.
    ///
    /// In the options `PORT` stands for the port and `ANOTHER` for another one.
    pub(crate) fn start(options: &[&str]) -> Option<Self> {
        if !installed() {
            return None;
        }
        // The port may be taken by somebody else before the server is there.
        let server = (0..5).find_map(|_| Self::start_on(free_port(), options));
        Some(server.expect("redis-server does not start"))
    }

    /// None if the port is taken.
    fn start_on(port: u16, options: &[&str]) -> Option<Self> {
        let dir = Directory::new();
        let mut command = Command::new("redis-server");
        if options.contains(&"--sentinel") {
            // A Sentinel wants a file in which to keep its settings.
            let settings = dir.file("sentinel.conf");
            std::fs::write(&settings, "").unwrap();
            command.arg(settings);
        }
        let plain = match options.contains(&"--tls-port") {
            true => "0".to_owned(),
            false => port.to_string(),
        };
        let options = options.iter().map(|option| match *option {
            "PORT" => port.to_string(),
            "ANOTHER" => free_port().to_string(),
            option => option.to_owned(),
        });
        command
            .args(["--bind", "127.0.0.1", "--save", "", "--port", &plain])
            .args(options)
            .arg("--dir")
            .arg(&dir.0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stdout.take().unwrap()).lines();
        let server = Self {
            child,
            port,
            _dir: dir,
        };
        let is_ready = log.by_ref().map_while(Result::ok).any(|line| {
            line.contains("Ready to accept connections") || line.contains("Sentinel ID is")
        });
        // Read on, since the server waits when nobody takes what it says.
        std::thread::spawn(move || log.for_each(drop));
        is_ready.then_some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    pub(crate) fn connect(&self) -> redis::Connection {
        let client = redis::Client::open(self.url()).unwrap();
        client.get_connection().unwrap()
    }
}

fn free_port() -> u16 {
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
    }
}
