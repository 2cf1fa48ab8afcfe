//! What a token store finds where it keeps its token: in its file, or in the replies of a Redis.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use access_token::{Begin, FileStore, Issued, Key, Store, StoreError, StoreErrorKind, Terms};
use access_token_redis::RedisStore;
use provider_testing::ManualClock;
use time::macros::datetime;

use crate::edits::{Words, edited};
use crate::node::Node;
use crate::promises;

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

const SECRET: &str = "CANARY-token";

const FILE: &str = r#"{"version":1,"slot":{"current":{"token":"CANARY-token","fence":1714185061000001,"lifetime":28800000000,"fetched":1714185061000000,"fetched_wall":1714185061000000},"fence":1714185061000001,"committed":1714185061000001,"lease_until":0,"gate_until":1714185122000000,"stamp":1714185061000000}}"#;

/// One reply to each step of a store.
const REPLIES: [&str; 6] = [
    r#"["record","CANARY-token","1714185061000001","28800000000","1000","1714185061000000","61000000"]"#,
    r#"["newer","CANARY-token","1714185061000001","","1000","1714185061000000","61000000"]"#,
    r#"["granted","1714185061000002"]"#,
    r#"["soon","60000000"]"#,
    r#"["stored"]"#,
    r#"["closed","60000000"]"#,
];

/// The first byte says which store, the second from which content or reply the steps begin, or
/// that the others are it.
pub fn token_stores(input: &[u8]) {
    let Some(([store, base], rest)) = input.split_first_chunk::<2>() else {
        return;
    };
    match store % 2 {
        0 => file_store(*base, rest),
        _ => redis_store(*base, rest),
    }
}

fn words(fields: &'static [&'static str], values: &'static [&'static str]) -> Words<'static> {
    Words {
        fields,
        values,
        sent: vec![SECRET],
        codes: vec![1, 2],
        code_field: "version",
    }
}

fn file_store(base: u8, rest: &[u8]) {
    const FIELDS: &[&str] = &[
        "version",
        "slot",
        "current",
        "token",
        "fence",
        "lifetime",
        "fetched",
        "fetched_wall",
        "committed",
        "lease_until",
        "lease_owner",
        "gate_until",
        "gate_lost_at",
        "stamp",
    ];
    const VALUES: &[&str] = &[
        "18446744073709551615",
        "1714185061000002",
        "9999999999999999",
    ];
    static DIR: LazyLock<Dir> = LazyLock::new(Dir::new);
    let content = match base {
        0..=199 => {
            let words = words(FIELDS, VALUES);
            edited(Node::parse(FILE.as_bytes()).unwrap(), rest, &words)
        }
        _ => rest.to_vec(),
    };
    // One key for each thread: tests run beside each other.
    let key = Key::new(
        "fuzz",
        "https://api.example",
        &format!("{:?}", thread::current().id()),
    );
    let clock = Arc::new(ManualClock::new(datetime!(2024-04-27 02:31:02 UTC)));
    let store = FileStore::with_clock(&DIR.0, clock).unwrap();
    let data = store.data_path(&key);
    write_as_a_store(&data, &content);
    let kept = data.with_extension("unreadable-1");
    let _ = fs::remove_file(&kept);
    let ends = steps(&store, &key);
    if ends.iter().all(Option::is_some) {
        // Another version can read it: it is left as it is.
        assert!(
            ends.iter()
                .all(|kind| *kind == Some(StoreErrorKind::Corrupt))
        );
        assert_eq!(fs::read(&data).unwrap(), content);
        assert!(!kept.exists());
        return;
    }
    assert!(ends.iter().all(Option::is_none), "{ends:?}");
    let is_object = content.trim_ascii_start().starts_with(b"{");
    if kept.exists() {
        // It is kept for people, and counts as a token that was fetched just now.
        assert_eq!(fs::read(&kept).unwrap(), content);
        write_as_a_store(&data, &content);
        assert!(store.load(&key).unwrap().is_none());
        let begin = store.begin(&key, None, &TERMS).unwrap();
        assert!(matches!(begin, Begin::TooSoon { .. }), "{begin:?}");
    } else {
        assert!(is_object, "read as one: {}", content.escape_ascii());
    }
}

/// Puts a file where the store has its own, readable by its owner only.
fn write_as_a_store(path: &Path, content: &[u8]) {
    let _ = fs::remove_file(path);
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create_new(true).open(path).unwrap();
    file.write_all(content).unwrap();
}

/// Makes each step of the store; returns the errors by kind.
fn steps(store: &dyn Store, key: &Key) -> Vec<Option<StoreErrorKind>> {
    let fence = access_token::Fence::new(7);
    let begin = store.begin(key, None, &TERMS);
    if let Ok(Begin::Granted(fence)) = &begin {
        assert!(fence.number() > 0, "{fence:?}");
    }
    let issued = Issued::new(SECRET, None, Duration::ZERO);
    vec![
        checked(store.load(key)),
        checked(begin),
        checked(store.next_request_in(key)),
        checked(store.reject(key, &SECRET.into())),
        checked(store.abandon(key, fence, &TERMS)),
        checked(store.commit(key, fence, &issued, &TERMS)),
        checked(store.forget(key)),
    ]
}

