//! What is tried with each algorithm, and the mistake that it stands for.

use crate::digest::Hash;
use crate::recipe::{
    Change, Empty, Joints, KeyPlace, Names, NonAsciiForm, Part, SecretForm, Sign, TimePlace,
};
use crate::subject::Subject;
use crate::write::charset::Charset;
use crate::write::json::Spacing;
use crate::write::order::Order;
use crate::write::percent::{Encoded, Encoder};
use crate::write::time_text::{self, PATTERNS};
use crate::{Algorithm, Mistake};

/// A change of the recipe, and the mistake that it stands for. Some mistakes have several ways to
/// be made, each a trial of its own.
#[derive(Clone)]
pub(crate) struct Trial {
    pub(crate) mistake: Mistake,
    pub(crate) change: Change,
}

/// The trials that can change something for a subject.
pub(crate) fn for_subject(subject: &Subject) -> Vec<Trial> {
    let mut trials = fixed(subject.algorithm);
    trials.retain(|trial| match trial.change {
        Change::Encoded(encoded) => encoded != subject.encoded,
        _ => true,
    });
    for (place, name) in subject.others.iter().enumerate() {
        if subject.differs_from_key(place) {
            trials.push(another_credential(place, name));
        }
    }
    if has_time(subject) {
        trials.extend(times());
    }
    trials
}

/// Every mistake of an algorithm once, with those that the form of a signature shows.
pub(crate) fn mistakes(algorithm: Algorithm) -> Vec<Mistake> {
    let mut mistakes = match algorithm {
        Algorithm::SortedPairs => vec![Mistake::LowerCaseHex],
        Algorithm::BracePairs | Algorithm::SecretDigest => vec![Mistake::UpperCaseHex],
    };
    mistakes.extend([Mistake::SixteenDigits, Mistake::Base64Digest]);
    let mut trials = fixed(algorithm);
    trials.push(another_credential(0, "AppSecret"));
    if algorithm != Algorithm::SecretDigest {
        trials.extend(times());
    }
    for trial in trials {
        if !mistakes.contains(&trial.mistake) {
            mistakes.push(trial.mistake);
        }
    }
    mistakes
}

fn another_credential(place: usize, name: &str) -> Trial {
    Trial {
        mistake: Mistake::AnotherCredential {
            credential: name.to_owned(),
        },
        change: Change::Credential(place),
    }
}

fn times() -> impl Iterator<Item = Trial> {
    let formats = PATTERNS.iter().map(|pattern| Trial {
        mistake: Mistake::TimeFormat {
            format: pattern.name,
        },
        change: Change::Pattern(*pattern),
    });
    let zones = time_text::zone_differences().map(|ahead_minutes| Trial {
        mistake: Mistake::TimeZone { ahead_minutes },
        change: Change::AheadMinutes(ahead_minutes),
    });
    formats.chain(zones)
}

/// Vending signs times among the values, post30 beside the parameters.
fn has_time(subject: &Subject) -> bool {
    match subject.algorithm {
        Algorithm::SortedPairs => subject
            .pairs
            .iter()
            .any(|pair| time_text::is_time(&pair.value.real)),
        _ => subject
            .time
            .as_ref()
            .is_some_and(|time| time_text::is_time(&time.real)),
    }
}

fn fixed(algorithm: Algorithm) -> Vec<Trial> {
    let own: &[&[(Mistake, Change)]] = match algorithm {
        Algorithm::SortedPairs => &[EVERYWHERE, PAIRS, SORTED_PAIRS],
        Algorithm::BracePairs => &[EVERYWHERE, PAIRS, BRACE_PAIRS],
        Algorithm::SecretDigest => &[EVERYWHERE, SECRET_DIGEST],
    };
    own.concat()
        .into_iter()
        .map(|(mistake, change)| Trial { mistake, change })
        .collect()
}

/// What goes wrong with any text that is hashed.
const EVERYWHERE: &[(Mistake, Change)] = &[
    (Mistake::SecretTrimmed, Change::Secret(SecretForm::Trimmed)),
    (
        Mistake::SecretLowerCased,
        Change::Secret(SecretForm::LowerCased),
    ),
    (
        Mistake::SecretInQuotes,
        Change::Secret(SecretForm::InQuotes),
    ),
    (Mistake::TrailingNewline, Change::Ending("\n")),
    (Mistake::TrailingNewline, Change::Ending("\r\n")),
    (Mistake::TrailingCarriageReturn, Change::Ending("\r")),
    (Mistake::TrailingSpace, Change::Ending(" ")),
    (Mistake::ByteOrderMark, Change::ByteOrderMark),
    (Mistake::GbkBytes, Change::Charset(Charset::Gbk)),
    (Mistake::GbkBytes, Change::Charset(Charset::Gb18030)),
    (Mistake::Latin1Bytes, Change::Charset(Charset::Latin1)),
    (Mistake::Utf16Bytes, Change::Charset(Charset::Utf16Le)),
    (Mistake::Utf16Bytes, Change::Charset(Charset::Utf16Be)),
    (Mistake::Md5OfMd5, Change::Hash(Hash::Md5OfLowerMd5)),
    (Mistake::Md5OfMd5, Change::Hash(Hash::Md5OfUpperMd5)),
    (Mistake::Md5OfMd5, Change::Hash(Hash::Md5OfMd5Bytes)),
    (Mistake::Md5OfBase64, Change::Hash(Hash::Md5OfBase64)),
];

