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
    kind: InvalidKind,
}

/// What kind of rule an input breaks, for programs that offer a way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidKind {
    /// A rule of the input itself.
    Rule,
    /// Plain http to a host where it was not allowed: a setting allows it.
    PlainHttp,
    /// https without any certificate to trust: the feature `webpki-roots` brings Mozilla's.
    NoRootCertificates,
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
            kind: InvalidKind::Rule,
        }
    }

    /// The same with another kind. Default [`InvalidKind::Rule`].
    #[must_use]
    pub fn with_kind(mut self, kind: InvalidKind) -> Self {
        self.kind = kind;
        self
    }

    /// The same rule for another field: for a setting that stands in place of this one.
    #[must_use]
    pub fn for_field(mut self, field: &'static str) -> Self {
        self.field = field;
        self
    }

    /// What kind of rule it breaks.
    pub fn kind(&self) -> InvalidKind {
        self.kind
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
