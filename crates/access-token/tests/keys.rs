//! Which tokens have one key: those of one application at one service, however it is spelled.

use access_token::Key;
use proptest::prelude::*;

fn key(base_url: &str) -> Key {
    Key::new("chao8", base_url, "app-1")
}

/// Each line is one service; what stands first is its ordinary spelling.
const ONE_SERVICE: [&[&str]; 9] = [
    &[
        "http://127.0.0.1:8731",
        "HTTP://127.0.0.1:8731",
        "http://127.0.0.1:8731/",
        "Http://127.0.0.1:08731///",
    ],
    &[
        "http://localhost:8731",
        "http://LOCALHOST:8731",
        "http://localhost.:8731",
    ],
    &[
        "https://api.example",
        "https://API.example/",
        "https://api.example:443",
        "https://api.example.:0443/",
        "https://api.example:",
        "https://api.example/.",
        "https://api.example/../",
        "https://api.example/v1/..",
    ],
    &[
        "http://api.example",
        "http://api.example:80",
        "HTTP://api.EXAMPLE.:80//",
    ],
    &[
        "https://api.example/~open/V1",
        "https://api.example/%7eopen/V1/",
        "HTTPS://api.example:443/%7Eopen/%561",
        "https://api.example/./~open/v2/../V1",
        "https://api.example/x/%2E%2e/~open/V1/%2e",
    ],
    &["https://api.example/a%2Fb", "https://api.example/a%2fb//"],
    &[
        "http://[::1]:8731",
        "http://[0:0:0:0:0:0:0:1]:8731",
        "HTTP://[0000::0001]:8731/",
    ],
    &[
        "https://[2001:db8::a]",
        "https://[2001:DB8::A]:443",
        "https://[2001:0db8:0:0::000a]/",
    ],
    &["https://api.example/a%zz/%", "https://API.example/a%zz/%/"],
];

/// No two of them are one service, nor is one of them in the lines above.
const OTHER_SERVICES: [&str; 34] = [
    "https://api.example:80",
    "http://api.example:443",
    "https://api.example:8443",
    "https://api.example:44300",
    "https://api.example:0",
    "https://test.example",
    "https://api.example.test",
    "https://apiexample",
    "https://api.example..",
    "https://api.example/v1",
    "https://api.example/V1",
    "https://api.example/v1/v1",
    "https://api.example/v1//v1",
    "https://api.example/a/b",
    "https://api.example/a%252Fb",
    "https://api.example/a%252fb",
    "https://api.example/A%2Fb",
    "https://api.example/~OPEN/V1",
    "https://api.example/azz",
    "https://api.example/...",
    "https://api.example/..a",
    "http://localhost",
    "http://127.0.0.1",
    "http://127.0.0.2:8731",
    "http://[::1]",
    "http://[::2]:8731",
    "http://[::ffff:127.0.0.1]:8731",
    "http://[::1]:87310",
    "http://[fe80::1%25eth0]",
    "http://[fe80::1%25ETH0]",
    "ftp://api.example",
    "ftp://api.example:80",
    "https://",
    "",
];

#[test]
fn one_service_has_one_key_however_it_is_spelled() {
    for spellings in ONE_SERVICE {
        for spelling in spellings {
            assert_eq!(key(spelling), key(spellings[0]), "{spelling}");
        }
    }
}

#[test]
fn two_services_have_two_keys() {
    let ordinary = ONE_SERVICE.map(|spellings| spellings[0]);
    let services = [&ordinary[..], &OTHER_SERVICES].concat();
    for (place, one) in services.iter().enumerate() {
        for other in &services[..place] {
            assert_ne!(key(one), key(other), "{one} and {other}");
        }
    }
}

/// Stored tokens hang on them. The digests were computed elsewhere: MD5 over provider, base URL
/// and application, each behind its length in 8 bytes.
#[test]
fn key_of_the_ordinary_spelling_does_not_change() {
    for (provider, base_url, expected) in [
        (
            "chao8",
            "https://api.example",
            "71c6fbec74109a51c10299d3bfc5825a",
        ),
        (
            "chao8",
            "https://api.example/prefix/V1",
            "95a662355ec55382fbf2c82679469731",
        ),
        (
            "damaijia",
            "http://127.0.0.1:8731",
            "52d735b73ca62dc423fae3f0f3c2664c",
        ),
        (
            "damaijia",
            "http://[::1]:8731",
            "a47e928b93e31cf98f9211193d428bed",
        ),
    ] {
        let key = Key::new(provider, base_url, "app-1");
        assert_eq!(key.as_str(), expected, "{base_url}");
    }
}

