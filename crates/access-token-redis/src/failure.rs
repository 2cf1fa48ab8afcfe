use access_token::{StoreError, StoreErrorKind};
use redis::{ErrorKind, RedisError};

/// Turns an error of the `redis` crate into one that shows nothing but the address and a code.
///
/// Its own text is dropped: it may repeat what the server said, and that what it was sent.
pub(crate) fn failed(error: &RedisError, address: &str) -> StoreError {
    let (kind, what) = match error.code() {
        Some(code @ ("CORRUPT" | "WRONGTYPE")) => (
            StoreErrorKind::Corrupt,
            format!("holds something that is no record ({code}); delete that key to repair"),
        ),
        Some(code @ ("NOAUTH" | "WRONGPASS" | "NOPERM")) => (
            StoreErrorKind::Refused,
            format!("does not let us in ({code})"),
        ),
        Some(code) => (
            StoreErrorKind::Unavailable,
            format!("cannot do it ({})", known(code)),
        ),
        None if error.kind() == ErrorKind::AuthenticationFailed => {
            (StoreErrorKind::Refused, "does not let us in".to_owned())
        }
        None if error.is_timeout() => {
            (StoreErrorKind::Timeout, "did not answer in time".to_owned())
        }
        None if error.is_io_error() => {
            (StoreErrorKind::Unavailable, "cannot be reached".to_owned())
        }
        None => (
            StoreErrorKind::Unavailable,
            "gave no answer that can be read".to_owned(),
        ),
    };
    StoreError::new(kind, format!("redis at {address} {what}"))
}

pub(crate) fn unreadable(address: &str) -> StoreError {
    let message =
        format!("redis at {address} holds something that is no record; delete that key to repair");
    StoreError::new(StoreErrorKind::Corrupt, message)
}

/// A code of Redis: upper-case letters. Anything else is not repeated.
fn known(code: &str) -> &str {
    match code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        true => code,
        false => "an error without a code",
    }
}
