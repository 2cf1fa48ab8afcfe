//! What a caller does, and which provider he calls for it.

use std::fmt;

use crate::dice::Dice;

/// The providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Provider {
    /// 鼎商.
    Vending,
    /// 超8.
    Chao8,
    /// 30post.
    Post30,
    /// 大麦家.
    Damaijia,
}

impl Provider {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Vending, Self::Chao8, Self::Post30, Self::Damaijia];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vending => "vending",
            Self::Chao8 => "chao8",
            Self::Post30 => "post30",
            Self::Damaijia => "damaijia",
        }
    }
}

/// What an order is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Goods {
    /// A product that can be ordered.
    Plain,
    /// A product that is off sale.
    OffSale,
    /// A product that is not for orders of this source.
    WrongSource,
}

/// What a caller does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Act {
    /// Places an order at damaijia, with so many parcels.
    PlaceOrder(Goods, u8),
    /// Places his last order once more, under the same numbers.
    PlaceAgain,
    /// Cancels a parcel of his.
    CancelParcel,
    /// Cancels a parcel that was sent in the meantime.
    CancelSentParcel,
    /// Looks at the parcels of his last order.
    LookAtOrder,
    /// Lists the goods of a warehouse, in three pages.
    ListGoods,
    /// Lists couriers and the last orders, and asks for the balance.
    LookAround,
    /// Creates so many pickup codes at vending.
    CreateCodes(u8),
    /// Asks for codes where there are none to be had.
    CreateCodesInVain,
    /// Cancels a code of his.
    CancelCode,
    /// Cancels all codes of his machine; only caller 0 has one of his own.
    CancelAllCodes,
    /// Lists his codes.
    LookAtCodes,
    /// Lists the products of a machine, in two pages.
    ListProducts,
    /// Pings.
    Ping,
    /// Adds a product at chao8.
    AddProduct,
    /// Adds a product without a name, which is refused.
    AddNamelessProduct,
    /// Traces a code, a box or a long one.
    Trace(Code),
    /// Downloads a file.
    Download,
    /// Closes a batch at post30.
    CloseBatch,
    /// Lists all items, in five pages.
    ListItems,
    /// Looks at one item, in detail and by its bar code.
    LookAtItem,
    /// A minute and a little more passes for everybody.
    PassTime,
    /// Somebody else logs in with the account of a provider.
    ForeignLogin(Provider),
    /// The tokens of chao8 expire at once.
    ExpireTokens,
    /// The next calls of chao8 are refused for their token.
    RejectTokens,
}

/// A digital code of chao8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Code {
    /// That of a box.
    Box,
    /// One of 19 digits.
    Long,
}

/// What the dice choose from, and how often.
const ACTS: [(u64, Act); 28] = [
    (12, Act::PlaceOrder(Goods::Plain, 1)),
    (4, Act::PlaceOrder(Goods::Plain, 3)),
    (1, Act::PlaceOrder(Goods::OffSale, 1)),
    (1, Act::PlaceOrder(Goods::WrongSource, 2)),
    (2, Act::PlaceAgain),
    (4, Act::CancelParcel),
    (1, Act::CancelSentParcel),
    (5, Act::LookAtOrder),
    (2, Act::ListGoods),
    (2, Act::LookAround),
    (6, Act::CreateCodes(1)),
    (3, Act::CreateCodes(3)),
    (1, Act::CreateCodesInVain),
    (5, Act::CancelCode),
    (1, Act::CancelAllCodes),
    (3, Act::LookAtCodes),
    (2, Act::ListProducts),
    (6, Act::Ping),
    (8, Act::AddProduct),
    (1, Act::AddNamelessProduct),
    (6, Act::Trace(Code::Box)),
    (4, Act::Trace(Code::Long)),
    (2, Act::Download),
    (9, Act::CloseBatch),
    (2, Act::ListItems),
    (4, Act::LookAtItem),
    (4, Act::PassTime),
    (1, Act::RejectTokens),
];

/// Those that are too rare for the table, one of each in so many steps.
const RARELY: u64 = 400;
const RARE: [Act; 3] = [
    Act::ForeignLogin(Provider::Damaijia),
    Act::ForeignLogin(Provider::Chao8),
    Act::ExpireTokens,
];

impl Act {
    /// What the dice choose.
    pub(super) fn cast(dice: &mut Dice) -> Self {
        if dice.one_in(RARELY) {
            return *dice.pick(&RARE);
        }
        let all: u64 = ACTS.iter().map(|(weight, _)| weight).sum();
        let mut throw = dice.below(all);
        for (weight, act) in ACTS {
            if throw < weight {
                return act;
            }
            throw -= weight;
        }
        Self::Ping
    }

    /// The provider that is called; none for what just happens.
    pub fn provider(self) -> Option<Provider> {
        Some(match self {
            Self::PlaceOrder(..)
            | Self::PlaceAgain
            | Self::CancelParcel
            | Self::CancelSentParcel
            | Self::LookAtOrder
            | Self::ListGoods
            | Self::LookAround => Provider::Damaijia,
            Self::CreateCodes(_)
            | Self::CreateCodesInVain
            | Self::CancelCode
            | Self::CancelAllCodes
            | Self::LookAtCodes
            | Self::ListProducts
            | Self::Ping => Provider::Vending,
            Self::AddProduct | Self::AddNamelessProduct | Self::Trace(_) | Self::Download => {
                Provider::Chao8
            }
            Self::CloseBatch | Self::ListItems | Self::LookAtItem => Provider::Post30,
            Self::PassTime | Self::ForeignLogin(_) | Self::ExpireTokens | Self::RejectTokens => {
                return None;
            }
        })
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PlaceOrder(Goods::Plain, parcels) => {
                return write!(f, "places an order of {parcels} parcel(s)");
            }
            Self::PlaceOrder(Goods::OffSale, _) => "places an order of what is off sale",
            Self::PlaceOrder(Goods::WrongSource, _) => "places an order of a source not supported",
            Self::PlaceAgain => "places his last order again, under the same numbers",
            Self::CancelParcel => "cancels a parcel",
            Self::CancelSentParcel => "cancels a parcel that was just sent",
            Self::LookAtOrder => "looks at the parcels of his last order",
            Self::ListGoods => "lists the goods of a warehouse",
            Self::LookAround => "asks for couriers, orders and the balance",
            Self::CreateCodes(count) => return write!(f, "creates {count} pickup code(s)"),
            Self::CreateCodesInVain => "creates pickup codes where they are switched off",
            Self::CancelCode => "cancels a pickup code",
            Self::CancelAllCodes => "cancels all pickup codes of his machine",
            Self::LookAtCodes => "lists his pickup codes",
            Self::ListProducts => "lists the products of a machine",
            Self::Ping => "pings",
            Self::AddProduct => "adds a product",
            Self::AddNamelessProduct => "adds a product without a name",
            Self::Trace(_) => "traces a digital code",
            Self::Download => "downloads a file",
            Self::CloseBatch => "closes a batch",
            Self::ListItems => "lists all items",
            Self::LookAtItem => "looks at an item",
            Self::PassTime => "lets a minute pass",
            Self::ForeignLogin(provider) => {
                return write!(f, "sees a stranger log in at {}", provider.name());
            }
            Self::ExpireTokens => "sees all tokens of chao8 expire",
            Self::RejectTokens => "sees chao8 refuse the tokens of the next two calls",
        })
    }
}
