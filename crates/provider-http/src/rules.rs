//! Small rules that inputs of several providers share.

use crate::{InvalidInput, Purpose, check_text};

/// A count, a size or a number that begins at 1.
///
/// ```
/// use provider_http::at_least_1;
///
/// assert_eq!(at_least_1("page", 3_u32, "an example")?, 3);
/// let error = at_least_1("page", 0_u32, "an example").unwrap_err();
/// assert_eq!(error.to_string(), "`page` must be at least 1 (an example)");
/// # Ok::<(), provider_http::InvalidInput>(())
/// ```
///
/// # Errors
///
/// [`InvalidInput`] with `field`, the rule and `origin` for 0.
pub fn at_least_1<N: Copy + Into<u64>>(
    field: &'static str,
    number: N,
    origin: &'static str,
) -> Result<N, InvalidInput> {
    match number.into() {
        0 => Err(InvalidInput::new(field, "must be at least 1", origin)),
        _ => Ok(number),
    }
}

/// A text that may be absent, but not empty: a filter that was left empty by mistake would find
/// everything, and one with a character that nobody sees nothing. See [`Purpose::Words`].
///
/// ```
/// use provider_http::filled;
///
/// assert_eq!(filled("alias", None, "an example")?, None);
/// assert_eq!(filled("alias", Some("A1"), "an example")?, Some("A1"));
/// let error = filled("alias", Some(""), "an example").unwrap_err();
/// assert_eq!(error.to_string(), "`alias` must not be empty (an example)");
/// # Ok::<(), provider_http::InvalidInput>(())
/// ```
///
/// # Errors
///
/// [`InvalidInput`] of [`check_text`].
pub fn filled<'a>(
    field: &'static str,
    text: Option<&'a str>,
    origin: &'static str,
) -> Result<Option<&'a str>, InvalidInput> {
    if let Some(text) = text {
        check_text(field, text, Purpose::Words, origin)?;
    }
    Ok(text)
}
