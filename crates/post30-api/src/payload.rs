use std::borrow::Cow;

use provider_http::{InvalidInput, query};
use signing::{Signature, brace_pairs};

use crate::Credentials;

const ORIGIN: &str = "统一参数列表 [doc]";

/// The charset in which the string to sign becomes bytes.
///
/// It matters beyond ASCII only. Nobody states which one the provider reads: its C# text signs in
/// the system's code page and posts in UTF-8 \[doc\]. With [`DataText::Ascii`](crate::DataText)
/// only parameters beside `data` can differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestCharset {
    /// The bytes that are sent.
    #[default]
    Utf8,
    /// The same text in GBK, by the encoder of the WHATWG standard; it is sent in UTF-8 all the
    /// same. A character that GBK lacks is an error. Only with the feature `gbk`.
    #[cfg(feature = "gbk")]
    Gbk,
}

/// The signed parameters of a request, form-encoded: the body of a call, the query of a link.
///
/// `external_company`, `sign` and `timer`, when there is one, follow the parameters given. The
/// values are signed as they are and sent percent-encoded, a space as `%20`. There is no clock
/// here: `timer` is the expiry as it is sent, `yyyy-MM-dd HH:mm:ss`.
///
/// ```
/// use post30_api::{Credentials, DigestCharset, Secret, payload};
///
/// // The published test pair.
/// let credentials = Credentials {
///     access_key: "52a5b692-081a-4a90-a62a-c0312735be9b".into(),
///     secret_key: Secret::from("7f7af653-407e-4a02-98e3-94722b09bff2"),
/// };
/// let params = [("data", r#"{"p":1,"pagesize":10}"#)];
/// let body = payload(&params, None, &credentials, DigestCharset::Utf8)?;
/// assert!(body.ends_with("&sign=306c5b18635a36a88a4e068f80bb6255"));
/// # Ok::<(), post30_api::InvalidInput>(())
/// ```
///
/// Source: 签名算法 \[doc\].
///
/// # Errors
///
/// [`InvalidInput`] when the name of a parameter is not printable ASCII, occurs twice or is one
/// of the three above, and when GBK lacks a character of a value.
pub fn payload(
    params: &[(&str, &str)],
    timer: Option<&str>,
    credentials: &Credentials,
    charset: DigestCharset,
) -> Result<String, InvalidInput> {
    signed(params, timer, credentials, charset).map(|(payload, _)| payload)
}

/// The payload and the signature in it.
pub(crate) fn signed(
    params: &[(&str, &str)],
    timer: Option<&str>,
    credentials: &Credentials,
    charset: DigestCharset,
) -> Result<(String, Signature), InvalidInput> {
    let mut fields = params.to_vec();
    check_names(&fields)?;
    fields.push(("external_company", &credentials.access_key));
    let pairs = fields
        .iter()
        .map(|(name, value)| match bytes(value, charset) {
            Some(bytes) => Ok((*name, bytes)),
            None => Err(lacking(name)),
        })
        .collect::<Result<Vec<_>, InvalidInput>>()?;
    let sign = brace_pairs::sign(&pairs, timer, &credentials.secret_key);
    fields.push(("sign", sign.as_str()));
    if let Some(timer) = timer {
        // Quirk: the text that was signed is sent; the sample puts a date object into the form,
        // whose text depends on the culture [doc].
        fields.push(("timer", timer));
    }
    Ok((query(&fields), sign))
}

fn check_names(params: &[(&str, &str)]) -> Result<(), InvalidInput> {
    for (place, (name, _)) in params.iter().enumerate() {
        let rule = match *name {
            "external_company" | "sign" | "timer" => "must not be one that the client adds",
            // In GBK the second byte of a character may be that of a letter, which is lower-cased.
            _ if name.is_empty() || !name.bytes().all(|byte| matches!(byte, b'!'..=b'~')) => {
                "must have a name in printable ASCII"
            }
            _ if params[..place].iter().any(|(other, _)| other == name) => "must not occur twice",
            _ => continue,
        };
        return Err(InvalidInput::new("parameter", rule, ORIGIN));
    }
    Ok(())
}

/// The text in a charset; none when that lacks a character of it.
fn bytes(text: &str, charset: DigestCharset) -> Option<Cow<'_, [u8]>> {
    match charset {
        DigestCharset::Utf8 => Some(Cow::Borrowed(text.as_bytes())),
        #[cfg(feature = "gbk")]
        DigestCharset::Gbk => match encoding_rs::GBK.encode(text) {
            (bytes, _, false) => Some(bytes),
            _ => None,
        },
    }
}

fn lacking(name: &str) -> InvalidInput {
    let field = if name == "data" { "data" } else { "parameter" };
    let rule = "must hold only characters that GBK has, which the digest is made in";
    InvalidInput::new(field, rule, "setting digest_charset")
}
