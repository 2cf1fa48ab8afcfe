use super::bytes::encoded_value;
use super::order::sort;
use super::times::timed;
use super::values::written_value;
use super::{Doing, Input, Pair, own_sign, repeats, text};

pub(super) fn brace_pairs(input: &Input, doing: &Doing, key: &[u8]) -> Vec<u8> {
    let mut pairs: Vec<Pair> = input
        .params
        .iter()
        .map(|(name, value)| (name.clone().into_bytes(), value.as_text().into()))
        .collect();
    repeats(&mut pairs, doing);
    let is_kept = |value: &[u8]| !value.is_empty() || !doing.does("empty_values_left_out");
    pairs.retain(|(name, value)| name == b"sign" || (name != b"timer" && is_kept(value)));
    own_sign(&mut pairs, &input.params, doing, is_kept);
    let time = timed(input.time.as_deref().unwrap_or_default(), doing).into_bytes();
    if doing.does("timer_as_parameter") {
        pairs.push((b"timer".to_vec(), time.clone()));
    }
    sort(&mut pairs, doing);

    let (after_name, after_value, after_last): (&[u8], &[u8], &[u8]) =
        match doing.way("separators_missing") {
            Some(0) => (b"{$$}", b"", b""),
            Some(1) => (b"{$$}", b"", b"{$$$}"),
            Some(_) => (b"", b"", b""),
            None if doing.does("separator_missing_after_last") => (b"{$$}", b"{$$$}", b""),
            None => (b"{$$}", b"{$$$}", b"{$$$}"),
        };
    let mut body = Vec::new();
    if doing.does("leading_separator") {
        body.extend(b"{$$$}");
    }
    let joined: Vec<Vec<u8>> = pairs
        .iter()
        .map(|(name, value)| {
            let name = match () {
                () if doing.does("names_not_lower_cased") => name.clone(),
                () if doing.does("names_lower_cased_beyond_ascii") => {
                    text(name).to_lowercase().into_bytes()
                }
                () => name.to_ascii_lowercase(),
            };
            let value = encoded_value(&written_value(value, doing), input, doing);
            [&name[..], after_name, &value].concat()
        })
        .collect();
    body.extend(joined.join(after_value));
    let bare = body.clone();
    if !joined.is_empty() {
        body.extend(after_last);
    }
    match () {
        () if doing.does("time_missing") || doing.does("timer_as_parameter") => {}
        () if doing.does("time_as_value") => body.extend([&time[..], b"{$$$}"].concat()),
        () => body.extend(time),
    }
    let before_key: &[u8] = b"{$$$$}";
    let parts: Vec<&[u8]> = match doing.way("hmac_md5") {
        Some(1) => vec![&bare],
        Some(2) => vec![&body, before_key],
        _ => match (doing.way("key_missing"), doing.way("key_first")) {
            (Some(0), _) => vec![&body, before_key],
            (Some(_), _) => vec![&body],
            (_, Some(0)) => vec![key, before_key, &body],
            (_, Some(1)) => vec![key, &body, before_key],
            (_, Some(_)) => vec![key, &body],
            _ if doing.does("key_separator_missing") => vec![&body, key],
            _ => vec![&body, before_key, key],
        },
    };
    let mut text = parts.concat();
    if doing.does("trailing_separator") {
        text.extend(b"{$$$}");
    }
    text
}
