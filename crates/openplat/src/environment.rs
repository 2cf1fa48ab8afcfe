//! What the tool reads from the environment. Credentials come from nowhere else.

use std::env::{self, VarError};

use crate::failure::Failure;

/// Allows plain http to hosts other than loopback.
pub(crate) const ALLOW_HTTP: &str = "OPENPLAT_ALLOW_HTTP";

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

/// Whether [`ALLOW_HTTP`] is set to 1.
pub(crate) fn allows_plain_http() -> Result<bool, Failure> {
    match env::var_os(ALLOW_HTTP) {
        None => Ok(false),
        Some(value) if value.is_empty() || value == "0" => Ok(false),
        Some(value) if value == "1" => Ok(true),
        Some(_) => Err(Failure::environment(format!(
            "{ALLOW_HTTP} must be 1, or 0, or not set"
        ))),
    }
}
