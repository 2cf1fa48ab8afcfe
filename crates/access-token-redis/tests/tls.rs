//! `rediss://`: a certificate that is trusted, and one that is not.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/redis_server.rs"]
mod redis_server;

use std::process::Command;

use access_token::{Begin, Key, Store, StoreErrorKind, Terms};
use access_token_redis::RedisStore;
use redis_server::{Directory, RedisServer};

const PORT: &str = "ACCESS_TOKEN_TEST_TLS_PORT";

/// No test of its own: the certificates of a process come from its environment.
#[test]
fn child() {
    let Ok(port) = std::env::var(PORT) else {
        return;
    };
    let store = RedisStore::new(format!("rediss://127.0.0.1:{port}")).unwrap();
    let key = Key::new("chao8", "https://api.example", "app-1");
    let seconds = std::time::Duration::from_secs;
    let terms = Terms::new(seconds(20), seconds(60), seconds(1));
    let begin = store.begin(&key, None, &terms).unwrap();
    assert!(matches!(begin, Begin::Granted(_)));
}

#[test]
fn tls_is_spoken_and_the_certificate_checked() {
    let dir = Directory::new();
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let (cert, key) = (dir.file("cert.pem"), dir.file("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let (cert, key) = (&*cert, &*key);
    let options = [
        "--tls-port",
        "PORT",
        "--tls-auth-clients",
        "no",
        "--tls-cert-file",
        cert,
        "--tls-key-file",
        key,
        "--tls-ca-cert-file",
        cert,
    ];
    let Some(server) = RedisServer::start(&options) else {
        return;
    };
    let run = |certificates: &str| {
        Command::new(std::env::current_exe().unwrap())
            .args(["child", "--exact"])
            .env(PORT, server.port.to_string())
            .env("SSL_CERT_FILE", certificates)
            .output()
            .unwrap()
    };
    let trusted = run(cert);
    let said = String::from_utf8_lossy(&trusted.stdout);
    assert!(trusted.status.success(), "{said}");
    // This process trusts the certificates of the system, and ours is not among them.
    let url = format!("rediss://:CANARY@127.0.0.1:{}", server.port);
    let key = Key::new("chao8", "https://api.example", "app-1");
    let error = RedisStore::new(url).unwrap().load(&key).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Refused);
    let words = "has a certificate that is not trusted: invalid peer certificate: ";
    assert!(error.to_string().contains(words), "{error}");
    assert!(!format!("{error} {error:?}").contains("CANARY"));
}
