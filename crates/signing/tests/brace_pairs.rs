//! The rules of `brace_pairs`, one test each. The signatures were computed with Python's hashlib
//! from the strings to sign that stand beside them, with `fake-key` in place of the mask.

use signing::Secret;
use signing::brace_pairs::{is_signed, masked_string_to_sign, sign};

const TIME: Option<&str> = Some("2016-01-25 22:00:44");

#[track_caller]
fn assert_signed(pairs: &[(&str, &str)], time: Option<&str>, text: &str, signature: &str) {
    let masked = masked_string_to_sign(pairs, time);
    assert_eq!(String::from_utf8_lossy(&masked), text);
    assert_eq!(
        sign(pairs, time, &Secret::from("fake-key")).as_str(),
        signature
    );
}

#[test]
fn separator_follows_every_value_also_the_last() {
    assert_signed(
        &[("data", "{}"), ("external_company", "AK")],
        TIME,
        "data{$$}{}{$$$}external_company{$$}AK{$$$}2016-01-25 22:00:44{$$$$}***",
        "6ca6f82108d45744d344358b106e531b",
    );
}

#[test]
fn digits_are_lower_case() {
    let signature = sign(&[("a", "1")], None, &Secret::from("fake-key"));
    assert_eq!(signature.as_str(), "4535d7b87b79bafa8cb0e757e64a41e7");
    assert!(!signature.verify("4535D7B87B79BAFA8CB0E757E64A41E7"));
}

#[test]
fn without_a_time_nothing_stands_before_the_key() {
    assert_signed(
        &[("data", "{}")],
        None,
        "data{$$}{}{$$$}{$$$$}***",
        "b40d1d0610db7c5c4b0ee7b8a54872b7",
    );
}

#[test]
fn time_is_signed_bare_and_as_given() {
    assert_signed(
        &[("data", "{}")],
        Some("2016-1-25 9:00:44"),
        "data{$$}{}{$$$}2016-1-25 9:00:44{$$$$}***",
        "5a9133ab29046189b37cdbb4161fb1ff",
    );
}

#[test]
fn timer_is_left_out_of_the_parameters() {
    assert_signed(
        &[("data", "{}"), ("timer", "2016-01-25 22:00:44")],
        TIME,
        "data{$$}{}{$$$}2016-01-25 22:00:44{$$$$}***",
        "e80a924a7f4a51cb01d062228192e0f5",
    );
}

#[test]
fn timer_among_the_parameters_does_not_become_the_time() {
    assert_signed(
        &[("data", "{}"), ("timer", "2016-01-25 22:00:44")],
        None,
        "data{$$}{}{$$$}{$$$$}***",
        "b40d1d0610db7c5c4b0ee7b8a54872b7",
    );
}

#[test]
fn sign_is_left_out() {
    assert_signed(
        &[("sign", "24653ea6ee4d600d9c257e0470db921a"), ("data", "{}")],
        None,
        "data{$$}{}{$$$}{$$$$}***",
        "b40d1d0610db7c5c4b0ee7b8a54872b7",
    );
}

#[test]
fn sign_and_timer_in_another_letter_case_are_signed() {
    // They are left out by their names as given, before lower-casing.
    assert_signed(
        &[("Sign", "1"), ("Timer", "2")],
        None,
        "sign{$$}1{$$$}timer{$$}2{$$$}{$$$$}***",
        "ab07d27005f9635c48c5efadd28740cb",
    );
}

#[test]
fn order_is_by_the_bytes_of_the_names() {
    assert_signed(
        &[
            ("external_company", "1"),
            ("data", "2"),
            ("cid", "3"),
            ("编", "4"),
        ],
        None,
        "cid{$$}3{$$$}data{$$}2{$$$}external_company{$$}1{$$$}编{$$}4{$$$}{$$$$}***",
        "e5cf5c7ef74a0676e3d13f8646f12b8f",
    );
}

#[test]
fn names_are_sorted_before_they_are_lower_cased() {
    assert_signed(
        &[("data", "1"), ("Zone", "2"), ("searchType", "3")],
        None,
        "zone{$$}2{$$$}data{$$}1{$$$}searchtype{$$}3{$$$}{$$$$}***",
        "fb98b51885137af49d6761c576205c35",
    );
}

#[test]
fn order_is_not_that_of_a_culture() {
    // A culture order puts aB beside ab and passes over the underscore.
    assert_signed(
        &[("ab", "1"), ("a_b", "2"), ("aB", "3"), ("B", "4")],
        None,
        "b{$$}4{$$$}ab{$$}3{$$$}a_b{$$}2{$$$}ab{$$}1{$$$}{$$$$}***",
        "3cde3543db232e3e63a9361d6ea33296",
    );
}

