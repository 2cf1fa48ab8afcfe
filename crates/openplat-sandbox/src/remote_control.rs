//! The clock over HTTP, for tests of several processes. This is the sandbox's own, no provider has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::answer::Reply;
use crate::clock::{SandboxClock, unix_ms};
use crate::request::Request;
use crate::server::Provider;

/// `/sandbox/clock`, once it is enabled. Clones share the switch.
#[derive(Clone)]
pub(crate) struct RemoteControl {
    clock: SandboxClock,
    is_enabled: Arc<AtomicBool>,
}

impl RemoteControl {
    pub(crate) fn new(clock: SandboxClock) -> Self {
        Self {
            clock,
            is_enabled: Arc::default(),
        }
    }

    pub(crate) fn enable(&self) {
        self.is_enabled.store(true, Ordering::Relaxed);
    }

    fn carry_out(&self, order: Order) -> Option<()> {
        match order {
            Order::AdvanceMs(by) => self.clock.advance(Duration::from_millis(by)),
            Order::NowMs(instant) => {
                let nanoseconds = i128::from(instant) * 1_000_000;
                let instant = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok()?;
                self.clock.set(instant);
            }
        }
        Some(())
    }
}

impl Provider for RemoteControl {
    fn answer(&self, request: &Request) -> Option<Reply> {
        if request.path() != "/sandbox/clock" || !self.is_enabled.load(Ordering::Relaxed) {
            return None;
        }
        match request.method() {
            "GET" => {}
            "POST" => {
                let order = serde_json::from_slice(request.body()).ok();
                if order.and_then(|order| self.carry_out(order)).is_none() {
                    return Some(Reply::html(400, "Bad Request"));
                }
            }
            _ => return Some(Reply::method_not_allowed()),
        }
        let now_ms = unix_ms(self.clock.now());
        Some(Reply::json(200, &Told { now_ms }))
    }
}

/// What a `POST` asks for: an object with exactly one of these.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Order {
    AdvanceMs(u64),
    NowMs(i64),
}

#[derive(Serialize)]
struct Told {
    now_ms: i128,
}
