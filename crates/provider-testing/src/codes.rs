use std::collections::BTreeSet;

use provider_client::ProviderCode;
use provider_http::{Class, Proof};

/// Fails unless each of these codes has its class and the provider's message, and each that is
/// documented a meaning.
pub fn assert_codes<C: ProviderCode>(
    codes: impl IntoIterator<Item = (i64, Option<&'static str>, Class)>,
) {
    for (number, message, class) in codes {
        let code = C::of_number(number);
        assert_eq!(code.message(), message, "{number}");
        assert_eq!(code.class(), class, "{number}");
    }
}

/// Fails unless these codes are documented and no other, each with a meaning; a code that is not
/// documented keeps its number and says nothing, and the one of success is no other.
pub fn assert_documented<C: ProviderCode>(numbers: impl IntoIterator<Item = i64>) {
    let expected: BTreeSet<i64> = numbers.into_iter().collect();
    let documented: BTreeSet<i64> = C::DOCUMENTED.iter().map(|code| code.number()).collect();
    assert_eq!(documented, expected);
    assert_eq!(C::DOCUMENTED.len(), expected.len(), "each once");
    for code in C::DOCUMENTED {
        let meaning = code.meaning();
        assert!(meaning.is_some_and(|text| !text.is_empty()), "{code}");
    }
    let numbers = [i64::MIN, -1, 1, 999_999_999, i64::MAX];
    for number in numbers
        .into_iter()
        .filter(|number| !expected.contains(number) && *number != C::OK.number())
    {
        let code = C::of_number(number);
        assert_eq!(code.class(), Class::Unknown);
        assert_eq!((code.message(), code.meaning()), (None, None));
        assert_eq!(code.to_string(), number.to_string());
        assert_eq!(code.proof(), Proof::Nothing);
    }
    assert_eq!(C::OK.class(), Class::Success);
    assert_eq!(C::OK.meaning(), Some("success"));
    assert_eq!(C::OK.proof(), Proof::Done);
    assert!(!documented.contains(&C::OK.number()));
}

/// The documented codes that leave open what happened.
pub fn open_codes<C: ProviderCode>() -> BTreeSet<i64> {
    let open = C::DOCUMENTED
        .iter()
        .filter(|code| code.proof() == Proof::Nothing);
    open.map(|code| code.number()).collect()
}
