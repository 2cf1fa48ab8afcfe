//! Where access tokens are kept between two commands.

mod directory;

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use access_token::{FileStore, MemoryStore, Store};
use provider_http::{Delivery, Purpose, check_text};

use crate::environment;
use crate::failure::{Failure, Kind, chain};
use directory::Directory;

const VARIABLE: &str = "OPENPLAT_TOKEN_STORE";

/// The store that `OPENPLAT_TOKEN_STORE` names; without it the files in the user's state directory.
pub(crate) fn from_environment() -> Result<Arc<dyn Store>, Failure> {
    Place::from_environment()?.open()
}

/// Whether a token ends with its command. Nothing is made or asked.
pub(crate) fn keeps_nothing() -> Result<bool, Failure> {
    Ok(matches!(Place::from_environment()?, Place::Memory))
}

/// Where access tokens are kept. It has no `Debug`: an address may hold the password of Redis.
enum Place {
    Memory,
    Files(Directory),
    Redis(String),
}

impl Place {
    /// Nothing is made there yet.
    fn from_environment() -> Result<Self, Failure> {
        match environment::optional(VARIABLE)? {
            Some(value) => named(value),
            None => Ok(Self::Files(state_directory()?)),
        }
    }

    fn open(self) -> Result<Arc<dyn Store>, Failure> {
        match self {
            Self::Memory => Ok(Arc::new(MemoryStore::new())),
            Self::Files(directory) => files(&directory),
            Self::Redis(url) => redis(url),
        }
    }
}

/// The place that the variable names by this value, which is never shown.
fn named(value: String) -> Result<Place, Failure> {
    check_text("", &value, Purpose::Words, "")
        .map_err(|broken| Failure::environment(format!("{VARIABLE} {}", broken.rule())))?;
    if value == "memory" {
        return Ok(Place::Memory);
    }
    if let Some(path) = value.strip_prefix("file:") {
        return Ok(Place::Files(named_directory(path)?));
    }
    if value.starts_with("redis://") || value.starts_with("rediss://") {
        return Ok(Place::Redis(value));
    }
    Err(Failure::environment(format!(
        "{VARIABLE} must be `memory`, `file:DIR`, `redis://…`, `rediss://…`, or not set"
    )))
}

#[cfg(feature = "redis")]
fn redis(url: String) -> Result<Arc<dyn Store>, Failure> {
    match access_token_redis::RedisStore::new(url) {
        Ok(store) => Ok(Arc::new(store)),
        Err(error) => Err(Failure::environment(format!("{VARIABLE}: {error}"))),
    }
}

#[cfg(not(feature = "redis"))]
fn redis(_url: String) -> Result<Arc<dyn Store>, Failure> {
    let message = format!("{VARIABLE} names Redis, which this build of openplat leaves out");
    Err(Failure::environment(message).hint("install openplat with the feature `redis`"))
}

/// What to do about a store that fails.
pub(crate) const WAY_OUT: &str = "OPENPLAT_TOKEN_STORE chooses another store";

fn files(directory: &Directory) -> Result<Arc<dyn Store>, Failure> {
    match FileStore::new(directory.path()) {
        Ok(store) => Ok(Arc::new(store)),
        Err(error) => {
            let failure = Failure::new(Kind::Store, chain(&error), Delivery::NotSent);
            Err(failure.hint(WAY_OUT))
        }
    }
}

/// The directory behind `file:`.
fn named_directory(path: &str) -> Result<Directory, Failure> {
    let directory = match path.starts_with("//") {
        // The first name behind the slashes would be that of a host.
        true => Err("must be a path, not a URL: leave out `//`".to_owned()),
        false => Directory::new(Path::new(path)),
    };
    directory.map_err(|rule| {
        let example = match cfg!(windows) {
            true => r"file:C:\openplat",
            false => "file:/var/lib/openplat",
        };
        Failure::environment(format!("{VARIABLE}: the directory {rule}"))
            .hint(format!("write it in full, as in `{example}`"))
    })
}

/// The directory for what should outlive a command and is no configuration.
fn state_directory() -> Result<Directory, Failure> {
    let places: &[(&str, &str)] = match cfg!(windows) {
        true => &[("LOCALAPPDATA", "openplat")],
        false => &[
            ("XDG_STATE_HOME", "openplat"),
            ("HOME", ".local/state/openplat"),
        ],
    };
    let mut unusable = Vec::new();
    for (variable, below) in places {
        let value = env::var_os(variable).map(PathBuf::from);
        let why_not = match &value {
            None => "not set",
            Some(path) if path.as_os_str().is_empty() => "empty",
            // It is to be ignored (XDG Base Directory).
            Some(path) if !path.is_absolute() => "not an absolute path",
            Some(path) => {
                let directory = Directory::new(path).map_err(|rule| {
                    Failure::environment(format!("{variable} {rule}")).hint(WAY_OUT)
                })?;
                return Ok(directory.join(below));
            }
        };
        unusable.push(format!("{variable} is {why_not}"));
    }
    let unusable = unusable.join(", ");
    let message = format!("no directory for the access token: {unusable}");
    Err(Failure::environment(message).hint(WAY_OUT))
}
