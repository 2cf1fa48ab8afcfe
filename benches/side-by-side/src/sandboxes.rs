//! The sandbox, against its own HTTP server with fixed bytes.

use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;

use openplat_sandbox::{Sandbox, Vending};
use vending_api::{Client, Credentials, ProductQuery, Settings};

use crate::reference::server::start_fixed;

/// A sandbox and a server of the bytes that it answers, and the request for them: a page of
/// products, signed.
#[derive(Debug)]
pub struct Servers {
    /// The sandbox; it ends when it is dropped.
    pub sandbox: Sandbox,
    /// Where the fixed bytes are.
    pub fixed: SocketAddr,
    /// The request as it goes over the wire.
    pub request: Vec<u8>,
}

/// Starts both.
///
/// # Panics
///
/// When one cannot be started.
pub fn start() -> Servers {
    let sandbox = Sandbox::start().expect("a sandbox");
    let request = request();
    let answer = answer(sandbox.address(), &request);
    Servers {
        sandbox,
        fixed: start_fixed(answer),
        request,
    }
}

/// What the client sends for a page of products.
fn request() -> Vec<u8> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let taken = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        read_message(&mut stream)
    });
    let credentials = Credentials {
        app_id: Vending::APP_ID.to_owned(),
        app_secret: Vending::APP_SECRET.into(),
        signing_key: Vending::SIGN_KEY.into(),
    };
    let client = Client::new(credentials, Settings::new(url)).expect("a client");
    let machine = Vending::MACHINE.parse().expect("a machine number");
    // Nobody answers.
    drop(client.products(&ProductQuery::new(machine)));
    taken.join().expect("a request")
}

/// The body that the sandbox answers with.
fn answer(sandbox: SocketAddr, request: &[u8]) -> Vec<u8> {
    use std::io::Write;

    let mut stream = TcpStream::connect(sandbox).expect("a connection");
    stream.write_all(request).expect("a request that is sent");
    let message = read_message(&mut stream);
    let head = message.windows(4).position(|end| end == b"\r\n\r\n");
    message[head.expect("a head") + 4..].to_vec()
}

/// One HTTP message that says its length.
fn read_message(stream: &mut impl Read) -> Vec<u8> {
    let mut message = Vec::new();
    let mut chunk = [0; 16 * 1024];
    while crate::server::message_length(&message).is_none_or(|length| message.len() < length) {
        let count = stream.read(&mut chunk).expect("a message");
        assert!(count > 0, "a message that is whole");
        message.extend_from_slice(&chunk[..count]);
    }
    message
}
