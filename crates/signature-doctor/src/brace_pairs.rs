use signing::sorted_pairs::Encoding;
use signing::{Signature, brace_pairs};

use crate::search::diagnose;
use crate::subject::Subject;
use crate::{Algorithm, Credentials, Diagnosis, Error, Stages, Value};

/// The input of a `brace_pairs` signature: the form fields of a post30 (30post) call and its time.
///
/// ```
/// use signature_doctor::{BracePairs, Credentials, Mistake};
///
/// let input = BracePairs::from_data(r#"{"p":1}"#, "fake-access-key", Some("2016-01-25 22:00:44"));
/// let credentials = Credentials::new("fake-secret-key");
///
/// // The time was sent and not signed.
/// let diagnosis = input.diagnose(&credentials, "e0a5effbd5e28d6611f57e93b10195a6")?;
/// assert_eq!(diagnosis.explanations[0].mistakes, [Mistake::TimeMissing]);
/// # Ok::<(), signature_doctor::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BracePairs {
    params: Vec<(String, Value)>,
    time: Option<String>,
}

impl BracePairs {
    /// Any parameters in the order in which the other side has them; `sign` and `timer` may be
    /// among them. `time` is the text that is sent as `timer`.
    pub fn new<N: Into<String>, V: Into<String>>(
        params: impl IntoIterator<Item = (N, V)>,
        time: Option<&str>,
    ) -> Self {
        Self {
            params: params
                .into_iter()
                .map(|(name, value)| (name.into(), Value::Text(value.into())))
                .collect(),
            time: time.map(str::to_owned),
        }
    }

    /// The parameters of a product call: `data` as the very JSON text that is sent, and the access
    /// key (AK) as `external_company`.
    pub fn from_data(data: &str, access_key: &str, time: Option<&str>) -> Self {
        Self::new([("data", data), ("external_company", access_key)], time)
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
            Algorithm::BracePairs,
            &self.params,
            self.time.as_deref(),
            Encoding::Raw,
            credentials,
            received,
        )
    }

    fn right(&self, subject: &Subject, credentials: &Credentials) -> Signature {
        brace_pairs::sign(
            &subject.real_pairs(),
            self.time.as_deref(),
            &credentials.key,
        )
    }

    fn stages(&self, subject: &Subject, right: &Signature) -> Stages {
        let time = subject.time.as_ref().map(|time| time.shown.as_str());
        let masked = |pairs: &[(&str, &str)]| brace_pairs::masked_string_to_sign(pairs, time);
        Stages::new(subject, masked, Some(right.to_string()))
    }
}

/// Shows the number of the parameters alone: they may hold a credential.
impl std::fmt::Debug for BracePairs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BracePairs")
            .field("params", &self.params.len())
            .field("has_time", &self.time.is_some())
            .finish()
    }
}
