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
            Missing::AfterARejection(error) => (error.delivery(), Some(Box::new(error))),
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

    /// The one answer of the provider's that is told of: that to the token request, unless only
    /// that to the call has a code.
    pub(crate) fn answer(&self) -> Option<&Error<C>> {
        let both = [self.request_error(), self.rejection()];
        let mut answers = both.into_iter().flatten();
        let with_code = answers.clone().find(|error| error.code().is_some());
        with_code.or_else(|| answers.next())
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
        match self.rejection().map(Error::code) {
            Some(Some(code)) => write!(f, "; the last one was rejected with code {code}"),
            Some(None) => f.write_str("; the last one was rejected"),
            None => Ok(()),
        }
    }
}

impl<C: ProviderCode> std::error::Error for NoToken<C> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // It has the text of the reason, so what caused that one is next in the chain; else how the
        // call was refused.
        let rejection = self.rejection().map(|error| error as _);
        std::error::Error::source(&self.reason).or(rejection)
    }
}
