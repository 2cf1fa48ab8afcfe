//! No token in any `Debug`, `Display` or error chain.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/failing.rs"]
mod failing;
#[path = "support/rig.rs"]
mod rig;

use std::error::Error as _;
use std::fs;
use std::sync::Arc;

use access_token::conformance::Bench;
use access_token::{
    Begin, Error, FileStore, Issued, Lifetime, MemoryStore, Store, StoreError, StoreErrorKind,
    Terms,
};
use failing::{Failing, Step};
use rig::{Answer, Provider, Refusal, Rig, key, minutes, seconds};

const CANARY: &str = "CANARY-token-4711";

fn silent(what: &str, text: &str) {
    assert!(!text.contains("CANARY"), "{what}: {text}");
}

/// The error, its whole chain, in both forms.
fn silent_error(what: &str, error: &(dyn std::error::Error + 'static)) {
    let mut next = Some(error);
    while let Some(error) = next {
        silent(what, &format!("{error} {error:?} {error:#?}"));
        next = error.source();
    }
}

fn canary() -> Answer {
    Answer::Token(CANARY, Lifetime::seconds(3600))
}

#[test]
fn debug_says_what_it_is_and_whose_token_it_keeps() {
    let rig = Rig::new(Provider::default());
    let shown = format!("{:?}", rig.manager);
    assert!(shown.starts_with("TokenManager"), "{shown}");
    assert!(shown.contains(key().as_str()), "{shown}");
    assert!(shown.contains("MemoryStore"), "{shown}");
    let error = StoreError::new(StoreErrorKind::Refused, "a wrong password");
    let shown = format!("{error:?}");
    assert!(
        shown.contains("Refused") && shown.contains("a wrong password"),
        "{shown}"
    );
    assert!(!error.is_transient());
}

#[test]
fn debug_of_every_type_that_holds_a_token_is_silent() {
    let rig = Rig::new(Provider::default().then(canary()));
    assert_eq!(rig.token(), CANARY);
    silent("manager", &format!("{:?}", rig.manager));
    silent("store", &format!("{:?}", rig.store));
    silent("status", &format!("{:?}", rig.manager.status()));
    silent("token", &format!("{:?}", rig.manager.token()));
    silent("record", &format!("{:?}", rig.store.load(&key())));
    let terms = Terms::new(seconds(20), seconds(60), seconds(1));
    let begin = rig.store.begin(&key(), None, &terms).unwrap();
    assert!(matches!(begin, Begin::Newer(_)));
    silent("begin", &format!("{begin:?}"));
    let issued = Issued::new(CANARY, None, seconds(0));
    silent("issued", &format!("{issued:?}"));
    let fetched = access_token::Fetched::new(CANARY, Lifetime::unstated());
    silent("fetched", &format!("{fetched:?}"));
    let bench = Bench::on_clock(rig.store.clone(), rig.clock.clone());
    silent("bench", &format!("{bench:?}"));
}

#[test]
fn errors_of_the_manager_are_silent() {
    let provider = Provider::default()
        .then(canary())
        .then(Answer::Token(CANARY, Lifetime::seconds(0)))
        .then(Answer::Refuse("timeout"));
    let rig = Rig::new(provider);
    rig.token();
    rig.manager.reject(&CANARY.into()).unwrap();
    for _ in 0..2 {
        silent_error("too soon", &rig.manager.token().unwrap_err());
        rig.clock.advance(minutes(2));
        silent_error("fetch", &rig.manager.token().unwrap_err());
    }
    assert_eq!(rig.provider.count(), 3);
}

#[test]
fn errors_of_a_store_that_fails_are_silent() {
    for step in Step::ALL {
        let clock = rig::clock();
        let store = Failing::new(MemoryStore::with_clock(Arc::new(clock.clone())));
        let store = Arc::new(store);
        let provider = Provider::default().then(canary()).then(canary());
        let rig = Rig::on(store.clone(), clock, provider, |set| set);
        rig.token();
        rig.clock.advance(minutes(2));
        store.fail(&[step]);
        let error = rig.manager.replacement(&CANARY.into());
        silent("replacement", &format!("{error:?}"));
        if let Err(error) = error {
            silent_error("replacement", &error);
            let Error::Store { source, .. } = &error else {
                panic!("{error:?}");
            };
            let source: &StoreError = source;
            assert!(source.source().is_some());
        }
    }
}

#[test]
fn errors_of_the_file_store_are_silent() {
    let dir = dir::Dir::new("canary");
    let clock = rig::clock();
    let store = FileStore::with_clock(dir.path(), Arc::new(clock.clone())).unwrap();
    let store = Arc::new(store);
    let provider = Provider::default().then(canary());
    let rig = Rig::on(store.clone(), clock, provider, |set| set);
    rig.token();
    silent("file store", &format!("{store:?}"));
    let data = store.data_path(&key());
    let whole = fs::read_to_string(&data).unwrap();
    assert!(whole.contains(CANARY), "the file is where the token lives");
    let other = whole.replace("\"version\":1", "\"version\":9");
    fs::write(&data, other).unwrap();
    rig.manager.reject(&CANARY.into()).unwrap_err();
    let error: Error<Refusal> = rig.manager.token().unwrap_err();
    silent_error("another version", &error);
    silent_error("status", &rig.manager.status().unwrap_err());
    // Set aside, so that there is no token for a while.
    let unreadable: [String; 3] = [
        whole.replace(&format!("\"{CANARY}\""), &format!("[\"{CANARY}\"]")),
        whole.replace("\"fence\":", &format!("\"fence\":\"{CANARY}\",\"x\":")),
        whole[..whole.len() - 3].to_owned(),
    ];
    for content in unreadable {
        fs::write(&data, content).unwrap();
        rig.manager.reject(&CANARY.into()).unwrap();
        let error: Error<Refusal> = rig.manager.token().unwrap_err();
        assert!(matches!(error, Error::TooSoon { .. }), "{error:?}");
        silent_error("unreadable", &error);
        silent("status", &format!("{:?}", rig.manager.status().unwrap()));
    }
    fs::remove_file(&data).unwrap();
    fs::create_dir(&data).unwrap();
    silent_error("directory", &store.load(&key()).unwrap_err());
}
