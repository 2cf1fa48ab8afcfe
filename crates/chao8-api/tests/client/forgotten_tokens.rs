//! An account or a sandbox that has started anew: its old token is worth nothing.

use std::sync::Arc;
use std::time::Duration;

use chao8_api::{Client, Code, Delivery, Error, IgnoredAny, MemoryStore, Store, TokenError};
use openplat_sandbox::{Fault, FaultProxy, Sandbox, TokenLimit};

use crate::failing::{Failing, Step};
use crate::provider::DEMO;
use crate::sandbox::{MINUTE, MovedClock, Rig, client};

/// Two clients of one store, and a service that starts anew behind one address.
struct Anew {
    wire: FaultProxy,
    sandbox: Sandbox,
    store: Arc<dyn Store>,
    clock: MovedClock,
}

impl Anew {
    fn new() -> Self {
        let sandbox = Sandbox::start().unwrap();
        let clock = MovedClock::default();
        Self {
            wire: FaultProxy::start(sandbox.address(), Fault::None).unwrap(),
            store: Arc::new(MemoryStore::with_clock(Arc::new(clock.clone()))),
            sandbox,
            clock,
        }
    }

    fn client(&self) -> Client {
        let store = Arc::clone(&self.store);
        client(self.wire.base_url(), &self.clock, |set| set.store(store))
    }

    /// Nothing of the first sandbox is known to the next one.
    fn start_anew(&mut self) {
        let next = Sandbox::start().unwrap();
        self.wire.set_target(next.address());
        self.sandbox = next;
    }
}

fn read(client: &Client) -> Result<(), Error> {
    client.get::<IgnoredAny>(DEMO, &[]).map(|_| ())
}

fn is_too_soon(error: &Error) -> bool {
    matches!(error, Error::Token(none) if matches!(none.reason, TokenError::TooSoon { .. }))
}

#[test]
fn a_sandbox_that_starts_anew_is_used_at_once_after_its_token_is_forgotten() {
    let mut anew = Anew::new();
    let client = anew.client();
    read(&client).unwrap();
    anew.start_anew();

    client.forget_token().unwrap();
    assert!(anew.sandbox.requests().is_empty());
    let status = client.token_status().unwrap();
    assert_eq!((status.fetched_at, status.expires_at), (None, None));
    assert_eq!(status.stage, None);
    read(&client).unwrap();
    assert_eq!(anew.sandbox.chao8().token_requests(), 1);
    // One of its calls was made, with a good token.
    assert_eq!(anew.sandbox.requests().len(), 2);
}

#[test]
fn a_sandbox_that_starts_anew_is_out_of_reach_for_a_minute_unless_its_token_is_forgotten() {
    let mut anew = Anew::new();
    let client = anew.client();
    read(&client).unwrap();
    anew.start_anew();

    let error = read(&client).unwrap_err();
    assert!(is_too_soon(&error), "{error:?}");
    assert_eq!(error.retry_in(), Some(MINUTE + Duration::from_secs(1)));
    assert_eq!(anew.sandbox.chao8().token_requests(), 0);

    // Also now, when its token is known to be rejected.
    client.forget_token().unwrap();
    read(&client).unwrap();
    assert_eq!(anew.sandbox.chao8().token_requests(), 1);
}

#[test]
fn the_token_is_forgotten_for_all_who_share_the_store() {
    let mut anew = Anew::new();
    let holder = anew.client();
    read(&holder).unwrap();
    anew.start_anew();

    // As a command does it that ends afterwards.
    anew.client().forget_token().unwrap();
    read(&anew.client()).unwrap();
    // The one who holds the old token has it rejected, and finds the new one.
    read(&holder).unwrap();
    assert_eq!(anew.sandbox.chao8().token_requests(), 1);
}

#[test]
fn the_provider_still_counts_when_the_account_has_not_started_anew() {
    let rig = Rig::new();
    rig.read().unwrap();
    rig.client.forget_token().unwrap();
    let error = rig.read().unwrap_err();
    assert_eq!(error.code(), Some(Code::TOKEN_REQUESTED_TOO_OFTEN));
    assert_eq!(rig.chao8().token_requests(), 2);
}

#[test]
fn a_store_that_cannot_be_told_is_an_error_and_the_client_forgets_even_so() {
    let clock = MovedClock::default();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Failing::new(inner));
    let sandbox = Sandbox::start().unwrap();
    let client = client(sandbox.base_url(), &clock, |set| set.store(store.clone()));
    let old = client.token().unwrap();
    store.fail(&[Step::Forget]);
    let error = client.forget_token().unwrap_err();
    assert!(
        matches!(&error, Error::Token(none) if matches!(none.reason, TokenError::Store { .. })),
        "{error:?}"
    );
    assert_eq!(error.delivery(), Delivery::NotSent);
    // The store still has the token, for others; this client does not take it back.
    assert!(is_too_soon(&client.token().unwrap_err()));
    assert_eq!(sandbox.chao8().token_requests(), 1);
    store.fail(&[]);
    client.forget_token().unwrap();
    sandbox.chao8().set_token_limit(TokenLimit::Off);
    assert!(!client.token().unwrap().same_as(&old));
    assert_eq!(sandbox.chao8().token_requests(), 2);
}
