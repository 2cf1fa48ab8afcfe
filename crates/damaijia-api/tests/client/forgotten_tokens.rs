//! An account or a sandbox that has started anew: its old token is worth nothing.

use std::sync::Arc;
use std::time::Duration;

use access_token::ManualClock;
use damaijia_api::{Client, Credentials, Error, MemoryStore, Secret, Settings, Store, TokenError};
use openplat_sandbox::{Damaijia, Fault, FaultProxy, ReplacedToken, Sandbox};

use crate::provider::{login, moved_clock, order};

const MINUTE: Duration = Duration::from_secs(60);

/// Clients of one store, and a service that starts anew behind one address.
struct Anew {
    wire: FaultProxy,
    sandbox: Sandbox,
    store: Arc<dyn Store>,
    clock: ManualClock,
}

impl Anew {
    fn new() -> Self {
        let sandbox = Sandbox::start().unwrap();
        let clock = moved_clock();
        Self {
            wire: FaultProxy::start(sandbox.address(), Fault::None).unwrap(),
            store: Arc::new(MemoryStore::with_clock(Arc::new(clock.clone()))),
            sandbox,
            clock,
        }
    }

    fn client(&self) -> Client {
        let clock = self.clock.clone();
        let settings = Settings::new(self.wire.base_url())
            .store(Arc::clone(&self.store))
            .transport(|transport| transport.clock(Arc::new(clock)));
        Client::new(login(), settings).unwrap()
    }

    /// Nothing of the first sandbox is known to the next one.
    fn start_anew(&mut self) {
        let next = Sandbox::start().unwrap();
        self.wire.set_target(next.address());
        self.sandbox = next;
    }
}

#[test]
fn a_sandbox_that_starts_anew_is_used_at_once_after_its_token_is_forgotten() {
    let mut anew = Anew::new();
    let client = anew.client();
    client.balance_fen().unwrap();
    anew.start_anew();

    client.forget_token().unwrap();
    assert!(anew.sandbox.requests().is_empty());
    let status = client.token_status().unwrap().unwrap();
    assert_eq!((status.fetched_at, status.stage), (None, None));
    client.create_order(&order(1)).unwrap();
    assert_eq!(anew.sandbox.damaijia().logins().len(), 1);
    // One login, and one call with a good token.
    assert_eq!(anew.sandbox.requests().len(), 2);
}

#[test]
fn a_sandbox_that_starts_anew_is_out_of_reach_for_a_minute_unless_its_token_is_forgotten() {
    let mut anew = Anew::new();
    let client = anew.client();
    client.balance_fen().unwrap();
    anew.start_anew();

    let error = client.balance_fen().unwrap_err();
    assert!(
        matches!(&error, Error::Token(none) if matches!(none.reason, TokenError::TooSoon { .. })),
        "{error:?}"
    );
    assert_eq!(error.retry_in(), Some(MINUTE));
    assert!(anew.sandbox.damaijia().logins().is_empty());

    // Also now, when its token is known to be refused.
    client.forget_token().unwrap();
    client.balance_fen().unwrap();
    assert_eq!(anew.sandbox.damaijia().logins().len(), 1);
}

#[test]
fn the_token_is_forgotten_for_all_who_share_the_store() {
    let mut anew = Anew::new();
    let holder = anew.client();
    holder.balance_fen().unwrap();
    anew.start_anew();

    // As a command does it that ends afterwards.
    anew.client().forget_token().unwrap();
    anew.client().balance_fen().unwrap();
    // The one who holds the old token has it refused, and finds the new one.
    holder.balance_fen().unwrap();
    assert_eq!(anew.sandbox.damaijia().logins().len(), 1);
}

#[test]
fn the_next_login_ends_the_token_of_an_account_that_has_not_started_anew() {
    let anew = Anew::new();
    let holder = anew.client();
    let old = holder.token().unwrap();
    holder.balance_fen().unwrap();
    anew.client().forget_token().unwrap();
    anew.client().balance_fen().unwrap();
    let damaijia = anew.sandbox.damaijia();
    assert!(!damaijia.is_accepted(old.expose()));
    let logins = damaijia.logins();
    let replaced: Vec<_> = logins.iter().map(|login| login.replaced).collect();
    assert_eq!(replaced, [ReplacedToken::Nothing, ReplacedToken::Used]);
}

#[test]
fn with_the_fixed_key_there_is_nothing_to_forget() {
    let sandbox = Sandbox::start().unwrap();
    let key = Credentials::ApiKey(Secret::from(Damaijia::API_KEY));
    let client = Client::new(key, Settings::new(sandbox.base_url())).unwrap();
    client.forget_token().unwrap();
    assert_eq!(client.token().unwrap().expose(), Damaijia::API_KEY);
    client.balance_fen().unwrap();
    assert!(sandbox.damaijia().logins().is_empty());
}
