use super::{gbk, go_form_encoded, keep_last, md5_lower, md5_upper};
use crate::verify::value::Value;
use crate::verify::vector::Case;

pub(super) const NAMES: &[&str] = &[
    "upper_case_hex",
    "separator_missing_after_last",
    "time_missing",
    "time_as_value",
    "timer_as_parameter",
    "key_missing",
    "key_separator_missing",
    "trailing_newline",
    "sign_kept",
    "empty_values_left_out",
    "unsorted",
    "names_lower_cased_first",
    "names_not_lower_cased",
    "names_lower_cased_beyond_ascii",
    "values_lower_cased",
    "values_trimmed",
    "values_form_encoded",
    "values_escaped",
    "values_unescaped",
    "last_of_repeated_names",
    "gbk_bytes",
];

const AFTER_VALUE: &[u8] = b"{$$$}";

pub(super) fn sign(case: &Case, mistake: &str) -> Result<String, String> {
    let mut pairs = Vec::new();
    for (name, value) in case.params() {
        pairs.push((read(&name.0, mistake)?, read(value, mistake)?));
    }
    pairs.retain(|(name, value)| {
        (name != b"sign" || mistake == "sign_kept")
            && name != b"timer"
            && (!value.is_empty() || mistake != "empty_values_left_out")
    });
    let mut time = case.time.clone().unwrap_or_default();
    if mistake == "timer_as_parameter" {
        pairs.push((b"timer".to_vec(), std::mem::take(&mut time).into_bytes()));
    }
    sort(&mut pairs, mistake);

    let mut text = Vec::new();
    for (name, value) in &pairs {
        text.extend(written_name(name, mistake)?);
        text.extend(b"{$$}");
        text.extend(written_value(value, mistake)?);
        text.extend(AFTER_VALUE);
    }
    if mistake == "separator_missing_after_last" {
        text.truncate(text.len().saturating_sub(AFTER_VALUE.len()));
    }
    if mistake != "time_missing" {
        text.extend(time.as_bytes());
    }
    if mistake == "time_as_value" {
        text.extend(AFTER_VALUE);
    }
    if mistake != "key_separator_missing" {
        text.extend(b"{$$$$}");
    }
    if mistake != "key_missing" {
        text.extend(read(&Value::Text(case.key.clone()), mistake)?);
    }
    if mistake == "trailing_newline" {
        text.push(b'\n');
    }
    Ok(match mistake {
        "upper_case_hex" => md5_upper(&text),
        _ => md5_lower(&text),
    })
}

fn read(value: &Value, mistake: &str) -> Result<Vec<u8>, String> {
    match value {
        Value::Text(text) if mistake == "gbk_bytes" => gbk::encode(text),
        _ => Ok(value.bytes().to_vec()),
    }
}

fn sort(pairs: &mut Vec<(Vec<u8>, Vec<u8>)>, mistake: &str) {
    if mistake == "names_lower_cased_first" {
        pairs
            .iter_mut()
            .for_each(|(name, _)| name.make_ascii_lowercase());
    }
    if mistake != "unsorted" {
        pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    }
    if mistake == "last_of_repeated_names" {
        keep_last(pairs);
    }
}

fn written_name(name: &[u8], mistake: &str) -> Result<Vec<u8>, String> {
    Ok(match mistake {
        "names_not_lower_cased" => name.to_vec(),
        "names_lower_cased_beyond_ascii" => text(name)?.to_lowercase().into_bytes(),
        _ => name.to_ascii_lowercase(),
    })
}

fn written_value(value: &[u8], mistake: &str) -> Result<Vec<u8>, String> {
    Ok(match mistake {
        "values_lower_cased" => value.to_ascii_lowercase(),
        "values_trimmed" => value.trim_ascii().to_vec(),
        "values_form_encoded" => go_form_encoded(value),
        "values_escaped" => escaped(text(value)?).into_bytes(),
        "values_unescaped" => unescaped(text(value)?)?.into_bytes(),
        _ => value.to_vec(),
    })
}

fn text(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| error.to_string())
}

/// Every UTF-16 unit beyond ASCII as `\uXXXX`.
fn escaped(text: &str) -> String {
    let unit = |unit: u16| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    text.encode_utf16().map(unit).collect()
}

/// `\uXXXX` as the character; no surrogate pairs.
fn unescaped(text: &str) -> Result<String, String> {
    let mut parts = text.split("\\u");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(4).ok_or("an escape is cut")?;
        let code = u32::from_str_radix(digits, 16).map_err(|error| error.to_string())?;
        plain.push(char::from_u32(code).ok_or("an escape is no character")?);
        plain.push_str(rest);
    }
    Ok(plain)
}
