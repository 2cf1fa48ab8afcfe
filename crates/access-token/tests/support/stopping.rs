//! A store that says when `begin` has granted, and goes on when it is told.

use std::io::Write;
use std::time::Duration;

use access_token::{
    Begin, Commit, Fence, FileStore, Issued, Key, Record, Secret, Store, Stored, Terms,
};

#[derive(Debug)]
pub(crate) struct Stopping {
    inner: FileStore,
    stops: bool,
}

impl Stopping {
    pub(crate) fn new(inner: FileStore, stops: bool) -> Self {
        Self { inner, stops }
    }
}

/// Straight to the pipe: the test harness captures what `println!` prints.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(format!("\n#{line}\n").as_bytes());
    let _ = out.flush();
}

impl Store for Stopping {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        self.inner.load(key)
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        let begin = self.inner.begin(key, seen, terms);
        if self.stops && matches!(begin, Ok(Begin::Granted(_))) {
            say("began");
            crate::await_order();
        }
        begin
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        self.inner.commit(key, fence, issued, terms)
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.inner.abandon(key, fence, terms)
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.inner.reject(key, token)
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.inner.next_request_in(key)
    }
}
