use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use signing::{MASK, Secret, brace_pairs, secret_digest, sorted_pairs};

use super::algorithm::Algorithm;
use super::mistakes;
use super::vector::{Case, Encoding, MustReject};

const STRING_TO_SIGN: &str = "string to sign";
const SIGNATURE: &str = "signature";
const WRONG_SIGNATURE: &str = "wrong signature";
const PAYLOAD: &str = "payload";

/// Takes a case through its stages; the names of those that differ, and how.
pub(crate) fn run(algorithm: Algorithm, case: &Case) -> Vec<(&'static str, String)> {
    let made = Made::from(algorithm, case);
    let mut differences = Vec::new();

    let masked = case.masked_string_to_sign.0.bytes();
    if made.masked != masked {
        let what = expected(&readable(masked), &readable(&made.masked));
        differences.push((STRING_TO_SIGN, what));
    }
    if made.signature != case.signature {
        differences.push((SIGNATURE, expected(&case.signature, &made.signature)));
    }
    if !made.accepts(&made.signature) {
        differences.push((SIGNATURE, "is refused by its own verification".to_owned()));
    }
    if let Some(payload) = &case.payload {
        let made = made_payload(case, &made.signature);
        if made != *payload {
            differences.push((PAYLOAD, expected(payload, &made)));
        }
    }
    if let Some(must_reject) = &case.must_reject {
        let found = wrong_signature(algorithm, case, must_reject, &made);
        differences.extend(found.into_iter().map(|what| (WRONG_SIGNATURE, what)));
    }
    differences
}

/// The payload of vending: the parameters and `sign` as compact JSON, names in order, in base64.
fn made_payload(case: &Case, signature: &str) -> String {
    // The map of serde_json is ordered by the bytes of the names.
    let mut params: serde_json::Map<String, serde_json::Value> = case
        .params()
        .iter()
        .map(|(name, value)| (name.0.to_string(), value.to_json()))
        .collect();
    params.insert("sign".to_owned(), signature.into());
    BASE64_STANDARD.encode(serde_json::Value::Object(params).to_string())
}

fn wrong_signature(
    algorithm: Algorithm,
    case: &Case,
    must_reject: &MustReject,
    made: &Made,
) -> Vec<String> {
    let MustReject { signature, mistake } = must_reject;
    let mut differences = Vec::new();
    if made.accepts(signature) || *signature == case.signature {
        differences.push(format!("{signature} is right and must be refused"));
    }
    match mistakes::sign(algorithm, case, mistakes::NONE) {
        Ok(right) if right == made.signature => {}
        Ok(right) => differences.push(format!(
            "without a mistake {}",
            expected(&made.signature, &right)
        )),
        Err(error) => differences.push(error),
    }
    if !mistakes::names(algorithm).contains(&mistake.as_str()) {
        differences.push(format!("unknown mistake {mistake:?}"));
        return differences;
    }
    match mistakes::sign(algorithm, case, mistake) {
        Ok(wrong) if wrong == *signature => {}
        Ok(wrong) => differences.push(format!("{mistake}: {}", expected(signature, &wrong))),
        Err(error) => differences.push(format!("{mistake}: {error}")),
    }
    differences
}

/// What the `signing` crate makes of a case.
struct Made {
    masked: Vec<u8>,
    signature: String,
    verify: Box<dyn Fn(&str) -> bool>,
}

impl Made {
    fn from(algorithm: Algorithm, case: &Case) -> Self {
        let key = Secret::from(case.key.as_str());
        let pairs: Vec<(&[u8], &[u8])> = case
            .params()
            .iter()
            .map(|(name, value)| (name.0.bytes(), value.bytes()))
            .collect();
        match algorithm {
            Algorithm::SortedPairs => {
                let encoding = match case.encoding {
                    Some(Encoding::Form) => sorted_pairs::Encoding::Form,
                    Some(Encoding::Raw) | None => sorted_pairs::Encoding::Raw,
                };
                let signature = sorted_pairs::sign(&pairs, &key, encoding);
                Self {
                    masked: sorted_pairs::masked_string_to_sign(&pairs, encoding),
                    signature: signature.to_string(),
                    verify: Box::new(move |received| signature.verify(received)),
                }
            }
            Algorithm::BracePairs => {
                let time = case.time.as_deref();
                let signature = brace_pairs::sign(&pairs, time, &key);
                Self {
                    masked: brace_pairs::masked_string_to_sign(&pairs, time),
                    signature: signature.to_string(),
                    verify: Box::new(move |received| signature.verify(received)),
                }
            }
            Algorithm::SecretDigest => {
                let digest = secret_digest::digest(&key);
                Self {
                    // The string to sign is the secret itself.
                    masked: MASK.into(),
                    signature: digest.expose().to_owned(),
                    verify: Box::new(move |received| digest.same_as(&received.into())),
                }
            }
        }
    }

    fn accepts(&self, received: &str) -> bool {
        (self.verify)(received)
    }
}

fn expected(expected: &str, actual: &str) -> String {
    format!("expected {expected}, actual {actual}")
}

/// Text as it is; bytes that are none as in the files.
fn readable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => format!("{text:?}"),
        Err(_) => format!("hex {}", hex::encode(bytes)),
    }
}
