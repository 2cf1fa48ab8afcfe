use std::fmt;
use std::hash::{BuildHasher, RandomState};

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Who asks for a lease: a number that nobody else draws.
///
/// A caller draws one for each request that he means to send and asks with it again as long as
/// he has not sent it, so that a store knows its own lease again: see
/// [`Store::begin`](crate::Store::begin).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Owner(u128);

impl Owner {
    /// An owner whom nobody else is: 128 bits of the random numbers with which the standard
    /// library guards its hash tables, which differ from process to process.
    pub fn random() -> Self {
        let half = |place: u8| u128::from(RandomState::new().hash_one((place, std::process::id())));
        Self(half(0) << 64 | half(1))
    }

    /// The owner with this number. For those who write a store.
    pub const fn new(number: u128) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn number(self) -> u128 {
        self.0
    }
}

/// 32 lower-case hexadecimal digits.
impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Serialize for Owner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Owner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        let number = u128::from_str_radix(&digits, 16);
        number
            .map(Self)
            .map_err(|_| D::Error::custom("an owner is no hexadecimal number"))
    }
}
