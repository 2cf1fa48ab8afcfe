//! One exchange of a call, and what its answer says.

use provider_http::{Note, Reply, UnexpectedAnswer, from_json};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IgnoredAny};
use signing::{Secret, redact};

use crate::error::Refusal;
use crate::wire::{Data, Effect, Envelope, Rejection};
use crate::{Call, Code, Error, RawAnswer};

/// One exchange of a call: how its answer is read, and what it says of the token.
pub(crate) struct Exchange<'a> {
    call: &'static str,
    effect: Effect,
    secrets: Vec<&'a Secret>,
    rejection: Option<Rejection>,
}

impl<'a> Exchange<'a> {
    /// `secrets` are what no message may show.
    pub(crate) fn new(call: &Call, secrets: Vec<&'a Secret>) -> Self {
        Self {
            call: call.call_name(),
            effect: call.effect(),
            secrets,
            rejection: None,
        }
    }

    /// What the answer said of the token.
    pub(crate) fn rejection(&self) -> Option<Rejection> {
        self.rejection
    }

    /// Reads `data` of a success.
    pub(crate) fn data<T: DeserializeOwned>(
        &mut self,
        reply: &Reply,
        note: &mut Note,
    ) -> Result<T, Error> {
        let unexpected = |problem| UnexpectedAnswer::new(self.call, reply, problem);
        let envelope = from_json::<Envelope>(reply.body());
        self.rejection = Rejection::in_answer(reply, envelope.as_ref().ok().map(Envelope::code));
        // The HTTP status of failures is not documented: the body decides, whatever it is.
        let envelope = envelope.map_err(unexpected)?;
        self.note(&envelope, note);
        if envelope.code() == Code::OK {
            // The envelope says that it was done; only what it brought is unreadable.
            let data = from_json::<Data<T>>(envelope.data(reply.body()));
            return Ok(data.map_err(unexpected)?.data);
        }
        let call = (self.call, self.effect);
        let refusal = Refusal::new(call, reply, envelope, self.rejection, &self.secrets);
        Err(Error::Refused(Box::new(refusal)))
    }

    /// Takes the answer as it came.
    pub(crate) fn raw(&mut self, reply: &Reply, note: &mut Note) -> RawAnswer {
        let envelope = from_json::<Envelope>(reply.body()).ok();
        let code = envelope.as_ref().map(Envelope::code);
        self.rejection = Rejection::in_answer(reply, code);
        if let Some(envelope) = &envelope {
            self.note(envelope, note);
        }
        RawAnswer {
            http_status: reply.status(),
            content_type: reply.content_type().map(str::to_owned),
            code,
            body: reply.body().to_vec(),
        }
    }

    fn note(&self, envelope: &Envelope, note: &mut Note) {
        note.provider_code = Some(envelope.code);
        let trace_id = envelope.trace_id.as_deref();
        note.trace_id = trace_id.map(|trace_id| redact(trace_id, &self.secrets));
    }
}

/// The data of a download, which there is none of: a success in the envelope brings no file.
pub(crate) enum NoFile {}

impl<'de> serde::Deserialize<'de> for NoFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer)?;
        Err(D::Error::custom("expected a file in place of an envelope"))
    }
}
