//! A server over TLS that counts connections and handshakes.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{HandshakeKind, ServerConfig, ServerConnection, StreamOwned};
use vending_api::Settings;

use crate::server::{Answers, converse};

/// What a server has seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// Connections with a handshake.
    pub connections: AtomicU32,
    /// Those of them whose handshake was not resumed.
    pub full_handshakes: AtomicU32,
}

impl Seen {
    /// Connections and full handshakes until now.
    pub fn counts(&self) -> (f64, f64) {
        let count = |counter: &AtomicU32| f64::from(counter.load(Ordering::SeqCst));
        (count(&self.connections), count(&self.full_handshakes))
    }
}

/// Starts a server over TLS that gives this answer to everything; the settings to call it with.
/// It runs until the process ends.
///
/// # Panics
///
/// When it cannot be started.
pub fn start(answer: &str) -> (Settings, Arc<Seen>) {
    let names = vec!["localhost".to_owned()];
    let own = rcgen::generate_simple_self_signed(names).expect("a certificate");
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], PrivateKeyDer::Pkcs8(key))
        .expect("a server");
    let config = Arc::new(config);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let answers = Arc::new(Answers::in_turn(&[answer.to_owned()]));
    let seen = Arc::new(Seen::default());
    let shared = Arc::clone(&seen);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (config, seen) = (Arc::clone(&config), Arc::clone(&shared));
            let answers = Arc::clone(&answers);
            thread::spawn(move || serve(stream, config, &seen, &answers));
        }
    });
    let settings = Settings::new(format!("https://localhost:{port}"));
    let pem = own.cert.pem();
    let settings = settings.transport(|transport| transport.root_certificates_pem(pem));
    (settings, seen)
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, seen: &Seen, answers: &Answers) {
    let _ = stream.set_nodelay(true);
    let tls = ServerConnection::new(config).expect("a connection");
    let mut stream = StreamOwned::new(tls, stream);
    if stream.conn.complete_io(&mut stream.sock).is_err() {
        return;
    }
    seen.connections.fetch_add(1, Ordering::SeqCst);
    if stream.conn.handshake_kind() != Some(HandshakeKind::Resumed) {
        seen.full_handshakes.fetch_add(1, Ordering::SeqCst);
    }
    // A caller that went away is no reason to end.
    let _ = converse(stream, answers);
}
