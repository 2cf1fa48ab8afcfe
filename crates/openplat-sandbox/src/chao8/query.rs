//! The query of a request, read parameter by parameter.

use super::refusal::Refusal;
use crate::form::raw_pairs;
use crate::request::Request;

/// The parameters of a query, form-encoded; each is known and occurs once.
pub(super) fn values<const N: usize>(
    request: &Request,
    names: [&str; N],
) -> Result<[Option<String>; N], Refusal> {
    let mut values = [const { None }; N];
    let query = request.query().unwrap_or_default();
    for (name, value) in raw_pairs(query) {
        let name = decode(name)?;
        let place = names.iter().position(|known| *known == name);
        let place = place.ok_or(Refusal::UNKNOWN_ERROR)?;
        if values[place].replace(decode(value)?).is_some() {
            return Err(Refusal::UNKNOWN_ERROR);
        }
    }
    Ok(values)
}

fn decode(text: &str) -> Result<String, Refusal> {
    let text = text.replace('+', " ");
    percent_encoding::percent_decode_str(&text)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Refusal::UNKNOWN_ERROR)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn plus_is_a_space_and_its_escape_is_a_plus() {
        assert_eq!(decode("a+b%2B%e6%9f%9c").unwrap(), "a b+柜");
        assert!(decode("%FF").is_err());
    }
}
