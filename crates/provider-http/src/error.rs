use std::io;
use std::time::Duration;

use crate::{Delivery, InvalidInput};

/// Why an exchange brought no answer.
///
/// An answer with any HTTP status but a redirect is no error here: the provider's crate reads it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input or a setting breaks a rule; nothing was sent.
    #[error(transparent)]
    Invalid(#[from] InvalidInput),
    /// There was no connection: name not found, connection refused, the proxy did not connect.
    #[error("no connection: {reason}")]
    #[non_exhaustive]
    Connect {
        /// What went wrong, in words.
        reason: String,
    },
    /// The other side cannot be trusted, or does not speak TLS: a certificate that is not
    /// accepted, a plain HTTP server behind an https URL.
    #[error("no secure connection: {reason}")]
    #[non_exhaustive]
    Untrusted {
        /// What went wrong, in words.
        reason: String,
    },
    /// The deadline passed.
    #[error("no complete answer within {}, {}", seconds(.after), when(.delivery))]
    #[non_exhaustive]
    Timeout {
        /// The deadline that passed: of the connection or of the whole exchange.
        after: Duration,
        /// `NotSent` while the connection or its handshake hung, `Unknown` afterwards.
        delivery: Delivery,
    },
    /// The connection broke, or what came back is not HTTP.
    #[error("exchange interrupted: {reason}")]
    #[non_exhaustive]
    Interrupted {
        /// What went wrong, in words.
        reason: String,
        /// `Unknown` as soon as a byte of the request went out.
        delivery: Delivery,
    },
    /// The answer is a redirect. It is not followed: that would carry the credentials to
    /// whatever host it names.
    #[error("redirect with HTTP status {status} not followed: is the base URL right?")]
    #[non_exhaustive]
    Redirect {
        /// The HTTP status, 300 to 399.
        status: u16,
    },
    /// The answer is larger than the limit of the settings.
    #[error("answer larger than the limit of {limit_bytes} bytes")]
    #[non_exhaustive]
    BodyTooLarge {
        /// The limit that was passed.
        limit_bytes: u64,
    },
    /// What was downloaded could not be written.
    #[error("download could not be written")]
    #[non_exhaustive]
    Sink {
        /// The error of the writer that the caller gave.
        source: io::Error,
    },
}

impl Error {
    /// Whether the call may have taken effect.
    pub fn delivery(&self) -> Delivery {
        match self {
            Self::Invalid(_) | Self::Connect { .. } | Self::Untrusted { .. } => Delivery::NotSent,
            Self::Timeout { delivery, .. } | Self::Interrupted { delivery, .. } => *delivery,
            Self::Redirect { .. } | Self::BodyTooLarge { .. } | Self::Sink { .. } => {
                Delivery::Unknown
            }
        }
    }

    /// Whether the same call may pass later, unchanged. A certificate that is not accepted needs
    /// a person.
    ///
    /// That it *may be repeated* is another question: see [`delivery`](Error::delivery).
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Connect { .. } | Self::Timeout { .. } | Self::Interrupted { .. }
        )
    }

    /// Translates ureq's error; `sent` tells whether a byte of the request went out.
    ///
    /// Only texts that hold nothing of ours are taken over: `BadUri` and `RequireHttpsOnly`
    /// print the whole URL with its query.
    pub(crate) fn of_ureq(error: ureq::Error, sent: bool, limits: (Duration, Duration)) -> Self {
        let (connect_timeout, timeout) = limits;
        let delivery = if sent {
            Delivery::Unknown
        } else {
            Delivery::NotSent
        };
        let untrusted = match &error {
            ureq::Error::Rustls(_) | ureq::Error::Tls(_) => true,
            // rustls hands its errors through I/O under this kind.
            ureq::Error::Io(error) => error.kind() == io::ErrorKind::InvalidData,
            _ => false,
        };
        let reason = match error {
            ureq::Error::Timeout(phase) => {
                let after = match phase {
                    ureq::Timeout::Connect | ureq::Timeout::Resolve => connect_timeout.min(timeout),
                    _ => timeout,
                };
                return Self::Timeout { after, delivery };
            }
            ureq::Error::Io(error) => error.to_string(),
            ureq::Error::HostNotFound => "host not found".into(),
            ureq::Error::Rustls(error) => error.to_string(),
            ureq::Error::Tls(reason) => reason.into(),
            ureq::Error::ConnectProxyFailed(_) | ureq::Error::InvalidProxyUrl => {
                "the proxy did not connect".into()
            }
            ureq::Error::Protocol(_) => "the answer is not valid HTTP".into(),
            ureq::Error::LargeResponseHeader(..) => "the head of the answer is too large".into(),
            ureq::Error::ConnectionFailed => "connection failed".into(),
            ureq::Error::BadUri(_) | ureq::Error::RequireHttpsOnly(_) | ureq::Error::Http(_) => {
                "the request could not be built".into()
            }
            _ => "unexpected failure of the HTTP library".into(),
        };
        match delivery {
            Delivery::NotSent if untrusted => Self::Untrusted { reason },
            Delivery::NotSent => Self::Connect { reason },
            _ => Self::Interrupted { reason, delivery },
        }
    }

    /// Translates an error that came while the body of an answer was read.
    pub(crate) fn of_body(error: io::Error, limits: (Duration, Duration)) -> Self {
        let error = match error.downcast::<ureq::Error>() {
            Ok(error) => error,
            Err(error) => ureq::Error::Io(error),
        };
        Self::of_ureq(error, true, limits)
    }
}

fn seconds(duration: &Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}

fn when(delivery: &Delivery) -> &'static str {
    match delivery {
        Delivery::NotSent => "before the request was sent",
        _ => "after the request was sent",
    }
}
