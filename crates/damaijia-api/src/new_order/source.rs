use std::fmt;
use std::str::FromStr;

use provider_http::InvalidInput;

/// The platform that an order comes from (发货平台).
///
/// A product may take orders of some only: [`Product::sources`](crate::Product::sources).
///
/// Source: `source` of 创建订单 \[docs+\]; that there are these five \[observed\].
#[doc(alias = "发货平台")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// `taobao`, 淘宝.
    Taobao,
    /// `tmall`, 天猫.
    Tmall,
    /// `jd`, 京东.
    Jd,
    /// `pdd`, 拼多多.
    Pdd,
    /// `other`, any other.
    Other,
}

impl Source {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Taobao, Self::Tmall, Self::Jd, Self::Pdd, Self::Other];

    /// The provider's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Taobao => "taobao",
            Self::Tmall => "tmall",
            Self::Jd => "jd",
            Self::Pdd => "pdd",
            Self::Other => "other",
        }
    }
}

impl FromStr for Source {
    type Err = InvalidInput;

    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let source = Self::ALL.iter().find(|source| source.as_str() == text);
        source.copied().ok_or_else(|| {
            let rule = "must be taobao, tmall, jd, pdd or other";
            InvalidInput::new("source", rule, "创建订单 [observed]")
        })
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
