use std::fmt;

use crate::stages::visible;
use crate::{Mistake, Stages};

/// Why a signature is not the right one, or that it is.
///
/// Its `Display` is for people. All texts are masked, as in [`Stages`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnosis {
    /// How the right signature comes about.
    pub stages: Stages,
    /// Whether the received signature is the right one, letter case included.
    pub matches: bool,
    /// Whether the received text has the form of a signature: 32 or 16 hexadecimal digits, or
    /// base64 of 16 bytes. Nothing is explained otherwise.
    pub is_signature: bool,
    /// What reproduces the received signature; each is as likely as the others. Empty when it
    /// matches, and when neither one mistake nor two together explain it.
    ///
    /// Only the explanations with the fewest mistakes are listed.
    pub explanations: Vec<Explanation>,
    /// How many signatures were computed, at most [`MAX_DIGESTS`](crate::MAX_DIGESTS).
    pub digests: usize,
}

/// One mistake or two together that reproduce the received signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// One or two.
    pub mistakes: Vec<Mistake>,
    /// The string that was signed instead, with [`MASK`](crate::MASK) in place of the credentials.
    pub string_to_sign: String,
    /// The charset in which it was hashed.
    pub charset: &'static str,
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.stages)?;
        if self.matches {
            return f.write_str("The signature is right.");
        }
        if self.explanations.is_empty() {
            f.write_str(match self.is_signature {
                true => "No known mistake and no two of them together explain it: ",
                false => "It has not the form of a signature (32 hexadecimal digits): ",
            })?;
            return f.write_str(
                "compare each stage with what was computed, and check that key and parameters \
                 are those that were used.",
            );
        }
        write!(f, "The signature is wrong. ")?;
        match self.explanations.len() {
            1 => f.write_str("This explains it:")?,
            count => write!(f, "Each of these {count} explains it:")?,
        }
        for explanation in &self.explanations {
            write!(f, "\n\n{explanation}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for mistake in &self.mistakes {
            writeln!(f, "{mistake}: {}", visible(&mistake.what()))?;
            writeln!(f, "  {}", visible(&mistake.advice()))?;
        }
        write!(
            f,
            "  signed: {} ({})",
            visible(&self.string_to_sign),
            self.charset
        )
    }
}
