//! An address where nobody listens, and nobody can come to listen.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::io::ErrorKind;
use std::net::{TcpListener, TcpStream};

use provider_testing::Nobody;

#[track_caller]
fn assert_taken_and_refusing(nobody: &Nobody) {
    let refused = TcpStream::connect(nobody.address()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    let taken = TcpListener::bind(nobody.address()).map(|listener| listener.local_addr());
    assert_eq!(taken.unwrap_err().kind(), ErrorKind::AddrInUse);
}

#[test]
fn port_of_nobody_refuses_connections_and_is_given_to_nobody_else() {
    let nobody = Nobody::new();
    assert_taken_and_refusing(&nobody);
    assert_eq!(nobody.base_url(), format!("http://{}", nobody.address()));
}

#[test]
fn listener_that_is_gone_leaves_its_port_to_nobody() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // The connection outlives the listener, as those of a client that keeps them do.
    let kept = TcpStream::connect(address).unwrap();
    let (accepted, _) = listener.accept().unwrap();
    drop(listener);
    let nobody = Nobody::in_place_of(address);
    assert_eq!(nobody.address(), address);
    let refused = TcpStream::connect(address).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    drop((kept, accepted));
}
