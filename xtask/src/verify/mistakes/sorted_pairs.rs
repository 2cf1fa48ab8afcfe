use super::{form_encoded, gbk, go_form_encoded, keep_last, md5_lower, md5_upper};
use crate::verify::value::Value;
use crate::verify::vector::{Case, Encoding};

pub(super) const NAMES: &[&str] = &[
    "lower_case_hex",
    "key_without_name",
    "key_sorted_in",
    "key_first",
    "key_form_encoded",
    "leading_ampersand",
    "trailing_newline",
    "empty_values_kept",
    "blank_values_left_out",
    "zero_left_out",
    "null_as_text",
    "null_text_kept",
    "sign_kept",
    "unsorted",
    "case_insensitive_order",
    "joined_before_sorting",
    "encoded_before_sorting",
    "names_lower_cased",
    "last_of_repeated_names",
    "values_trimmed",
    "values_json_quoted",
    "values_form_encoded",
    "values_raw",
    "space_as_percent_20",
    "browser_form_encoding",
    "names_left_raw",
    "gbk_bytes",
];

pub(super) fn sign(case: &Case, mistake: &str) -> Result<String, String> {
    let mut pairs = Vec::new();
    for (name, value) in case.params() {
        pairs.push((read(&name.0, mistake)?, read_value(value, mistake)?));
    }
    pairs.retain(|(name, value)| is_kept(name, value, mistake));
    sort(&mut pairs, mistake);

    let (name_form, value_form) = forms(case, mistake);
    let mut items: Vec<Vec<u8>> = pairs
        .iter()
        .map(|(name, value)| join(&name_form(name), &value_form(value)))
        .collect();

    let key = read(&Value::Text(case.key.clone()), mistake)?;
    let key = match mistake {
        "key_form_encoded" => go_form_encoded(&key),
        "trailing_newline" => [&key[..], b"\n"].concat(),
        _ => key,
    };
    match mistake {
        "key_without_name" => items.push(key),
        "key_first" => items.insert(0, join(b"key", &key)),
        "key_sorted_in" => {
            items.push(join(b"key", &key));
            items.sort();
        }
        "leading_ampersand" => {
            items.insert(0, Vec::new());
            items.push(join(b"key", &key));
        }
        _ => items.push(join(b"key", &key)),
    }

    let text = items.join(&b'&');
    Ok(match mistake {
        "lower_case_hex" => md5_lower(&text),
        _ => md5_upper(&text),
    })
}

fn read(value: &Value, mistake: &str) -> Result<Vec<u8>, String> {
    match value {
        Value::Text(text) if mistake == "gbk_bytes" => gbk::encode(text),
        _ => Ok(value.bytes().to_vec()),
    }
}

fn read_value(value: &Value, mistake: &str) -> Result<Vec<u8>, String> {
    match value {
        Value::Null if mistake == "null_as_text" => Ok(b"null".to_vec()),
        Value::Text(text) if mistake == "values_json_quoted" => {
            serde_json::to_vec(text).map_err(|error| error.to_string())
        }
        _ => read(value, mistake),
    }
}

fn is_kept(name: &[u8], value: &[u8], mistake: &str) -> bool {
    let empty = match mistake {
        "empty_values_kept" => value == b"NULL",
        "null_text_kept" => value.is_empty(),
        "zero_left_out" => value.is_empty() || value == b"NULL" || value == b"0",
        "blank_values_left_out" => value.trim_ascii().is_empty() || value == b"NULL",
        _ => value.is_empty() || value == b"NULL",
    };
    !empty && (name != b"sign" || mistake == "sign_kept")
}

fn sort(pairs: &mut Vec<(Vec<u8>, Vec<u8>)>, mistake: &str) {
    if mistake == "names_lower_cased" {
        pairs
            .iter_mut()
            .for_each(|(name, _)| name.make_ascii_lowercase());
    }
    match mistake {
        "unsorted" => {}
        "case_insensitive_order" => pairs.sort_by_key(|(name, _)| name.to_ascii_lowercase()),
        "joined_before_sorting" => pairs.sort_by_key(|(name, value)| join(name, value)),
        "encoded_before_sorting" => pairs.sort_by_key(|(name, _)| go_form_encoded(name)),
        _ => pairs.sort_by(|(a, _), (b, _)| a.cmp(b)),
    }
    if mistake == "last_of_repeated_names" {
        keep_last(pairs);
    }
}

type Form = fn(&[u8]) -> Vec<u8>;

/// How names and how values are written.
fn forms(case: &Case, mistake: &str) -> (Form, Form) {
    let right: Form = match case.encoding {
        Some(Encoding::Form) => go_form_encoded,
        Some(Encoding::Raw) | None => <[u8]>::to_vec,
    };
    match mistake {
        "values_form_encoded" => (go_form_encoded, go_form_encoded),
        "values_raw" => (<[u8]>::to_vec, <[u8]>::to_vec),
        "values_trimmed" => (right, |value| value.trim_ascii().to_vec()),
        "names_left_raw" => (<[u8]>::to_vec, right),
        "space_as_percent_20" => (right, |value| form_encoded(value, "-_.~", "%20")),
        "browser_form_encoding" => {
            let browser: Form = |text| form_encoded(text, "-_.*", "+");
            (browser, browser)
        }
        _ => (right, right),
    }
}

fn join(name: &[u8], value: &[u8]) -> Vec<u8> {
    [name, b"=", value].concat()
}