fn checked<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> Option<StoreErrorKind> {
    match answer {
        Ok(value) => {
            promises::check_text(&format!("{value:?}"), &[SECRET]);
            None
        }
        Err(error) => {
            promises::check_error(&error, &[SECRET]);
            Some(error.kind())
        }
    }
}

/// A folder that is gone at the end of the process.
struct Dir(PathBuf);

impl Dir {
    fn new() -> Self {
        let name = format!("fuzz-token-stores-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

fn redis_store(base: u8, rest: &[u8]) {
    const VALUES: &[&str] = &[
        "\"none\"",
        "\"record\"",
        "\"newer\"",
        "\"granted\"",
        "\"held\"",
        "\"soon\"",
        "\"superseded\"",
        "\"ended\"",
        "\"18446744073709551615\"",
        "\"-1\"",
    ];
    static REDIS: LazyLock<Redis> = LazyLock::new(Redis::start);
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut granted = None;
    let reply = match REPLIES.get(usize::from(base) / 32) {
        Some(json) => {
            let reply = edited(
                Node::parse(json.as_bytes()).unwrap(),
                rest,
                &words(&[], VALUES),
            );
            let reply = Node::parse(&reply);
            granted = reply.as_ref().and_then(granted_fence);
            reply.map(|reply| resp(&reply)).unwrap_or_default()
        }
        None => rest.to_vec(),
    };
    *REDIS.reply.lock().unwrap() = reply;
    let store = RedisStore::new(REDIS.url.as_str()).unwrap();
    let key = Key::new("fuzz", "https://api.example", "app-1");
    let begin = store.begin(&key, None, &TERMS);
    if let (Some(number), Ok(begin)) = (granted, begin) {
        assert!(
            matches!(begin, Begin::Granted(fence) if fence.number() == number),
            "{begin:?}"
        );
    }
    promises::check_text(&format!("{store:?}"), &[SECRET]);
    steps(&store, &key);
}

/// The fence that a plain reply grants.
fn granted_fence(reply: &Node) -> Option<u64> {
    match reply {
        Node::List(parts) => match parts.as_slice() {
            [Node::Scalar(word), Node::Scalar(number)] if word == "\"granted\"" => {
                let number = number.strip_prefix('"')?.strip_suffix('"')?;
                number.parse().ok()
            }
            _ => None,
        },
        _ => None,
    }
}

/// A reply as Redis writes it.
fn resp(reply: &Node) -> Vec<u8> {
    match reply {
        Node::List(parts) => {
            let head = format!("*{}\r\n", parts.len()).into_bytes();
            parts
                .iter()
                .fold(head, |head, part| [head, resp(part)].concat())
        }
        Node::Object(fields) => {
            let head = format!("%{}\r\n", fields.len()).into_bytes();
            fields.iter().fold(head, |head, (name, value)| {
                [head, bulk(name.as_bytes()), resp(value)].concat()
            })
        }
        Node::Scalar(json) => match serde_json::from_str::<String>(json) {
            Ok(text) => bulk(text.as_bytes()),
            Err(_) if json == "null" => b"$-1\r\n".to_vec(),
            Err(_) => format!(":{json}\r\n").into_bytes(),
        },
    }
}

fn bulk(text: &[u8]) -> Vec<u8> {
    let head = format!("${}\r\n", text.len()).into_bytes();
    [&head, text, b"\r\n"].concat()
}

/// Gives every script the same reply, and closes the connection behind it.
struct Redis {
    url: String,
    reply: Arc<Mutex<Vec<u8>>>,
}

impl Redis {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("redis://{}", listener.local_addr().unwrap());
        let reply = Arc::<Mutex<Vec<u8>>>::default();
        let shared = Arc::clone(&reply);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let reply = Arc::clone(&shared);
                thread::spawn(move || serve_redis(connection, &reply));
            }
        });
        Self { url, reply }
    }
}

fn serve_redis(mut connection: TcpStream, reply: &Mutex<Vec<u8>>) -> Option<()> {
    let mut piece = [0; 8192];
    loop {
        // A command is small, and is sent in one piece.
        let length = connection
            .read(&mut piece)
            .ok()
            .filter(|length| *length > 0)?;
        let received = String::from_utf8_lossy(&piece[..length]).to_ascii_uppercase();
        if received.contains("EVALSHA") || received.contains("EVAL") || received.contains("SCRIPT")
        {
            let reply = reply.lock().unwrap_or_else(PoisonError::into_inner).clone();
            return connection.write_all(&reply).ok();
        }
        connection.write_all(b"+OK\r\n").ok()?;
    }
}
