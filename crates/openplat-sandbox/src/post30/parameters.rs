//! The parameters of a request, from the form in its body or from its query.

use serde::de::DeserializeOwned;

use super::data;
use super::refusal::Refusal;
use crate::form::Form;
use crate::request::Request;

/// The parameters of a call.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) form: Form,
}

impl Parameters {
    /// Those in the body of a request, which must say that it is a form.
    pub(super) fn of_body(request: &Request) -> Result<Self, Refusal> {
        if request.query().is_some() {
            return Err(Refusal::FORM_INVALID);
        }
        Self::of(Form::of_body(request))
    }

    /// Those in the query of a request.
    pub(super) fn of_query(request: &Request) -> Result<Self, Refusal> {
        Self::of(Form::of_query(request))
    }

    /// One that must be sent and must not be empty.
    pub(super) fn required(&self, name: &str) -> Result<&[u8], Refusal> {
        self.form
            .value(name)
            .filter(|value| !value.is_empty())
            .ok_or(Refusal::PARAMETER_MISSING)
    }

    /// The fields of the call in `data`.
    pub(super) fn data<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        data::parse(self.required("data")?)
    }

    fn of(form: Option<Form>) -> Result<Self, Refusal> {
        let form = form.ok_or(Refusal::FORM_INVALID)?;
        Ok(Self { form })
    }
}
