//! Builds ureq's agent so that every rule of the settings holds.

use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use ureq::config::AutoHeaderValue;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, DefaultConnector};
use ureq::{Agent, ProxyProtocol};

use crate::connector::NotingConnector;
use crate::{Effect, InvalidInput, Proxy, Settings};

const ORIGIN: &str = "settings of the client";

/// How long a connection may have been idle and still be used. Servers close idle connections
/// after 5 s (Node.js, Apache) and more; 4 s is below all of them.
const LONGEST_IDLE: Duration = Duration::from_secs(4);

/// The longest head of an answer, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;

/// How many idle connections are kept: as many threads call without a new one.
const MOST_IDLE: usize = 10;

pub(crate) fn build(settings: &Settings, effect: Effect) -> Result<Agent, InvalidInput> {
    let proxy = proxy(&settings.proxy)?;
    // The choice of the process, so that one that has chosen has one.
    let crypto = CryptoProvider::get_default().cloned();
    let crypto = crypto.unwrap_or_else(|| Arc::new(ring::default_provider()));
    let through_proxy = proxy.is_some();
    let (longest_idle, most_idle) = match effect {
        Effect::Reads => (LONGEST_IDLE, MOST_IDLE),
        Effect::Writes => (Duration::ZERO, 0),
    };
    let config = Agent::config_builder()
        // ureq drops the body of a 4xx or 5xx answer, and with it the provider's code.
        .http_status_as_error(false)
        // ureq would carry our headers to the host that a redirect names.
        .max_redirects(0)
        .max_redirects_will_error(false)
        // ureq's own, said here so that it stays.
        .max_response_header_size(LONGEST_HEAD)
        // ureq has no deadline unless told.
        .timeout_global(Some(settings.timeout))
        .timeout_resolve(Some(settings.connect_timeout))
        .timeout_connect(Some(settings.connect_timeout))
        // ureq obeys the environment unless told.
        .proxy(proxy)
        // Another crate may switch on ureq's gzip: never ask for it.
        .accept_encoding(AutoHeaderValue::None)
        .user_agent(&settings.user_agent)
        .max_idle_age(longest_idle)
        .max_idle_connections(most_idle)
        // A client has one host, and ureq keeps three connections to each unless told.
        .max_idle_connections_per_host(most_idle)
        .tls_config(
            TlsConfig::builder()
                .root_certs(root_certificates(settings)?)
                .unversioned_rustls_crypto_provider(crypto)
                .build(),
        )
        .build();
    let connector = DefaultConnector::default().chain(NotingConnector { through_proxy });
    Ok(Agent::with_parts(
        config,
        connector,
        DefaultResolver::default(),
    ))
}

/// Whether another crate has switched on ureq's cookies, which no setting switches off again.
///
/// The jar is one more field of the agent, and nothing but its size tells. Should another field
/// come to it, no connection is kept, which is slower and still right.
pub(crate) fn keeps_cookies() -> bool {
    const WITHOUT_JAR: usize = 6 * size_of::<usize>();
    size_of::<Agent>() > WITHOUT_JAR
}

fn proxy(proxy: &Proxy) -> Result<Option<ureq::Proxy>, InvalidInput> {
    let proxy = match proxy {
        Proxy::Direct => None,
        Proxy::FromEnvironment => ureq::Proxy::try_from_env(),
        Proxy::Url(url) => match ureq::Proxy::new(url.expose()) {
            Ok(proxy) => Some(proxy),
            Err(_) => return Err(unusable_proxy()),
        },
    };
    match proxy.as_ref().map(ureq::Proxy::protocol) {
        // Without its SOCKS feature ureq panics, or goes past a SOCKS proxy of the environment.
        None | Some(ProxyProtocol::Http | ProxyProtocol::Https) => Ok(proxy),
        Some(_) => Err(unusable_proxy()),
    }
}

fn unusable_proxy() -> InvalidInput {
    InvalidInput::new(
        "proxy",
        "must be an http or https URL such as http://proxy:3128",
        ORIGIN,
    )
}

#[cfg(feature = "webpki-roots")]
const MOZILLA: &[CertificateDer<'_>] = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
#[cfg(not(feature = "webpki-roots"))]
const MOZILLA: &[CertificateDer<'_>] = &[];

fn root_certificates(settings: &Settings) -> Result<RootCerts, InvalidInput> {
    if cfg!(feature = "webpki-roots") && settings.root_certificates.is_empty() {
        return Ok(RootCerts::WebPki);
    }
    // ureq takes either Mozilla's roots or our own: for both, its form of Mozilla's is needed.
    let mut roots: Vec<_> = MOZILLA
        .iter()
        .map(|der| Certificate::from_der(der))
        .collect();
    for pem in &settings.root_certificates {
        let before = roots.len();
        for item in parse_pem(pem) {
            match item {
                Ok(PemItem::Certificate(certificate)) => roots.push(certificate),
                Ok(_) => {}
                Err(_) => return Err(unreadable()),
            }
        }
        if roots.len() == before {
            return Err(unreadable());
        }
    }
    Ok(RootCerts::new_with_certs(&roots))
}

fn unreadable() -> InvalidInput {
    InvalidInput::new(
        "root_certificates_pem",
        "must be PEM with at least one certificate",
        ORIGIN,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    // That Mozilla's roots are still trusted can be seen from outside only on the Internet.
    #[test]
    fn certificates_of_the_settings_come_in_addition_to_those_of_mozilla() {
        let names = vec!["localhost".to_owned()];
        let own = rcgen::generate_simple_self_signed(names).unwrap();
        let settings = Settings::new("https://localhost").root_certificates_pem(own.cert.pem());
        let RootCerts::Specific(roots) = root_certificates(&settings).unwrap() else {
            panic!("not a list");
        };
        assert_eq!(MOZILLA.len() > 100, cfg!(feature = "webpki-roots"));
        assert_eq!(roots.len(), MOZILLA.len() + 1);
        assert_eq!(roots[MOZILLA.len()].der(), &own.cert.der()[..]);
    }

    #[test]
    fn connections_are_kept_as_the_readme_says() {
        let readme = include_str!("../README.md");
        let settings = Settings::new("http://127.0.0.1:1");
        for (effect, calls) in [(Effect::Reads, "read"), (Effect::Writes, "write")] {
            let agent = build(&settings, effect).unwrap();
            let most = agent.config().max_idle_connections();
            assert_eq!(agent.config().max_idle_connections_per_host(), most);
            let row = format!("| idle connections kept, calls that {calls} | {most} |");
            assert!(readme.contains(&row), "{row}");
        }
        let agent = build(&settings, Effect::Reads).unwrap();
        let seconds = agent.config().max_idle_age().as_secs();
        let row = format!("| longest idle time | {seconds} s |");
        assert!(readme.contains(&row), "{row}");
    }
}
