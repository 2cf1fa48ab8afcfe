//! Certificates: Mozilla's roots, and those of the settings beside them.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, mpsc};

use provider_http::{Client, Delivery, Error, Method, Request, Settings};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{HandshakeKind, ServerConfig, ServerConnection, StreamOwned};

use crate::server::{Server, ok};
use crate::{PATIENT, SHORT, get, post, send};

type TlsStream = StreamOwned<ServerConnection, TcpStream>;

/// A TLS server with a certificate that it signed itself.
struct TlsServer {
    server: Server,
    certificate_pem: String,
}

impl TlsServer {
    /// Runs a script on every connection whose handshake succeeds.
    fn start(names: &[&str], script: impl Fn(&mut TlsStream) + Send + Sync + 'static) -> Self {
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        let own = rcgen::generate_simple_self_signed(names).unwrap();
        let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], PrivateKeyDer::Pkcs8(key))
            .unwrap();
        let config = Arc::new(config);
        let server = Server::start(move |connection| {
            let tls = ServerConnection::new(Arc::clone(&config)).unwrap();
            let stream = connection.stream.try_clone().unwrap();
            let mut stream = StreamOwned::new(tls, stream);
            if stream.conn.complete_io(&mut stream.sock).is_ok() {
                script(&mut stream);
            }
        });
        Self {
            server,
            certificate_pem: own.cert.pem(),
        }
    }

    fn answering() -> Self {
        Self::answering_as(&["localhost", "127.0.0.1"])
    }

    fn answering_as(names: &[&str]) -> Self {
        Self::start(names, |stream| {
            while read_head(stream).is_ok() {
                stream.write_all(&ok("text/plain", b"over TLS")).unwrap();
            }
        })
    }

    fn settings(&self, host: &str) -> Settings {
        Settings::new(format!("https://{host}:{}", self.server.port()))
    }
}

fn read_head(stream: &mut TlsStream) -> io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(())
}

#[track_caller]
fn assert_untrusted(error: &Error) {
    let Error::Untrusted { reason, .. } = error else {
        panic!("{error:?}");
    };
    assert!(reason.contains("certificate"), "{reason}");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!error.is_transient(), "a certificate needs a person");
}

#[test]
fn untrusted_certificate_is_not_sent() {
    let tls = TlsServer::answering();
    let client = Client::new(tls.settings("127.0.0.1")).unwrap();
    assert_untrusted(&post(&client).unwrap_err());
}

#[test]
fn certificate_of_the_settings_is_trusted() {
    let tls = TlsServer::answering();
    for host in ["127.0.0.1", "localhost"] {
        let settings = tls
            .settings(host)
            .root_certificates_pem(tls.certificate_pem.as_str());
        let client = Client::new(settings).unwrap();
        assert_eq!(get(&client).unwrap().body(), b"over TLS");
    }
}

#[test]
fn certificates_of_the_settings_add_up() {
    let first = TlsServer::answering();
    let second = TlsServer::answering();
    let both = format!("{}\n{}", first.certificate_pem, second.certificate_pem);
    for tls in [&first, &second] {
        let in_one_text = tls
            .settings("127.0.0.1")
            .root_certificates_pem(both.as_str());
        let in_two_texts = tls
            .settings("127.0.0.1")
            .root_certificates_pem(first.certificate_pem.as_str())
            .root_certificates_pem(second.certificate_pem.as_str());
        for settings in [in_one_text, in_two_texts] {
            assert_eq!(get(&Client::new(settings).unwrap()).unwrap().status(), 200);
        }
    }
}

#[test]
fn certificate_of_another_server_is_not_enough() {
    let tls = TlsServer::answering();
    let other = TlsServer::answering();
    let settings = tls
        .settings("127.0.0.1")
        .root_certificates_pem(other.certificate_pem.as_str());
    assert_untrusted(&get(&Client::new(settings).unwrap()).unwrap_err());
}

#[test]
fn certificate_for_another_name_is_not_enough() {
    let tls = TlsServer::answering_as(&["127.0.0.1"]);
    let settings = tls
        .settings("localhost")
        .root_certificates_pem(tls.certificate_pem.as_str());
    assert_untrusted(&get(&Client::new(settings).unwrap()).unwrap_err());
}

#[test]
fn deadline_of_a_call_keeps_the_certificates() {
    let tls = TlsServer::answering();
    let settings = tls
        .settings("127.0.0.1")
        .root_certificates_pem(tls.certificate_pem.as_str());
    let client = Client::new(settings).unwrap();
    let other = client.with_timeout(PATIENT);
    assert_eq!(get(&other).unwrap().body(), b"over TLS");
    assert_eq!(get(&client).unwrap().body(), b"over TLS");
    assert_eq!(tls.server.connections(), 1);
}

#[test]
fn silent_answer_over_tls_is_unknown() {
    let tls = TlsServer::start(&["127.0.0.1"], |stream| {
        read_head(stream).unwrap();
        // Until the client goes away.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let settings = tls
        .settings("127.0.0.1")
        .root_certificates_pem(tls.certificate_pem.as_str())
        .timeout(2 * SHORT);
    let error = get(&Client::new(settings).unwrap()).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn cut_answer_over_tls_is_unknown() {
    let tls = TlsServer::start(&["127.0.0.1"], |stream| {
        read_head(stream).unwrap();
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            .unwrap();
    });
    let settings = tls
        .settings("127.0.0.1")
        .root_certificates_pem(tls.certificate_pem.as_str());
    let error = get(&Client::new(settings).unwrap()).unwrap_err();
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn call_that_writes_resumes_the_handshake_of_the_one_before() {
    let (kinds, seen) = mpsc::channel();
    let kinds = Mutex::new(kinds);
    let server = TlsServer::start(&["localhost"], move |stream| {
        let kind = stream.conn.handshake_kind().unwrap();
        kinds.lock().unwrap().send(kind).unwrap();
        while read_head(stream).is_ok() {
            stream.write_all(&ok("text/plain", b"over TLS")).unwrap();
        }
    });
    let settings = server.settings("localhost");
    let settings = settings.root_certificates_pem(server.certificate_pem.clone());
    let client = Client::new(settings).unwrap();
    for _ in 0..3 {
        let request = Request::new("post", Method::Post, "/path");
        send(&client, request).unwrap();
    }
    let kinds: Vec<_> = seen.try_iter().collect();
    let [HandshakeKind::Full, later @ ..] = &kinds[..] else {
        panic!("{kinds:?}");
    };
    assert_eq!(later, [HandshakeKind::Resumed; 2]);
}
