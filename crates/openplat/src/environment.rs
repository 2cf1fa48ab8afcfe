//! What the tool reads from the environment. Credentials come from nowhere else.

use std::env::{self, VarError};

use provider_http::{InvalidInput, InvalidKind, Settings};

use crate::failure::Failure;

const ALLOW_HTTP: &str = "OPENPLAT_ALLOW_HTTP";

/// The values of variables that are all needed.
///
/// A variable that is not set, empty or blank is missing; all that are missing are named at once,
/// and no value ever is.
pub(crate) fn required<const N: usize>(names: [&'static str; N]) -> Result<[String; N], Failure> {
    let mut missing = Vec::new();
    let mut unreadable = Vec::new();
    let values = names.map(|name| match env::var(name) {
        Ok(value) if !value.trim().is_empty() => value,
        Ok(_) | Err(VarError::NotPresent) => {
            missing.push(name);
            String::new()
        }
        Err(VarError::NotUnicode(_)) => {
            unreadable.push(name);
            String::new()
        }
    });
    if !missing.is_empty() {
        let message = format!("not set in the environment: {}", missing.join(", "));
        let hint = "`openplat sandbox` serves a sandbox and prints the values that it accepts";
        return Err(Failure::environment(message).hint(hint));
    }
    if !unreadable.is_empty() {
        return Err(not_unicode(&unreadable));
    }
    Ok(values)
}

/// The value of a variable that may be left out; one that is empty or blank is left out.
pub(crate) fn optional(name: &'static str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) if !value.trim().is_empty() => Ok(Some(value)),
        Ok(_) | Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(not_unicode(&[name])),
    }
}

fn not_unicode(names: &[&str]) -> Failure {
    let message = format!("not UTF-8 in the environment: {}", names.join(", "));
    Failure::environment(message)
}

/// Whether plain http may go to hosts other than loopback.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlainHttp {
    Allowed,
    Refused,
}

impl PlainHttp {
    /// What to do where a client refuses plain http.
    pub(crate) const WAY_OUT: &str = "OPENPLAT_ALLOW_HTTP=1 allows it";

    /// Reads `OPENPLAT_ALLOW_HTTP`.
    pub(crate) fn from_environment() -> Result<Self, Failure> {
        match env::var_os(ALLOW_HTTP) {
            None => Ok(Self::Refused),
            Some(value) if value.is_empty() || value == "0" => Ok(Self::Refused),
            Some(value) if value == "1" => Ok(Self::Allowed),
            Some(_) => Err(Failure::environment(format!(
                "{ALLOW_HTTP} must be 1, or 0, or not set"
            ))),
        }
    }

    pub(crate) fn apply(self, transport: Settings) -> Settings {
        match self {
            Self::Allowed => transport.allow_plain_http(),
            Self::Refused => transport,
        }
    }

    /// Whether this is why a client does not take a URL.
    pub(crate) fn is_refused(self, input: &InvalidInput) -> bool {
        self == Self::Refused && input.kind() == InvalidKind::PlainHttp
    }
}
