use std::fmt;

use provider_http::{InvalidInput, Purpose, check_text};

const ORIGIN: &str = "创建订单 [docs+]";

/// Who gets a parcel, and where (收货人). `Debug` shows nothing of it.
///
/// All six are required and not empty \[docs+\]. The provider checks the name by a rule that
/// nobody states ([`Code::RECIPIENT_INVALID`](crate::Code::RECIPIENT_INVALID), 205).
#[doc(alias = "收货人")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recipient {
    /// The name, `consignee`.
    pub name: String,
    /// The phone: at most 16 characters, no letters of any script, so that an extension fits
    /// \[observed\].
    pub mobile: String,
    /// 省, matched by its first two characters \[observed\].
    pub province: String,
    /// 市, matched by its first two characters \[observed\].
    pub city: String,
    /// 区.
    pub district: String,
    /// The rest of the address. The provider appends a text of its own \[observed\].
    pub address: String,
}

impl Recipient {
    pub(super) fn texts(&self) -> [&String; 6] {
        [
            &self.name,
            &self.mobile,
            &self.province,
            &self.city,
            &self.district,
            &self.address,
        ]
    }

    pub(super) fn check(&self) -> Result<(), InvalidInput> {
        const FIELDS: [&str; 6] = [
            "consignee",
            "mobile",
            "province",
            "city",
            "district",
            "address",
        ];
        for (field, value) in FIELDS.into_iter().zip(self.texts()) {
            check_text(field, value, Purpose::Words, ORIGIN)?;
        }
        let has_letter = self.mobile.chars().any(char::is_alphabetic);
        if has_letter || self.mobile.chars().count() > 16 {
            let rule = "must have at most 16 characters and no letters";
            return Err(InvalidInput::new("mobile", rule, "创建订单 [observed]"));
        }
        check_text("mobile", &self.mobile, Purpose::Phone, ORIGIN)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recipient").finish_non_exhaustive()
    }
}
