use std::fmt;

use signing::Secret;

use crate::mask::Masks;

/// The key that should have been used, and other credentials that may have been mistaken for it.
///
/// Neither is ever shown: not the key, not the others, also not where one of them occurs inside a
/// parameter.
///
/// ```
/// use signature_doctor::Credentials;
///
/// let credentials = Credentials::new("fake-signing-key").with_other("AppSecret", "fake-app-secret");
/// assert!(!format!("{credentials:?}").contains("fake"));
/// ```
#[derive(Clone)]
pub struct Credentials {
    pub(crate) key: Secret,
    pub(crate) others: Vec<(String, Secret)>,
}

impl Credentials {
    /// The right key: the signing key of vending, the secret key (SK) of post30, the secret of
    /// chao8.
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            key: key.into(),
            others: Vec::new(),
        }
    }

    /// Adds a credential that is tried in place of the key; `name` is shown should it fit.
    ///
    /// At most [`MAX_OTHER_CREDENTIALS`](crate::MAX_OTHER_CREDENTIALS), which is checked when they
    /// are used. An empty one, and one that equals the key, is hidden and not tried.
    #[must_use]
    pub fn with_other(mut self, name: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.others.push((name.into(), secret.into()));
        self
    }

    /// All of them, the key first.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        std::iter::once(&self.key).chain(self.others.iter().map(|(_, secret)| secret))
    }
}

/// Shows the names of the other credentials; a credential that was given as a name is hidden.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masks = Masks::new(self.secrets());
        let names: Vec<String> = self
            .others
            .iter()
            .map(|(name, _)| masks.hide(name))
            .collect();
        f.debug_struct("Credentials")
            .field("key", &self.key)
            .field("others", &names)
            .finish()
    }
}
