/// A branch of the provider (分公司), for the `no` of waybills.
///
/// Whether `no` takes the number or the letter is not documented; the only sample sends the
/// letter, `"no":"A"` \[docs+\].
///
/// ```
/// use post30_api::Branch;
///
/// assert_eq!(Branch::by_letter('Y'), Some(Branch::MELBOURNE));
/// assert_eq!(Branch::by_number(4), Some(Branch::SYDNEY));
/// assert_eq!(Branch::SYDNEY.name, "悉尼公司");
/// ```
///
/// Source: 分公司与业务类型 \[doc\].
#[doc(alias = "分公司")]
#[doc(alias = "no")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Branch {
    /// ID.
    pub number: u32,
    /// 内单号, one capital letter.
    pub letter: char,
    /// The provider's name.
    pub name: &'static str,
}

impl Branch {
    /// 4, A: 悉尼公司.
    pub const SYDNEY: Self = Self::new(4, 'A', "悉尼公司");
    /// 10, Y: 墨尔本明扬.
    pub const MELBOURNE: Self = Self::new(10, 'Y', "墨尔本明扬");
    /// 9, K: 堪培拉.
    pub const CANBERRA: Self = Self::new(9, 'K', "堪培拉");
    /// 7, S: 阿德莱德.
    pub const ADELAIDE: Self = Self::new(7, 'S', "阿德莱德");

    /// Every branch that is documented, in the order of the provider's table.
    pub const DOCUMENTED: &[Self] = &[
        Self::SYDNEY,
        Self::MELBOURNE,
        Self::CANBERRA,
        Self::ADELAIDE,
    ];

    /// The branch with this number (ID); none when it is not documented.
    pub fn by_number(number: u32) -> Option<Self> {
        let mut branches = Self::DOCUMENTED.iter().copied();
        branches.find(|branch| branch.number == number)
    }

    /// The branch with this capital letter (内单号); none when it is not documented.
    pub fn by_letter(letter: char) -> Option<Self> {
        let mut branches = Self::DOCUMENTED.iter().copied();
        branches.find(|branch| branch.letter == letter)
    }

    const fn new(number: u32, letter: char, name: &'static str) -> Self {
        Self {
            number,
            letter,
            name,
        }
    }
}
