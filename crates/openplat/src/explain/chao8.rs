//! `openplat explain chao8`: the `secretKeySign` of a token request.

use std::convert::Infallible;
use std::io::{self, BufRead, IsTerminal, Read, Write};

use clap::Args;
use provider_http::Delivery;
use signature_doctor::{Diagnosis, MAX_INPUT_BYTES, Secret, SecretDigest};

use super::{EXIT_STATUS, credentials, invalid};
use crate::failure::{Failure, Kind};

#[derive(Debug, Args)]
#[command(after_help = format!("{ENVIRONMENT}\n\n{EXIT_STATUS}"))]
pub(super) struct Arguments {
    // Taken and refused here: clap would show what was typed.
    #[arg(hide = true, value_parser = |_: &str| Ok::<_, Infallible>(Typed))]
    digest: Vec<Typed>,
}

/// A digest on the command line, forgotten at once.
#[derive(Clone, Debug)]
struct Typed;

const ENVIRONMENT: &str = "\
Environment:
  CHAO8_SECRET      the secret (应用秘钥)
  CHAO8_ACCESS_KEY  Access Key (应用Key), tried as the secret too

The digest is as good as the secret: it is the first line of standard input, and never shown.";

pub(super) fn diagnosis(arguments: &Arguments) -> Result<Diagnosis, Failure> {
    if !arguments.digest.is_empty() {
        let message = "the digest is a credential: it is read from standard input";
        return Err(Failure::usage(message));
    }
    let credentials = credentials("CHAO8_SECRET", &["CHAO8_ACCESS_KEY"])?;
    SecretDigest
        .diagnose(&credentials, &digest()?)
        .map_err(|error| invalid(&error))
}

/// The first line of standard input, without its end.
fn digest() -> Result<Secret, Failure> {
    let bad = |message: String| Failure::new(Kind::Invalid, message, Delivery::NotSent);
    let stdin = io::stdin();
    if stdin.is_terminal() {
        // Nobody is left to be asked when this fails.
        let _ = io::stderr().write_all(b"secretKeySign: ");
    }
    let mut line = String::new();
    let limit = MAX_INPUT_BYTES as u64 + 1;
    stdin
        .lock()
        .take(limit)
        .read_line(&mut line)
        .map_err(|error| {
            bad(format!(
                "cannot read the digest from standard input: {error}"
            ))
        })?;
    if line.len() > MAX_INPUT_BYTES {
        let limit = MAX_INPUT_BYTES;
        return Err(bad(format!(
            "the line on standard input has more than {limit} bytes"
        )));
    }
    let digest = line.strip_suffix('\n').unwrap_or(&line);
    let digest = digest.strip_suffix('\r').unwrap_or(digest);
    match digest {
        "" => Err(bad("no digest on standard input".to_owned())),
        digest => Ok(Secret::from(digest)),
    }
}
