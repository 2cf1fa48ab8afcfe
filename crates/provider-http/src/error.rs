use std::io;
use std::time::Duration;

use crate::shown::shown;
use crate::{Class, Delivery, InvalidInput};

/// Why an exchange brought no answer.
///
/// An answer with any HTTP status but a redirect is no error here: the provider's crate reads it,
/// and that of a redirect for the refusal that may be in it.
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
    /// A redirect, for the tests of a program that has to cope with one.
    pub fn redirect(status: u16) -> Self {
        Self::Redirect { status }
    }

    /// A missing connection, for the tests of a program that has to cope with one.
    pub fn no_connection(reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self::Connect { reason }
    }

    /// A deadline that passed, for the tests of a program that has to cope with one.
    pub fn timeout(after: Duration, delivery: Delivery) -> Self {
        Self::Timeout { after, delivery }
    }

    /// A broken connection, for the tests of a program that has to cope with one.
    pub fn interrupted(reason: impl Into<String>, delivery: Delivery) -> Self {
        let reason = reason.into();
        Self::Interrupted { reason, delivery }
    }

    /// An error of the sink of a download.
    pub fn sink(source: std::io::Error) -> Self {
        Self::Sink { source }
    }

    /// A body beyond the limit.
    pub fn body_too_large(limit_bytes: u64) -> Self {
        Self::BodyTooLarge { limit_bytes }
    }

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

    /// Translates ureq's error.
    ///
    /// Only texts that hold nothing of ours are taken over: `BadUri` and `RequireHttpsOnly`
    /// print the whole URL with its query.
    pub(crate) fn of_ureq(error: ureq::Error, sent: Sent, deadlines: Deadlines) -> Self {
        let delivery = match sent {
            Sent::Nothing => Delivery::NotSent,
            Sent::Something => Delivery::Unknown,
        };
        let reason = match error {
            ureq::Error::Timeout(phase) => {
                let after = match phase {
                    ureq::Timeout::Connect | ureq::Timeout::Resolve => {
                        deadlines.connect.min(deadlines.whole)
                    }
                    _ => deadlines.whole,
                };
                return Self::Timeout { after, delivery };
            }
            ureq::Error::Rustls(error) => Reason::untrusted(tls_reason(&error)),
            ureq::Error::Tls(reason) => Reason::untrusted(reason),
            // rustls hands its errors through I/O under this kind.
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
                let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
                Reason::untrusted(inner.map_or_else(|| error.to_string(), tls_reason))
            }
            ureq::Error::Io(error) => Reason::broken(error.to_string()),
            ureq::Error::HostNotFound => Reason::broken("host not found"),
            ureq::Error::ConnectProxyFailed(_) | ureq::Error::InvalidProxyUrl => {
                Reason::broken("the proxy did not connect")
            }
            ureq::Error::Protocol(error) if error.to_string().contains("too many headers") => {
                Reason::broken("the head of the answer has more than 128 header lines")
            }
            ureq::Error::Protocol(_) => Reason::broken("the answer is not valid HTTP"),
            ureq::Error::LargeResponseHeader(..) => {
                Reason::broken("the head of the answer is too large")
            }
            ureq::Error::ConnectionFailed => Reason::broken("connection failed"),
            ureq::Error::BadUri(_) | ureq::Error::RequireHttpsOnly(_) | ureq::Error::Http(_) => {
                Reason::broken("the request could not be built")
            }
            _ => Reason::broken("unexpected failure of the HTTP library"),
        };
        let text = shown(&reason.text, &[]);
        match delivery {
            Delivery::NotSent if reason.untrusted => Self::Untrusted { reason: text },
            Delivery::NotSent => Self::Connect { reason: text },
            _ => Self::Interrupted {
                reason: text,
                delivery,
            },
        }
    }

    /// Translates an error that came while the body of an answer was read.
    pub(crate) fn of_body(error: io::Error, deadlines: Deadlines) -> Self {
        let error = match error.downcast::<ureq::Error>() {
            Ok(error) => error,
            Err(error) => ureq::Error::Io(error),
        };
        Self::of_ureq(error, Sent::Something, deadlines)
    }
}

/// Whether any byte of a request has left this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    Nothing,
    Something,
}

/// How long an exchange may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadlines {
    /// Its connection.
    pub(crate) connect: Duration,
    /// All of it.
    pub(crate) whole: Duration,
}

struct Reason {
    text: String,
    /// The other side is not who it should be, or does not speak TLS.
    untrusted: bool,
}

impl Reason {
    fn untrusted(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            untrusted: true,
        }
    }

    fn broken(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            untrusted: false,
        }
    }
}

/// What is wrong with a TLS connection, in words for the person who calls: rustls shows the names
/// of its own types for what it has no words for.
fn tls_reason(error: &rustls::Error) -> String {
    use rustls::CertificateError as Certificate;

    let text = match error {
        rustls::Error::InvalidCertificate(problem) => match problem {
            Certificate::Expired | Certificate::ExpiredContext { .. } => {
                "the certificate of the server has expired"
            }
            Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => {
                "the certificate of the server is not valid yet: is the clock of this machine right?"
            }
            Certificate::UnknownIssuer => {
                "the certificate of the server was issued by nobody who is trusted here; a private \
                 one can be trusted by a setting"
            }
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                "the certificate of the server is for another name than that of the base URL"
            }
            Certificate::Revoked => "the certificate of the server was revoked",
            Certificate::BadEncoding => "the certificate of the server cannot be read",
            Certificate::BadSignature => "the signature of the server's certificate is wrong",
            Certificate::InvalidPurpose | Certificate::InvalidPurposeContext { .. } => {
                "the certificate of the server is not one for servers"
            }
            _ => {
                "the certificate of the server is not accepted: it breaks a rule of X.509, such \
                  as a certificate of an authority in place of one of a server"
            }
        },
        rustls::Error::PeerIncompatible(_) => {
            "the server speaks no version of TLS, or no cipher, that is accepted here"
        }
        rustls::Error::InvalidMessage(_) => "the server does not speak TLS: is it plain http?",
        rustls::Error::AlertReceived(_) => "the server broke off the TLS handshake",
        rustls::Error::PeerMisbehaved(_) => "the server broke a rule of TLS",
        _ => "the TLS connection could not be made",
    };
    text.to_owned()
}

/// What every error of a client tells, for the observation hook.
pub trait Failure {
    /// The kind of error, in one lower-case word, such as `refused`.
    fn kind(&self) -> &'static str;

    /// Whether the call may have taken effect.
    fn delivery(&self) -> Delivery;

    /// What the failure asks of the caller, when that is known. Default nothing.
    fn class(&self) -> Option<Class> {
        None
    }
}

impl Failure for Error {
    fn kind(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Connect { .. } => "no connection",
            Self::Untrusted { .. } => "no secure connection",
            Self::Timeout { .. } => "time-out",
            Self::Interrupted { .. } => "interrupted",
            Self::Redirect { .. } => "redirect",
            Self::BodyTooLarge { .. } => "body too large",
            Self::Sink { .. } => "sink failed",
        }
    }

    fn delivery(&self) -> Delivery {
        Error::delivery(self)
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

#[cfg(test)]
mod tests;
