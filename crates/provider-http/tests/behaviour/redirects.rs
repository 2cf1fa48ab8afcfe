//! No redirect is followed: it would carry the credentials to whatever host it names.

use provider_http::{Delivery, Error, Method, Request};

use crate::server::{Deaf, Server};
use crate::{client, send};

#[track_caller]
fn assert_not_followed(method: Method, status: u16) {
    let elsewhere = Deaf::start();
    let server = Server::answering(format!(
        "HTTP/1.1 {status} Moved\r\nLocation: http://localhost:{}/elsewhere\r\n\
         Content-Length: 0\r\n\r\n",
        elsewhere.port()
    ));
    let request = Request::new("call", method, "/").header("AppSecret", "canary-secret");
    let error = send(&client(server.url()), request).unwrap_err();
    let Error::Redirect { status: seen, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(seen, status);
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(!error.is_transient());
    assert!(error.to_string().contains(&status.to_string()), "{error}");
    assert!(!elsewhere.was_called(), "{status} was followed");
}

macro_rules! redirects {
    ($($name:ident: $method:ident $status:literal,)*) => {$(
        #[test]
        fn $name() {
            assert_not_followed(Method::$method, $status);
        }
    )*};
}

redirects! {
    redirect_301_of_get_is_not_followed: Get 301,
    redirect_302_of_get_is_not_followed: Get 302,
    redirect_303_of_get_is_not_followed: Get 303,
    redirect_307_of_get_is_not_followed: Get 307,
    redirect_308_of_get_is_not_followed: Get 308,
    redirect_301_of_post_is_not_followed: Post 301,
    redirect_302_of_post_is_not_followed: Post 302,
    redirect_303_of_post_is_not_followed: Post 303,
    redirect_307_of_post_is_not_followed: Post 307,
    redirect_308_of_post_is_not_followed: Post 308,
}

#[test]
fn redirect_within_the_same_host_is_not_followed() {
    let server = Server::answering(
        "HTTP/1.1 302 Found\r\nLocation: /login?next=1\r\nContent-Length: 0\r\n\r\n",
    );
    let request = Request::new("call", Method::Get, "/");
    let error = send(&client(server.url()), request).unwrap_err();
    assert!(matches!(error, Error::Redirect { status: 302, .. }));
    assert_eq!(server.connections(), 1);
}

#[test]
fn redirect_without_a_location_is_a_redirect() {
    let server = Server::answering("HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nhi");
    let request = Request::new("call", Method::Get, "/");
    let error = send(&client(server.url()), request).unwrap_err();
    assert!(
        matches!(error, Error::Redirect { status: 302, .. }),
        "{error:?}"
    );
}

#[test]
fn body_of_a_redirect_is_seen_and_is_no_success() {
    let server = Server::answering("HTTP/1.1 302 Found\r\nContent-Length: 9\r\n\r\na refusal");
    let request = || Request::new("call", Method::Post, "/");
    let client = client(server.url());
    let mut seen = Vec::new();
    let taken: Result<(), Error> = client.call(request(), |reply, _| {
        seen = reply.body().to_vec();
        Ok(())
    });
    assert_eq!(seen, b"a refusal");
    let error = taken.unwrap_err();
    assert!(
        matches!(error, Error::Redirect { status: 302, .. }),
        "{error:?}"
    );
    // What the reader makes of it counts.
    let refused: Result<(), Error> = client.call(request(), |_, _| {
        Err(Error::interrupted("read", Delivery::Refused))
    });
    assert_eq!(refused.unwrap_err().delivery(), Delivery::Refused);
}

#[test]
fn redirect_whose_body_cannot_be_read_is_a_redirect() {
    for answer in [
        "HTTP/1.1 302 Found\r\nContent-Length: 9\r\n\r\ncut",
        "HTTP/1.1 302 Found\r\nTransfer-Encoding: chunked\r\n\r\nno chunk",
    ] {
        let server = Server::answering(answer);
        let request = Request::new("call", Method::Get, "/");
        let error = send(&client(server.url()), request).unwrap_err();
        assert!(
            matches!(error, Error::Redirect { status: 302, .. }),
            "{error:?}"
        );
    }
}
