use std::fmt;
use std::time::Duration;

use access_token::{
    Begin, Commit, Fence, Issued, Key, Record, Secret, Store, StoreError, Stored, Terms,
};
use redis::Script;

use crate::connections::Connections;
use crate::failure::unreadable;
use crate::reply::Reply;
use crate::scripts::Scripts;

/// A store for the machines that share one Redis.
pub struct RedisStore {
    connections: Connections,
    scripts: Scripts,
    prefix: String,
}

impl RedisStore {
    /// A store at this address; nothing is connected yet.
    ///
    /// The address is a secret, since it may hold a password: `redis://` or, with TLS,
    /// `rediss://`, then `user:password@host:port/database`.
    ///
    /// # Errors
    ///
    /// The address cannot be read; the error does not show it.
    pub fn new(url: impl Into<Secret>) -> Result<Self, StoreError> {
        Ok(Self {
            connections: Connections::new(url.into().expose())?,
            scripts: Scripts::new(),
            prefix: "access-token:".into(),
        })
    }

    /// How long a connection may take, with TLS handshake and login. Default 2 s.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.connect_timeout = timeout;
        self
    }

    /// How long each write to Redis and each answer may take. Default 2 s.
    ///
    /// A step takes at most a few of these and the connect timeout; keep the sum well below the
    /// lease.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.connections.timeout = timeout;
        self
    }

    /// What stands before each key in Redis. Default `access-token:`.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// The name of the hash that holds this key, for the one who looks with `redis-cli`.
    pub fn redis_key(&self, key: &Key) -> String {
        format!("{}{}", self.prefix, key.as_str())
    }

    fn run(&self, script: &Script, key: &Key, arguments: &[&str]) -> Result<Reply, StoreError> {
        let name = self.redis_key(key);
        self.connections.with(|connection| {
            let mut call = script.key(&name);
            for argument in arguments {
                call.arg(argument);
            }
            call.invoke(connection).map(Reply::new)
        })
    }

    fn read<T>(&self, answer: Option<T>) -> Result<T, StoreError> {
        answer.ok_or_else(|| unreadable(&self.connections.address))
    }
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore")
            .field("address", &self.connections.address)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl Store for RedisStore {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        let reply = self.run(&self.scripts.load, key, &[])?;
        self.read(reply.record())
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        let seen = seen.map_or_else(String::new, |fence| fence.number().to_string());
        let (lease, interval) = (micros(terms.lease), micros(terms.min_interval));
        let reply = self.run(&self.scripts.begin, key, &[&seen, &lease, &interval])?;
        self.read(reply.begin())
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        let arguments = [
            &fence.number().to_string(),
            &micros(terms.min_interval.saturating_add(terms.margin)),
            issued.token.expose(),
            &issued.lifetime.map_or_else(String::new, micros),
            &micros(issued.age),
        ];
        let reply = self.run(&self.scripts.commit, key, &arguments)?;
        self.read(reply.commit())
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        let fence = fence.number().to_string();
        let closed = micros(terms.min_interval.saturating_add(terms.margin));
        let reply = self.run(&self.scripts.abandon, key, &[&fence, &closed])?;
        self.read(reply.ended())
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        let reply = self.run(&self.scripts.reject, key, &[token.expose()])?;
        self.read(reply.ended())
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        let reply = self.run(&self.scripts.gate, key, &[])?;
        self.read(reply.gate())
    }
}

/// In microseconds; what is longer than a hundred years is that, so that Lua's numbers hold it.
fn micros(duration: Duration) -> String {
    const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 3600);
    duration.min(LONGEST).as_micros().to_string()
}
