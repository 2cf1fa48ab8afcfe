use std::borrow::Cow;

/// An input that breaks a documented rule; nothing was sent.
///
/// It names the field, the rule and where the rule comes from, never the value: the value may be
/// a secret that was put into the wrong place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {rule} ({origin})")]
pub struct InvalidInput {
    field: &'static str,
    rule: Cow<'static, str>,
    origin: &'static str,
}

impl InvalidInput {
    /// `field` as the caller knows it, `rule` as the rest of a sentence ("must be 6 to 10"),
    /// `origin` the page or the reason behind the rule.
    pub fn new(
        field: &'static str,
        rule: impl Into<Cow<'static, str>>,
        origin: &'static str,
    ) -> Self {
        Self {
            field,
            rule: rule.into(),
            origin,
        }
    }

    /// The field that is at fault.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// The rule that it breaks.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Where the rule comes from.
    pub fn origin(&self) -> &'static str {
        self.origin
    }
}
