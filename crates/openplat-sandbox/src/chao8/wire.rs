//! The envelope of the provider and the way it writes a lifetime.

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use super::settings::Numbers;
use crate::answer::Reply;
use crate::cached_json::raw_json;
use crate::number_text::write_as_texts;

/// An answer before it is written.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) status: u16,
    pub(super) code: i64,
    pub(super) message: Option<String>,
    pub(super) data: Box<RawValue>,
    /// Fields beside `data` that the documented envelope does not have.
    pub(super) beside: Map<String, Value>,
    pub(super) meta: Value,
}

impl Envelope {
    pub(super) fn ok(data: &RawValue) -> Self {
        Self {
            data: data.to_owned(),
            ..Self::with_code(200, Some("success".to_owned()))
        }
    }

    pub(super) fn refused(refusal: Refusal) -> Self {
        Self::with_code(refusal.code, refusal.message.map(str::to_owned))
    }

    /// Any code at HTTP 200, with null data.
    pub(super) fn with_code(code: i64, message: Option<String>) -> Self {
        Self {
            status: 200,
            code,
            message,
            data: Box::default(),
            beside: Map::new(),
            meta: Value::Null,
        }
    }

    /// The envelope on the wire; `number` is the number of the answer.
    pub(super) fn write(self, style: Style, timestamp_ms: i128, number: u64) -> Reply {
        let mut written = Written {
            code: self.code.into(),
            message: self.message,
            data: self.data,
            beside: self.beside,
            timestamp: Value::from(i64::try_from(timestamp_ms).unwrap_or(i64::MAX)),
            trace_id: format!("00000000-0000-4000-8000-{number:012x}"),
            exception: (),
            meta: self.meta,
            ext: (),
        };
        if style.codes == Numbers::AsTexts {
            write_as_texts(&mut written.code);
        }
        if style.others == Numbers::AsTexts {
            written.data = with_texts(&written.data);
            write_as_texts(&mut written.timestamp);
            write_as_texts(&mut written.meta);
            written.beside.values_mut().for_each(write_as_texts);
        }
        Reply::json(self.status, &written)
    }
}

/// How numbers are written: the code of the envelope, and all others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub(super) codes: Numbers,
    pub(super) others: Numbers,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    code: Value,
    message: Option<String>,
    data: Box<RawValue>,
    #[serde(flatten)]
    beside: Map<String, Value>,
    // Quirk: called seconds, printed with the 13 digits of milliseconds [doc].
    timestamp: Value,
    trace_id: String,
    exception: (),
    meta: Value,
    ext: (),
}

fn with_texts(json: &RawValue) -> Box<RawValue> {
    let mut value: Value = serde_json::from_str(json.get()).unwrap_or_default();
    write_as_texts(&mut value);
    raw_json(&value)
}

/// A lifetime as Java's `java.time.Duration` prints it: hours, minutes, seconds, each with its sign.
pub(super) fn iso_duration(seconds: i64) -> String {
    if seconds == 0 {
        return "PT0S".to_owned();
    }
    let mut text = "PT".to_owned();
    for (part, unit) in [
        (seconds / 3600, 'H'),
        (seconds % 3600 / 60, 'M'),
        (seconds % 60, 'S'),
    ] {
        if part != 0 {
            text.push_str(&part.to_string());
            text.push(unit);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::iso_duration;

    // The negative ones are what Java's documentation of `Duration.toString` leads to.
    #[test]
    fn lifetime_is_written_as_java_does() {
        for (seconds, text) in [
            (28_800, "PT8H"),
            (5_400, "PT1H30M"),
            (90_061, "PT25H1M1S"),
            (1, "PT1S"),
            (0, "PT0S"),
            (-1, "PT-1S"),
            (-3_661, "PT-1H-1M-1S"),
        ] {
            assert_eq!(iso_duration(seconds), text);
        }
    }
}
