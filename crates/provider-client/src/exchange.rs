//! One exchange: how its answer is read, and the verdict over it.

use std::cell::Cell;
use std::io::Write;
use std::marker::PhantomData;

use provider_http::{
    Class, Client as Http, DecodeError, Delivery, Effect, Error as TransportError, Note, Proof,
    Reply, Request, UnexpectedAnswer, read_json,
};
use serde::de::DeserializeOwned;
use signing::Secret;

use crate::charset::for_data;
use crate::data::DataSeed;
use crate::{Answer, Endpoint, Error, Provider, Refusal, TokenSign};

/// What a call shows for who makes it, and so what a refusal of it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authorisation {
    /// Credentials that do not change: an operator must act when they are not accepted.
    Credentials,
    /// An access token: another one may be accepted.
    Token,
}

/// What the answer to a call tells of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// It was refused before anything took effect.
    Certain,
    /// It may have been refused, and the call only reads.
    Doubtful,
    /// It may have been refused, or the call may have taken effect all the same.
    Replace,
}

/// One exchange of a call with provider `P`.
#[derive(Debug)]
pub struct Exchange<'a, P: Provider> {
    http: &'a Http,
    endpoint: &'a Endpoint,
    authorisation: Authorisation,
    secrets: &'a [&'a Secret],
    rejection: Cell<Option<Rejection>>,
    provider: PhantomData<P>,
}

