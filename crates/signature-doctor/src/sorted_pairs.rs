use signing::Signature;
use signing::sorted_pairs::{self, Encoding};

use crate::search::diagnose;
use crate::subject::Subject;
use crate::{Algorithm, Credentials, Diagnosis, Error, Stages, Value, payload};

/// The input of a `sorted_pairs` signature: the parameters of a vending (鼎商) payload.
///
/// ```
/// use signature_doctor::{Credentials, Mistake, SortedPairs};
///
/// let input = SortedPairs::new([("machine_no", "12345678"), ("timestamp", "1713255411")]);
/// let credentials = Credentials::new("fake-signing-key");
///
/// // MD5 of `machine_no=12345678&timestamp=1713255411`: the key was forgotten.
/// let diagnosis = input.diagnose(&credentials, "77898A8EBC20ADA2218550E6E9F10BCD")?;
/// assert_eq!(diagnosis.explanations[0].mistakes, [Mistake::KeyMissing]);
/// # Ok::<(), signature_doctor::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SortedPairs {
    params: Vec<(String, Value)>,
    encoding: Encoding,
}

impl SortedPairs {
    /// The parameters in the order in which the other side has them; `sign` may be among them.
    ///
    /// Names and values are signed raw unless [`with_encoding`](Self::with_encoding) says otherwise.
    pub fn new<N: Into<String>, V: Into<Value>>(params: impl IntoIterator<Item = (N, V)>) -> Self {
        Self {
            params: params
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            encoding: Encoding::default(),
        }
    }

    /// The parameters of a `payload`: base64 of a JSON object, in the order in which they stand
    /// there. White space in the base64 is passed over.
    ///
    /// # Errors
    ///
    /// [`Error::NotBase64`], [`Error::NotAnObject`], and [`Error::TooLarge`] for more than
    /// [`MAX_INPUT_BYTES`](crate::MAX_INPUT_BYTES) decoded.
    pub fn from_payload(payload: &str) -> Result<Self, Error> {
        Ok(Self {
            params: payload::params(payload)?,
            encoding: Encoding::default(),
        })
    }

    /// How names and values are encoded when it is done right; raw by default.
    #[must_use]
    pub fn with_encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// The signature among the parameters: the last that is named `sign`.
    pub fn received(&self) -> Option<&str> {
        let mut signs = self.params.iter().filter(|(name, _)| name == "sign");
        signs.next_back().map(|(_, value)| value.as_text())
    }

    /// How the right signature comes about, stage by stage.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`], [`Error::TooManyParams`], [`Error::TooManyCredentials`].
    pub fn explain(&self, credentials: &Credentials) -> Result<Stages, Error> {
        let subject = self.subject(credentials, "")?;
        Ok(self.stages(&subject, &self.right(&subject, credentials)))
    }

    /// Why a signature is not the right one.
    ///
    /// # Errors
    ///
    /// As [`explain`](Self::explain).
    pub fn diagnose(&self, credentials: &Credentials, received: &str) -> Result<Diagnosis, Error> {
        let subject = self.subject(credentials, received)?;
        let right = self.right(&subject, credentials);
        let stages = self.stages(&subject, &right);
        Ok(diagnose(&subject, stages, right.verify(received), received))
    }

    fn subject(&self, credentials: &Credentials, received: &str) -> Result<Subject, Error> {
        Subject::new(
            Algorithm::SortedPairs,
            &self.params,
            None,
            self.encoding,
            credentials,
            received,
        )
    }

    fn right(&self, subject: &Subject, credentials: &Credentials) -> Signature {
        sorted_pairs::sign(&subject.real_pairs(), &credentials.key, self.encoding)
    }

    fn stages(&self, subject: &Subject, right: &Signature) -> Stages {
        let masked =
            |pairs: &[(&str, &str)]| sorted_pairs::masked_string_to_sign(pairs, self.encoding);
        Stages::new(subject, masked, Some(right.to_string()))
    }
}

/// Shows the number of the parameters alone: they may hold a credential.
impl std::fmt::Debug for SortedPairs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SortedPairs")
            .field("params", &self.params.len())
            .field("encoding", &self.encoding)
            .finish()
    }
}
