use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use signing::{Secret, redact};

use crate::write::percent::Encoder;

/// The credentials in all the forms in which a parameter may hold them.
pub(crate) struct Masks(Vec<Secret>);

impl Masks {
    pub(crate) fn new<'a>(credentials: impl Iterator<Item = &'a Secret>) -> Self {
        let mut forms = Vec::new();
        for secret in credentials {
            let text = secret.expose();
            forms.push(text.to_owned());
            forms.extend(Encoder::ALL.map(|encoder| encoder.encode(text.as_bytes())));
            forms.push(BASE64_STANDARD.encode(text));
            let json = serde_json::to_string(text).unwrap_or_default();
            forms.push(json.trim_matches('"').to_owned());
        }
        forms.sort_unstable();
        forms.dedup();
        Self(forms.into_iter().map(Secret::from).collect())
    }

    /// The text with [`MASK`](signing::MASK) in place of every credential.
    pub(crate) fn hide(&self, text: &str) -> String {
        redact(text, &self.0.iter().collect::<Vec<_>>())
    }
}
