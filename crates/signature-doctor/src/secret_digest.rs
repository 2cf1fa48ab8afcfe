use signing::secret_digest;
use signing::sorted_pairs::Encoding;
use signing::{MASK, Secret};

use crate::search::diagnose;
use crate::subject::Subject;
use crate::{Algorithm, Credentials, Diagnosis, Error, Stages};

/// The digest of a secret: `secretKeySign` of chao8 (超8).
///
/// The digest is as sensitive as the secret: neither the right nor the received one is shown.
///
/// ```
/// use signature_doctor::{Credentials, Mistake, SecretDigest};
///
/// let credentials = Credentials::new("fake-secret");
/// // MD5 of the secret and a line end, as `echo` writes it.
/// let received = "b3cc77f03e0e69fd9c0b0db226c63ac0".into();
/// let diagnosis = SecretDigest.diagnose(&credentials, &received)?;
/// assert_eq!(diagnosis.explanations[0].mistakes, [Mistake::TrailingNewline]);
/// # Ok::<(), signature_doctor::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "there is nothing but the secret")]
pub struct SecretDigest;

impl SecretDigest {
    /// How the right digest comes about.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`], [`Error::TooManyCredentials`].
    pub fn explain(self, credentials: &Credentials) -> Result<Stages, Error> {
        Ok(stages(&subject(credentials, "")?))
    }

    /// Why a digest is not the right one.
    ///
    /// # Errors
    ///
    /// As [`explain`](Self::explain).
    pub fn diagnose(
        self,
        credentials: &Credentials,
        received: &Secret,
    ) -> Result<Diagnosis, Error> {
        let subject = subject(credentials, received.expose())?;
        let matches = secret_digest::digest(&credentials.key).same_as(received);
        Ok(diagnose(
            &subject,
            stages(&subject),
            matches,
            received.expose(),
        ))
    }
}

fn subject(credentials: &Credentials, received: &str) -> Result<Subject, Error> {
    Subject::new(
        Algorithm::SecretDigest,
        &[],
        None,
        Encoding::Raw,
        credentials,
        received,
    )
}

fn stages(subject: &Subject) -> Stages {
    Stages::new(subject, |_| MASK.into(), None)
}
