//! The fields of a JSON object, read by the rules of the document.

use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::refusal::Refusal;
use super::wire;
use crate::number_text::is_digits;

/// An object in a request. `null` counts as a field that was not sent.
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// Takes an object that has no other fields than these.
    pub(super) fn of(value: &'a Value, allowed: &[&str]) -> Result<Self, Refusal> {
        let object = value
            .as_object()
            .ok_or_else(|| Refusal::invalid("参数必须是对象"))?;
        match object.keys().find(|name| !allowed.contains(&name.as_str())) {
            Some(name) => Err(Refusal::invalid(format!("{name} 未知参数"))),
            None => Ok(Self { object }),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn required(&self, name: &str) -> Result<&'a Value, Refusal> {
        self.get(name).ok_or_else(|| missing(name))
    }

    /// A text that was sent and is not empty.
    pub(super) fn text(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let text = value.as_str().ok_or_else(|| ill_typed(name, "字符串"))?;
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    pub(super) fn required_text(&self, name: &str) -> Result<&'a str, Refusal> {
        self.text(name)?.ok_or_else(|| missing(name))
    }

    /// A whole number that must be sent, as a JSON number.
    pub(super) fn integer(&self, name: &str) -> Result<u64, Refusal> {
        let value = self.required(name)?;
        value.as_u64().ok_or_else(|| ill_typed(name, "整数"))
    }

    /// Quirk: the caller's ids are int in the table and text in the example [docs+]: digits in either, below 2^63.
    ///
    /// Absent, empty and 0 are one: the provider makes an id then.
    pub(super) fn own_id(&self, name: &str) -> Result<Option<String>, Refusal> {
        let digits = match self.get(name) {
            None => return Ok(None),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => return Err(ill_typed(name, "整数")),
        };
        if digits.is_empty() || digits == "0" {
            return Ok(None);
        }
        let is_number = is_digits(&digits) && digits.parse::<i64>().is_ok();
        if is_number {
            Ok(Some(digits))
        } else {
            Err(ill_typed(name, "整数"))
        }
    }

    pub(super) fn array(&self, name: &str) -> Result<Option<&'a [Value]>, Refusal> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let items = value.as_array().ok_or_else(|| ill_typed(name, "数组"))?;
        Ok(Some(items))
    }

    pub(super) fn required_array(&self, name: &str) -> Result<&'a [Value], Refusal> {
        self.array(name)?.ok_or_else(|| missing(name))
    }

    /// `range`: two whole numbers from 1 on.
    pub(super) fn range(&self) -> Result<Option<(u64, u64)>, Refusal> {
        let Some(items) = self.array("range")? else {
            return Ok(None);
        };
        let number = |value: &Value| value.as_u64().filter(|number| *number > 0);
        match items {
            [first, second] => number(first).zip(number(second)).map(Some),
            _ => None,
        }
        .ok_or_else(|| ill_typed("range", "两个正整数"))
    }

    /// `create_time`: `[from, to]`, where an empty text is an end that was not given.
    pub(super) fn create_time(&self) -> Result<TimeSpan, Refusal> {
        let invalid = || ill_typed("create_time", "两个时间");
        let ends = self.array("create_time")?.unwrap_or_default();
        if ends.len() > 2 {
            return Err(invalid());
        }
        let end = |place: usize| match ends.get(place).map(Value::as_str) {
            None | Some(Some("")) => Ok(None),
            Some(Some(text)) => wire::parse_time(text).map(Some).ok_or_else(invalid),
            Some(None) => Err(invalid()),
        };
        Ok(TimeSpan {
            from: end(0)?,
            to: end(1)?,
        })
    }
}

/// The two ends of `create_time`, as far as they were given.
pub(super) struct TimeSpan {
    pub(super) from: Option<OffsetDateTime>,
    pub(super) to: Option<OffsetDateTime>,
}

pub(super) fn missing(name: &str) -> Refusal {
    Refusal::invalid(format!("{name} 不能为空"))
}

pub(super) fn ill_typed(name: &str, wanted: &str) -> Refusal {
    Refusal::invalid(format!("{name} 必须是{wanted}"))
}
