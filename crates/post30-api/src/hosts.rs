//! The hosts of the provider: one HTTP client for each, made when it is first called.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use provider_http::Client as Http;

use crate::{Error, Settings};

#[derive(Clone)]
pub(crate) struct Hosts {
    base: Http,
    /// By base URL, shared by clones: connections are kept, and plain http is warned of once.
    others: Arc<Mutex<HashMap<String, Http>>>,
    timeout: Option<Duration>,
}

impl Hosts {
    pub(crate) fn new(settings: &Settings) -> Result<Self, Error> {
        Ok(Self {
            base: client(settings, "base_url", settings.transport.base_url())?,
            others: Arc::default(),
            timeout: None,
        })
    }

    pub(crate) fn with_timeout(&self, timeout: Duration) -> Self {
        Self {
            base: self.base.with_timeout(timeout),
            others: Arc::clone(&self.others),
            timeout: Some(timeout),
        }
    }

    /// The host of the product calls, whose clock is that of the client.
    pub(crate) fn base(&self) -> &Http {
        &self.base
    }

    /// The client of any host; `field` is where its URL came from.
    pub(crate) fn at(
        &self,
        settings: &Settings,
        field: &'static str,
        base_url: &str,
    ) -> Result<Http, Error> {
        if base_url == settings.transport.base_url().trim_end_matches('/') {
            return Ok(self.base.clone());
        }
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let http = match others.get(base_url) {
            Some(http) => http.clone(),
            None => {
                let http = client(settings, field, base_url)?;
                others.insert(base_url.to_owned(), http.clone());
                http
            }
        };
        Ok(match self.timeout {
            Some(timeout) => http.with_timeout(timeout),
            None => http,
        })
    }
}

fn client(settings: &Settings, field: &'static str, base_url: &str) -> Result<Http, Error> {
    let transport = settings.transport.clone().at(base_url);
    Http::new(transport).map_err(|error| match Error::from(error) {
        Error::Invalid(error) if error.field() == "base_url" => error.for_field(field).into(),
        error => error,
    })
}

impl fmt::Debug for Hosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.base.fmt(f)
    }
}
