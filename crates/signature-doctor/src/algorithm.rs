use std::fmt;

/// A signature algorithm, named by its construction as in the crate `signing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `name=value&…&key=K`, MD5, upper-case digits: vending (鼎商).
    SortedPairs,
    /// `name{$$}value{$$$}…time{$$$$}K`, MD5, lower-case digits: post30 (30post).
    BracePairs,
    /// MD5 of the secret, lower-case digits: chao8 (超8).
    SecretDigest,
}

impl Algorithm {
    /// All of them, in the order of their appearance here.
    pub const ALL: [Self; 3] = [Self::SortedPairs, Self::BracePairs, Self::SecretDigest];

    /// The name of the module of `signing` that signs so.
    pub fn name(self) -> &'static str {
        match self {
            Self::SortedPairs => "sorted_pairs",
            Self::BracePairs => "brace_pairs",
            Self::SecretDigest => "secret_digest",
        }
    }

    /// What digits the signature has, for people.
    pub(crate) fn digits(self) -> &'static str {
        match self {
            Self::SortedPairs => "MD5, 32 upper-case digits",
            Self::BracePairs | Self::SecretDigest => "MD5, 32 lower-case digits",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
