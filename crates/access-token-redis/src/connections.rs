use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use access_token::{StoreError, StoreErrorKind};
use redis::{Client, Connection, RedisError};

use crate::failure::failed;

/// So many connections are kept for later.
const IDLE: usize = 4;

/// Connections to one Redis: each step uses one alone, so no lock is held across I/O.
pub(crate) struct Connections {
    client: Client,
    /// Host and port, or a path: no user, no password.
    pub(crate) address: String,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    idle: Mutex<Vec<Connection>>,
}

impl Connections {
    pub(crate) fn new(url: &str) -> Result<Self, StoreError> {
        let client = Client::open(url).map_err(|_| {
            // The error of the URL parser is dropped: the URL holds the password.
            let rule = "the address of redis must be redis://host:port/number or rediss://…";
            StoreError::new(StoreErrorKind::Refused, rule)
        })?;
        let address = client.get_connection_info().addr().to_string();
        Ok(Self {
            client,
            address,
            connect_timeout: Duration::from_secs(2),
            timeout: Duration::from_secs(2),
            idle: Mutex::default(),
        })
    }

    /// Makes one step on a connection of its own.
    pub(crate) fn with<T>(
        &self,
        step: impl Fn(&mut Connection) -> Result<T, RedisError>,
    ) -> Result<T, StoreError> {
        if let Some(mut connection) = self.take_idle() {
            match step(&mut connection) {
                // Redis closed it meanwhile. Each step may be made twice: a fence that was
                // granted and lost only closes the gate.
                Err(error) if error.is_connection_dropped() => {}
                answer => return self.done(connection, answer),
            }
        }
        let mut connection = self
            .connect()
            .map_err(|error| failed(&error, &self.address))?;
        let answer = step(&mut connection);
        self.done(connection, answer)
    }

    fn done<T>(
        &self,
        connection: Connection,
        answer: Result<T, RedisError>,
    ) -> Result<T, StoreError> {
        // After a time-out the answer may still come, and would be taken for the next one: only a
        // connection on which Redis has answered is used again.
        let answered = match &answer {
            Ok(_) => true,
            Err(error) => error.code().is_some(),
        };
        if answered {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < IDLE {
                idle.push(connection);
            }
        }
        answer.map_err(|error| failed(&error, &self.address))
    }

    fn take_idle(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.pop()
    }

    fn connect(&self) -> Result<Connection, RedisError> {
        let info = self.client.get_connection_info();
        if matches!(info.addr(), redis::ConnectionAddr::TcpTls { .. })
            && rustls::crypto::CryptoProvider::get_default().is_none()
        {
            // rustls panics without one. Whoever was faster is as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let connection = self
            .client
            .get_connection_with_timeout(self.connect_timeout)?;
        connection.set_read_timeout(Some(self.timeout))?;
        connection.set_write_timeout(Some(self.timeout))?;
        Ok(connection)
    }
}
