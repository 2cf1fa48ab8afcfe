use std::fmt;

use access_token::{Error as TokenError, Missing};
use provider_http::Delivery;

use crate::{Error, ProviderCode};

/// Why there is no access token: what the manager of the token says.
#[derive(Debug)]
#[non_exhaustive]
pub struct NoToken<C: ProviderCode> {
    /// The reason; a failed token request is its source.
    pub reason: TokenError<Error<C>>,
    pub(crate) delivery: Delivery,
    rejection: Option<Box<Error<C>>>,
}

impl<C: ProviderCode> NoToken<C> {
    /// The want of a token, and when it turned out: before the call nothing was sent, after a
    /// rejection the provider has refused the call and not carried it out.
    pub fn new(reason: TokenError<Error<C>>, missing: Missing<Error<C>>) -> Self {
        let (delivery, rejection) = match missing {
            Missing::BeforeTheCall => (Delivery::NotSent, None),
            Missing::AfterARejection(error) => (Delivery::Refused, Some(Box::new(error))),
            // Of a way that this crate does not know yet.
            _ => (Delivery::Unknown, None),
        };
        Self {
            reason,
            delivery,
            rejection,
        }
    }

    /// How the provider refused the call for its token; none when the call was not made.
    pub fn rejection(&self) -> Option<&Error<C>> {
        self.rejection.as_deref()
    }

    /// What an answer of the provider's has to say: to the token request, else to the call.
    pub(crate) fn answers(&self) -> impl Iterator<Item = &Error<C>> {
        self.request_error().into_iter().chain(self.rejection())
    }

    /// The error of the token request that was made for this call, by it or by one that it
    /// waited for.
    pub fn request_error(&self) -> Option<&Error<C>> {
        match &self.reason {
            TokenError::Fetch { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl<C: ProviderCode> fmt::Display for NoToken<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.reason, f)?;
        match &self.rejection {
            Some(rejection) => write!(f, " (the token was rejected: {rejection})"),
            None => Ok(()),
        }
    }
}

impl<C: ProviderCode> std::error::Error for NoToken<C> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // It has the text of the reason, so what caused that one is next in the chain.
        std::error::Error::source(&self.reason)
    }
}
