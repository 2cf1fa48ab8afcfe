use std::collections::HashSet;

use proptest::prelude::*;
use proptest::sample::select;
use signature_doctor::{Algorithm, Mistake};

use crate::construction::{Doing, Input, sign, ways};
use crate::inputs::{diagnose, input};
use crate::singles::check;

/// So many inputs on which two mistakes together make what neither makes alone.
const CASES: u32 = 30;

/// A mistake and the way of making it.
type Made = (Mistake, usize);

/// Two mistakes of the same step cannot be made together.
fn step(mistake: &Mistake) -> &str {
    let name = mistake.name();
    match name {
        _ if name.contains("encoding") || name == "values_raw" => "encoding",
        "md5_of_md5" | "md5_of_base64" | "hmac_md5" | "secret_not_digested" => "hash",
        "sixteen_digits" | "base64_digest" => "form",
        // What is decoded from digits has no charset.
        "gbk_bytes" | "latin_1_bytes" | "utf_16_bytes" | "secret_hex_decoded" => "charset",
        "key_missing"
        | "key_first"
        | "key_without_name"
        | "key_sorted_in"
        | "key_separator_missing" => "key",
        "empty_values_kept" | "empty_values_left_out" | "blank_values_left_out" => "empty",
        "unsorted"
        | "case_insensitive_order"
        | "culture_order"
        | "joined_before_sorting"
        | "encoded_before_sorting"
        | "names_lower_cased_first" => "order",
        "time_missing" | "time_as_value" | "timer_as_parameter" => "time",
        "json_spaced" | "json_compact" | "json_pretty" => "spacing",
        "json_keys_sorted" => "keys",
        "values_escaped" | "values_unescaped" => "escapes",
        _ if name.contains("separator") => "separators",
        _ if name.starts_with("names_") => "names",
        _ if name.starts_with("trailing_") => "ending",
        _ if name.starts_with("secret_") => "secret",
        _ => name,
    }
}

/// Every mistake in every way.
fn singles(algorithm: Algorithm) -> Vec<Made> {
    let mistakes = Mistake::of(algorithm).into_iter();
    let in_ways = |mistake: Mistake| {
        let ways = ways(algorithm, &mistake);
        (0..ways).map(move |way| (mistake.clone(), way))
    };
    mistakes.flat_map(in_ways).collect()
}

fn makes(input: &Input, made: &[Made]) -> String {
    sign(input, &Doing::new(made))
}

fn every_pair_is_found(algorithm: Algorithm) {
    let singles = singles(algorithm);
    // The zones are a third of the mistakes: of two mistakes they shall not be the most.
    let is_zone = |made: &Made| matches!(made.0, Mistake::TimeZone { .. });
    let (zones, others): (Vec<Made>, Vec<Made>) = singles.iter().cloned().partition(is_zone);
    let second = match zones.is_empty() {
        true => select(others.clone()).boxed(),
        false => prop_oneof![1 => select(zones), 8 => select(others.clone())].boxed(),
    };
    let inputs = (input(algorithm), select(others), second);
    check(CASES, inputs, algorithm.name(), |(input, first, second)| {
        prop_assume!(step(&first.0) != step(&second.0));
        prop_assume!(is_text(&first.0, &second.0));
        let received = makes(&input, &[first.clone(), second.clone()]);
        prop_assume!(received != makes(&input, &[]));
        let by_one: HashSet<String> = singles
            .iter()
            .map(|made| makes(&input, std::slice::from_ref(made)))
            .collect();
        prop_assume!(!by_one.contains(&received));

        let diagnosis = diagnose(&input, &received);
        let both = HashSet::from([&first.0, &second.0]);
        let named = diagnosis
            .explanations
            .iter()
            .any(|explanation| explanation.mistakes.iter().collect::<HashSet<_>>() == both);
        prop_assert!(named, "{diagnosis}");
        Ok(())
    });
}

/// A secret that is sent itself is sent as text.
fn is_text(first: &Mistake, second: &Mistake) -> bool {
    let names = [first.name(), second.name()];
    !(names.contains(&"secret_not_digested")
        && (step(first) == "charset" || step(second) == "charset"))
}

#[test]
fn two_mistakes_with_sorted_pairs_are_found() {
    every_pair_is_found(Algorithm::SortedPairs);
}

#[test]
fn two_mistakes_with_brace_pairs_are_found() {
    every_pair_is_found(Algorithm::BracePairs);
}

#[test]
fn two_mistakes_with_a_secret_digest_are_found() {
    every_pair_is_found(Algorithm::SecretDigest);
}

#[test]
fn three_mistakes_are_not_explained() {
    let algorithm = Algorithm::SortedPairs;
    let others = [
        [Mistake::TrailingNewline, Mistake::KeyMissing],
        [Mistake::SixteenDigits, Mistake::KeyFirst],
    ];
    for [first, second] in others {
        check(5, input(algorithm), "three mistakes", |input| {
            let two = [(first.clone(), 0), (second.clone(), 0)];
            let three = [two.as_slice(), &[(Mistake::LowerCaseHex, 0)]].concat();
            // Two of them alone are explained.
            let diagnosis = diagnose(&input, &makes(&input, &two));
            prop_assert!(!diagnosis.explanations.is_empty());
            let received = makes(&input, &three);
            // A signature without any letter has no case.
            prop_assume!(received.to_uppercase() != received);
            prop_assert_eq!(diagnose(&input, &received).explanations, []);
            Ok(())
        });
    }
}

#[test]
fn no_pair_is_listed_where_one_mistake_explains() {
    for algorithm in Algorithm::ALL {
        let inputs = (input(algorithm), select(singles(algorithm)));
        check(CASES, inputs, algorithm.name(), |(input, made)| {
            let received = makes(&input, &[made]);
            prop_assume!(received != makes(&input, &[]));
            let diagnosis = diagnose(&input, &received);
            let counts = diagnosis.explanations.iter().map(|it| it.mistakes.len());
            prop_assert_eq!(counts.max(), Some(1), "{}", diagnosis);
            Ok(())
        });
    }
}

#[test]
fn no_explanation_is_listed_twice() {
    for algorithm in Algorithm::ALL {
        let others = select(singles(algorithm));
        let inputs = (input(algorithm), others.clone(), others);
        check(10, inputs, algorithm.name(), |(input, first, second)| {
            prop_assume!(step(&first.0) != step(&second.0));
            let explanations = diagnose(&input, &makes(&input, &[first, second])).explanations;
            for (place, explanation) in explanations.iter().enumerate() {
                let known: HashSet<_> = explanation.mistakes.iter().collect();
                for other in &explanations[place + 1..] {
                    prop_assert_ne!(&known, &other.mistakes.iter().collect::<HashSet<_>>());
                }
            }
            Ok(())
        });
    }
}
