//! The signed link of a combined picture.

use std::time::Duration;

use openplat_sandbox::{Post30, Sandbox};
use post30_api::{Client, Error, Settings};
use provider_http::{Method, Request};

use provider_testing::Subject;

use provider_testing::ManualClock;

use crate::provider::{ACCESS_KEY, NOW, Post30Api, refused_unsent, sandbox_client_with};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// The signature was computed in Python from the rule of the document.
#[test]
fn link_is_signed_with_its_own_expiry_and_a_space_as_percent_20() {
    let client = Post30Api::client("https://post30.example", |settings| {
        settings.transport(|transport| transport.allow_plain_http())
    });
    let link = client.combined_picture_link(950_122, HOUR).unwrap();
    assert_eq!(
        link,
        format!(
            "http://captureupload.30post.cn/api/IDCard/CombinePic?cid=950122\
             &external_company={ACCESS_KEY}&sign=56eb62a71cd44692b092033ea8096168\
             &timer=2024-04-27%2011%3A31%3A01"
        )
    );
}

fn at_the_sandbox(sandbox: &Sandbox, change: impl FnOnce(Settings) -> Settings) -> Client {
    sandbox_client_with(sandbox, |settings| {
        change(settings.upload_url(format!("{}/", sandbox.base_url())))
    })
}

/// Opens a link as a browser would: status, kind and body.
fn open(sandbox: &Sandbox, link: &str) -> (u16, String, Vec<u8>) {
    let (path, query) = link[sandbox.base_url().len()..].split_once('?').unwrap();
    let settings = provider_http::Settings::new(sandbox.base_url());
    let http = provider_http::Client::new(settings).unwrap();
    let request = Request::new("open", Method::Get, path).query(query);
    let read: Result<_, provider_http::Error> = http.call(request, |reply, _| {
        Ok((
            reply.status(),
            reply.kind().to_owned(),
            reply.body().to_vec(),
        ))
    });
    read.unwrap()
}

#[test]
fn link_opens_the_picture_until_it_expires() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(NOW);
    let client = at_the_sandbox(&sandbox, |settings| {
        settings.transport(|transport| transport.clock(std::sync::Arc::new(ManualClock::new(NOW))))
    });
    let cid = Post30::PICTURE_CID.into();
    let link = client.combined_picture_link(cid, HOUR).unwrap();
    assert!(sandbox.requests().is_empty(), "a link is made, not opened");

    let (status, kind, body) = open(&sandbox, &link);
    assert_eq!((status, kind.as_str()), (200, "image/png"));
    assert!(body.starts_with(b"\x89PNG"));

    sandbox.clock().set(NOW + HOUR);
    let (_, kind, _) = open(&sandbox, &link);
    assert_eq!(kind, "application/json");
}

#[test]
fn link_has_an_expiry_also_where_calls_have_none() {
    let sandbox = Sandbox::start().unwrap();
    let client = at_the_sandbox(&sandbox, |settings| settings.without_timer());
    let cid = Post30::PICTURE_CID.into();
    let link = client.combined_picture_link(cid, HOUR).unwrap();
    assert!(link.contains("&timer="), "{link}");
    assert_eq!(open(&sandbox, &link).1, "image/png");
}

#[test]
fn link_lives_1_second_to_24_hours() {
    for lifetime in [Duration::ZERO, 25 * HOUR] {
        let sandbox = Sandbox::start().unwrap();
        let client = at_the_sandbox(&sandbox, |settings| settings);
        let error = client.combined_picture_link(1, lifetime).unwrap_err();
        let Error::Invalid(invalid) = error else {
            panic!("{error:?}")
        };
        assert_eq!(invalid.field(), "lifetime");
    }
}

#[test]
fn link_in_plain_http_is_refused_unless_it_is_allowed() {
    let invalid = refused_unsent(|client| client.combined_picture_link(1, HOUR));
    assert_eq!(invalid.field(), "upload_url");
    assert!(invalid.rule().starts_with("must be https"), "{invalid}");
}
