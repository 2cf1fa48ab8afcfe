use super::bytes::{encoded_name, encoded_value};
use super::order::sort;
use super::values::{read, written_value};
use super::{Doing, Input, own_sign, repeats};

pub(super) fn sorted_pairs(input: &Input, doing: &Doing, key: &[u8]) -> Vec<u8> {
    let mut pairs = Vec::new();
    for (name, value) in &input.params {
        pairs.push((
            name.clone().into_bytes(),
            read(name, value, doing).into_bytes(),
        ));
    }
    repeats(&mut pairs, doing);
    let is_empty = |value: &[u8]| match () {
        () if doing.does("empty_values_kept") => false,
        () if doing.does("blank_values_left_out") => value.trim_ascii().is_empty(),
        () => value.is_empty(),
    };
    pairs.retain(|(name, value)| {
        name == b"sign"
            || !(is_empty(value)
                || (value == b"NULL" && !doing.does("null_text_kept"))
                || (value == b"0" && doing.does("zero_left_out")))
    });
    own_sign(&mut pairs, &input.params, doing, |value| {
        !is_empty(value)
            && (value != b"NULL" || doing.does("null_text_kept"))
            && (value != b"0" || !doing.does("zero_left_out"))
    });
    let key_name = b"key".to_vec();
    if doing.does("key_sorted_in") {
        pairs.push((key_name.clone(), key.to_vec()));
    }
    if doing.does("names_lower_cased") {
        pairs
            .iter_mut()
            .for_each(|(name, _)| name.make_ascii_lowercase());
    }
    sort(&mut pairs, doing);

    let (equals, between, before_key): (&[u8], &[u8], &[u8]) = match doing.way("separators_missing")
    {
        Some(0) => (b"=", b"", b""),
        Some(1) => (b"=", b"", b"&"),
        Some(_) => (b"", b"", b""),
        None if doing.does("separator_missing_after_last") => (b"=", b"&", b""),
        None if doing.does("doubled_separator") => (b"=", b"&", b"&&"),
        None => (b"=", b"&", b"&"),
    };
    let joined: Vec<Vec<u8>> = pairs
        .iter()
        .map(|(name, value)| {
            let is_key = doing.does("key_sorted_in") && name == &key_name && value == key;
            let value = match is_key {
                true => value.clone(),
                false => encoded_value(&written_value(value, doing), input, doing),
            };
            [&encoded_name(name, input, doing)[..], equals, &value].concat()
        })
        .collect();
    let body = joined.join(between);
    let before_key: &[u8] = match (pairs.is_empty(), doing.does("doubled_separator")) {
        (true, false) => b"",
        (true, true) => b"&",
        _ => before_key,
    };
    let leading: &[u8] = if doing.does("leading_separator") {
        b"&"
    } else {
        b""
    };
    let trailing: &[u8] = if doing.does("trailing_separator") {
        b"&"
    } else {
        b""
    };
    let parts: Vec<&[u8]> = match () {
        () if doing.does("hmac_md5") && doing.way("hmac_md5") == Some(1) => vec![&body],
        () if doing.does("hmac_md5") && doing.way("hmac_md5") == Some(2) => vec![&body, before_key],
        () => match (doing.way("key_missing"), doing.way("key_first")) {
            (Some(0), _) => vec![&body],
            (Some(1), _) => vec![&body, before_key],
            (Some(_), _) => vec![&body, before_key, b"key="],
            (_, Some(0)) => {
                return [
                    leading_key(b"key=", key, b"&"),
                    leading.to_vec(),
                    body,
                    trailing.to_vec(),
                ]
                .concat();
            }
            (_, Some(1)) => {
                return [
                    leading_key(b"", key, b"&"),
                    leading.to_vec(),
                    body,
                    trailing.to_vec(),
                ]
                .concat();
            }
            (_, Some(_)) => {
                return [
                    leading_key(b"", key, b""),
                    leading.to_vec(),
                    body,
                    trailing.to_vec(),
                ]
                .concat();
            }
            _ if doing.does("key_sorted_in") => vec![&body],
            _ => match doing.way("key_without_name") {
                Some(0) => vec![&body, before_key, key],
                Some(_) => vec![&body, key],
                None => vec![&body, before_key, b"key=", key],
            },
        },
    };
    [leading, &parts.concat(), trailing].concat()
}

fn leading_key(name: &[u8], key: &[u8], after: &[u8]) -> Vec<u8> {
    [name, key, after].concat()
}