impl<'a, P: Provider> Exchange<'a, P> {
    /// An exchange that shows credentials. `secrets` are what no message may show beside the
    /// texts of the request, which are known to it.
    pub fn new(http: &'a Http, endpoint: &'a Endpoint, secrets: &'a [&'a Secret]) -> Self {
        Self {
            http,
            endpoint,
            authorisation: Authorisation::Credentials,
            secrets,
            rejection: Cell::new(None),
            provider: PhantomData,
        }
    }

    /// The same with another authorisation.
    #[cfg(feature = "access-token")]
    pub(crate) fn authorised_by(mut self, authorisation: Authorisation) -> Self {
        self.authorisation = authorisation;
        self
    }

    /// What the answer said of the token.
    #[cfg(feature = "access-token")]
    pub(crate) fn rejection(&self) -> Option<Rejection> {
        self.rejection.get()
    }

    /// Sends the request and reads the data of a success.
    ///
    /// # Errors
    ///
    /// Every kind of [`Error`] that one exchange can end with.
    pub fn data<T: DeserializeOwned>(&self, request: Request) -> Result<T, Error<P::Code>> {
        self.http
            .call(request, |reply, note| self.read_data(reply, note))
    }

    /// Sends the request and lets `read` make something of the body of a success, for data that
    /// do not stand where the envelope says.
    ///
    /// # Errors
    ///
    /// As [`data`](Exchange::data); [`Error::Answer`] with what `read` says.
    pub fn body<T>(
        &self,
        request: Request,
        read: impl FnOnce(&[u8]) -> Result<T, DecodeError>,
    ) -> Result<T, Error<P::Code>> {
        self.http.call(request, |reply, note| {
            let answer = self.answer(reply, note);
            let code = self.success(&answer)?;
            read(&for_data(reply.body())).map_err(|problem| self.unreadable(&answer, problem, code))
        })
    }

    /// Sends the request and reads nothing but that it succeeded: whatever the data are, they
    /// are passed over.
    ///
    /// # Errors
    ///
    /// As [`data`](Exchange::data); an answer that is no whole JSON is one that cannot be read.
    pub fn done(&self, request: Request) -> Result<(), Error<P::Code>> {
        self.http.call(request, |reply, note| {
            let answer = self.answer(reply, note);
            let code = self.success(&answer)?;
            match answer.fields.problem.clone() {
                Some(problem) => Err(self.unreadable(&answer, problem, code)),
                None => Ok(()),
            }
        })
    }

    /// Sends the request and hands the answer to `read`, whatever its code, and whatever its HTTP
    /// status but for a redirect.
    ///
    /// # Errors
    ///
    /// [`Error::Transport`] and [`Error::Invalid`], and what `read` makes of the answer; for a
    /// redirect what it says, as [`data`](Exchange::data).
    pub fn raw<T>(
        &self,
        request: Request,
        read: impl FnOnce(&Answer<'_, P::Code>) -> Result<T, Error<P::Code>>,
    ) -> Result<T, Error<P::Code>> {
        self.http.call(request, |reply, note| {
            let answer = self.answer(reply, note);
            match self.success(&answer) {
                // It would not be handed on, and its code with it.
                Err(error) if reply.is_redirect() => return Err(error),
                // Handed on all the same, and told as what it is.
                Err(error @ Error::Refused(_)) => note.failed(&error),
                _ => {}
            }
            read(&answer)
        })
    }

    /// Sends the request and writes the file that answers it into `sink`; returns its size and
    /// its content type.
    ///
    /// # Errors
    ///
    /// As [`data`](Exchange::data); [`Error::Answer`] when a success brings no file.
    pub fn file(
        &self,
        request: Request,
        sink: &mut dyn Write,
        max_bytes: u64,
    ) -> Result<(u64, Option<String>), Error<P::Code>> {
        // A short body that looks like an envelope, and is none.
        let mut held = None;
        let end = self
            .http
            .download(request, sink, max_bytes, |reply, note| {
                let content_type = reply.content_type().map(str::to_owned);
                if let Some(bytes) = reply.streamed_bytes() {
                    return Ok((bytes, content_type));
                }
                let answer = self.answer(reply, note);
                let is_success = (200..300).contains(&reply.status());
                let is_file = answer.code().is_none() && is_success && !reply.is_json();
                if is_file {
                    held = Some(reply.body().to_vec());
                    return Ok((reply.body().len() as u64, content_type));
                }
                let code = self.success(&answer)?;
                let problem = "expected a file in place of an envelope";
                Err(self.unreadable(&answer, DecodeError::new(".", problem), code))
            })?;
        if let Some(bytes) = held {
            let written = sink.write_all(&bytes).and_then(|()| sink.flush());
            written.map_err(TransportError::sink)?;
        }
        Ok(end)
    }

    /// Reads the data of a success.
    fn read_data<T: DeserializeOwned>(
        &self,
        reply: &Reply,
        note: &mut Note,
    ) -> Result<T, Error<P::Code>> {
        // Most answers have nothing odd about them, and are read in one go.
        let good = Answer::good::<P, T>(self.endpoint, reply).filter(|_| !reply.is_redirect());
        if let Some((answer, data)) = good {
            self.tell(&answer, note);
            return Ok(data);
        }
        let answer = self.answer(reply, note);
        let code = self.success(&answer)?;
        let data = read_json(&for_data(reply.body()), || DataSeed::<T> {
            data: P::ENVELOPE.data,
            wanted: PhantomData,
        });
        data.map_err(|problem| self.unreadable(&answer, problem, code))
    }

    /// An answer that says success, and does not bring what it has to.
    fn unreadable(
        &self,
        answer: &Answer<'_, P::Code>,
        problem: DecodeError,
        code: P::Code,
    ) -> Error<P::Code> {
        use crate::ProviderCode as _;

        let reply = answer.reply();
        let shown = |text: &str| reply.shown(text, self.secrets);
        UnexpectedAnswer::new(self.endpoint.call, reply, problem.shown(shown))
            .with_kind(reply.shown_kind(self.secrets))
            .after_success(code.number(), shown(answer.text()))
            .with_trace_id(answer.trace_id().map(|trace_id| cut(shown(&trace_id))))
            .with_recovery(self.endpoint.recovery)
            .into()
    }

    fn answer<'r>(&self, reply: &'r Reply, note: &mut Note) -> Answer<'r, P::Code> {
        let answer = Answer::read::<P>(self.endpoint, reply);
        self.tell(&answer, note);
        answer
    }

    /// Tells the hook and the holder of the token what an answer says.
    fn tell(&self, answer: &Answer<'_, P::Code>, note: &mut Note) {
        use crate::ProviderCode as _;

        let reply = answer.reply();
        note.provider_code = answer.code().map(|code| code.number());
        let trace_id = answer.trace_id();
        note.trace_id = trace_id.map(|trace_id| cut(reply.shown(&trace_id, self.secrets)));
        self.rejection.set(self.rejection_in(answer));
    }

    /// What an answer says of the token. A call that may have taken effect is not repeated.
    fn rejection_in(&self, answer: &Answer<'_, P::Code>) -> Option<Rejection> {
        if self.authorisation != Authorisation::Token {
            return None;
        }
        let status = answer.reply().status();
        let proof = answer.proof::<P>();
        if proof == Some(Proof::Done) {
            return None;
        }
        let sign = match P::token_sign(answer) {
            _ if status == 401 => TokenSign::Documented,
            // Whoever redirects is somebody in between, whose texts prove nothing of a token.
            Some(TokenSign::Observed) if answer.reply().is_redirect() => return None,
            sign => sign?,
        };
        let effect = self.endpoint.effect;
        // What says nothing else is refused for its token, before the service ran [inferred].
        let proof = match proof {
            None if !says_something(answer) => Proof::NotDone,
            proof => proof.unwrap_or(Proof::Nothing),
        };
        let refused = Delivery::of_code(effect, status, proof) == Delivery::Refused;
        Some(match (sign, effect) {
            (TokenSign::Documented, _) if refused => Rejection::Certain,
            (TokenSign::Observed, Effect::Reads) => Rejection::Doubtful,
            _ => Rejection::Replace,
        })
    }

    /// The code of a success, or the error that the answer stands for.
    fn success(&self, answer: &Answer<'_, P::Code>) -> Result<P::Code, Error<P::Code>> {
        let Some(code) = answer.code() else {
            return Err(self.without_code(answer));
        };
        match answer.proof::<P>().unwrap_or(Proof::Nothing) {
            Proof::Done if answer.reply().is_redirect() => {
                let problem = "expected an answer, found a redirect";
                Err(self.unreadable(answer, DecodeError::new(".", problem), code))
            }
            Proof::Done => Ok(code),
            proof => Err(self.refusal(answer, code, proof).into()),
        }
    }

    fn without_code(&self, answer: &Answer<'_, P::Code>) -> Error<P::Code> {
        let (reply, fields) = (answer.reply(), &answer.fields);
        if reply.is_redirect() && !fields.names_a_code() {
            return TransportError::redirect(reply.status()).into();
        }
        let field = P::ENVELOPE.code;
        let problem = if let Some(encoding) = reply.content_encoding() {
            let said = "the body is compressed, which was not asked for: Content-Encoding is";
            DecodeError::new(".", format!("{said} {encoding}"))
        } else if fields.code_is_ambiguous() {
            DecodeError::new(field, "it stands more than once, and not alike")
        } else if fields.code().is_some() {
            DecodeError::new(field, format!("expected {}", P::CODE_IS))
        } else {
            let missing = || DecodeError::new(".", format!("missing field `{field}`"));
            fields.problem.clone().unwrap_or_else(missing)
        };
        let problem = problem.shown(|text| reply.shown(text, self.secrets));
        let mut unexpected = UnexpectedAnswer::new(self.endpoint.call, reply, problem)
            .with_kind(reply.shown_kind(self.secrets))
            .with_recovery(self.endpoint.recovery);
        if says_something(answer) {
            unexpected = unexpected.with_delivery(Delivery::Unknown);
        }
        if self.rejection.get().is_some() {
            unexpected = unexpected.with_class(Class::TokenRejected);
        }
        unexpected.into()
    }

    fn refusal(
        &self,
        answer: &Answer<'_, P::Code>,
        code: P::Code,
        proof: Proof,
    ) -> Refusal<P::Code> {
        let reply = answer.reply();
        let rejection = self.rejection.get();
        let effect = self.endpoint.effect;
        let mut refusal = Refusal::new(self.endpoint.call, code)
            .with_message(reply.shown(answer.text(), self.secrets))
            .with_http_status(reply.status())
            .with_delivery(Delivery::of_code(effect, reply.status(), proof));
        refusal.class = match P::class(code, answer.text()) {
            // HTTP's own, whatever the provider says beside it.
            _ if reply.status() == 429 => Class::RateLimit,
            Class::Unknown if rejection.is_some() => Class::TokenRejected,
            Class::Unknown => Class::of_http_status(reply.status()).unwrap_or(Class::Unknown),
            class => class,
        };
        let trace_id = answer.trace_id();
        refusal.trace_id = trace_id.map(|trace_id| cut(reply.shown(&trace_id, self.secrets)));
        refusal.retry_in = reply.retry_after().max(P::retry_in(code, self.http.now()));
        refusal.recovery = self.endpoint.recovery;
        refusal.hint = P::hint(&refusal);
        refusal
    }
}

/// A trace id as it is shown beside a message that may be long itself: what is longer is none.
fn cut(trace_id: String) -> String {
    const LONGEST: usize = 128;
    match trace_id.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &trace_id[..end]),
        None => trace_id,
    }
}

/// Whether an answer without a code that can be read may say something all the same: it names a
/// code, or nobody could look into it. Then its HTTP status proves nothing.
fn says_something<C: crate::ProviderCode>(answer: &Answer<'_, C>) -> bool {
    let fields = &answer.fields;
    fields.names_a_code() || fields.is_opaque || answer.reply().content_encoding().is_some()
}
