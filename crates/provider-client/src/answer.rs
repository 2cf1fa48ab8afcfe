use provider_http::{Proof, Reply};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::charset::for_data;
use crate::envelope::Fields;
use crate::named::Word;
use crate::{Endpoint, Provider, ProviderCode};

/// An answer whose envelope was read: its code and texts, as far as they can be read.
#[derive(Debug)]
pub struct Answer<'a, C> {
    reply: &'a Reply,
    pub(crate) fields: Fields,
    code: Option<C>,
    texts: Vec<String>,
    /// All of them, for people.
    text: String,
}

impl<'a, C: ProviderCode> Answer<'a, C> {
    pub(crate) fn read<P: Provider<Code = C>>(endpoint: &Endpoint, reply: &'a Reply) -> Self {
        let is_code_of_success = |word: &str| {
            let as_json = [word.to_owned(), format!("\"{word}\"")].into_iter();
            as_json
                .filter_map(|json| RawValue::from_string(json).ok())
                .any(|raw| P::code(&raw, endpoint) == Some(C::OK))
        };
        let is_success = |word: Word<'_>| match word {
            Word::Whole(word) => is_code_of_success(word),
            Word::Cut(start) => {
                is_code_of_success(start) || C::OK.number().to_string().starts_with(start)
            }
        };
        let fields = Fields::of(reply.body(), &P::ENVELOPE, &is_success);
        Self::of::<P>(fields, endpoint, reply)
    }

    /// A success with its data, read at once; none for any other answer.
    pub(crate) fn good<P: Provider<Code = C>, T: DeserializeOwned>(
        endpoint: &Endpoint,
        reply: &'a Reply,
    ) -> Option<(Self, T)> {
        let (fields, data) = Fields::with_data(reply.body(), &P::ENVELOPE)?;
        let answer = Self::of::<P>(fields, endpoint, reply);
        (answer.proof::<P>() == Some(Proof::Done)).then_some((answer, data))
    }

    fn of<P: Provider<Code = C>>(fields: Fields, endpoint: &Endpoint, reply: &'a Reply) -> Self {
        let code = fields.code().and_then(|raw| P::code(raw, endpoint));
        let texts = fields.texts();
        Self {
            reply,
            fields,
            code,
            text: texts.join(" / "),
            texts,
        }
    }

    /// The code; none when the answer has none that can be read.
    pub fn code(&self) -> Option<C> {
        self.code
    }

    /// The provider's message as it came, and as JSON when it is no text; both, where it stands
    /// twice and not alike; empty when there is none. It may echo what was sent: show it through
    /// [`Reply::shown`] only.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What its code and its text prove; nothing when the text stands twice and the two do not
    /// prove the same.
    pub(crate) fn proof<P: Provider<Code = C>>(&self) -> Option<Proof> {
        let code = self.code?;
        let Some((first, others)) = self.texts.split_first() else {
            return Some(P::proof(code, ""));
        };
        let proof = P::proof(code, first);
        let alike = others.iter().all(|text| P::proof(code, text) == proof);
        Some(if alike { proof } else { Proof::Nothing })
    }

    /// Reads other fields of the answer, for a provider that has signs of its own there; none
    /// when they are not as `T` has them. What is wrong elsewhere in the answer costs nothing, as
    /// far as `T` passes it over.
    pub fn fields<T: DeserializeOwned>(&self) -> Option<T> {
        let body = for_data(self.reply.body());
        let mut documents = serde_json::Deserializer::from_slice(&body).into_iter();
        documents.next()?.ok()
    }

    /// The provider's trace id as it came.
    pub fn trace_id(&self) -> Option<String> {
        self.fields.shown(raw(&self.fields.trace_id))
    }

    /// The answer as HTTP has it.
    pub fn reply(&self) -> &'a Reply {
        self.reply
    }
}

fn raw(field: &Option<Box<RawValue>>) -> Option<&RawValue> {
    field.as_deref()
}
