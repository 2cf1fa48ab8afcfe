use std::net::IpAddr;

use ureq::http::Uri;

use crate::InvalidInput;

const FIELD: &str = "base_url";

/// A base URL that was checked: scheme, host, no credentials, no query, no trailing slash.
#[derive(Clone)]
pub(crate) struct BaseUrl {
    text: String,
    host: String,
    plain: bool,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidInput> {
        let text = text.trim_end_matches('/');
        let uri: Uri = text
            .parse()
            .map_err(|_| refuse("must be a URL such as https://host or https://host/prefix"))?;
        let plain = match uri.scheme_str() {
            Some("https") => false,
            Some("http") => true,
            _ => return Err(refuse("must begin with https:// or http://")),
        };
        let host = match uri.authority() {
            Some(authority) if authority.as_str().contains('@') => {
                return Err(refuse("must not carry a user name or a password"));
            }
            Some(authority) if !authority.host().is_empty() => authority.host().to_owned(),
            _ => return Err(refuse("must name a host")),
        };
        if text.contains(['?', '#']) {
            return Err(refuse("must have neither a query nor a fragment"));
        }
        Ok(Self {
            text: text.to_owned(),
            host,
            plain,
        })
    }

    /// Whether requests would cross a network unencrypted.
    pub(crate) fn is_exposed(&self) -> bool {
        self.plain && !is_loopback(&self.host)
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The URL of a path; the path begins with a slash and is a path only.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Uri, InvalidInput> {
        let is_path = path.starts_with('/') && !path.contains(['?', '#']);
        let joined = match query {
            "" => format!("{}{path}", self.text),
            _ => format!("{}{path}?{query}", self.text),
        };
        let uri = joined.parse::<Uri>().ok().filter(|_| is_path);
        uri.ok_or_else(|| {
            InvalidInput::new(
                "path",
                "must begin with a slash and hold only the characters of a URL path",
                "RFC 3986",
            )
        })
    }
}

fn refuse(rule: &'static str) -> InvalidInput {
    InvalidInput::new(FIELD, rule, "settings of the client")
}

/// `localhost`, 127.0.0.0/8 and `[::1]`: what never leaves the machine.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
