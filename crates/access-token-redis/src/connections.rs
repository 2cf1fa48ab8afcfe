use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use access_token::StoreError;
use redis::RedisError;

use crate::address::Address;
use crate::failure::{Failure, When};
use crate::link::Link;

/// So many connections are kept for later.
const IDLE: usize = 4;

/// No time limit is longer.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Connections to one Redis: each step uses one alone, so no lock is held across I/O.
pub(crate) struct Connections {
    pub(crate) address: Address,
    connect_timeout: Duration,
    timeout: Duration,
    idle: Mutex<Vec<Link>>,
}

/// What is done about a step whose answer was lost on a new connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// It is an error.
    Fails,
    /// The step is made once more: doing it twice is the same as doing it once.
    IsAskedAgain,
}

impl Connections {
    pub(crate) fn new(url: &str) -> Result<Self, StoreError> {
        Ok(Self {
            address: Address::parse(url)?,
            connect_timeout: Duration::from_secs(2),
            timeout: Duration::from_secs(2),
            idle: Mutex::default(),
        })
    }

    pub(crate) fn set_connect_timeout(&mut self, timeout: Duration) {
        self.connect_timeout = timeout.min(LONGEST);
    }

    pub(crate) fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = timeout.min(LONGEST);
    }

    /// Makes one step, on however many connections, within both time limits together.
    pub(crate) fn with<T>(
        &self,
        lost: Lost,
        step: impl Fn(&mut Link) -> Result<T, RedisError>,
    ) -> Result<T, Failure> {
        let end = Instant::now() + self.connect_timeout + self.timeout;
        if let Some(link) = self.take_idle() {
            match self.on(link, end, &step) {
                // It was made some time ago: to a primary that is none any more, with a password
                // that was changed since, or Redis has dropped it. A new one tells more. Each
                // step may be made twice: a fence that was granted and lost only closes the gate.
                Err(failure) if !failure.is_of_the_key() => {}
                answer => return answer,
            }
        }
        match self.on_new(end, &step) {
            Err(failure) if lost == Lost::IsAskedAgain && failure.is_lost_answer() => {
                self.on_new(end, &step)
            }
            answer => answer,
        }
    }

    fn on_new<T>(
        &self,
        end: Instant,
        step: &impl Fn(&mut Link) -> Result<T, RedisError>,
    ) -> Result<T, Failure> {
        let deadline = end.min(Instant::now() + self.connect_timeout);
        self.on(Link::open(&self.address, deadline)?, end, step)
    }

    /// Only a connection that has answered as a store in good order is kept. After anything else
    /// those that are kept are dropped, too: they lead to the same server.
    fn on<T>(
        &self,
        mut link: Link,
        end: Instant,
        step: &impl Fn(&mut Link) -> Result<T, RedisError>,
    ) -> Result<T, Failure> {
        link.limit(end.min(Instant::now() + self.timeout));
        let answer = step(&mut link).map_err(|error| Failure::new(When::Asking, error));
        let is_in_order = match &answer {
            Ok(_) => true,
            Err(failure) => failure.is_of_the_key(),
        };
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        match is_in_order {
            true if idle.len() < IDLE => idle.push(link),
            true => {}
            false => idle.clear(),
        }
        answer
    }

    fn take_idle(&self) -> Option<Link> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.pop()
    }
}
