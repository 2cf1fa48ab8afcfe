use super::{gbk, md5_lower, md5_upper};
use crate::verify::vector::Case;

pub(super) const NAMES: &[&str] = &[
    "upper_case_hex",
    "sixteen_digits",
    "md5_of_md5",
    "secret_trimmed",
    "secret_lower_cased",
    "secret_in_quotes",
    "secret_cut_at_nul",
    "secret_hex_decoded",
    "trailing_newline",
    "trailing_carriage_return",
    "byte_order_mark",
    "utf_16_bytes",
    "latin_1_bytes",
    "gbk_bytes",
];

pub(super) fn sign(case: &Case, mistake: &str) -> Result<String, String> {
    let secret = case.key.as_str();
    let hashed = match mistake {
        "secret_trimmed" => secret.trim().into(),
        "secret_lower_cased" => secret.to_lowercase().into(),
        "secret_in_quotes" => format!("\"{secret}\"").into(),
        "secret_cut_at_nul" => secret.split('\0').next().unwrap_or_default().into(),
        "secret_hex_decoded" => hex::decode(secret).map_err(|error| error.to_string())?,
        "trailing_newline" => format!("{secret}\n").into(),
        "trailing_carriage_return" => format!("{secret}\r").into(),
        "byte_order_mark" => format!("\u{feff}{secret}").into(),
        "utf_16_bytes" => secret.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "latin_1_bytes" => latin_1(secret)?,
        "gbk_bytes" => gbk::encode(secret)?,
        _ => secret.into(),
    };
    let hashed: Vec<u8> = hashed;
    Ok(match mistake {
        "upper_case_hex" => md5_upper(&hashed),
        "sixteen_digits" => md5_lower(&hashed)[8..24].to_owned(),
        "md5_of_md5" => md5_lower(md5_lower(&hashed).as_bytes()),
        _ => md5_lower(&hashed),
    })
}

fn latin_1(text: &str) -> Result<Vec<u8>, String> {
    let byte =
        |character| u8::try_from(character).map_err(|_| format!("{character} is not in Latin-1"));
    text.chars().map(byte).collect()
}
