//! What is made of an error of ureq or rustls that no server on loopback brings about at will.

use rustls::CertificateError as Certificate;
use rustls::{AlertDescription, InvalidMessage, PeerIncompatible, PeerMisbehaved};

use super::*;

const DEADLINES: Deadlines = Deadlines {
    connect: Duration::from_secs(3),
    whole: Duration::from_secs(7),
};

fn expired() -> rustls::Error {
    rustls::Error::InvalidCertificate(Certificate::Expired)
}

fn io(
    kind: io::ErrorKind,
    inner: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> ureq::Error {
    ureq::Error::Io(io::Error::new(kind, inner))
}

/// A person must look at a certificate; a connection that fails may stand a moment later.
#[test]
fn what_cannot_be_trusted_is_no_missing_connection() {
    let untrusted = [
        (ureq::Error::Rustls(expired()), "has expired"),
        (ureq::Error::Tls("no TLS here"), "no TLS here"),
        (io(io::ErrorKind::InvalidData, expired()), "has expired"),
        (io(io::ErrorKind::InvalidData, "odd bytes"), "odd bytes"),
    ];
    for (error, words) in untrusted {
        let error = Error::of_ureq(error, Sent::Nothing, DEADLINES);
        assert!(matches!(error, Error::Untrusted { .. }), "{error:?}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(!error.is_transient(), "{error}");
    }
    let error = io(io::ErrorKind::ConnectionRefused, "nobody listens");
    let error = Error::of_ureq(error, Sent::Nothing, DEADLINES);
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!(error.to_string(), "no connection: nobody listens");
    assert!(error.is_transient(), "{error}");
}

/// Once a byte is out, no reason makes the call one that was not sent.
#[test]
fn failure_after_the_first_byte_leaves_open_what_happened() {
    for error in [
        ureq::Error::Rustls(expired()),
        ureq::Error::HostNotFound,
        ureq::Error::ConnectionFailed,
        io(io::ErrorKind::ConnectionReset, "reset"),
    ] {
        let error = Error::of_ureq(error, Sent::Something, DEADLINES);
        assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
        assert_eq!(error.delivery(), Delivery::Unknown);
    }
}

#[test]
fn reason_is_told_in_words_of_ours() {
    let url = "http://api.example/?sign=canary";
    for (error, words) in [
        (ureq::Error::HostNotFound, "host not found"),
        (
            ureq::Error::ConnectProxyFailed("407 canary".into()),
            "the proxy did not connect",
        ),
        (ureq::Error::InvalidProxyUrl, "the proxy did not connect"),
        (
            ureq::Error::LargeResponseHeader(70_000, 65_536),
            "the head of the answer is too large",
        ),
        (ureq::Error::ConnectionFailed, "connection failed"),
        (
            ureq::Error::BadUri(url.into()),
            "the request could not be built",
        ),
        (
            ureq::Error::RequireHttpsOnly(url.into()),
            "the request could not be built",
        ),
        (
            ureq::Error::RedirectFailed,
            "unexpected failure of the HTTP library",
        ),
    ] {
        let error = Error::of_ureq(error, Sent::Nothing, DEADLINES);
        assert_eq!(error.to_string(), format!("no connection: {words}"));
    }
}

#[test]
fn deadline_that_passed_is_the_one_of_the_phase() {
    let whole = DEADLINES.whole;
    for (phase, deadlines, after) in [
        (ureq::Timeout::Connect, DEADLINES, DEADLINES.connect),
        (ureq::Timeout::Resolve, DEADLINES, DEADLINES.connect),
        (ureq::Timeout::Global, DEADLINES, whole),
        (ureq::Timeout::RecvBody, DEADLINES, whole),
        // A call may have less time than a connection.
        (
            ureq::Timeout::Connect,
            Deadlines {
                connect: 2 * whole,
                whole,
            },
            whole,
        ),
    ] {
        let error = Error::of_ureq(ureq::Error::Timeout(phase), Sent::Nothing, deadlines);
        let Error::Timeout { after: said, .. } = error else {
            panic!("{error:?}");
        };
        assert_eq!(said, after, "{phase:?}");
    }
}

#[test]
fn fault_of_a_certificate_is_told_in_words() {
    for (problem, words) in [
        (Certificate::Expired, "has expired"),
        (
            Certificate::NotValidYet,
            "is the clock of this machine right?",
        ),
        (Certificate::UnknownIssuer, "can be trusted by a setting"),
        (Certificate::NotValidForName, "than that of the base URL"),
        (Certificate::Revoked, "was revoked"),
        (Certificate::BadEncoding, "cannot be read"),
        (
            Certificate::BadSignature,
            "the signature of the server's certificate is wrong",
        ),
        (Certificate::InvalidPurpose, "is not one for servers"),
        (
            Certificate::UnhandledCriticalExtension,
            "breaks a rule of X.509",
        ),
    ] {
        let text = tls_reason(&rustls::Error::InvalidCertificate(problem));
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn fault_of_a_handshake_is_told_in_words() {
    use rustls::Error as Tls;

    for (error, words) in [
        (
            Tls::PeerIncompatible(PeerIncompatible::NoCipherSuitesInCommon),
            "no version of TLS, or no cipher",
        ),
        (
            Tls::InvalidMessage(InvalidMessage::InvalidContentType),
            "is it plain http?",
        ),
        (
            Tls::AlertReceived(AlertDescription::HandshakeFailure),
            "broke off the TLS handshake",
        ),
        (
            Tls::PeerMisbehaved(PeerMisbehaved::SelectedUnofferedCipherSuite),
            "broke a rule of TLS",
        ),
        (Tls::DecryptError, "could not be made"),
    ] {
        let text = tls_reason(&error);
        assert!(text.contains(words), "{words}: {text}");
    }
}
