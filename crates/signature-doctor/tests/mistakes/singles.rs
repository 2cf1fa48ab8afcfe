use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use signature_doctor::{Algorithm, Mistake};

use crate::construction::{Doing, Input, sign, ways};
use crate::inputs::{diagnose, input};

/// So many inputs for every mistake.
const CASES: u32 = 50;

/// Runs a check on random inputs; a rejected input is replaced by another one.
pub(crate) fn check<S: Strategy>(
    cases: u32,
    inputs: S,
    what: &str,
    check: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases,
        max_global_rejects: 200_000,
        failure_persistence: None,
        ..Config::default()
    };
    if let Err(error) = TestRunner::new(config).run(&inputs, check) {
        panic!("{what}: {error}");
    }
}

fn every_mistake_is_found(algorithm: Algorithm) {
    for mistake in Mistake::of(algorithm) {
        // The zones are many and alike.
        let cases = match mistake {
            Mistake::TimeZone { .. } => 1,
            _ => CASES,
        };
        check_mistake(algorithm, &mistake, cases);
    }
}

fn check_mistake(algorithm: Algorithm, mistake: &Mistake, cases: u32) {
    let inputs = (input(algorithm), 0..ways(algorithm, mistake));
    check(cases, inputs, &mistake.to_string(), |(input, way)| {
        let received = sign(&input, &Doing::new(&[(mistake.clone(), way)]));
        prop_assume!(received != right(&input));
        let diagnosis = diagnose(&input, &received);
        let named = diagnosis
            .explanations
            .iter()
            .any(|explanation| explanation.mistakes == [mistake.clone()]);
        prop_assert!(!diagnosis.matches);
        prop_assert!(named, "{diagnosis}");
        Ok(())
    });
}

fn right(input: &Input) -> String {
    sign(input, &Doing::default())
}

#[test]
fn every_mistake_with_sorted_pairs_is_found() {
    every_mistake_is_found(Algorithm::SortedPairs);
}

#[test]
fn every_mistake_with_brace_pairs_is_found() {
    every_mistake_is_found(Algorithm::BracePairs);
}

#[test]
fn every_mistake_with_a_secret_digest_is_found() {
    every_mistake_is_found(Algorithm::SecretDigest);
}

#[test]
fn random_time_zones_are_found() {
    for algorithm in [Algorithm::SortedPairs, Algorithm::BracePairs] {
        let is_zone = |mistake: &Mistake| matches!(mistake, Mistake::TimeZone { .. });
        let zones: Vec<Mistake> = Mistake::of(algorithm).into_iter().filter(is_zone).collect();
        let inputs = (input(algorithm), proptest::sample::select(zones));
        check(CASES, inputs, "time_zone", |(input, zone)| {
            let received = sign(&input, &Doing::new(&[(zone.clone(), 0)]));
            prop_assume!(received != right(&input));
            let diagnosis = diagnose(&input, &received);
            let named = diagnosis
                .explanations
                .iter()
                .any(|it| it.mistakes == [zone.clone()]);
            prop_assert!(named, "{diagnosis}");
            Ok(())
        });
    }
}

#[test]
fn right_signature_is_called_right() {
    for algorithm in Algorithm::ALL {
        check(CASES, input(algorithm), algorithm.name(), |input| {
            let diagnosis = diagnose(&input, &right(&input));
            prop_assert!(diagnosis.matches);
            prop_assert_eq!(diagnosis.stages.matches, Some(true));
            prop_assert_eq!(diagnosis.explanations, []);
            Ok(())
        });
    }
}

#[test]
fn signature_with_an_unknown_key_is_explained_by_nothing() {
    for algorithm in Algorithm::ALL {
        check(10, input(algorithm), algorithm.name(), |input| {
            let other = Input {
                key: "a key that nobody knows".to_owned(),
                ..input.clone()
            };
            let diagnosis = diagnose(&input, &right(&other));
            prop_assert!(!diagnosis.matches);
            prop_assert_eq!(&diagnosis.explanations, &[]);
            prop_assert!(diagnosis.to_string().contains("No known mistake"));
            Ok(())
        });
    }
}
