//! Every target over its corpus, and over inputs made up by a generator of numbers.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use fuzz_targets::{End, TARGETS};

fn corpora() -> PathBuf {
    match std::env::var_os("FUZZ_CORPUS") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus"),
    }
}

fn replay(target: &str) {
    let (_, run) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let mut inputs = 0;
    for entry in fs::read_dir(corpora().join(target)).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        run(&fs::read(&path).unwrap());
        inputs += 1;
    }
    assert!(inputs > 0, "{target} has an empty corpus");
}

macro_rules! replays {
    ($($target:ident)*) => {
        $(
            #[test]
            fn $target() {
                replay(stringify!($target));
            }
        )*
        const REPLAYED: &[&str] = &[$(stringify!($target)),*];
    };
}

replays! {
    vending_answer
    damaijia_answer
    chao8_answer
    post30_answer
    notification
    token_stores
    doctor
    settings
    sandbox_http
}
