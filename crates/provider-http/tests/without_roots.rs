//! Without the feature `webpki-roots`: nothing is trusted but what the settings say.
#![cfg(not(feature = "webpki-roots"))]

use provider_http::{Client, Error, InvalidKind, Settings};

#[test]
fn https_without_a_certificate_is_refused_and_the_way_out_is_named() {
    let error = Client::new(Settings::new("https://provider.example")).unwrap_err();
    let Error::Invalid(input) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(input.field(), "root_certificates_pem");
    assert_eq!(input.kind(), InvalidKind::NoRootCertificates);
    assert!(input.rule().contains("feature `webpki-roots`"), "{input}");
}

#[test]
fn https_with_a_certificate_of_ones_own_is_accepted() {
    let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let settings = Settings::new("https://localhost").root_certificates_pem(own.cert.pem());
    Client::new(settings).unwrap();
}

#[test]
fn plain_http_on_loopback_needs_no_certificate() {
    Client::new(Settings::new("http://127.0.0.1:1")).unwrap();
}
