use provider_http::Reply;
use serde_json::value::RawValue;

use crate::envelope::Fields;
use crate::{Endpoint, Provider, ProviderCode};

/// An answer whose envelope was read: its code and texts, as far as they can be read.
#[derive(Debug)]
pub struct Answer<'a, C> {
    reply: &'a Reply,
    pub(crate) fields: Fields,
    code: Option<C>,
    text: Option<String>,
}

impl<'a, C: ProviderCode> Answer<'a, C> {
    pub(crate) fn read<P: Provider<Code = C>>(endpoint: &Endpoint, reply: &'a Reply) -> Self {
        let fields = Fields::of(reply.body(), &P::ENVELOPE);
        let code = fields.code().and_then(|raw| P::code(raw, endpoint));
        let text = fields.shown(raw(&fields.text));
        Self {
            reply,
            fields,
            code,
            text,
        }
    }

    /// The code; none when the answer has none that can be read.
    pub fn code(&self) -> Option<C> {
        self.code
    }

    /// The provider's message as it came, and as JSON when it is no text; empty when there is
    /// none. It may echo what was sent: show it through [`Reply::shown`] only.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
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
