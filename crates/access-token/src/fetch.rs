use signing::Secret;

use crate::Lifetime;

/// How a new token is got from the provider: one request, no repeats, with a deadline shorter
/// than [`Settings::fetch_timeout`](crate::Settings::fetch_timeout).
///
/// A closure that returns a [`Fetched`] is one, too.
pub trait Fetch: Send + Sync {
    /// What goes wrong; every caller who waited for this fetch gets it. It shows no secret.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// Whatever the provider or the network has to say.
    fn fetch(&self) -> Result<Fetched, Self::Error>;

    /// What an error of [`fetch`](Fetch::fetch) means for the caller. Default
    /// [`Verdict::Unknown`].
    fn verdict(&self, error: &Self::Error) -> Verdict {
        let _ = error;
        Verdict::Unknown
    }
}

impl<F, E> Fetch for F
where
    F: Fn() -> Result<Fetched, E> + Send + Sync,
    E: std::error::Error + Send + Sync + 'static,
{
    type Error = E;

    fn fetch(&self) -> Result<Fetched, E> {
        self()
    }
}

/// A token and how long it lives, as the provider's answer says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fetched {
    /// The token.
    pub token: Secret,
    /// Its lifetime, counted from the moment the answer arrived.
    pub lifetime: Lifetime,
}

impl Fetched {
    /// A token with a lifetime.
    pub fn new(token: impl Into<Secret>, lifetime: impl Into<Lifetime>) -> Self {
        Self {
            token: token.into(),
            lifetime: lifetime.into(),
        }
    }
}

/// What the failure of a fetch means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The provider says that there were too many requests.
    RateLimited,
    /// A later try may well succeed: no connection, no answer, a busy server.
    Transient,
    /// A later try fails likewise: wrong credentials, account frozen.
    Lasting,
    /// Nothing is known.
    Unknown,
}