/// An id is the provider's, who may well tell `a` from `A`; the clients refuse blanks at its ends.
#[test]
fn provider_and_application_are_taken_as_they_are() {
    let key = |provider, application| Key::new(provider, "https://api.example", application);
    let ordinary = key("chao8", "app-1");
    for other in ["APP-1", "app-1 ", " app-1", "app-1/", "app%2D1", "app-01"] {
        assert_ne!(key("chao8", other), ordinary, "{other}");
    }
    assert_ne!(key("Chao8", "app-1"), ordinary);
}

/// A user may be told from another by letter case, and a query is no path.
#[test]
fn what_is_no_base_url_is_taken_as_it_is() {
    for (one, other) in [
        ("https://User@api.example", "https://user@api.example"),
        ("https://api.example?a=/b/../c", "https://api.example?a=/c"),
        ("https://api.example/#/b/../c", "https://api.example/#/c"),
        ("API.example", "api.example"),
        ("/a/../b", "/b"),
    ] {
        assert_ne!(key(one), key(other), "{one}");
        assert_eq!(key(one), key(&format!("{one}/")), "{one}");
    }
}

/// A service: scheme, host, port, and the segments of a path, as they are ordinarily spelled.
#[derive(Clone, Debug, PartialEq)]
struct Service {
    scheme: &'static str,
    host: String,
    port: Option<u16>,
    path: Vec<String>,
}

impl Service {
    fn ordinary(&self) -> String {
        let port = self.port.map(|port| format!(":{port}"));
        let mut url = format!(
            "{}://{}{}",
            self.scheme,
            self.host,
            port.unwrap_or_default()
        );
        for segment in &self.path {
            url = url + "/" + segment;
        }
        url
    }

    /// Another spelling, by the choices of `turns`.
    fn spelled(&self, turns: &mut impl Iterator<Item = usize>) -> String {
        let mut turn = move |ways: usize| turns.next().unwrap_or_default() % ways;
        let mut any_case = |text: &str| -> String {
            let letters = text.chars().map(|letter| match turn(2) {
                0 => letter,
                _ => letter.to_ascii_uppercase(),
            });
            letters.collect()
        };
        let mut url = any_case(self.scheme) + "://" + &any_case(&self.host);
        if turn(3) == 0 {
            url.push('.');
        }
        let default = if self.scheme == "http" { 80 } else { 443 };
        let zeros = ["", "0", "000"][turn(3)];
        match self.port {
            Some(port) => url += &format!(":{zeros}{port}"),
            None if turn(2) == 0 => url += &format!(":{zeros}{default}"),
            None => {}
        }
        for segment in &self.path {
            url += ["", "/.", "/aside/..", "/%2E", "/x/%2e."][turn(5)];
            url.push('/');
            for letter in segment.chars() {
                match turn(3) {
                    1 => url += &format!("%{:02x}", u32::from(letter)),
                    2 => url += &format!("%{:02X}", u32::from(letter)),
                    _ => url.push(letter),
                }
            }
        }
        url + ["", "/", "//", "/.", "/./"][turn(5)]
    }
}

prop_compose! {
    fn service()(
        scheme in prop::sample::select(vec!["http", "https"]),
        // Few, so that two of them are often alike but for one part.
        host in "[ab]{1,2}(\\.[ab1-]{0,2}c)?",
        port in prop::sample::select(vec![None, Some(8), Some(81), Some(8443), Some(44300)]),
        path in prop::collection::vec("[aA~]{1,2}", 0..3),
    ) -> Service {
        Service { scheme, host, port, path }
    }
}

fn turns() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(any::<usize>(), 64)
}

proptest! {
    #[test]
    fn any_spelling_of_a_service_has_the_key_of_the_ordinary_one(
        service in service(),
        turns in turns(),
    ) {
        let spelling = service.spelled(&mut turns.into_iter());
        prop_assert_eq!(key(&spelling), key(&service.ordinary()), "{}", spelling);
    }

    #[test]
    fn spellings_have_one_key_exactly_when_they_are_of_one_service(
        one in service(),
        other in service(),
        turns in turns(),
    ) {
        let mut turns = turns.into_iter();
        let (first, second) = (one.spelled(&mut turns), other.spelled(&mut turns));
        prop_assert_eq!(key(&first) == key(&second), one == other, "{} {}", first, second);
    }

    #[test]
    fn any_text_has_a_key(text in any::<String>(), odd in "[hts:/%.\\[\\]2eE@?#:0 中]{0,24}") {
        for text in [&text, &odd, &format!("https://{text}"), &format!("http://{odd}")] {
            prop_assert_eq!(key(text), key(&format!("{text}/")), "{}", text);
        }
    }
}
