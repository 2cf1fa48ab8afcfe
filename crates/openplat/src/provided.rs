//! What the tool knows of a provider: its variables, its arguments, and how its errors are told.

use access_token::Error as TokenError;
use provider_client::{Error, NoToken, ProviderCode, Refusal};
use provider_http::{Class, Delivery, InvalidInput, InvalidKind};

use crate::environment::PlainHttp;
use crate::failure::{Failure, Kind, chain};
use crate::token_store;

/// A provider, as the tool describes it.
#[derive(Debug)]
pub(crate) struct Provided {
    /// The variables of the environment that a client is made from; the base URL is the first.
    pub(crate) variables: &'static [Variable],
    /// What the client adds to the base URL; empty when it adds nothing of its own.
    pub(crate) prefix: &'static str,
    /// The arguments behind the fields that the client names in an error.
    pub(crate) arguments: &'static [(&'static str, &'static str)],
    /// What a user has to know when plain http is refused.
    pub(crate) plain_http: Option<&'static str>,
}

/// A variable of the environment.
#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) name: &'static str,
    /// The field that the client names in an error.
    pub(crate) field: &'static str,
    /// What it is, for people; one line or more.
    pub(crate) meaning: &'static str,
}

impl Variable {
    pub(crate) const fn new(
        name: &'static str,
        field: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self {
            name,
            field,
            meaning,
        }
    }
}

impl Provided {
    /// The part of the help that lists the variables of the environment.
    pub(crate) fn help(&self) -> String {
        let widest = self.variables.iter().map(|variable| variable.name.len());
        let widest = widest.max().unwrap_or_default();
        let mut text = "Environment:".to_owned();
        for Variable { name, meaning, .. } in self.variables {
            for (place, line) in meaning.lines().enumerate() {
                let name = if place == 0 { name } else { "" };
                text.push_str(&format!("\n  {name:<widest$}  {line}"));
            }
        }
        text
    }

    /// Refuses a base URL that has already what the client adds to it.
    pub(crate) fn check_base_url(&self, base_url: &str) -> Result<(), Failure> {
        let prefix = self.prefix;
        if prefix.is_empty() || !base_url.trim_end_matches('/').ends_with(prefix) {
            return Ok(());
        }
        let name = self.variables[0].name;
        let message = format!("{name} must end before {prefix}, which is added to it");
        Err(Failure::environment(message))
    }

    /// The failure of making a client.
    pub(crate) fn no_client<C: ProviderCode>(
        &self,
        error: &Error<C>,
        plain_http: PlainHttp,
    ) -> Failure {
        let failure = self.failure(error);
        match error {
            Error::Invalid(input) if plain_http.is_refused(input) => {
                let failure = failure.hint(PlainHttp::WAY_OUT);
                self.plain_http.into_iter().fold(failure, Failure::hint)
            }
            // Its field is a setting of the library: the tool has none for certificates.
            Error::Invalid(input) if input.kind() == InvalidKind::NoRootCertificates => {
                let name = self.variables[0].name;
                let message = format!(
                    "{name} is https, for which this build of openplat trusts no certificate"
                );
                Failure::environment(message)
                    .hint("install openplat with the feature `webpki-roots`")
            }
            _ => failure,
        }
    }

    /// The failure of a bad input, in terms of what the user typed or set.
    pub(crate) fn invalid(&self, input: &InvalidInput) -> Failure {
        let mut arguments = self.arguments.iter();
        let argument = arguments.find(|(field, _)| *field == input.field());
        let mut variables = self.variables.iter();
        let variable = variables.find(|variable| variable.field == input.field());
        let name = argument.map(|(_, argument)| *argument);
        Failure::invalid(input, name.or(variable.map(|variable| variable.name)))
    }

    /// The failure of a call that only reads, or of a token request.
    pub(crate) fn failure<C: ProviderCode>(&self, error: &Error<C>) -> Failure {
        let delivery = error.delivery();
        let failure = match error {
            Error::Invalid(input) => self.invalid(input),
            Error::Token(token) => no_token(error, token),
            error => of_exchange(error, error, delivery),
        };
        failure.retry_in(error.retry_in())
    }

    /// The failure of a call that writes; `on_unknown` says how to find out whether it was done.
    pub(crate) fn of_write<C: ProviderCode>(&self, error: &Error<C>, on_unknown: &str) -> Failure {
        let failure = self.failure(error);
        match error.delivery() {
            Delivery::Unknown => failure.hint(on_unknown),
            _ => failure,
        }
    }
}

/// The failure of an exchange that ended with `error`; `whole` is the error of the call behind it.
fn of_exchange<C: ProviderCode>(error: &Error<C>, whole: &Error<C>, delivery: Delivery) -> Failure {
    match error {
        Error::Refused(refusal) => refused(refusal, delivery),
        Error::Transport(_) => Failure::new(Kind::Transport, chain(whole), delivery),
        _ => Failure::new(Kind::Answer, chain(whole), delivery),
    }
}

fn refused<C: ProviderCode>(refusal: &Refusal<C>, delivery: Delivery) -> Failure {
    // The code of success with a refusal is one that no table explains.
    let meaning = refusal.code.meaning().filter(|_| refusal.code != C::OK);
    let failure = Failure::new(Kind::Refused, refusal.message.as_str(), delivery)
        .code(refusal.code.number(), meaning)
        .class(refusal.class())
        .trace_id(refusal.trace_id.as_deref());
    match refusal.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// There is no token to make the call with.
fn no_token<C: ProviderCode>(error: &Error<C>, token: &NoToken<C>) -> Failure {
    let delivery = error.delivery();
    let told = |kind| Failure::new(kind, chain(error), delivery);
    let failure = match &token.reason {
        TokenError::Fetch { source, .. } => of_exchange(source, error, delivery).of_token_request(),
        TokenError::Unusable { .. } => told(Kind::Answer).of_token_request(),
        TokenError::TooSoon { .. } => told(Kind::Wait).class(Class::RateLimit),
        TokenError::WaitedTooLong { .. } => told(Kind::Wait),
        TokenError::Store { .. } => told(Kind::Store).hint(token_store::WAY_OUT),
        _ => told(Kind::Failed),
    };
    match delivery {
        Delivery::Refused => {
            failure.hint("the provider rejected the token of the call, and did not carry it out")
        }
        _ => failure,
    }
}
