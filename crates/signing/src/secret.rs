use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// What stands in place of a secret wherever text is shown to people.
pub const MASK: &str = "***";

/// A credential: an app secret, a signing key, an access token.
///
/// It has no `Display` and no `Serialize`, its `Debug` is a fixed text, and its memory is wiped
/// when the last of its clones is dropped: they share it. [`expose`](Secret::expose) is the one way to the text, so that every use
/// can be found by its name.
///
/// ```
/// use signing::Secret;
///
/// let key = Secret::from("fake-key");
/// assert_eq!(format!("{key:?}"), "Secret(***)");
/// assert_eq!(key.expose(), "fake-key");
/// ```
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Takes over a text as a secret.
    ///
    /// Any text is accepted, also the empty one: which secrets a provider accepts is checked
    /// where the credentials of that provider are built.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// The text of the secret, for the header or the hash that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the secret has no character at all.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }

    /// Whether both secrets hold the same text; takes the same time wherever they differ.
    ///
    /// Secrets of different length are told apart at once: the length is not hidden.
    pub fn same_as(&self, other: &Secret) -> bool {
        self.expose()
            .as_bytes()
            .ct_eq(other.expose().as_bytes())
            .into()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl Default for Secret {
    /// The empty secret.
    fn default() -> Self {
        Self::new("")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({MASK})")
    }
}

/// Replaces every occurrence of the secrets in a text by [`MASK`].
///
/// For the messages of a provider, which may echo what it was sent. Empty secrets are passed
/// over. Occurrences that touch or overlap are replaced as one, so that nothing of either is
/// left. A secret that was encoded (form, base64) before it was echoed is not found.
///
/// ```
/// use signing::{Secret, redact};
///
/// let secret = Secret::from("fake-secret");
/// assert_eq!(redact("bad secret fake-secret!", &[&secret]), "bad secret ***!");
/// ```
pub fn redact(text: &str, secrets: &[&Secret]) -> String {
    redact_start(text, secrets, text.len())
}

/// Like [`redact`], for the first `bytes` of a text, or a few less so that no character is cut; a
/// secret that begins there is replaced as a whole. For a text that is shown in part: it takes no
/// longer the longer the text is.
///
/// ```
/// use signing::{Secret, redact_start};
///
/// let secret = Secret::from("fake-secret");
/// assert_eq!(redact_start("bad secret fake-secret and more", &[&secret], 15), "bad secret ***");
/// assert_eq!(redact_start("bad secret fake-secret and more", &[&secret], 3), "bad");
/// ```
pub fn redact_start(text: &str, secrets: &[&Secret], bytes: usize) -> String {
    let shown_end = floor_boundary(text, bytes);
    let mut occurrences: Vec<Range<usize>> = secrets
        .iter()
        .flat_map(|secret| {
            let secret = secret.expose();
            // One that begins in front of the end is seen whole.
            let end = floor_boundary(text, shown_end.saturating_add(secret.len()));
            occurrences(&text[..end], secret).take_while(|found| found.start < shown_end)
        })
        .collect();
    occurrences.sort_unstable_by_key(|occurrence| occurrence.start);
    let mut redacted = String::with_capacity(shown_end);
    let mut end = 0;
    for occurrence in occurrences {
        // One that touches or overlaps those before it has their mask.
        if occurrence.start > end || redacted.is_empty() {
            redacted.push_str(&text[end..occurrence.start]);
            redacted.push_str(MASK);
        }
        end = end.max(occurrence.end);
    }
    redacted.push_str(text.get(end..shown_end).unwrap_or_default());
    redacted
}

/// The place, or the last one before it that cuts no character.
fn floor_boundary(text: &str, place: usize) -> usize {
    let mut place = place.min(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

/// Where a secret stands in a text, in order; nowhere when it is empty.
fn occurrences(text: &str, secret: &str) -> impl Iterator<Item = Range<usize>> {
    let first_character = secret.chars().next().map(char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(secret)?;
        // Not behind the whole secret: its next occurrence may overlap this one.
        from = start + first_character?;
        Some(start..start + secret.len())
    })
}
