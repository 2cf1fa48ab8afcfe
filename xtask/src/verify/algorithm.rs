/// A signature algorithm of the `signing` crate.
///
/// Each has a file of vectors; a new one is added here first, and `cargo xtask verify` fails
/// until it has vectors too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Algorithm {
    /// `signing::sorted_pairs`.
    SortedPairs,
    /// `signing::brace_pairs`.
    BracePairs,
    /// `signing::secret_digest`.
    SecretDigest,
}

impl Algorithm {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 3] = [Self::SortedPairs, Self::BracePairs, Self::SecretDigest];

    /// The name in the files, which is the name of the module.
    pub fn name(self) -> &'static str {
        match self {
            Self::SortedPairs => "sorted_pairs",
            Self::BracePairs => "brace_pairs",
            Self::SecretDigest => "secret_digest",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
    }
}
