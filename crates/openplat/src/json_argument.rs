//! JSON that is given on the command line, or in a file.

use std::fs;
use std::io::ErrorKind;

use serde_json::value::RawValue;

use crate::failure::Failure;
use crate::unexpanded::unexpanded;

/// The text of an argument, or with `@` before it that of a file, once it is known to be JSON.
/// It is quoted in no error.
pub(crate) fn json_argument(name: &str, argument: &str) -> Result<String, Failure> {
    let (text, origin) = match argument.strip_prefix('@') {
        None => (argument.to_owned(), String::new()),
        Some(file) => {
            let problem = |problem| format!("{name} cannot be read from {file}: {problem}");
            let bytes = fs::read(file).map_err(|error| {
                let failure = Failure::bad_input(problem(error.to_string()));
                match unexpanded(file).filter(|_| error.kind() == ErrorKind::NotFound) {
                    Some(sign) => failure.hint(format!(
                        "{sign} is not expanded here: write the path in full"
                    )),
                    None => failure,
                }
            })?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Failure::bad_input(problem("not UTF-8".to_owned())))?;
            (text, format!(" of {file}"))
        }
    };
    if let Err(error) = serde_json::from_str::<&RawValue>(&text) {
        let (line, column) = (error.line(), error.column());
        return Err(Failure::bad_input(format!(
            "{name} is not JSON (RFC 8259): see line {line}, column {column}{origin}"
        )));
    }
    Ok(text)
}
