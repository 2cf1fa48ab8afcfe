use std::fmt::Debug;

use provider_client::{Error, ProviderCode};
use provider_http::{Effect, Settings as Transport};

use crate::{Answer, Seen};

/// What a call brought, whatever its type.
pub type Outcome<C> = Result<Box<dyn Debug>, Error<C>>;

/// A provider, as the suite sees it.
///
/// The first call that reads and the first that writes are those that the rules of the verdict
/// are tried on.
pub trait Subject: Sized + 'static {
    /// The client.
    type Client: Debug;
    /// The client's settings.
    type Settings: Debug;
    /// The provider's codes.
    type Code: ProviderCode;

    /// The provider's name.
    const NAME: &'static str;

    /// What its paths begin with, up to what tests call a path.
    const PREFIX: &'static str = "";

    /// The token that a call needs.
    const TOKEN: Option<Token> = None;

    /// The names of code, text and data in the envelope.
    const ENVELOPE: [&'static str; 3];

    /// The text of a success, as JSON.
    const SUCCESS_TEXT: &'static str = "\"any\"";

    /// Whether a refusal proves something only with a text that says why.
    const REFUSAL_NEEDS_A_REASON: bool = false;

    /// Whether true and false are codes.
    const HAS_BOOLEAN_CODES: bool = false;

    /// A code that proves that the call was not done.
    const NOT_DONE: i64;

    /// A code that proves nothing.
    const OPEN: i64;

    /// The field in the data of the first call that writes which names what it made.
    const MADE: Option<&'static str> = None;

    /// Texts that nothing may show: credentials, tokens, what is made of them.
    const SECRETS: &'static [&'static str];

    /// Texts in the calls that nothing may show.
    const INPUTS: &'static [&'static str];

    /// Texts in the good answers that nothing may show.
    const ANSWERED: &'static [&'static str] = &[];

    /// Names that stand in the provider's answers.
    const FIELDS: &'static [&'static str];

    /// Values that stand in the provider's answers, as JSON.
    const VALUES: &'static [&'static str] = &[];

    /// A client with [`SECRETS`](Subject::SECRETS) and these changes to its settings.
    fn client(
        base_url: &str,
        change: impl FnOnce(Self::Settings) -> Self::Settings,
    ) -> Self::Client;

    /// Changes the settings of the transport.
    fn transport(
        settings: Self::Settings,
        change: impl FnOnce(Transport) -> Transport,
    ) -> Self::Settings;

    /// Every method of the client that makes an exchange.
    fn calls() -> Vec<Call<Self>>;

    /// Fetches the token that the next calls use.
    fn fetch_token(_client: &Self::Client) -> Result<(), Error<Self::Code>> {
        Ok(())
    }

    /// What may be shown nowhere of a request that was sent, besides its body.
    fn parts_of(_request: &Seen) -> Vec<String> {
        Vec::new()
    }
}

/// How a provider hands out tokens.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The path of the request.
    pub path: &'static str,
    /// An answer that brings one.
    pub answer: &'static str,
    /// An answer that brings another one.
    pub next: &'static str,
    /// The documented code of an answer to a call whose token is not accepted.
    pub rejected: i64,
}

/// A method of a client.
pub struct Call<S: Subject> {
    /// Its name.
    pub name: &'static str,
    /// Whether it writes.
    pub effect: Effect,
    /// A good answer.
    pub good: Answer,
    /// Whether it looks into the answer; one that does not takes any.
    pub is_typed: bool,
    run: fn(&S::Client, &str) -> Outcome<S::Code>,
}

// By hand: a derive would ask the same of the client.
impl<S: Subject> Debug for Call<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call")
            .field("name", &self.name)
            .field("effect", &self.effect)
            .finish_non_exhaustive()
    }
}

impl<S: Subject> Call<S> {
    /// A call that reads; `good` is an answer that it succeeds with.
    pub fn reads(
        name: &'static str,
        good: impl Into<Answer>,
        run: fn(&S::Client, &str) -> Outcome<S::Code>,
    ) -> Self {
        Self {
            name,
            effect: Effect::Reads,
            good: good.into(),
            is_typed: true,
            run,
        }
    }

    /// A call that writes.
    pub fn writes(
        name: &'static str,
        good: impl Into<Answer>,
        run: fn(&S::Client, &str) -> Outcome<S::Code>,
    ) -> Self {
        Self {
            effect: Effect::Writes,
            ..Self::reads(name, good, run)
        }
    }

    /// The call that hands on whatever is answered.
    pub fn untyped(self) -> Self {
        Self {
            is_typed: false,
            ..self
        }
    }

    /// Makes the call with a client of this base URL.
    pub fn run(&self, client: &S::Client, base_url: &str) -> Outcome<S::Code> {
        (self.run)(client, base_url)
    }
}

/// A value that a call brought.
pub fn made<T: Debug + 'static>(value: T) -> Box<dyn Debug> {
    Box::new(value)
}

/// Up to 20 items of a list, or the first error; what follows an error is read too.
pub fn listed<T: Debug + 'static, C: ProviderCode>(
    items: impl Iterator<Item = Result<T, Error<C>>>,
) -> Outcome<C> {
    let all: Vec<_> = items.take(20).collect();
    all.into_iter().collect::<Result<Vec<T>, _>>().map(made)
}
