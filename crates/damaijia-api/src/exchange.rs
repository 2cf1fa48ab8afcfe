//! One exchange: how its answer is read.

use provider_http::{
    Client as Http, DecodeError, Note, Reply, Request, UnexpectedAnswer, from_json,
};
use serde::de::DeserializeOwned;
use signing::Secret;

use crate::error::Refusal;
use crate::wire::{CancelEnvelope, Effect, Endpoint, Envelope};
use crate::{Code, Error};

/// Sends a request and reads `T` from the envelope of a success, or makes an error of the answer.
pub(crate) fn exchange<T: DeserializeOwned>(
    http: &Http,
    endpoint: Endpoint,
    request: Request,
    secrets: &[&Secret],
) -> Result<T, Error> {
    http.call(request, |reply, note: &mut Note| {
        let unexpected = |problem| UnexpectedAnswer::new(endpoint.call, reply, problem);
        let envelope = envelope(endpoint, reply).map_err(unexpected)?;
        note.provider_code = Some(envelope.code().0);
        if envelope.code() == Code::OK {
            // The envelope says that it was done; only what it brought is unreadable.
            return from_json(reply.body()).map_err(|problem| unexpected(problem).into());
        }
        let refusal = Refusal::new(endpoint, reply, &envelope, secrets, http.now());
        Err(Error::Refused(Box::new(refusal)))
    })
}

/// Quirk: failures have the HTTP status 200 [observed], so the body decides, whatever it is.
fn envelope(endpoint: Endpoint, reply: &Reply) -> Result<Envelope, DecodeError> {
    match endpoint.effect {
        Effect::Cancels => from_json::<CancelEnvelope>(reply.body()).map(Envelope::from),
        Effect::Reads | Effect::Writes => from_json(reply.body()),
    }
}
