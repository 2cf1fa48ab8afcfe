//! Where access tokens are kept between two commands.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use access_token::{FileStore, MemoryStore, Store};
use provider_http::Delivery;

use crate::environment;
use crate::failure::{Failure, Kind, chain};

const VARIABLE: &str = "OPENPLAT_TOKEN_STORE";

/// The store that `OPENPLAT_TOKEN_STORE` names; without it the files in the user's state directory.
///
/// The value is never shown: it may hold the password of Redis.
pub(crate) fn from_environment() -> Result<Arc<dyn Store>, Failure> {
    let Some(value) = environment::optional(VARIABLE)? else {
        return files(&state_directory()?);
    };
    if value == "memory" {
        return Ok(Arc::new(MemoryStore::new()));
    }
    if let Some(directory) = value.strip_prefix("file:").filter(|path| !path.is_empty()) {
        return files(Path::new(directory));
    }
    if value.starts_with("redis://") || value.starts_with("rediss://") {
        return redis(value);
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

fn files(directory: &Path) -> Result<Arc<dyn Store>, Failure> {
    match FileStore::new(directory) {
        Ok(store) => Ok(Arc::new(store)),
        Err(error) => {
            let failure = Failure::new(Kind::Store, chain(&error), Delivery::NotSent);
            Err(failure.hint(WAY_OUT))
        }
    }
}

/// The directory for what should outlive a command and is no configuration.
fn state_directory() -> Result<PathBuf, Failure> {
    let base = if cfg!(windows) {
        directory(env::var_os("LOCALAPPDATA"))
    } else {
        directory(env::var_os("XDG_STATE_HOME"))
            .or_else(|| Some(directory(env::var_os("HOME"))?.join(".local/state")))
    };
    let base = base.ok_or_else(|| {
        let variables = if cfg!(windows) {
            "LOCALAPPDATA is"
        } else {
            "XDG_STATE_HOME and HOME are"
        };
        let message = format!("no directory for the access token: {variables} not set");
        Failure::environment(message).hint(WAY_OUT)
    })?;
    Ok(base.join("openplat"))
}

/// A directory of the environment; a relative one is to be ignored (XDG Base Directory).
fn directory(value: Option<OsString>) -> Option<PathBuf> {
    value.map(PathBuf::from).filter(|path| path.is_absolute())
}
