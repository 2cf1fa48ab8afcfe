use std::fmt;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::settings::LONGEST;

/// How long a token lives, as the provider states it.
///
/// | stated | read as |
/// | --- | --- |
/// | `7200` or `"7200"` | two hours |
/// | `1` or `"1"` | one second: used, and due again after nine tenths of it |
/// | `0`, `-5`, `"0"` | [`Unusable::Lifetime`](crate::Unusable::Lifetime): the token is not used |
/// | absent or `null` | what [`Settings::unstated`](crate::Settings::unstated) says |
/// | `7200.9` | 7200 seconds |
/// | any other text, list or object | an error of the deserializer that never shows the value |
///
/// ```
/// use access_token::Lifetime;
///
/// #[derive(serde::Deserialize)]
/// struct Answer {
///     #[serde(default, rename = "tokenTtlSeconds")]
///     lifetime: Lifetime,
/// }
///
/// let answer: Answer = serde_json::from_str(r#"{"tokenTtlSeconds":"7200"}"#)?;
/// assert_eq!(answer.lifetime, Lifetime::seconds(7200));
/// let answer: Answer = serde_json::from_str("{}")?;
/// assert_eq!(answer.lifetime, Lifetime::unstated());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lifetime(Stated);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stated {
    #[default]
    Not,
    /// Zero or less.
    Over,
    For(Duration),
}

impl Lifetime {
    /// The provider says nothing: the default.
    pub fn unstated() -> Self {
        Self(Stated::Not)
    }

    /// So many seconds; zero and less are kept as what they are, an error.
    pub fn seconds(seconds: i64) -> Self {
        Self::from(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }

    /// The lifetime, none when it is unstated, or an error when it is zero or less.
    pub(crate) fn stated(self) -> Result<Option<Duration>, NoLife> {
        match self.0 {
            Stated::Not => Ok(None),
            Stated::Over => Err(NoLife),
            Stated::For(lifetime) => Ok(Some(lifetime.min(LONGEST))),
        }
    }
}

/// The stated lifetime is zero or less.
pub(crate) struct NoLife;

impl From<Duration> for Lifetime {
    fn from(lifetime: Duration) -> Self {
        if lifetime.is_zero() {
            Self(Stated::Over)
        } else {
            Self(Stated::For(lifetime))
        }
    }
}

impl<'de> Deserialize<'de> for Lifetime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LifetimeVisitor)
    }
}

struct LifetimeVisitor;

impl<'de> Visitor<'de> for LifetimeVisitor {
    type Value = Lifetime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a lifetime in seconds, as a number or as text")
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<Lifetime, E> {
        Ok(Lifetime::seconds(seconds))
    }

    fn visit_u64<E: Error>(self, seconds: u64) -> Result<Lifetime, E> {
        Ok(Lifetime::from(Duration::from_secs(seconds)))
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<Lifetime, E> {
        // Rounded down, and so 0.5 is no life: `as` holds the ends of the range.
        Ok(Lifetime::seconds(seconds as i64))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Lifetime, E> {
        match text.trim().parse() {
            Ok(seconds) => Ok(Lifetime::seconds(seconds)),
            // Our own words: the value could be anything that the provider sent.
            Err(_) => Err(E::custom(
                "expected a lifetime in seconds, as a number or as text",
            )),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Lifetime, E> {
        Ok(Lifetime::unstated())
    }

    fn visit_none<E: Error>(self) -> Result<Lifetime, E> {
        Ok(Lifetime::unstated())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Lifetime, D::Error> {
        deserializer.deserialize_any(self)
    }

    // The default texts of these two show the value.
    fn visit_bool<E: Error>(self, _: bool) -> Result<Lifetime, E> {
        Err(E::custom(
            "expected a lifetime in seconds, as a number or as text",
        ))
    }
}
