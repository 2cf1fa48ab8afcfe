use std::io::{self, Write};
use std::time::Instant;

use redis::{Cmd, ConnectionLike, Parser, RedisError, RedisResult, Value};

use crate::address::Address;
use crate::failure::{Failure, When};
use crate::wire::Wire;

/// A connection on which commands are answered one after the other.
///
/// The connection of the `redis` crate would do but for three things: it ends a read when a signal
/// comes, its time limit is for each read and not for the answer, and no stream can be put under
/// it. So this is one in its place, which leaves addresses, commands, scripts and the format of
/// answers to that crate.
pub(crate) struct Link {
    wire: Wire,
    parser: Parser,
}

impl Link {
    /// Connects and logs in before the deadline.
    pub(crate) fn open(address: &Address, deadline: Instant) -> Result<Self, Failure> {
        let wire = Wire::connect(&address.place, deadline)
            .map_err(|error| Failure::new(when(&error), error.into()))?;
        let mut link = Self {
            wire,
            parser: Parser::new(),
        };
        link.authenticate(address)
            .map_err(|error| Failure::new(When::LoggingIn, error))?;
        if address.database != 0 {
            let mut select = redis::cmd("SELECT");
            select
                .arg(address.database)
                .exec(&mut link)
                .map_err(|error| Failure::new(When::Selecting, error))?;
        }
        Ok(link)
    }

    fn authenticate(&mut self, address: &Address) -> RedisResult<()> {
        let Some(password) = &address.password else {
            return Ok(());
        };
        let auth = |parts: &[&str]| -> Cmd {
            let mut auth = redis::cmd("AUTH");
            auth.arg(parts);
            auth
        };
        let Some(user) = &address.user else {
            return auth(&[password.expose()]).exec(self);
        };
        match auth(&[user.expose(), password.expose()]).exec(self) {
            // A Redis before version 6 knows no users.
            Err(error) if is_wrong_count(&error) => auth(&[password.expose()]).exec(self),
            answer => answer,
        }
    }

    /// Starts a step, which ends before this.
    pub(crate) fn limit(&mut self, deadline: Instant) {
        self.wire.limit(deadline);
    }
}

fn when(error: &io::Error) -> When {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref());
    match tls {
        Some(rustls::Error::InvalidCertificate(_)) => When::Trusting,
        _ => When::Connecting,
    }
}

fn is_wrong_count(error: &RedisError) -> bool {
    let said = error.code().and_then(|_| error.detail());
    said.is_some_and(|said| said.contains("wrong number of arguments"))
}

impl ConnectionLike for Link {
    fn req_packed_command(&mut self, command: &[u8]) -> RedisResult<Value> {
        self.wire.write_all(command)?;
        self.wire.flush()?;
        self.parser.parse_value(&mut self.wire)
    }

    fn req_packed_commands(
        &mut self,
        commands: &[u8],
        offset: usize,
        count: usize,
    ) -> RedisResult<Vec<Value>> {
        self.wire.write_all(commands)?;
        self.wire.flush()?;
        let answers = (0..offset.saturating_add(count))
            .map(|_| self.parser.parse_value(&mut self.wire))
            .collect::<RedisResult<Vec<_>>>()?;
        Ok(answers.into_iter().skip(offset).collect())
    }

    fn get_db(&self) -> i64 {
        0
    }

    fn check_connection(&mut self) -> bool {
        redis::cmd("PING").exec(self).is_ok()
    }

    fn is_open(&self) -> bool {
        true
    }
}
