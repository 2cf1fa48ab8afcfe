use crate::digest::Hash;
use crate::write::charset::Charset;
use crate::write::json::Spacing;
use crate::write::order::Order;
use crate::write::percent::Encoded;
use crate::write::time_text::Pattern;

/// How somebody signs, step by step; the default is how the algorithm has it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Recipe {
    pub(crate) hash: Hash,
    /// An other credential in place of the key.
    pub(crate) credential: Option<usize>,
    pub(crate) secret: SecretForm,
    pub(crate) key: KeyPlace,
    pub(crate) joints: Joints,
    pub(crate) ending: &'static str,
    pub(crate) byte_order_mark: bool,
    pub(crate) empty: Empty,
    pub(crate) zero_left_out: bool,
    pub(crate) null: &'static str,
    pub(crate) null_text_kept: bool,
    pub(crate) sign: Sign,
    pub(crate) last_of_repeated: bool,
    pub(crate) order: Order,
    pub(crate) names: Names,
    pub(crate) values_trimmed: bool,
    pub(crate) values_lower_cased: bool,
    pub(crate) values_quoted: bool,
    pub(crate) non_ascii: NonAsciiForm,
    pub(crate) slashes_escaped: bool,
    pub(crate) html_escaped: bool,
    pub(crate) spacing: Option<Spacing>,
    pub(crate) keys_sorted: bool,
    /// None: as it is right.
    pub(crate) encoded: Option<Encoded>,
    pub(crate) charset: Charset,
    pub(crate) time: TimePlace,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) ahead_minutes: i32,
    pub(crate) timestamp_unit_changed: bool,
}

/// One step done differently. Two changes of the same step exclude each other.
#[derive(Clone, Copy)]
pub(crate) enum Change {
    Hash(Hash),
    Credential(usize),
    Secret(SecretForm),
    Key(KeyPlace),
    Joints(Joints),
    Ending(&'static str),
    ByteOrderMark,
    Empty(Empty),
    ZeroLeftOut,
    Null(&'static str),
    NullTextKept,
    Sign(Sign),
    LastOfRepeated,
    Order(Order),
    Names(Names),
    ValuesTrimmed,
    ValuesLowerCased,
    ValuesQuoted,
    NonAscii(NonAsciiForm),
    SlashesEscaped,
    HtmlEscaped,
    Spacing(Spacing),
    KeysSorted,
    Encoded(Encoded),
    Charset(Charset),
    Time(TimePlace),
    Pattern(Pattern),
    AheadMinutes(i32),
    TimestampUnit,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum SecretForm {
    #[default]
    AsItIs,
    Trimmed,
    LowerCased,
    InQuotes,
    FormEncoded,
    CutAtNul,
}

/// Where the key stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum KeyPlace {
    #[default]
    Right,
    Parts(&'static [Part]),
    SortedIn,
}

/// What a string to sign consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The parameters, each with what follows a value.
    Params,
    /// The parameters without what follows the last value.
    BareParams,
    Time,
    Key,
    Literal(&'static str),
}

/// What stands between the parameters.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Joints {
    #[default]
    Right,
    Leading,
    Trailing,
    DoubledBeforeKey,
    NoneAfterLast,
    None,
    NoneButAfterLast,
    NeitherSeparatorNorEquals,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Empty {
    #[default]
    Right,
    Kept,
    LeftOut,
    BlankLeftOut,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Sign {
    #[default]
    LeftOut,
    AsGiven,
    /// As a field that is there and not yet filled.
    Empty,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Names {
    #[default]
    Right,
    AsGiven,
    LowerCased,
    LowerCasedBeyondAscii,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum NonAsciiForm {
    #[default]
    AsGiven,
    /// `\uXXXX`; upper-case digits or lower-case ones.
    EscapedLower,
    EscapedUpper,
    Unescaped,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum TimePlace {
    #[default]
    Right,
    Missing,
    AsValue,
    AsParameter,
}

impl Recipe {
    pub(crate) fn with(mut self, change: Change) -> Self {
        match change {
            Change::Hash(hash) => self.hash = hash,
            Change::Credential(place) => self.credential = Some(place),
            Change::Secret(form) => self.secret = form,
            Change::Key(place) => self.key = place,
            Change::Joints(joints) => self.joints = joints,
            Change::Ending(ending) => self.ending = ending,
            Change::ByteOrderMark => self.byte_order_mark = true,
            Change::Empty(empty) => self.empty = empty,
            Change::ZeroLeftOut => self.zero_left_out = true,
            Change::Null(word) => self.null = word,
            Change::NullTextKept => self.null_text_kept = true,
            Change::Sign(sign) => self.sign = sign,
            Change::LastOfRepeated => self.last_of_repeated = true,
            Change::Order(order) => self.order = order,
            Change::Names(names) => self.names = names,
            Change::ValuesTrimmed => self.values_trimmed = true,
            Change::ValuesLowerCased => self.values_lower_cased = true,
            Change::ValuesQuoted => self.values_quoted = true,
            Change::NonAscii(form) => self.non_ascii = form,
            Change::SlashesEscaped => self.slashes_escaped = true,
            Change::HtmlEscaped => self.html_escaped = true,
            Change::Spacing(spacing) => self.spacing = Some(spacing),
            Change::KeysSorted => self.keys_sorted = true,
            Change::Encoded(encoded) => self.encoded = Some(encoded),
            Change::Charset(charset) => self.charset = charset,
            Change::Time(place) => self.time = place,
            Change::Pattern(pattern) => self.pattern = Some(pattern),
            Change::AheadMinutes(minutes) => self.ahead_minutes = minutes,
            Change::TimestampUnit => self.timestamp_unit_changed = true,
        }
        self
    }
}

impl Change {
    /// Whether both change the same step, so that they cannot be made together.
    pub(crate) fn excludes(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}
