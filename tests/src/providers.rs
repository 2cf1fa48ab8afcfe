//! The one table of providers: what is counted and named for each of them, and tried on each.

use openplat_sandbox::{Chao8, Damaijia, Post30, Sandbox, Vending};

/// A provider, by what tests and documents must have of it.
#[derive(Debug)]
pub struct Provider {
    /// Its name: of its crate before `-api`, of its command, of its files.
    pub name: &'static str,
    /// How many packages a user of its crate builds at the most, itself included, as
    /// `cargo xtask weight` counts them.
    pub packages: usize,
    /// Whether it has a signature or a digest that can be explained.
    pub signs: bool,
    /// Whether the tool keeps a token for it.
    pub has_token: bool,
    /// The variables of the tool that a client is made from, the base URL first.
    pub variables: &'static [Variable],
    /// A variable that takes the place of the others but the base URL.
    pub alternative: Option<Variable>,
    /// Why plain http, once refused, is all the same what the provider wants.
    pub plain_http: Option<&'static str>,
    /// Commands of the tool that need a client, each below the provider's name; the first is
    /// answered whatever the sandbox holds.
    pub commands: &'static [&'static [&'static str]],
    /// Values that a variable must not have, and that hold `canary` where they could be shown.
    pub breaches: &'static [(&'static str, &'static str)],
    /// The codes that its sandbox can answer.
    pub answerable: fn(&Sandbox) -> Vec<i64>,
    /// Whether its client knows a code.
    pub is_known: fn(i64) -> bool,
}

/// A variable of the tool.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its value for the sandbox; none for the base URL.
    pub value: Option<&'static str>,
    /// Whether nothing may show its value.
    pub is_secret: bool,
}

const fn base_url(name: &'static str) -> Variable {
    Variable {
        name,
        value: None,
        is_secret: false,
    }
}

const fn public(name: &'static str, value: &'static str) -> Variable {
    Variable {
        name,
        value: Some(value),
        is_secret: false,
    }
}

const fn secret(name: &'static str, value: &'static str) -> Variable {
    Variable {
        name,
        value: Some(value),
        is_secret: true,
    }
}

