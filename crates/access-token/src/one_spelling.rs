//! One spelling for all base URLs of a service.

use std::net::Ipv6Addr;

/// The spelling of a base URL that stands for every other one of the same service.
///
/// What makes no difference is what RFC 3986 says (6.2.2, 6.2.3): the letter case of scheme and
/// host, the default port and zeros before a port, the form of an IPv6 address, `%7e` for `~` or
/// `%2f` for `%2F`, and the segments `.` and `..`. Nor do slashes at the end, since the path of a
/// call follows, nor the dot behind a host that says that its name is whole.
///
/// A text without a host, or with a user, a query or a fragment, is no base URL: it loses the
/// slashes at its end and nothing else.
pub(crate) fn one_spelling(base_url: &str) -> String {
    let Some((scheme, authority, path)) = parts(base_url) else {
        return base_url.trim_end_matches('/').to_owned();
    };
    let scheme = scheme.to_ascii_lowercase();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
        _ => (authority, ""),
    };
    let digits = port.trim_start_matches('0');
    let mut url = format!("{scheme}://{}", spelled_host(host));
    let is_default =
        port.is_empty() || matches!((&*scheme, digits), ("http", "80") | ("https", "443"));
    if !is_default {
        url = url + ":" + digits;
    }
    url + spelled_path(path).trim_end_matches('/')
}

/// Scheme, authority and path of a base URL; the path is empty or begins with a slash.
fn parts(base_url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = base_url.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let is_more = authority.contains('@') || rest.contains(['?', '#']);
    (!authority.is_empty() && !is_more).then_some((scheme, authority, path))
}

fn spelled_host(host: &str) -> String {
    let address = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    if let Some(address) = address {
        // The zone of an address may tell upper from lower case.
        let address = address.parse::<Ipv6Addr>();
        return address.map_or_else(|_| host.to_owned(), |address| format!("[{address}]"));
    }
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

fn spelled_path(path: &str) -> String {
    let path = spelled_bytes(path);
    let mut segments = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments.iter().flat_map(|segment| ["/", segment]).collect()
}

/// The path with every encoded byte in one form: itself where it needs no encoding, else `%2F`.
fn spelled_bytes(path: &str) -> String {
    let mut pieces = path.split('%');
    let mut spelled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let mut byte = [0];
        match piece.split_at_checked(2) {
            Some((digits, rest)) if hex::decode_to_slice(digits, &mut byte).is_ok() => {
                match char::from(byte[0]) {
                    unreserved @ ('A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '.' | '_' | '~') => {
                        spelled.push(unreserved);
                    }
                    _ => spelled = spelled + "%" + &digits.to_ascii_uppercase(),
                }
                spelled.push_str(rest);
            }
            // A percent sign that encodes nothing stands for itself.
            _ => spelled = spelled + "%" + piece,
        }
    }
    spelled
}
