use std::net::{IpAddr, Ipv4Addr};

use ureq::http::Uri;
use ureq::http::uri::Authority;

use crate::InvalidInput;

const FIELD: &str = "base_url";
const RFC_3986: &str = "RFC 3986";

/// A base URL that was checked: scheme, host, no credentials, no query, no trailing slash.
#[derive(Clone)]
pub(crate) struct BaseUrl {
    text: String,
    host: String,
    plain: bool,
    through_proxy: bool,
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
            Some(authority) if has_odd_brackets(authority.host()) => {
                return Err(refuse(
                    "must name a host, with brackets only around an address of IPv6",
                ));
            }
            Some(authority) if has_odd_number(authority.host()) => {
                return Err(refuse(
                    "must write an address of IPv4 as four decimal numbers, such as 192.0.2.1",
                ));
            }
            // ureq would take the default port in place of one that is no number.
            Some(authority) if has_odd_port(authority) => {
                return Err(refuse("must have a port of 1 to 65535, or none"));
            }
            Some(authority) if !authority.host().is_empty() => authority.host().to_owned(),
            _ => return Err(refuse("must name a host")),
        };
        if text.contains(['?', '#']) {
            return Err(refuse("must have neither a query nor a fragment"));
        }
        if !uri.path().bytes().all(is_path_byte) {
            return Err(refuse("must hold only the characters of a URL"));
        }
        Ok(Self {
            text: text.to_owned(),
            host,
            plain,
            through_proxy: false,
        })
    }

    /// The same, said to be reached through a proxy or not.
    pub(crate) fn through_proxy(mut self, through_proxy: bool) -> Self {
        self.through_proxy = through_proxy;
        self
    }

    /// Whether requests would cross a network unencrypted.
    pub(crate) fn is_exposed(&self) -> bool {
        self.plain && (self.through_proxy || !self.is_loopback())
    }

    /// Whether it is `http://`.
    pub(crate) fn is_plain(&self) -> bool {
        self.plain
    }

    /// Whether the host is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// The URL itself.
    pub(crate) fn uri(&self) -> Result<Uri, InvalidInput> {
        self.join("/", "")
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The URL of a path and a query; both are taken as they are.
    ///
    /// The parser of URLs is more generous than RFC 3986 and drops a fragment in silence: what
    /// was signed would not be what is sent.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Uri, InvalidInput> {
        if !path.starts_with('/') || !path.bytes().all(is_path_byte) {
            return Err(InvalidInput::new(
                "path",
                "must begin with a slash and hold only the characters of a URL path",
                RFC_3986,
            ));
        }
        if !query.bytes().all(|byte| is_path_byte(byte) || byte == b'?') {
            return Err(InvalidInput::new(
                "query",
                "must hold only the characters of a URL query",
                RFC_3986,
            ));
        }
        let joined = match query {
            "" => format!("{}{path}", self.text),
            _ => format!("{}{path}?{query}", self.text),
        };
        joined
            .parse()
            .map_err(|_| InvalidInput::new("path", "must fit into a URL", RFC_3986))
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

/// Whether behind the host stands anything but a port of 1 to 65535: the parser takes the last
/// digits behind a colon for one, whatever is before them.
fn has_odd_port(authority: &Authority) -> bool {
    match authority.as_str().strip_prefix(authority.host()) {
        Some("") => false,
        Some(rest) => {
            let digits = rest.strip_prefix(':').unwrap_or_default();
            // Rust reads a leading plus.
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
            !is_number || !digits.parse::<u16>().is_ok_and(|port| port > 0)
        }
        None => true,
    }
}

/// Whether brackets stand anywhere but around an address: `a[::1]` is no host.
fn has_odd_brackets(host: &str) -> bool {
    let address = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    match address {
        Some(address) => !address.contains(':') || address.contains(['[', ']']),
        None => host.contains(['[', ']']),
    }
}

/// Whether it is an address of IPv4 in another form than four decimal numbers: a system may read
/// `127.1`, `0x7f.0.0.1` and `2130706433` as the address of this machine, and `010` as 8 (RFC
/// 3986, 7.4). No name of a host ends in a number.
fn has_odd_number(host: &str) -> bool {
    let labels = host.strip_suffix('.').unwrap_or(host);
    let last = labels.rsplit('.').next().unwrap_or_default();
    let hexadecimal = last.strip_prefix("0x").or(last.strip_prefix("0X"));
    let is_number = match hexadecimal {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()),
    };
    is_number && host.parse::<Ipv4Addr>().is_err()
}

/// The characters of a path: unreserved, sub-delims, `:`, `@`, `/`, and the percent sign of what
/// is encoded.
fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte)
}