/// What goes wrong with parameters and a key.
const PAIRS: &[(Mistake, Change)] = &[
    (Mistake::HmacMd5, Change::Hash(Hash::Hmac)),
    (Mistake::HmacMd5, Change::Hash(Hash::HmacWithoutKey)),
    (Mistake::HmacMd5, Change::Hash(Hash::HmacUpToKey)),
    (
        Mistake::SecretFormEncoded,
        Change::Secret(SecretForm::FormEncoded),
    ),
    (
        Mistake::SeparatorMissingAfterLast,
        Change::Joints(Joints::NoneAfterLast),
    ),
    (Mistake::SeparatorsMissing, Change::Joints(Joints::None)),
    (
        Mistake::SeparatorsMissing,
        Change::Joints(Joints::NoneButAfterLast),
    ),
    (
        Mistake::SeparatorsMissing,
        Change::Joints(Joints::NeitherSeparatorNorEquals),
    ),
    (Mistake::LeadingSeparator, Change::Joints(Joints::Leading)),
    (Mistake::TrailingSeparator, Change::Joints(Joints::Trailing)),
    (Mistake::SignKept, Change::Sign(Sign::AsGiven)),
    (Mistake::SignKept, Change::Sign(Sign::Empty)),
    (Mistake::LastOfRepeatedNames, Change::LastOfRepeated),
    (Mistake::Unsorted, Change::Order(Order::AsGiven)),
    (
        Mistake::CaseInsensitiveOrder,
        Change::Order(Order::LowerCase),
    ),
    (
        Mistake::CaseInsensitiveOrder,
        Change::Order(Order::UpperCase),
    ),
    (Mistake::CultureOrder, Change::Order(Order::Culture)),
    (
        Mistake::CultureOrder,
        Change::Order(Order::CultureWithoutMarks),
    ),
    (Mistake::ValuesTrimmed, Change::ValuesTrimmed),
    (Mistake::ValuesLowerCased, Change::ValuesLowerCased),
    (
        Mistake::ValuesEscaped,
        Change::NonAscii(NonAsciiForm::EscapedLower),
    ),
    (
        Mistake::ValuesEscaped,
        Change::NonAscii(NonAsciiForm::EscapedUpper),
    ),
    (
        Mistake::ValuesUnescaped,
        Change::NonAscii(NonAsciiForm::Unescaped),
    ),
    (Mistake::SlashesEscaped, Change::SlashesEscaped),
    (Mistake::HtmlEscaped, Change::HtmlEscaped),
    (
        Mistake::GoFormEncodingOfValues,
        Change::Encoded(Encoded::Values(Encoder::Go)),
    ),
    (
        Mistake::JavaFormEncodingOfValues,
        Change::Encoded(Encoded::Values(Encoder::Java)),
    ),
    (
        Mistake::PhpFormEncodingOfValues,
        Change::Encoded(Encoded::Values(Encoder::Php)),
    ),
    (
        Mistake::DotNetFormEncodingOfValues,
        Change::Encoded(Encoded::Values(Encoder::DotNet)),
    ),
    (
        Mistake::PercentEncodingOfValues,
        Change::Encoded(Encoded::Values(Encoder::Percent)),
    ),
    (
        Mistake::JavaScriptEncodingOfValues,
        Change::Encoded(Encoded::Values(Encoder::JavaScript)),
    ),
];

