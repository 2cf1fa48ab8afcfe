//! Every target over its corpus, and over inputs made up by a generator of numbers.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a panic is the report of a test, and the input that was tried last"
)]

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
        // Shown when the test fails.
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

#[test]
fn corpora_are_small() {
    let (mut files, mut bytes) = (0, 0);
    for target in fs::read_dir(corpora()).unwrap() {
        for entry in fs::read_dir(target.unwrap().path()).unwrap() {
            files += 1;
            bytes += entry.unwrap().metadata().unwrap().len();
        }
    }
    assert!(
        files <= 300 && bytes < 1_000_000,
        "{files} files, {bytes} bytes"
    );
}

#[test]
fn every_target_is_replayed_and_has_a_corpus_and_no_corpus_is_without_a_target() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let replayed = REPLAYED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(targets, replayed);
    let names = |folder: PathBuf| -> BTreeSet<String> {
        let entries = fs::read_dir(folder).unwrap();
        let stems = entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_owned());
        stems.map(|stem| stem.into_string().unwrap()).collect()
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    assert_eq!(targets, names(folder.join("corpus")));
    assert_eq!(targets, names(folder.join("fuzz_targets")));
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for target in &targets {
        let path = format!("fuzz_targets/{target}.rs");
        let program = fs::read_to_string(folder.join(&path)).unwrap();
        assert!(
            program.contains(&format!("fuzz_targets::{target}(input)")),
            "{program}"
        );
        assert!(
            manifest.contains(&format!("path = \"{path}\"")),
            "{manifest}"
        );
    }
}

/// A fuzzer that makes nothing but broken answers would try one line of the code.
#[test]
fn most_answers_that_inputs_make_are_successes() {
    let targets: [fn(&[u8]) -> End; 4] = [
        fuzz_targets::vending_answer,
        fuzz_targets::damaijia_answer,
        fuzz_targets::chao8_answer,
        fuzz_targets::post30_answer,
    ];
    for (place, target) in targets.into_iter().enumerate() {
        let mut numbers = Numbers(17);
        let inputs = 100;
        let successes = (0..inputs).filter(|_| {
            let steps = usize::from(numbers.next()) % 3;
            // The answer to begin with is a good one, under a status of success.
            let mut input = vec![numbers.next(), numbers.next(), numbers.next() % 8, 0];
            if place != 1 {
                input.remove(0);
            }
            input.extend((0..4 * steps).map(|_| numbers.next()));
            target(&input) == End::Success
        });
        let share = successes.count() * 100 / inputs;
        println!("{}: {share} %", TARGETS[place].0);
        assert!(share >= 50, "{}: {share} %", TARGETS[place].0);
    }
}

/// A linear congruence.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> u8 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.0.to_be_bytes()[0]
    }
}
