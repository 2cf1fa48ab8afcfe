use std::fmt;

use access_token::{Secret, StoreError, StoreErrorKind};
use redis::{ConnectionAddr, IntoConnectionInfo};

/// Where a Redis is, and as whom we log in there.
pub(crate) struct Address {
    pub(crate) place: ConnectionAddr,
    pub(crate) user: Option<Secret>,
    pub(crate) password: Option<Secret>,
    pub(crate) database: i64,
}

impl Address {
    pub(crate) fn parse(url: &str) -> Result<Self, StoreError> {
        let refused = |rule| StoreError::new(StoreErrorKind::Refused, rule);
        let info = url.into_connection_info().map_err(|_| {
            // The error of the URL parser is dropped: the URL holds the password.
            refused("the address of redis must be redis://host:port/number or rediss://…")
        })?;
        if matches!(info.addr(), ConnectionAddr::TcpTls { insecure: true, .. }) {
            return Err(refused(
                "the address of redis must not end in #insecure: the certificate is always checked",
            ));
        }
        let login = info.redis_settings();
        Ok(Self {
            place: info.addr().clone(),
            user: login.username().map(Secret::from),
            password: login.password().map(Secret::from),
            database: login.db(),
        })
    }
}

/// Host and port, or a path: no user, no password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.place.fmt(f)
    }
}
