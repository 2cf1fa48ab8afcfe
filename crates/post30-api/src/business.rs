/// A type of business (业务类型), for the `business_id` of waybills.
///
/// ```
/// use post30_api::Business;
///
/// assert_eq!(Business::by_number(3), Some(Business::POSTAL_ECI));
/// assert_eq!(Business::POSTAL_ECI.name, "邮政ECI");
/// ```
///
/// Two more, 退回货物 and 同城洲际, are named elsewhere without a number \[docs+\].
///
/// Source: 分公司与业务类型 \[doc\].
#[doc(alias = "业务类型")]
#[doc(alias = "business_id")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Business {
    /// ID.
    pub number: u32,
    /// The provider's name.
    pub name: &'static str,
}

impl Business {
    /// 4: 30.3特惠.
    pub const SPECIAL_30_3: Self = Self::new(4, "30.3特惠");
    /// 3: 邮政ECI.
    pub const POSTAL_ECI: Self = Self::new(3, "邮政ECI");
    /// 2: 澳洲韵达.
    pub const YUNDA_AUSTRALIA: Self = Self::new(2, "澳洲韵达");
    /// 1: 中邮小包.
    pub const CHINA_POST_PACKET: Self = Self::new(1, "中邮小包");

    /// Every type that is documented, in the order of the provider's table.
    pub const DOCUMENTED: &[Self] = &[
        Self::SPECIAL_30_3,
        Self::POSTAL_ECI,
        Self::YUNDA_AUSTRALIA,
        Self::CHINA_POST_PACKET,
    ];

    /// The type with this number (ID); none when it is not documented.
    pub fn by_number(number: u32) -> Option<Self> {
        let mut types = Self::DOCUMENTED.iter().copied();
        types.find(|business| business.number == number)
    }

    const fn new(number: u32, name: &'static str) -> Self {
        Self { number, name }
    }
}
