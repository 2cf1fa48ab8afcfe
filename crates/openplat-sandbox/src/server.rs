//! The HTTP server under all providers: a runtime of one thread that no caller sees.

use std::future::IntoFuture;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::Request as HttpRequest;
use axum::handler::HandlerWithoutStateExt;
use axum::http::header::{CONTENT_TYPE, DATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};
use tokio::sync::oneshot;

use crate::answer::Reply;
use crate::clock::SandboxClock;
use crate::recording::Recording;
use crate::request::Request;

/// One provider behind the server.
pub(crate) trait Provider: Send + Sync {
    /// Carries out a request, or says `None` when the path is not of this provider.
    fn answer(&self, request: &Request) -> Option<Reply>;
}

/// The running server. Dropping it stops it.
pub(crate) struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// How long a stopping server waits for a request that is only half there.
    const GRACE: Duration = Duration::from_millis(500);

    /// Serves a bound listener.
    pub(crate) fn start(
        listener: TcpListener,
        providers: Vec<Box<dyn Provider>>,
        clock: SandboxClock,
        recording: Recording,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let context = Arc::new(Context {
            providers,
            clock,
            recording,
        });
        let (stop, stopped) = oneshot::channel();
        let (started, start) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("openplat-sandbox".to_owned())
            .spawn(move || run(listener, context, stopped, &started))?;
        // The thread says how its start went; if it is gone without a word, it panicked.
        start
            .recv()
            .unwrap_or_else(|_| Err(io::Error::other("the sandbox thread ended at its start")))?;
        Ok(Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A sender that is dropped is a signal too.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(
    listener: TcpListener,
    context: Arc<Context>,
    stopped: oneshot::Receiver<()>,
    started: &mpsc::Sender<io::Result<()>>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = started.send(Err(error));
            return;
        }
    };
    runtime.block_on(async {
        let listener = match tokio::net::TcpListener::from_std(listener) {
            Ok(listener) => listener,
            Err(error) => {
                let _ = started.send(Err(error));
                return;
            }
        };
        let service = move |request| handle(Arc::clone(&context), request);
        let (finish, finished) = oneshot::channel::<()>();
        let serving = tokio::spawn(
            axum::serve(listener, service.into_make_service())
                .with_graceful_shutdown(async {
                    let _ = finished.await;
                })
                .into_future(),
        );
        let _ = started.send(Ok(()));
        let _ = stopped.await;
        drop(finish);
        let _ = tokio::time::timeout(Server::GRACE, serving).await;
    });
    // Whatever still hangs on the runtime is cut off here, when it is dropped.
}

struct Context {
    providers: Vec<Box<dyn Provider>>,
    clock: SandboxClock,
    recording: Recording,
}

/// No documented request comes near this size.
const MAX_BODY_BYTES: usize = 1024 * 1024;

async fn handle(context: Arc<Context>, request: HttpRequest) -> Response {
    let (parts, body) = request.into_parts();
    let (body, unreadable) = match to_bytes(body, MAX_BODY_BYTES).await {
        Ok(body) => (body, false),
        Err(_) => (Bytes::new(), true),
    };
    let request = Request::new(parts, body);
    let reply = if unreadable {
        Reply::html(413, "Payload Too Large")
    } else {
        context
            .providers
            .iter()
            .find_map(|provider| provider.answer(&request))
            .unwrap_or_else(Reply::not_found)
    };
    let response = respond(reply, context.clock.stands_at());
    context.recording.add(&request, response.status().as_u16());
    response
}

fn respond(reply: Reply, stands_at: Option<OffsetDateTime>) -> Response {
    let mut response = Response::new(reply.body);
    // An informational status ends no exchange: a test that asks for one gets 500 too.
    *response.status_mut() = StatusCode::from_u16(reply.status)
        .ok()
        .filter(|status| !status.is_informational())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(value) = reply.content_type {
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    // hyper writes the real time by itself.
    if let Some(value) = stands_at.and_then(http_date) {
        response.headers_mut().insert(DATE, value);
    }
    response
}

const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

fn http_date(instant: OffsetDateTime) -> Option<HeaderValue> {
    let text = instant
        .checked_to_offset(UtcOffset::UTC)?
        .format(HTTP_DATE)
        .ok()?;
    HeaderValue::try_from(text).ok()
}
