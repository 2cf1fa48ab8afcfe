use std::fmt;
use std::str::FromStr;

use provider_http::InvalidInput;

/// The number of a machine: 8 or more digits.
///
/// Quirk: the page says "定长8位数字字符串", its own example has 16 digits \[doc\], and longer
/// numbers belong to special merchants \[docs+\]; so 8 is the least, and there is no most. It is a
/// text: leading zeros count.
///
/// ```
/// use vending_api::MachineNo;
///
/// let machine_no: MachineNo = "8668380625375492".parse()?;
/// assert_eq!(machine_no.as_str(), "8668380625375492");
/// assert!("1234567".parse::<MachineNo>().is_err());
/// # Ok::<(), vending_api::InvalidInput>(())
/// ```
#[doc(alias = "设备编号")]
#[doc(alias = "machine_no")]
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MachineNo(String);

impl MachineNo {
    /// The number as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MachineNo {
    type Err = InvalidInput;

    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        if text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            let rule = "must be 8 or more digits";
            Err(InvalidInput::new("machine_no", rule, "设备编号 [doc]"))
        }
    }
}

impl fmt::Display for MachineNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
