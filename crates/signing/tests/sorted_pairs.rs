//! The rules of `sorted_pairs`, one test each. The signatures were computed with Python's hashlib
//! from the strings to sign that stand beside them, with `fake-key` in place of the mask.

use signing::sorted_pairs::{Encoding, is_signed, masked_string_to_sign, sign};
use signing::{MASK, Secret};

#[track_caller]
fn assert_signed(pairs: &[(&str, &str)], encoding: Encoding, text: &str, signature: &str) {
    let masked = masked_string_to_sign(pairs, encoding);
    assert_eq!(String::from_utf8_lossy(&masked), text);
    assert_eq!(
        sign(pairs, &Secret::from("fake-key"), encoding).as_str(),
        signature
    );
}

#[test]
fn pairs_are_joined_in_order_and_the_key_ends_the_text() {
    assert_signed(
        &[("page", "1"), ("machine_no", "12345678")],
        Encoding::Raw,
        "machine_no=12345678&page=1&key=***",
        "6363DFA1B416D5B6F8490366075740C8",
    );
}

#[test]
fn digits_are_upper_case() {
    let signature = sign(&[("a", "1")], &Secret::from("fake-key"), Encoding::Raw);
    assert_eq!(signature.as_str(), "01378CAB871AF1148B919F778F4A31E8");
    assert!(!signature.verify("01378cab871af1148b919f778f4a31e8"));
}

#[test]
fn sign_is_left_out() {
    assert_signed(
        &[
            ("a", "1"),
            ("sign", "219C16BDF42D3668FF5B85A30FE97F54"),
            ("b", "2"),
        ],
        Encoding::Raw,
        "a=1&b=2&key=***",
        "663CC12FADF4C37E4A52827FED216291",
    );
}

#[test]
fn sign_in_another_letter_case_is_signed() {
    assert_signed(
        &[("Sign", "1"), ("SIGN", "2"), ("signs", "3")],
        Encoding::Raw,
        "SIGN=2&Sign=1&signs=3&key=***",
        "5076F2C8BADF83DB0B2AAD135D729C30",
    );
}

#[test]
fn empty_value_is_not_signed() {
    assert_signed(
        &[("a", "1"), ("expired_at", ""), ("z", "2")],
        Encoding::Raw,
        "a=1&z=2&key=***",
        "71EC6905EC98E6D2982ADD8F17620953",
    );
}

#[test]
fn empty_name_is_signed_if_it_has_a_value() {
    assert_signed(
        &[("a", "1"), ("", "2")],
        Encoding::Raw,
        "=2&a=1&key=***",
        "DE7B7F5C0E2E1FBEF430F4EB6D19E020",
    );
}

#[test]
fn white_space_is_a_value() {
    assert_signed(
        &[("a", " "), ("b", "\t"), ("c", "\n")],
        Encoding::Raw,
        "a= &b=\t&c=\n&key=***",
        "92E5B39836D5141487E40E4A79154A7B",
    );
}

#[test]
fn values_are_not_trimmed() {
    assert_signed(
        &[("a", " x ")],
        Encoding::Raw,
        "a= x &key=***",
        "40E286E50F927CF27EF482D15CE232D1",
    );
}

#[test]
fn text_null_in_upper_case_is_left_out() {
    assert_signed(
        &[("a", "NULL"), ("b", "1")],
        Encoding::Raw,
        "b=1&key=***",
        "5DBF36827AEC64663AA8ADABF79CB910",
    );
}

#[test]
fn text_null_in_another_letter_case_is_signed() {
    assert_signed(
        &[("a", "null"), ("b", "Null"), ("c", " NULL"), ("NULL", "d")],
        Encoding::Raw,
        "NULL=d&a=null&b=Null&c= NULL&key=***",
        "B614EE9CB4B710DA959D18F32B583C04",
    );
}

