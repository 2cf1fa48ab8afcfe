//! The shapes that the answers can have.

/// The type of `success`: a number in the table, a text and a boolean in examples of other pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SuccessStyle {
    /// `1` and `0`.
    #[default]
    Number,
    /// `"1"` and `"0"`.
    Text,
    /// `true` and `false`.
    Boolean,
}

/// A shape of the answers: the documented one, or one way in which it may differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// `total` is a number, the values of rows are texts, a list without rows is `[]`, a refusal has its message.
    #[default]
    Documented,
    /// `total` is a text.
    TotalAsText,
    /// The numbers in rows and in `entity` are JSON numbers, prices with all their places.
    RowsWithNumbers,
    /// A maker or brand that is not known is left out; in the documented shape it is an empty text.
    BlanksMissing,
    /// A maker or brand that is not known is `null`.
    BlanksNull,
    /// A list without rows has no `rows`.
    NoRowsMissing,
    /// A list without rows has `null` as `rows`.
    NoRowsNull,
    /// A refusal has no `message`.
    MessageMissing,
    /// A refusal has `null` as `message`.
    MessageNull,
    /// Answers are written like the samples of the provider's page, with single quotes: no JSON.
    NotJson,
}

impl Shape {
    /// All shapes.
    pub const ALL: &[Self] = &[
        Self::Documented,
        Self::TotalAsText,
        Self::RowsWithNumbers,
        Self::BlanksMissing,
        Self::BlanksNull,
        Self::NoRowsMissing,
        Self::NoRowsNull,
        Self::MessageMissing,
        Self::MessageNull,
        Self::NotJson,
    ];
}
