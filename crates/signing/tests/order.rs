//! Order and memory for few pairs and for many: 64 pairs are sorted on the stack, more on the heap.

use allocation_counter::measure;
use signing::{Secret, brace_pairs, sorted_pairs};

/// Pairs `n000`, `n001`, … in an order that is not theirs.
fn shuffled(count: usize) -> Vec<(String, String)> {
    // 7 has no divisor in common with the counts below, so that every name occurs once.
    assert_ne!(count % 7, 0);
    let place = |i: usize| (i * 7) % count;
    (0..count)
        .map(|i| (format!("n{:03}", place(i)), format!("v{}", place(i))))
        .collect()
}

fn sorted_text(count: usize) -> String {
    (0..count)
        .map(|i| format!("n{i:03}=v{i}&"))
        .collect::<String>()
        + "key=***"
}

fn brace_text(count: usize) -> String {
    let pairs: String = (0..count)
        .map(|i| format!("n{i:03}{{$$}}v{i}{{$$$}}"))
        .collect();
    pairs + "{$$$$}***"
}

#[test]
fn sorted_pairs_keeps_the_order_on_both_sides_of_64_pairs() {
    for count in [1, 2, 64, 65, 66, 200] {
        let text =
            sorted_pairs::masked_string_to_sign(&shuffled(count), sorted_pairs::Encoding::Raw);
        assert_eq!(String::from_utf8(text).unwrap(), sorted_text(count));
    }
}

#[test]
fn brace_pairs_keeps_the_order_on_both_sides_of_64_pairs() {
    for count in [1, 2, 64, 65, 66, 200] {
        let text = brace_pairs::masked_string_to_sign(&shuffled(count), None);
        assert_eq!(String::from_utf8(text).unwrap(), brace_text(count));
    }
}

#[test]
fn repeated_names_keep_the_order_given_beyond_64_pairs() {
    let pairs: Vec<(&str, String)> = (0..100).map(|i| ("a", i.to_string())).collect();
    let text = sorted_pairs::masked_string_to_sign(&pairs, sorted_pairs::Encoding::Raw);
    let expected = (0..100).map(|i| format!("a={i}&")).collect::<String>() + "key=***";
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

/// Names that are alike in their first bytes, or that hold zeros, in the order of their bytes.
const ALIKE: [&str; 14] = [
    "",
    "\0",
    "\0\0",
    "a",
    "a\0",
    "abcdef",
    "abcdefg",
    "abcdefg\0",
    "abcdefgA",
    "abcdefga",
    "abcdefgaa",
    "abcdefgb",
    "abcdefh",
    "product_id",
];

#[test]
fn names_that_begin_alike_are_sorted_by_all_of_their_bytes() {
    for turn in 0..ALIKE.len() {
        let mut pairs = ALIKE.map(|name| (name, "1"));
        pairs.rotate_left(turn);
        let text = sorted_pairs::masked_string_to_sign(&pairs, sorted_pairs::Encoding::Raw);
        let expected = ALIKE.map(|name| format!("{name}=1&")).concat() + "key=***";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
        pairs.reverse();
        let text = brace_pairs::masked_string_to_sign(&pairs, None);
        let lower = ALIKE.map(|name| format!("{}{{$$}}1{{$$$}}", name.to_ascii_lowercase()));
        let expected = lower.concat() + "{$$$$}***";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}

/// Without a third name: nothing but what stands behind their beginnings tells the two apart.
#[test]
fn two_names_that_begin_alike_are_sorted_by_what_follows() {
    for [first, last] in [
        ["product_a", "product_b"],
        ["productA", "producta"],
        ["product", "product_"],
        ["\0\0\0\0\0\0\0\0a", "\0\0\0\0\0\0\0\0b"],
    ] {
        let pairs = [(last, "2"), (first, "1")];
        let text = sorted_pairs::masked_string_to_sign(&pairs, sorted_pairs::Encoding::Raw);
        let expected = format!("{first}=1&{last}=2&key=***");
        assert_eq!(String::from_utf8(text).unwrap(), expected);
        let text = brace_pairs::masked_string_to_sign(&pairs, None);
        let [first, last] = [first, last].map(str::to_ascii_lowercase);
        let expected = format!("{first}{{$$}}1{{$$$}}{last}{{$$}}2{{$$$}}{{$$$$}}***");
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}

#[test]
fn bytes_of_a_name_are_compared_unsigned_from_the_first_to_the_last() {
    let names: [&[u8]; 5] = [
        b"\x01",
        b"\x7f",
        b"\x80\x01",
        b"\x80\x02",
        b"\xff\xff\xff\xff\xff\xff\xff\xff",
    ];
    let pairs: Vec<(&[u8], &[u8])> = names.iter().rev().map(|name| (*name, &b"1"[..])).collect();
    let text = sorted_pairs::masked_string_to_sign(&pairs, sorted_pairs::Encoding::Raw);
    let mut expected = Vec::new();
    for name in names {
        expected.extend_from_slice(name);
        expected.extend_from_slice(b"=1&");
    }
    expected.extend_from_slice(b"key=***");
    assert_eq!(text, expected);
}

#[test]
fn a_hundred_pairs_have_the_signature_that_python_computes() {
    let pairs = shuffled(100);
    let key = Secret::from("fake-key");
    let sign = sorted_pairs::sign(&pairs, &key, sorted_pairs::Encoding::Raw);
    assert_eq!(sign.as_str(), "076A399A7E80250D05A0E13C76B49BB9");
    let sign = brace_pairs::sign(&pairs, None, &key);
    assert_eq!(sign.as_str(), "fa0f384c2a0aa66d214a9dbb587a1303");
}

#[test]
fn sorted_pairs_needs_no_heap_for_64_pairs() {
    let (pairs, key) = (shuffled(64), Secret::from("fake-key"));
    for encoding in [sorted_pairs::Encoding::Raw, sorted_pairs::Encoding::Form] {
        let memory = measure(|| {
            sorted_pairs::sign(&pairs, &key, encoding);
        });
        assert_eq!(memory.count_total, 0);
    }
}

#[test]
fn brace_pairs_needs_no_heap_for_64_pairs() {
    let (pairs, key) = (shuffled(64), Secret::from("fake-key"));
    let upper: Vec<(String, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.to_uppercase(), value.as_str()))
        .collect();
    let memory = measure(|| {
        brace_pairs::sign(&pairs, Some("2016-01-25 22:00:44"), &key);
        brace_pairs::sign(&upper, Some("2016-01-25 22:00:44"), &key);
    });
    assert_eq!(memory.count_total, 0);
}

#[test]
fn verifying_and_writing_a_signature_needs_no_heap() {
    let key = Secret::from("fake-key");
    let memory = measure(|| {
        let sign = brace_pairs::sign(&[("a", "1")], None, &key);
        assert!(sign.verify(sign.as_str()));
    });
    assert_eq!(memory.count_total, 0);
}

#[test]
fn the_65th_pair_takes_one_allocation() {
    // Shows that the measurement above sees what it says.
    let (pairs, key) = (shuffled(65), Secret::from("fake-key"));
    let memory = measure(|| {
        sorted_pairs::sign(&pairs, &key, sorted_pairs::Encoding::Raw);
    });
    assert_eq!(memory.count_total, 1);
}