#[test]
fn zero_is_kept() {
    assert_signed(
        &[
            ("select_all", "0"),
            ("category_id", "00"),
            ("price", "0.00"),
        ],
        Encoding::Raw,
        "category_id=00&price=0.00&select_all=0&key=***",
        "68941D977E4600F28E30AB805C72D477",
    );
}

#[test]
fn false_is_kept() {
    assert_signed(
        &[("order", "false")],
        Encoding::Raw,
        "order=false&key=***",
        "EDAF421D3FEE1B8036054AF01AB1C10C",
    );
}

#[test]
fn upper_case_names_come_before_lower_case_ones() {
    assert_signed(
        &[("a", "1"), ("B", "2"), ("b", "3"), ("A", "4")],
        Encoding::Raw,
        "A=4&B=2&a=1&b=3&key=***",
        "CFA2C9BA65A014BB78673C621C931C40",
    );
}

#[test]
fn order_is_that_of_bytes_and_not_of_a_culture() {
    // A culture order passes over the underscore and puts a1 after aB.
    assert_signed(
        &[
            ("a_b", "1"),
            ("aB", "2"),
            ("ab", "3"),
            ("a1", "4"),
            ("a", "5"),
        ],
        Encoding::Raw,
        "a=5&a1=4&aB=2&a_b=1&ab=3&key=***",
        "9A2F0424449FD4116A9723F75FFE7424",
    );
}

#[test]
fn names_beyond_ascii_come_last_since_bytes_are_unsigned() {
    assert_signed(
        &[("é", "1"), ("~", "2"), ("编", "3"), ("z", "4")],
        Encoding::Raw,
        "z=4&~=2&é=1&编=3&key=***",
        "3A94610E0461D0E68B8C5E5AFEF8B0F0",
    );
}

#[test]
fn names_are_sorted_alone_and_not_together_with_their_values() {
    // Joined, a-b=1 would come before a=2, since - comes before =.
    assert_signed(
        &[("a-b", "1"), ("a", "2")],
        Encoding::Raw,
        "a=2&a-b=1&key=***",
        "F46340F34E83C16B3982560CD1BBB625",
    );
}

#[test]
fn repeated_names_are_all_signed_in_the_order_given() {
    assert_signed(
        &[("id", "2"), ("a", "0"), ("id", "1"), ("id", "2")],
        Encoding::Raw,
        "a=0&id=2&id=1&id=2&key=***",
        "B49C672BCD8F74D9B74F4F5F90D8A51D",
    );
}

#[test]
fn nothing_is_lower_cased() {
    assert_signed(
        &[("machineNo", "AbC")],
        Encoding::Raw,
        "machineNo=AbC&key=***",
        "6EE58BCB6E2BB2281F5165AD1AED2ADB",
    );
}

#[test]
fn separators_inside_raw_values_are_not_escaped() {
    assert_signed(
        &[("a", "1&b=2"), ("c", "=%&+")],
        Encoding::Raw,
        "a=1&b=2&c==%&+&key=***",
        "9BC4B42BA965E88D5F7B183660DDF834",
    );
}

#[test]
fn non_ascii_text_is_signed_as_its_utf_8_bytes() {
    assert_signed(
        &[("name", "可乐")],
        Encoding::Raw,
        "name=可乐&key=***",
        "0E732267A674B5FEF86C631EA3D0DEE6",
    );
}

#[test]
fn bytes_that_are_not_utf_8_are_signed_as_given() {
    let gbk: &[(&[u8], &[u8])] = &[(b"name", b"\xbf\xc9\xc0\xd6")];
    assert_eq!(
        masked_string_to_sign(gbk, Encoding::Raw),
        b"name=\xbf\xc9\xc0\xd6&key=***"
    );
    assert_eq!(
        sign(gbk, &Secret::from("fake-key"), Encoding::Raw).as_str(),
        "9F91F2A46BCA8ABD88FA67B8FDB49181"
    );
}

