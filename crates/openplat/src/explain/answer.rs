//! A diagnosis on standard output.

use serde::Serialize;
use signature_doctor::{Diagnosis, Stages};

use crate::format::Format;
use crate::output::{Output, Stop};
use crate::terminal::clean;

/// Writes a diagnosis: its stages one to a line for people, one object for programs.
pub(super) fn write(diagnosis: &Diagnosis, output: &mut Output) -> Result<(), Stop> {
    match output.format() {
        Format::People => {
            let text = diagnosis.to_string();
            let lines: Vec<_> = text.split('\n').map(clean).collect();
            output.text(lines.join("\n"))
        }
        Format::Json => output.json(&Answer::new(diagnosis)),
    }
}

/// The JSON object of a diagnosis. Every key is always there, and every text is masked.
#[derive(Serialize)]
struct Answer<'a> {
    matches: bool,
    algorithm: &'static str,
    parameters: Vec<Parameter<'a>>,
    order: &'a [String],
    string_to_sign: &'a str,
    bytes_without_key: usize,
    charset: &'static str,
    /// The right one; null where it is a credential itself.
    signature: Option<&'a str>,
    received: Option<&'a str>,
    /// Whether the received one has the form of a signature at all.
    is_signature: bool,
    explanations: Vec<Vec<Mistake>>,
}

#[derive(Serialize)]
struct Parameter<'a> {
    name: &'a str,
    value: &'a str,
    fate: String,
}

#[derive(Serialize)]
struct Mistake {
    name: &'static str,
    what: String,
    advice: String,
}

impl<'a> Answer<'a> {
    fn new(diagnosis: &'a Diagnosis) -> Self {
        let Stages {
            algorithm,
            parameters,
            order,
            string_to_sign,
            bytes_without_key,
            charset,
            digest,
            received,
            ..
        } = &diagnosis.stages;
        Self {
            matches: diagnosis.matches,
            algorithm: algorithm.name(),
            parameters: parameters
                .iter()
                .map(|parameter| Parameter {
                    name: &parameter.name,
                    value: &parameter.value,
                    fate: parameter.fate.to_string(),
                })
                .collect(),
            order,
            string_to_sign,
            bytes_without_key: *bytes_without_key,
            charset,
            signature: digest.as_deref(),
            received: received.as_deref(),
            is_signature: diagnosis.is_signature,
            explanations: diagnosis
                .explanations
                .iter()
                .map(|explanation| explanation.mistakes.iter().map(Mistake::new).collect())
                .collect(),
        }
    }
}

impl Mistake {
    fn new(mistake: &signature_doctor::Mistake) -> Self {
        Self {
            name: mistake.name(),
            what: mistake.what(),
            advice: mistake.advice(),
        }
    }
}
