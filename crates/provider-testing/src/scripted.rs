use std::fmt::Debug;
use std::marker::PhantomData;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use mockito::{Matcher, Request, Server, ServerGuard};

use crate::{Answer, Subject};

/// A request that reached a scripted provider.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Path and query.
    pub path: String,
    /// Names and values of the headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A provider whose next answer is put into its hands, and that keeps what it was sent.
pub struct Scripted<S> {
    server: ServerGuard,
    script: Arc<Script>,
    subject: PhantomData<S>,
}

/// An answer made of the request.
type Play = Box<dyn Fn(&Seen) -> Answer + Send>;

struct Script {
    play: Mutex<Play>,
    token: Mutex<Vec<u8>>,
    seen: Mutex<Vec<Seen>>,
    /// The answer to a request, of which mockito asks for each part by itself.
    next: Mutex<Option<Answer>>,
}

impl<S> Debug for Scripted<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Scripted").field(&self.server.url()).finish()
    }
}

impl<S: Subject> Scripted<S> {
    /// A provider that hands out tokens and answers `{}`.
    pub fn start() -> Self {
        let script = Arc::new(Script {
            play: Mutex::new(Box::new(|_| Answer::json(200, "{}"))),
            token: Mutex::new(
                S::TOKEN
                    .map(|token| token.answer.into())
                    .unwrap_or_default(),
            ),
            seen: Mutex::default(),
            next: Mutex::default(),
        });
        let mut server = Server::new();
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let [status, header, encoding, body] = [(); 4].map(|()| Arc::clone(&script));
            server
                .mock(method, Matcher::Any)
                .with_status_code_from_request(move |request| {
                    status.answer::<S>(request).status.into()
                })
                .with_header_from_request("content-type", move |request| {
                    header.answer::<S>(request).content_type.to_owned()
                })
                .with_header_from_request("content-encoding", move |request| {
                    let encoding = encoding.answer::<S>(request).content_encoding;
                    encoding.unwrap_or("identity").to_owned()
                })
                .with_body_from_request(move |request| {
                    let answer = body.answer::<S>(request);
                    // The last part that is asked for.
                    *lock(&body.next) = None;
                    answer.body
                })
                .create();
        }
        Self {
            server,
            script,
            subject: PhantomData,
        }
    }

    /// What calls are answered from now on.
    pub fn answer(&self, answer: Answer) {
        self.answer_with(move |_| answer.clone());
    }

    /// What calls are answered from now on, made of the request.
    pub fn answer_with(&self, play: impl Fn(&Seen) -> Answer + Send + 'static) {
        *lock(&self.script.play) = Box::new(play);
    }

    /// What token requests are answered from now on.
    pub fn answer_token(&self, body: impl Into<Vec<u8>>) {
        *lock(&self.script.token) = body.into();
    }

    /// The calls that came since the last look, without the token requests.
    pub fn take_seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *lock(&self.script.seen))
    }

    /// Its base URL.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.socket_address()
    }
}

impl Script {
    fn answer<S: Subject>(&self, request: &Request) -> Answer {
        let mut next = lock(&self.next);
        next.get_or_insert_with(|| {
            if S::TOKEN.is_some_and(|token| request.path() == token.path) {
                return Answer::json(200, lock(&self.token).clone());
            }
            let seen = seen(request);
            let answer = lock(&self.play)(&seen);
            lock(&self.seen).push(seen);
            answer
        })
        .clone()
    }
}

fn seen(request: &Request) -> Seen {
    let headers = request.headers();
    let headers = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), value.into_owned())
    });
    Seen {
        path: request.path_and_query().to_owned(),
        headers: headers.collect(),
        body: request.body().cloned().unwrap_or_default(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