#[test]
fn key_is_last_whatever_its_place_in_the_alphabet() {
    assert_signed(
        &[("zone", "1"), ("a", "2")],
        Encoding::Raw,
        "a=2&zone=1&key=***",
        "B5A16A4828145FDFB1249C1F7DA94B4E",
    );
}

#[test]
fn parameter_named_key_is_sorted_in() {
    assert_signed(
        &[("zone", "1"), ("key", "2"), ("a", "3")],
        Encoding::Raw,
        "a=3&key=2&zone=1&key=***",
        "A211DB5CD7671DE95A1423994E87AFC2",
    );
}

#[test]
fn no_parameter_leaves_the_key_alone() {
    assert_signed(
        &[],
        Encoding::Raw,
        "key=***",
        "AB488AF2CEE37BACCE621C22FCBDEE69",
    );
    let all_left_out = [("sign", "1"), ("a", ""), ("b", "NULL")];
    assert_signed(
        &all_left_out,
        Encoding::Raw,
        "key=***",
        "AB488AF2CEE37BACCE621C22FCBDEE69",
    );
}

#[test]
fn form_encoding_is_that_of_go() {
    assert_signed(
        &[
            ("kept", "azAZ09-_.~"),
            ("other", " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}"),
        ],
        Encoding::Form,
        "kept=azAZ09-_.~&other=+%21%22%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D&key=***",
        "9FAE43FF44F1CCC197E915B10C27C546",
    );
}

#[test]
fn form_encoding_takes_every_byte_alone_with_upper_case_digits() {
    assert_signed(
        &[("name", "可\u{0}\u{7f}")],
        Encoding::Form,
        "name=%E5%8F%AF%00%7F&key=***",
        "93E3346700E226EEAC1CD0AC7AADDDA4",
    );
}

#[test]
fn names_are_form_encoded_too() {
    assert_signed(
        &[("filter[id]", "1")],
        Encoding::Form,
        "filter%5Bid%5D=1&key=***",
        "FFFA3F5263EAE1B2A6364D1BA7A54539",
    );
}

#[test]
fn names_are_sorted_before_they_are_encoded() {
    assert_signed(
        &[("a!b", "1"), ("a b", "2")],
        Encoding::Form,
        "a+b=2&a%21b=1&key=***",
        "4C9A82180838335766E5E636251D4474",
    );
}

#[test]
fn key_is_never_encoded() {
    let signature = sign(&[("a", "1")], &Secret::from("密 钥&=+"), Encoding::Form);
    assert_eq!(signature.as_str(), "6E029373834EBCBCAB245EB9F891EC32");
}

#[test]
fn raw_is_the_default() {
    assert_eq!(Encoding::default(), Encoding::Raw);
}

#[test]
fn expiry_differs_between_raw_and_form_encoded() {
    let pairs = [("expired_at", "2024-12-31 23:59:59")];
    assert_signed(
        &pairs,
        Encoding::Raw,
        "expired_at=2024-12-31 23:59:59&key=***",
        "77BAEF586317EDD67E96677A2FD5A6D9",
    );
    assert_signed(
        &pairs,
        Encoding::Form,
        "expired_at=2024-12-31+23%3A59%3A59&key=***",
        "0734643CD907E99851ACE9150E0547BD",
    );
}

#[test]
fn is_signed_says_what_takes_part() {
    assert!(is_signed(b"a", b"0"));
    assert!(is_signed(b"key", b"1"));
    assert!(is_signed(b"Sign", b"1"));
    assert!(is_signed(b"a", b"null"));
    assert!(is_signed(b"a", b" "));
    assert!(!is_signed(b"sign", b"1"));
    assert!(!is_signed(b"a", b""));
    assert!(!is_signed(b"a", b"NULL"));
}

#[test]
fn masked_text_never_holds_the_key() {
    let text = masked_string_to_sign(&[("a", "1")], Encoding::Raw);
    assert!(text.ends_with(MASK.as_bytes()));
}
