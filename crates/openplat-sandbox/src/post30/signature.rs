//! The signature as the provider checks it (签名算法), written from its description.

use encoding_rs::GBK;

use crate::digest::{md5_hex, signed_pairs};

/// The charset in which the string to sign becomes bytes.
///
/// Nobody states which one the server has: the provider's C# text signs in the system's code page and sends in UTF-8.
/// Pure ASCII has the same signature in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DigestCharset {
    /// The bytes as they arrived.
    #[default]
    Utf8,
    /// The text that arrived in UTF-8, written in GBK.
    ///
    /// A text with a character that GBK lacks has no signature here.
    Gbk,
}

/// The signature of a request's parameters: MD5 in lower case hex, or none when there is no such text in the charset.
pub(super) fn sign(
    pairs: &[(Vec<u8>, Vec<u8>)],
    key: &str,
    charset: DigestCharset,
) -> Option<String> {
    let signed = signed_pairs(pairs, |name, _| name != b"sign" && name != b"timer");
    // Room for most texts, so that they are not copied while they grow.
    let mut text = Vec::with_capacity(512);
    for (name, value) in signed {
        text.extend(name.to_ascii_lowercase());
        text.extend(b"{$$}");
        text.extend(value);
        // Quirk: this separator follows the last value, too [doc].
        text.extend(b"{$$$}");
    }
    // Quirk: the timer is signed without its name, and without a separator behind it [doc].
    if let Some((_, timer)) = pairs.iter().find(|(name, _)| name == b"timer") {
        text.extend(timer);
    }
    text.extend(b"{$$$$}");
    text.extend(key.as_bytes());
    let text = match charset {
        DigestCharset::Utf8 => text,
        DigestCharset::Gbk => to_gbk(&text)?,
    };
    Some(md5_hex(text))
}

fn to_gbk(utf8: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(utf8).ok()?;
    let (bytes, _, has_unmappable) = GBK.encode(text);
    (!has_unmappable).then(|| bytes.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{DigestCharset, sign};

    /// The published test pair (测试 AK&SK).
    const ACCESS_KEY: &str = "52a5b692-081a-4a90-a62a-c0312735be9b";
    const SECRET_KEY: &str = "7f7af653-407e-4a02-98e3-94722b09bff2";
    const TIMER: &str = "2016-01-25 22:00:44";

    fn signed(pairs: &[(&str, &str)], charset: DigestCharset) -> Option<String> {
        let pairs: Vec<_> = [("external_company", ACCESS_KEY)]
            .iter()
            .chain(pairs)
            .map(|(name, value)| (name.as_bytes().to_vec(), value.as_bytes().to_vec()))
            .collect();
        sign(&pairs, SECRET_KEY, charset)
    }

    // Both were computed by the provider's own C# method; the texts are ASCII.
    #[test]
    fn signatures_of_the_published_method_are_reproduced() {
        for charset in [DigestCharset::Utf8, DigestCharset::Gbk] {
            let batch = [("timer", TIMER), ("data", "{batch_name:'AAAAAA'}")];
            assert_eq!(
                signed(&batch, charset).unwrap(),
                "24653ea6ee4d600d9c257e0470db921a"
            );
            let list = [("data", r#"{"p":1,"pagesize":10}"#)];
            assert_eq!(
                signed(&list, charset).unwrap(),
                "306c5b18635a36a88a4e068f80bb6255"
            );
        }
    }

    // The expected values are of Python's hashlib and codecs.
    #[test]
    fn charset_matters_beyond_ascii() {
        let pairs = [
            ("data", r#"{"p":1,"pagesize":10,"alisename":"奶粉{$$}"}"#),
            ("timer", TIMER),
        ];
        let in_charset = |charset| signed(&pairs, charset).unwrap();
        assert_eq!(
            in_charset(DigestCharset::Utf8),
            "272fa290f4de9d9189d5698e7ce04eb2"
        );
        assert_eq!(
            in_charset(DigestCharset::Gbk),
            "2726445924a790bb1820f0b69d098d56"
        );
    }

    #[test]
    fn names_are_sorted_as_given_and_lower_cased_afterwards() {
        let pairs = [
            ("searchType", "1"),
            ("Zone", "x"),
            ("data", r#"{"p":1,"pagesize":10,"alisename":"奶粉{$$}"}"#),
        ];
        assert_eq!(
            signed(&pairs, DigestCharset::Utf8).unwrap(),
            "523d2d763b3c25fce2be3fe8823f836e"
        );
    }

    #[test]
    fn text_that_gbk_lacks_has_no_signature_in_gbk() {
        for text in ["𠮷", "😀"] {
            assert_eq!(signed(&[("data", text)], DigestCharset::Gbk), None);
            assert!(signed(&[("data", text)], DigestCharset::Utf8).is_some());
        }
        let no_text = [(b"data".to_vec(), b"\xff".to_vec())];
        assert_eq!(sign(&no_text, SECRET_KEY, DigestCharset::Gbk), None);
        assert!(sign(&no_text, SECRET_KEY, DigestCharset::Utf8).is_some());
    }
}