/// Every provider, in the order of the demo and of the sandbox's output.
pub const PROVIDERS: [Provider; 4] = [
    Provider {
        name: "vending",
        packages: 54,
        signs: true,
        has_token: false,
        variables: &[
            base_url("VENDING_BASE_URL"),
            public("VENDING_APP_ID", Vending::APP_ID),
            secret("VENDING_APP_SECRET", Vending::APP_SECRET),
            secret("VENDING_SIGN_KEY", Vending::SIGN_KEY),
        ],
        alternative: None,
        plain_http: None,
        commands: &[
            &["ping"],
            &["products", "--machine", Vending::MACHINE, "--all-pages"],
            &[
                "codes",
                "create",
                "--machine",
                Vending::MACHINE,
                "--product",
                "101",
            ],
            &[
                "codes",
                "list",
                "--machine",
                Vending::MACHINE,
                "--product",
                "101",
            ],
            &[
                "codes",
                "cancel",
                "--machine",
                Vending::MACHINE,
                "--id",
                "1",
            ],
        ],
        breaches: &[
            ("VENDING_BASE_URL", "canary.example"),
            ("VENDING_BASE_URL", "https://canary:canary@host.example"),
            ("VENDING_BASE_URL", "https://canary.example/api/openapi/v1/"),
            ("VENDING_APP_ID", "can ary"),
            ("VENDING_APP_SECRET", "canary\n"),
            ("VENDING_SIGN_KEY", Vending::APP_SECRET),
        ],
        answerable: |sandbox| sandbox.vending().answerable_codes().to_vec(),
        is_known: |code| vending_api::Code(code).meaning().is_some(),
    },
    Provider {
        name: "chao8",
        packages: 56,
        signs: true,
        has_token: true,
        variables: &[
            base_url("CHAO8_BASE_URL"),
            public("CHAO8_ACCESS_KEY", Chao8::ACCESS_KEY),
            secret("CHAO8_SECRET", Chao8::SECRET),
        ],
        alternative: None,
        plain_http: None,
        commands: &[
            &["get", "/cncop/demo"],
            &["token"],
            &["get", "/trace/app/v1/open/info/flow/code"],
            &[
                "post",
                "/ps/v1/open/product/add-upd-product",
                "--body",
                r#"{"productNo":"P1"}"#,
            ],
        ],
        breaches: &[
            ("CHAO8_BASE_URL", "canary.example"),
            ("CHAO8_BASE_URL", "https://canary:canary@host.example"),
            ("CHAO8_ACCESS_KEY", "can ary"),
            ("CHAO8_SECRET", "canary\n"),
            ("CHAO8_SECRET", Chao8::ACCESS_KEY),
        ],
        answerable: |sandbox| sandbox.chao8().answerable_codes().to_vec(),
        is_known: |code| chao8_api::Code(code).meaning().is_some(),
    },
    Provider {
        name: "post30",
        packages: 54,
        signs: true,
        has_token: false,
        variables: &[
            base_url("POST30_BASE_URL"),
            public("POST30_ACCESS_KEY", Post30::ACCESS_KEY),
            secret("POST30_SECRET_KEY", Post30::SECRET_KEY),
        ],
        alternative: None,
        plain_http: None,
        commands: &[
            &["items"],
            &["item", "1234"],
            &["items-by-class", "奶粉"],
            &["items-by-alias"],
            &[
                "call",
                "https://host.example/a",
                "--data",
                r#"{"batch_name":"AAAAAA"}"#,
            ],
        ],
        breaches: &[
            ("POST30_BASE_URL", "canary.example"),
            ("POST30_BASE_URL", "https://canary:canary@host.example"),
            ("POST30_BASE_URL", "https://canary.example/Api/Product/"),
            ("POST30_ACCESS_KEY", "can ary"),
            ("POST30_SECRET_KEY", "canary\n"),
            ("POST30_SECRET_KEY", Post30::ACCESS_KEY),
        ],
        answerable: |sandbox| sandbox.post30().answerable_codes().to_vec(),
        is_known: |code| post30_api::Code(code).meaning().is_some(),
    },
    Provider {
        name: "damaijia",
        packages: 56,
        signs: false,
        has_token: true,
        variables: &[
            base_url("DAMAIJIA_BASE_URL"),
            public("DAMAIJIA_APP_ID", Damaijia::APP_ID),
            secret("DAMAIJIA_APP_SECRET", Damaijia::APP_SECRET),
        ],
        alternative: Some(secret("DAMAIJIA_API_KEY", Damaijia::API_KEY)),
        plain_http: Some("the provider offers plain http only"),
        commands: &[
            &["balance"],
            &["token"],
            &["warehouses"],
            &["orders"],
            &["packages"],
        ],
        breaches: &[
            ("DAMAIJIA_BASE_URL", "canary.example"),
            ("DAMAIJIA_BASE_URL", "https://canary.example/vv/external/"),
            ("DAMAIJIA_APP_SECRET", "canary\n"),
            ("DAMAIJIA_API_KEY", "can ary"),
        ],
        answerable: |sandbox| sandbox.damaijia().answerable_codes().to_vec(),
        is_known: |code| damaijia_api::Code(code).meaning().is_some(),
    },
];

/// Every variable of every provider with its value for a sandbox, without the alternatives.
pub fn variables(base_url: &str) -> Vec<(&'static str, String)> {
    let all = PROVIDERS.iter().flat_map(|provider| provider.variables);
    all.map(|variable| {
        let value = variable.value.unwrap_or(base_url);
        (variable.name, value.to_owned())
    })
    .collect()
}

/// The names of the variables whose values nothing may show.
pub fn secrets() -> Vec<&'static str> {
    let each = |provider: &'static Provider| {
        let variables = provider.variables.iter().chain(&provider.alternative);
        variables.filter(|variable| variable.is_secret)
    };
    let all = PROVIDERS.iter().flat_map(each);
    all.map(|variable| variable.name).collect()
}
