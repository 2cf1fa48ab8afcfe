use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::{Algorithm, Mistake};

/// A signature that somebody else computed, and what its form alone tells.
pub(crate) struct Received<'a> {
    text: &'a str,
    form: Form,
    mistakes: Vec<Mistake>,
}

enum Form {
    Whole([u8; 16]),
    Middle([u8; 8]),
    Other,
}

impl<'a> Received<'a> {
    pub(crate) fn new(text: &'a str, algorithm: Algorithm) -> Self {
        let mut mistakes = Vec::new();
        let mut whole = [0; 16];
        let mut middle = [0; 8];
        let form = if hex::decode_to_slice(text, &mut whole).is_ok() {
            Form::Whole(whole)
        } else if hex::decode_to_slice(text, &mut middle).is_ok() {
            mistakes.push(Mistake::SixteenDigits);
            Form::Middle(middle)
        } else if let Some(whole) = from_base64(text) {
            mistakes.push(Mistake::Base64Digest);
            Form::Whole(whole)
        } else {
            Form::Other
        };
        if !matches!(form, Form::Other) && !mistakes.contains(&Mistake::Base64Digest) {
            mistakes.extend(wrong_case(text, algorithm));
        }
        Self {
            text,
            form,
            mistakes,
        }
    }

    /// The mistakes that the form shows, whatever was hashed.
    pub(crate) fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// Whether it has the form of a signature at all.
    pub(crate) fn is_signature(&self) -> bool {
        !matches!(self.form, Form::Other)
    }

    /// Whether it is this digest, in whatever form.
    pub(crate) fn is_digest(&self, digest: [u8; 16]) -> bool {
        match self.form {
            Form::Whole(whole) => whole == digest,
            Form::Middle(middle) => middle == digest[4..12],
            Form::Other => false,
        }
    }

    /// Whether it is these bytes, without any digest.
    pub(crate) fn is_plain(&self, bytes: &[u8]) -> bool {
        self.text.as_bytes() == bytes
    }
}

fn from_base64(text: &str) -> Option<[u8; 16]> {
    BASE64_STANDARD.decode(text).ok()?.try_into().ok()
}

fn wrong_case(text: &str, algorithm: Algorithm) -> Option<Mistake> {
    let has = |wrong: fn(&u8) -> bool| text.as_bytes().iter().any(wrong);
    match algorithm {
        Algorithm::SortedPairs => has(u8::is_ascii_lowercase).then_some(Mistake::LowerCaseHex),
        Algorithm::BracePairs | Algorithm::SecretDigest => {
            has(u8::is_ascii_uppercase).then_some(Mistake::UpperCaseHex)
        }
    }
}
