//! `openplat chao8`: the access token of 超8 SaaS, and any call of its open API.

mod calls;
mod token;

use chao8_api::{Client, Credentials, Settings};
use clap::{Args, Subcommand};

use crate::environment::{self, PlainHttp};
use crate::failure::Failure;
use crate::output::{Output, Stop};
use crate::provided::{Provided, Variable};
use crate::token_store;
use calls::{Get, Post};
use token::Token;

/// The variables of the environment that a client is made from: base URL, access key, secret.
pub(crate) const VARIABLES: [&str; 3] = ["CHAO8_BASE_URL", "CHAO8_ACCESS_KEY", "CHAO8_SECRET"];

#[derive(Debug, Args)]
#[command(after_help = PROVIDED.help())]
pub(crate) struct Arguments {
    #[command(subcommand)]
    call: Call,
}

/// What the tool knows of the provider.
pub(crate) const PROVIDED: Provided = Provided {
    variables: &[
        Variable::new(
            VARIABLES[0],
            "base_url",
            "the address of the service, before the paths of its calls",
        ),
        Variable::new(VARIABLES[1], "access_key", "Access Key, 应用Key"),
        Variable::new(VARIABLES[2], "secret", "the secret, 应用秘钥"),
        Variable::new(
            "OPENPLAT_TOKEN_STORE",
            "",
            "where the access token is kept: memory, file:DIR (an absolute path),\nredis://…, rediss://…; files in the user's state directory if not set",
        ),
        Variable::new(
            "OPENPLAT_ALLOW_HTTP",
            "",
            "1 allows plain http to hosts other than loopback",
        ),
    ],
    prefix: "",
    arguments: &[("path", "PATH")],
    plain_http: None,
};

#[derive(Debug, Subcommand)]
enum Call {
    /// Say until when the access token is good; fetch one if there is none; or forget it
    Token(Token),
    /// Make a GET call, and print the data of its answer
    Get(Get),
    /// Make a POST call with a JSON body, and print the data of its answer
    Post(Post),
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    match &arguments.call {
        Call::Token(arguments) => token::run(arguments, output),
        Call::Get(arguments) => calls::get(arguments, output),
        Call::Post(arguments) => calls::post(arguments, output),
    }
}

fn client() -> Result<Client, Failure> {
    let [base_url, access_key, secret] = environment::required(VARIABLES)?;
    let plain_http = PlainHttp::from_environment()?;
    let credentials = Credentials {
        access_key,
        secret: secret.into(),
    };
    let settings = Settings::new(&base_url)
        .store(token_store::from_environment()?)
        .transport(|transport| plain_http.apply(transport));
    Client::new(credentials, settings).map_err(|error| PROVIDED.no_client(&error, plain_http))
}
