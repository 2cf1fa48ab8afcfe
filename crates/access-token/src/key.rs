use md5::{Digest, Md5};

use crate::one_spelling::one_spelling;

/// Names one token in a store: provider, base URL and application, hashed.
///
/// The same three texts give the same key in every process and on every machine. A token of one
/// environment is never found under the address of another. No secret enters the key.
///
/// ```
/// use access_token::Key;
///
/// let key = Key::new("chao8", "https://api.example", "app-1");
/// assert_eq!(key, Key::new("chao8", "HTTPS://API.example:443/", "app-1"));
/// assert_ne!(key, Key::new("chao8", "https://test.example", "app-1"));
/// assert_eq!(key.as_str().len(), 32);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    /// The key of one application at one address of a provider.
    ///
    /// How `base_url` is spelled makes no difference as far as RFC 3986 says so: letter case of
    /// scheme and host, the default port, the form of an IPv6 address, percent signs where none
    /// are needed and the case of their digits, `.` and `..` as segments; nor do slashes at its
    /// end and the dot behind a host. Other texts are taken as they are: another letter case of
    /// an application is another application.
    pub fn new(provider: &str, base_url: &str, application_id: &str) -> Self {
        let mut hash = Md5::new();
        for part in [provider, &one_spelling(base_url), application_id] {
            // The length goes first, so that no two triples run together.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hex::encode(hash.finalize()))
    }

    /// 32 lower-case hexadecimal digits: fit for a file name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
