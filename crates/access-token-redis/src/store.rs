use std::fmt;
use std::time::Duration;

use access_token::{
    Begin, Commit, Fence, Issued, Key, Record, Secret, Store, StoreError, Stored, Terms,
};
use redis::Script;

use crate::connections::{Connections, Lost};
use crate::failure::About;
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
    /// `rediss://`, then `user:password@host:port/database`; or `unix:///path`, with
    /// `?db=number&user=name&pass=password` behind it.
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

    /// How long a connection may take, with TLS handshake and login; the look-up of a name comes
    /// on top. Default 2 s, at most a day.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.set_connect_timeout(timeout);
        self
    }

    /// How long a step may take on a connection, from the first byte sent to the last one of the
    /// answer. Default 2 s, at most a day.
    ///
    /// A step that is made again on another connection takes no longer than this and
    /// [`connect_timeout`](Self::connect_timeout) together; keep the sum well below the lease.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.connections.set_timeout(timeout);
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

    /// Makes a step; `read` makes an answer of what the script said.
    fn run<T>(
        &self,
        step: Step<'_>,
        key: &Key,
        arguments: &[&str],
        read: impl FnOnce(Reply) -> Option<T>,
    ) -> Stored<T> {
        let name = self.redis_key(key);
        let about = About {
            address: &self.connections.address,
            key: &name,
            token: step.token,
        };
        let reply = self.connections.with(step.lost, |link| {
            let mut call = step.script.key(&name);
            for argument in arguments {
                call.arg(argument);
            }
            call.invoke(link).map(Reply::new)
        });
        let reply = reply.map_err(|failure| failure.told(&about))?;
        read(reply).ok_or_else(|| about.unreadable())
    }
}

/// How a step of the contract is made.
struct Step<'a> {
    script: &'a Script,
    lost: Lost,
    /// A token among the arguments.
    token: Option<&'a Secret>,
}

impl<'a> Step<'a> {
    fn reading(script: &'a Script) -> Self {
        Self {
            script,
            lost: Lost::Fails,
            token: None,
        }
    }

    fn writing(script: &'a Script) -> Self {
        Self {
            script,
            lost: Lost::IsAskedAgain,
            token: None,
        }
    }

    fn sending(self, token: &'a Secret) -> Self {
        Self {
            token: Some(token),
            ..self
        }
    }
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore")
            .field("address", &self.connections.address.to_string())
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl Store for RedisStore {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        let step = Step::reading(&self.scripts.load);
        self.run(step, key, &[], Reply::record)
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        let step = match terms.owner {
            Some(_) => Step::writing(&self.scripts.begin),
            // He would be told that somebody else has the lease that was granted to him.
            None => Step::reading(&self.scripts.begin),
        };
        let arguments = [
            &seen.map_or_else(String::new, |fence| fence.number().to_string()),
            &micros(terms.lease),
            &micros(terms.min_interval),
            &owner(terms),
        ];
        self.run(step, key, &arguments.map(String::as_str), Reply::begin)
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        let step = Step::writing(&self.scripts.commit).sending(&issued.token);
        let arguments = [
            &fence.number().to_string(),
            &micros(terms.after_a_request()),
            issued.token.expose(),
            &issued.lifetime.map_or_else(String::new, micros),
            &micros(issued.age),
            &owner(terms),
        ];
        self.run(step, key, &arguments, Reply::commit)
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        let step = Step::writing(&self.scripts.abandon);
        let arguments = [
            &fence.number().to_string(),
            &micros(terms.after_a_request()),
            &owner(terms),
        ];
        self.run(step, key, &arguments.map(String::as_str), Reply::ended)
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        let step = Step::writing(&self.scripts.reject).sending(token);
        self.run(step, key, &[token.expose()], Reply::ended)
    }

    fn forget(&self, key: &Key) -> Stored<()> {
        let step = Step::writing(&self.scripts.forget);
        self.run(step, key, &[], Reply::ended)
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        let step = Step::reading(&self.scripts.gate);
        self.run(step, key, &[], Reply::gate)
    }
}

/// In microseconds; what is longer than Lua's numbers hold, 285 years, is that.
fn micros(duration: Duration) -> String {
    const LONGEST: Duration = Duration::from_micros(1 << 53);
    duration.min(LONGEST).as_micros().to_string()
}

/// Who fetches; an empty text for one who cannot be known again.
fn owner(terms: &Terms) -> String {
    terms
        .owner
        .map_or_else(String::new, |owner| owner.to_string())
}