const SORTED_PAIRS: &[(Mistake, Change)] = &[
    (Mistake::KeyMissing, parts(&[Part::BareParams])),
    (Mistake::KeyMissing, parts(&[Part::Params])),
    (
        Mistake::KeyMissing,
        parts(&[Part::Params, Part::Literal("key=")]),
    ),
    (
        Mistake::KeyFirst,
        parts(&[
            Part::Literal("key="),
            Part::Key,
            Part::Literal("&"),
            Part::BareParams,
        ]),
    ),
    (
        Mistake::KeyFirst,
        parts(&[Part::Key, Part::Literal("&"), Part::BareParams]),
    ),
    (Mistake::KeyFirst, parts(&[Part::Key, Part::BareParams])),
    (Mistake::KeyWithoutName, parts(&[Part::Params, Part::Key])),
    (
        Mistake::KeyWithoutName,
        parts(&[Part::BareParams, Part::Key]),
    ),
    (Mistake::KeySortedIn, Change::Key(KeyPlace::SortedIn)),
    (
        Mistake::DoubledSeparator,
        Change::Joints(Joints::DoubledBeforeKey),
    ),
    (Mistake::EmptyValuesKept, Change::Empty(Empty::Kept)),
    (
        Mistake::BlankValuesLeftOut,
        Change::Empty(Empty::BlankLeftOut),
    ),
    (Mistake::ZeroLeftOut, Change::ZeroLeftOut),
    (Mistake::NullAsText, Change::Null("null")),
    (Mistake::NullAsText, Change::Null("None")),
    (Mistake::NullAsText, Change::Null("<nil>")),
    (Mistake::NullTextKept, Change::NullTextKept),
    (Mistake::JoinedBeforeSorting, Change::Order(Order::Joined)),
    (Mistake::EncodedBeforeSorting, Change::Order(Order::Encoded)),
    (Mistake::NamesLowerCased, Change::Names(Names::LowerCased)),
    (Mistake::ValuesJsonQuoted, Change::ValuesQuoted),
    (Mistake::ValuesRaw, Change::Encoded(Encoded::Nothing)),
    (
        Mistake::GoFormEncoding,
        Change::Encoded(Encoded::Both(Encoder::Go)),
    ),
    (
        Mistake::JavaFormEncoding,
        Change::Encoded(Encoded::Both(Encoder::Java)),
    ),
    (
        Mistake::PhpFormEncoding,
        Change::Encoded(Encoded::Both(Encoder::Php)),
    ),
    (
        Mistake::DotNetFormEncoding,
        Change::Encoded(Encoded::Both(Encoder::DotNet)),
    ),
    (
        Mistake::PercentEncoding,
        Change::Encoded(Encoded::Both(Encoder::Percent)),
    ),
    (
        Mistake::JavaScriptEncoding,
        Change::Encoded(Encoded::Both(Encoder::JavaScript)),
    ),
    (Mistake::TimestampUnit, Change::TimestampUnit),
];

const BRACE_PAIRS: &[(Mistake, Change)] = &[
    (
        Mistake::KeyMissing,
        parts(&[Part::Params, Part::Time, Part::Literal("{$$$$}")]),
    ),
    (Mistake::KeyMissing, parts(&[Part::Params, Part::Time])),
    (
        Mistake::KeyFirst,
        parts(&[Part::Key, Part::Literal("{$$$$}"), Part::Params, Part::Time]),
    ),
    (
        Mistake::KeyFirst,
        parts(&[Part::Key, Part::Params, Part::Time, Part::Literal("{$$$$}")]),
    ),
    (
        Mistake::KeyFirst,
        parts(&[Part::Key, Part::Params, Part::Time]),
    ),
    (
        Mistake::KeySeparatorMissing,
        parts(&[Part::Params, Part::Time, Part::Key]),
    ),
    (Mistake::EmptyValuesLeftOut, Change::Empty(Empty::LeftOut)),
    (
        Mistake::NamesLowerCasedFirst,
        Change::Order(Order::LowerCase),
    ),
    (Mistake::NamesNotLowerCased, Change::Names(Names::AsGiven)),
    (
        Mistake::NamesLowerCasedBeyondAscii,
        Change::Names(Names::LowerCasedBeyondAscii),
    ),
    (Mistake::JsonSpaced, Change::Spacing(Spacing::Spaced)),
    (Mistake::JsonCompact, Change::Spacing(Spacing::Compact)),
    (Mistake::JsonPretty, Change::Spacing(Spacing::Pretty(2))),
    (Mistake::JsonPretty, Change::Spacing(Spacing::Pretty(4))),
    (Mistake::JsonKeysSorted, Change::KeysSorted),
    (Mistake::TimeMissing, Change::Time(TimePlace::Missing)),
    (Mistake::TimeAsValue, Change::Time(TimePlace::AsValue)),
    (
        Mistake::TimerAsParameter,
        Change::Time(TimePlace::AsParameter),
    ),
];

const SECRET_DIGEST: &[(Mistake, Change)] = &[
    (Mistake::SecretNotDigested, Change::Hash(Hash::Plain)),
    (
        Mistake::SecretCutAtNul,
        Change::Secret(SecretForm::CutAtNul),
    ),
    (Mistake::SecretHexDecoded, Change::Charset(Charset::Hex)),
];

const fn parts(parts: &'static [Part]) -> Change {
    Change::Key(KeyPlace::Parts(parts))
}