#[test]
fn only_ascii_letters_of_names_are_lower_cased() {
    // K is the Kelvin sign, which Unicode lower-cases to the letter k.
    assert_signed(
        &[("\u{212a}", "1"), ("ÉI", "2")],
        None,
        "Éi{$$}2{$$$}\u{212a}{$$}1{$$$}{$$$$}***",
        "276d97c8d6982761e320b4ae414c59f4",
    );
}

#[test]
fn values_keep_their_letter_case() {
    assert_signed(
        &[("data", "{batch_name:'AAAAAA'}")],
        None,
        "data{$$}{batch_name:'AAAAAA'}{$$$}{$$$$}***",
        "0a878f50bf9eff6972edbf5ac974be21",
    );
}

#[test]
fn empty_value_is_signed() {
    assert_signed(
        &[("data", ""), ("remark", "")],
        None,
        "data{$$}{$$$}remark{$$}{$$$}{$$$$}***",
        "7a0e9cd13b066ce6a941241fe58cc128",
    );
}

#[test]
fn zero_and_the_text_null_are_signed() {
    assert_signed(
        &[("a", "0"), ("b", "NULL")],
        None,
        "a{$$}0{$$$}b{$$}NULL{$$$}{$$$$}***",
        "a6e3bc28e36b9852cb79c37809d9c07a",
    );
}

#[test]
fn values_are_neither_trimmed_nor_encoded() {
    assert_signed(
        &[("data", " a+b&c=d%\r\n")],
        None,
        "data{$$} a+b&c=d%\r\n{$$$}{$$$$}***",
        "dbb8c7b82bbfe0147b5664c615e84de2",
    );
}

#[test]
fn separators_inside_values_are_not_escaped() {
    assert_signed(
        &[("data", "{$$}{$$$}{$$$$}")],
        None,
        "data{$$}{$$}{$$$}{$$$$}{$$$}{$$$$}***",
        "6da280acf9b36df079045bb552863b08",
    );
}

#[test]
fn escapes_inside_values_are_not_read() {
    assert_signed(
        &[("data", r#"{"alisename":"\u5976\u7c89"}"#)],
        None,
        r#"data{$$}{"alisename":"\u5976\u7c89"}{$$$}{$$$$}***"#,
        "7bec149cd029ba6e76963cf39b2fdeea",
    );
}

#[test]
fn repeated_names_are_all_signed_in_the_order_given() {
    assert_signed(
        &[("data", "2"), ("a", "0"), ("data", "1")],
        None,
        "a{$$}0{$$$}data{$$}2{$$$}data{$$}1{$$$}{$$$$}***",
        "12227b5bbd1b85f37609b5552d85a140",
    );
}

#[test]
fn names_that_differ_in_letter_case_only_are_both_signed() {
    assert_signed(
        &[("data", "1"), ("Data", "2")],
        None,
        "data{$$}2{$$$}data{$$}1{$$$}{$$$$}***",
        "198658d44f01f57f65c591eee62c86d3",
    );
}

#[test]
fn non_ascii_text_is_signed_as_its_utf_8_bytes() {
    assert_signed(
        &[("data", "奶粉")],
        None,
        "data{$$}奶粉{$$$}{$$$$}***",
        "76f6aa55857fe0075050cd622d91b8ff",
    );
}

#[test]
fn bytes_that_are_not_utf_8_are_signed_as_given() {
    let gbk: &[(&[u8], &[u8])] = &[(b"data", b"\xc4\xcc\xb7\xdb")];
    assert_eq!(
        masked_string_to_sign(gbk, None),
        b"data{$$}\xc4\xcc\xb7\xdb{$$$}{$$$$}***"
    );
    assert_eq!(
        sign(gbk, None, &Secret::from("fake-key")).as_str(),
        "9920340236b59c0fe547dd207da5fb32"
    );
}

#[test]
fn no_parameter_leaves_the_time_and_the_key() {
    assert_signed(
        &[],
        TIME,
        "2016-01-25 22:00:44{$$$$}***",
        "399ac178fbc8dd201b03f49d030c7060",
    );
    assert_signed(&[], None, "{$$$$}***", "fad87398ecfd106bbeddd1c2b9a244c5");
}

#[test]
fn key_is_signed_as_given() {
    let signature = sign(&[("data", "{}")], None, &Secret::from(" 密Key\n"));
    assert_eq!(signature.as_str(), "5333ae691298561c446a3b87ccd4dad4");
}

#[test]
fn is_signed_says_what_takes_part() {
    assert!(is_signed(b"data"));
    assert!(is_signed(b"Sign"));
    assert!(is_signed(b"Timer"));
    assert!(!is_signed(b"sign"));
    assert!(!is_signed(b"timer"));
}
