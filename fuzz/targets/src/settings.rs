use std::net::IpAddr;
use std::time::Duration;

use provider_client::{Error, ProviderCode};
use provider_http::{Proxy, Settings as Transport};

use crate::promises;

const SECRET: &str = "CANARY-password";

/// A thousand milliseconds or so, and the ends of what there is.
fn duration(text: &str) -> Duration {
    Duration::from_millis(text.trim().parse().unwrap_or(30_000))
}

/// Base URLs and settings of the four clients, parted by ends of lines: kind, base URL, user
/// agent, proxy, timeout, limit of the body, PEM, token prefix, name and value of a header.
/// `@` alone in a URL stands for a password and an `@`.
pub fn settings(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if text.contains("CANARY") {
        return; // The fuzzer has found the text that is looked for.
    }
    let mut lines = text.split('\n');
    let mut next = || lines.next().unwrap_or_default();
    let (kind, base_url, agent, proxy, timeout, limit, pem, prefix, name, value) = (
        next(),
        next(),
        next(),
        next(),
        next(),
        next(),
        next(),
        next(),
        next(),
        next(),
    );
    let kind = kind.as_bytes().first().copied().unwrap_or_default();
    let with_password = |url: &str| url.replacen('@', &format!(":{SECRET}@"), 1);
    let (base_url, proxy) = (with_password(base_url), with_password(proxy));
    let allowed = kind & 0x10 != 0;
    let transport = |mut http: Transport| {
        if allowed {
            http = http.allow_plain_http();
        }
        if !agent.is_empty() {
            http = http.user_agent(agent);
        }
        if !proxy.is_empty() {
            http = http.proxy(Proxy::Url(proxy.as_str().into()));
        }
        if !timeout.is_empty() {
            http = http
                .timeout(duration(timeout))
                .connect_timeout(duration(timeout) / 2);
        }
        if let Ok(limit) = limit.parse() {
            http = http.max_body_bytes(limit);
        }
        if !pem.is_empty() {
            http = http.root_certificates_pem(pem.replace("\\n", "\n"));
        }
        promises::check_secrets(&format!("{http:?} {http:#?}"), &[SECRET]);
        http
    };
    let base = base_url.as_str();
    match kind % 4 {
        0 => {
            let settings = vending_api::Settings::new(base).transport(transport);
            promises::check_secrets(&format!("{settings:?}"), &[SECRET]);
            let credentials = vending_api::Credentials {
                app_id: "app-id-0001".into(),
                app_secret: SECRET.into(),
                signing_key: "fake-signing-key".into(),
            };
            end(
                vending_api::Client::new(credentials, settings),
                base,
                allowed,
                !proxy.is_empty(),
            );
        }
        1 => {
            let settings = chao8_api::Settings::new(base)
                .token_prefix(prefix)
                .header(name, value)
                .transport(transport);
            promises::check_secrets(&format!("{settings:?}"), &[SECRET]);
            let credentials = chao8_api::Credentials {
                access_key: "access-key-0001".into(),
                secret: SECRET.into(),
            };
            end(
                chao8_api::Client::new(credentials, settings),
                base,
                allowed,
                !proxy.is_empty(),
            );
        }
        2 => {
            let settings = post30_api::Settings::new(base)
                .upload_url(base)
                .transport(transport);
            promises::check_secrets(&format!("{settings:?}"), &[SECRET]);
            let credentials = post30_api::Credentials {
                access_key: "access-key-0001".into(),
                secret_key: SECRET.into(),
            };
            end(
                post30_api::Client::new(credentials, settings),
                base,
                allowed,
                !proxy.is_empty(),
            );
        }
        _ => {
            let settings = damaijia_api::Settings::new(base).transport(transport);
            promises::check_secrets(&format!("{settings:?}"), &[SECRET]);
            let credentials = damaijia_api::Credentials::ApiKey(SECRET.into());
            end(
                damaijia_api::Client::new(credentials, settings),
                base,
                allowed,
                !proxy.is_empty(),
            );
        }
    }
}

fn end<T: std::fmt::Debug, C: ProviderCode>(
    client: Result<T, Error<C>>,
    base_url: &str,
    allowed: bool,
    has_proxy: bool,
) {
    match client {
        Ok(client) => {
            promises::check_text(&format!("{client:?}"), &[SECRET]);
            let (scheme, rest) = base_url.split_once("://").unwrap();
            let authority = rest.split('/').next().unwrap();
            assert!(is_authority(authority), "{base_url}");
            let is_plain = scheme.eq_ignore_ascii_case("http");
            assert!(
                is_plain || scheme.eq_ignore_ascii_case("https"),
                "{base_url}"
            );
            if is_plain && !allowed {
                assert!(!has_proxy && is_loopback(authority), "{base_url}");
            }
        }
        Err(error) => {
            assert_eq!(error.delivery(), provider_http::Delivery::NotSent);
            promises::check_error(&error, &[SECRET]);
        }
    }
}

/// A host, or an address in brackets; behind it a port or nothing.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    };
    let address = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let is_host = match address {
        Some(address) => !address.contains(['[', ']']),
        None => !host.is_empty() && !host.contains(['[', ']', ':']),
    };
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse().is_ok_and(|port: u16| port > 0)
    };
    is_host && port.is_none_or(is_port) && !text.contains(['@', '?', '#', ' '])
}

/// Read once more, in another way.
fn is_loopback(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap(),
        None => authority.split(':').next().unwrap(),
    };
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
