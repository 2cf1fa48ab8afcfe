use std::fmt;

use crate::{Algorithm, trials};

/// Writes the variants without fields, their names and sentences from one table.
macro_rules! mistakes {
    ($($variant:ident $name:literal $what:literal $advice:literal)+) => {
        /// A mistake that people make when they sign.
        ///
        /// `MISTAKES.md` of this crate has an example of each.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Mistake {
            $(#[doc = $what] $variant,)+
            /// Another credential stands in place of the key.
            #[non_exhaustive]
            AnotherCredential {
                /// Its name, as given to [`Credentials::with_other`](crate::Credentials::with_other).
                credential: String,
            },
            /// The signed time is written differently from the one that is sent.
            #[non_exhaustive]
            TimeFormat {
                /// How it is written, such as `yyyy/MM/dd HH:mm:ss`.
                format: &'static str,
            },
            /// The signed time is that of another zone than the one that is sent.
            #[non_exhaustive]
            TimeZone {
                /// By how many minutes the signed time is ahead of the one that is sent.
                ahead_minutes: i32,
            },
        }

        impl Mistake {
            /// The name for programs, such as `key_missing`.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::AnotherCredential { .. } => "another_credential",
                    Self::TimeFormat { .. } => "time_format",
                    Self::TimeZone { .. } => "time_zone",
                }
            }

            /// What was done, as a sentence.
            pub fn what(&self) -> String {
                match self {
                    $(Self::$variant => $what.to_owned(),)+
                    Self::AnotherCredential { credential } => {
                        format!("{credential} is used as the key.")
                    }
                    Self::TimeFormat { format } => {
                        format!("The time is signed as `{format}`, not as it is sent.")
                    }
                    Self::TimeZone { ahead_minutes } => {
                        format!("The signed time is {} the one that is sent.", apart(*ahead_minutes))
                    }
                }
            }

            /// What to change, as a sentence.
            pub fn advice(&self) -> String {
                match self {
                    $(Self::$variant => $advice.to_owned(),)+
                    Self::AnotherCredential { credential } => {
                        format!("Sign with the key, which is another credential than {credential}.")
                    }
                    Self::TimeFormat { .. } => "Format the time once, and sign the very text that \
                                                is sent.".to_owned(),
                    Self::TimeZone { .. } => "Convert the time to the zone of the provider once, \
                                              and sign the very text that is sent.".to_owned(),
                }
            }
        }
    };
}

mistakes! {
    LowerCaseHex "lower_case_hex"
        "The digest is written with lower-case digits, all or some."
        "Write the digest with upper-case digits (A to F)."
    UpperCaseHex "upper_case_hex"
        "The digest is written with upper-case digits, all or some."
        "Write the digest with lower-case digits (a to f)."
    SixteenDigits "sixteen_digits"
        "Only the middle 16 digits of the digest are sent."
        "Send all 32 digits of the MD5."
    Base64Digest "base64_digest"
        "The digest is written in base64."
        "Write the 16 bytes of the digest as 32 hexadecimal digits."
    Md5OfMd5 "md5_of_md5"
        "The digest is hashed once more."
        "Hash once: leave out the second MD5."
    Md5OfBase64 "md5_of_base64"
        "The base64 of the string to sign is hashed."
        "Hash the string to sign itself, not its base64."
    HmacMd5 "hmac_md5"
        "HMAC-MD5 is computed with the key."
        "Use plain MD5: the key is a part of the string to sign."

    SecretTrimmed "secret_trimmed"
        "White space at the ends of the key is taken away."
        "Use the key with every character it was given with."
    SecretLowerCased "secret_lower_cased"
        "The key is turned to lower case."
        "Use the key with its letter case."
    SecretInQuotes "secret_in_quotes"
        "The key stands in double quotes."
        "Take the quotes away that a configuration file or JSON put around the key."
    SecretFormEncoded "secret_form_encoded"
        "The key is form-encoded."
        "Use the key as it is, also where values are encoded."
    SecretCutAtNul "secret_cut_at_nul"
        "The key ends at its first NUL character."
        "Hash the whole key, also after a NUL."
    SecretHexDecoded "secret_hex_decoded"
        "The bytes that the key names in hexadecimal are hashed."
        "Hash the text of the key, not what its digits stand for."
    SecretNotDigested "secret_not_digested"
        "The secret itself is sent."
        "Send the MD5 of the secret, never the secret."

    KeyMissing "key_missing"
        "The key is not in the string to sign."
        "End the string to sign with the key."
    KeyFirst "key_first"
        "The key stands in front."
        "Put the key at the end of the string to sign."
    KeyWithoutName "key_without_name"
        "The key stands at the end without `key=`."
        "Write `&key=` in front of the key."
    KeySortedIn "key_sorted_in"
        "The key is sorted in among the parameters."
        "Sort the parameters alone and append `&key=` and the key afterwards."
    KeySeparatorMissing "key_separator_missing"
        "`{$$$$}` is missing in front of the key."
        "Write `{$$$$}` in front of the key."

    LeadingSeparator "leading_separator"
        "A separator stands in front of the first parameter."
        "Start the string to sign with the name of the first parameter."
    TrailingSeparator "trailing_separator"
        "A separator stands after the key."
        "End the string to sign with the key."
    DoubledSeparator "doubled_separator"
        "Two separators stand in front of the key."
        "Write one separator between the last value and the key."
    SeparatorMissingAfterLast "separator_missing_after_last"
        "The separator after the last value is missing."
        "Write the separator after the last value too."
    SeparatorsMissing "separators_missing"
        "No separator stands between the parameters."
        "Write the separators of the algorithm between the parameters."
    TrailingNewline "trailing_newline"
        "A line end follows the string to sign."
        "Take away the line end, often one of a key file, `echo` or `println`."
    TrailingCarriageReturn "trailing_carriage_return"
        "A carriage return follows the string to sign."
        "Take away the carriage return, often one of a key file from Windows."
    TrailingSpace "trailing_space"
        "A space follows the string to sign."
        "Take away the space, often one that was copied along with the key."
    ByteOrderMark "byte_order_mark"
        "A byte order mark stands in front of the string to sign."
        "Write UTF-8 without a byte order mark."

    EmptyValuesKept "empty_values_kept"
        "Parameters with an empty value are signed."
        "Leave out parameters with an empty value."
    EmptyValuesLeftOut "empty_values_left_out"
        "Parameters with an empty value are left out."
        "Sign parameters with an empty value too."
    BlankValuesLeftOut "blank_values_left_out"
        "Parameters whose value is white space are left out."
        "Sign white space: only a value without any character is empty."
    ZeroLeftOut "zero_left_out"
        "Parameters with the value 0 are left out."
        "Sign the value 0, and send it as the text \"0\"."
    NullAsText "null_as_text"
        "JSON null is signed as a word."
        "Leave out parameters that are null."
    NullTextKept "null_text_kept"
        "The text `NULL` is signed."
        "Leave out parameters with the text `NULL`, as the vendor's libraries do."
    SignKept "sign_kept"
        "The parameter `sign` is signed too."
        "Take `sign` out before signing and add it afterwards."
    LastOfRepeatedNames "last_of_repeated_names"
        "Of parameters with the same name only the last is signed."
        "Sign every parameter that is sent, or send each name once."

    Unsorted "unsorted"
        "The parameters stand in the order in which they were given."
        "Sort the parameters by name, by the bytes of the name."
    CaseInsensitiveOrder "case_insensitive_order"
        "The names are compared without regard to letter case."
        "Compare names by their bytes: A to Z come before `_` and a to z."
    CultureOrder "culture_order"
        "The names are in the order of a language (.NET culture, ICU, localeCompare)."
        "Compare names by their bytes: `StringComparer.Ordinal` in .NET, no collator."
    JoinedBeforeSorting "joined_before_sorting"
        "The finished pairs are sorted, separator included."
        "Sort by the names alone, then join: `a` comes before `a1`."
    EncodedBeforeSorting "encoded_before_sorting"
        "The names are encoded before they are sorted."
        "Sort by the names as they are, then encode."
    NamesLowerCasedFirst "names_lower_cased_first"
        "The names are turned to lower case before they are sorted."
        "Sort by the names as they are, then turn them to lower case."
    NamesLowerCased "names_lower_cased"
        "The names are turned to lower case."
        "Sign the names as they are sent."
    NamesNotLowerCased "names_not_lower_cased"
        "The names are not turned to lower case."
        "Turn the names to lower case after sorting."
    NamesLowerCasedBeyondAscii "names_lower_cased_beyond_ascii"
        "Letters beyond A to Z in names are turned to lower case."
        "Turn A to Z alone to lower case."

    ValuesTrimmed "values_trimmed"
        "White space at the ends of values is taken away."
        "Sign the values as they are sent, or send them trimmed."
    ValuesLowerCased "values_lower_cased"
        "The values are turned to lower case."
        "Sign the values as they are sent."
    ValuesJsonQuoted "values_json_quoted"
        "Texts are signed with the quotes of their JSON."
        "Sign the text, not its JSON: no quotes and no escapes."
    ValuesEscaped "values_escaped"
        "Characters beyond ASCII are signed as `\\uXXXX`, but not sent so."
        "Serialise once and sign the very text that is sent."
    ValuesUnescaped "values_unescaped"
        "`\\uXXXX` is signed as the character that it stands for."
        "Serialise once and sign the very text that is sent, escapes included."
    SlashesEscaped "slashes_escaped"
        "`/` is signed as `\\/`, as PHP's json_encode writes it."
        "Sign the very text that is sent: JSON_UNESCAPED_SLASHES in PHP."
    HtmlEscaped "html_escaped"
        "`<`, `>` and `&` are signed as `\\u003c`, `\\u003e` and `\\u0026`, as Go's json.Marshal does."
        "Sign the very text that is sent: SetEscapeHTML(false) in Go."
    JsonSpaced "json_spaced"
        "JSON is signed with a space after each comma and colon."
        "Serialise once and sign the very text that is sent."
    JsonCompact "json_compact"
        "JSON is signed without its white space."
        "Serialise once and sign the very text that is sent."
    JsonPretty "json_pretty"
        "JSON is signed with line ends and indentation."
        "Serialise once and sign the very text that is sent."
    JsonKeysSorted "json_keys_sorted"
        "JSON is signed with sorted keys."
        "Serialise once and sign the very text that is sent."

    ValuesRaw "values_raw"
        "Names and values are not encoded."
        "Form-encode names and values, as the vendor's Go library does from 1.1.0 on."
    GoFormEncoding "go_form_encoding"
        "Names and values are form-encoded as Go's url.QueryEscape does."
        "Sign raw names and values and encode after signing; or, should the provider expect \
         encoded ones, say so in the settings."
    GoFormEncodingOfValues "go_form_encoding_of_values"
        "Values alone are form-encoded as Go's url.QueryEscape does."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    JavaFormEncoding "java_form_encoding"
        "Names and values are form-encoded as Java's URLEncoder and browsers do: `*` stays, `~` \
         does not."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    JavaFormEncodingOfValues "java_form_encoding_of_values"
        "Values alone are form-encoded as Java's URLEncoder does; so does the vendor's Kotlin \
         library."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    PhpFormEncoding "php_form_encoding"
        "Names and values are form-encoded as PHP's urlencode does: neither `*` nor `~` stays."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    PhpFormEncodingOfValues "php_form_encoding_of_values"
        "Values alone are form-encoded as PHP's urlencode does."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    DotNetFormEncoding "dot_net_form_encoding"
        "Names and values are form-encoded as .NET's HttpUtility.UrlEncode does: `%3a` in lower \
         case."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    DotNetFormEncodingOfValues "dot_net_form_encoding_of_values"
        "Values alone are form-encoded as .NET's HttpUtility.UrlEncode does: `%3a` in lower case."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    PercentEncoding "percent_encoding"
        "Names and values are percent-encoded (RFC 3986): a space is `%20`."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    PercentEncodingOfValues "percent_encoding_of_values"
        "Values alone are percent-encoded (RFC 3986): a space is `%20`."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    JavaScriptEncoding "java_script_encoding"
        "Names and values are encoded as JavaScript's encodeURIComponent does: `!'()*` stay."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."
    JavaScriptEncodingOfValues "java_script_encoding_of_values"
        "Values alone are encoded as JavaScript's encodeURIComponent does: `!'()*` stay."
        "Sign raw names and values; should the settings ask for form encoding, both by Go's rules."

    GbkBytes "gbk_bytes"
        "The text is hashed as GBK."
        "Hash UTF-8 bytes: name the charset where the text is turned to bytes."
    Latin1Bytes "latin_1_bytes"
        "The text is hashed as Latin-1, `?` in place of what it lacks."
        "Hash UTF-8 bytes: name the charset where the text is turned to bytes."
    Utf16Bytes "utf_16_bytes"
        "The text is hashed as UTF-16."
        "Hash UTF-8 bytes: `Encoding.UTF8` and not `Encoding.Unicode` in .NET."

    TimeMissing "time_missing"
        "The time is sent and not signed."
        "Write the time between the last `{$$$}` and `{$$$$}`."
    TimeAsValue "time_as_value"
        "The time is followed by `{$$$}` like a value."
        "Let `{$$$$}` follow the time at once."
    TimerAsParameter "timer_as_parameter"
        "The time is signed as a parameter `timer` in the sort."
        "Write the time bare, after the last parameter."
    TimestampUnit "timestamp_unit"
        "`timestamp` is signed in seconds and sent in milliseconds, or the other way round."
        "Send and sign `timestamp` in seconds."
}

impl Mistake {
    /// Every mistake that is tried with an algorithm, in the order of the tries.
    ///
    /// The credential is named `AppSecret`; a diagnosis tries those that it is given.
    ///
    /// ```
    /// use signature_doctor::{Algorithm, Mistake};
    ///
    /// assert!(Mistake::of(Algorithm::SortedPairs).contains(&Mistake::KeySortedIn));
    /// assert!(!Mistake::of(Algorithm::SecretDigest).contains(&Mistake::KeySortedIn));
    /// ```
    pub fn of(algorithm: Algorithm) -> Vec<Self> {
        trials::mistakes(algorithm)
    }
}

/// The name, and the detail of those that have one.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::AnotherCredential { credential } => write!(f, " ({credential})"),
            Self::TimeFormat { format } => write!(f, " ({format})"),
            Self::TimeZone { ahead_minutes } => write!(f, " ({})", apart(*ahead_minutes)),
            _ => Ok(()),
        }
    }
}

/// Such as `8 h behind`, `5 h 30 min ahead of`.
fn apart(ahead_minutes: i32) -> String {
    let (hours, minutes) = (ahead_minutes.abs() / 60, ahead_minutes.abs() % 60);
    let side = if ahead_minutes < 0 {
        "behind"
    } else {
        "ahead of"
    };
    match (hours, minutes) {
        (0, minutes) => format!("{minutes} min {side}"),
        (hours, 0) => format!("{hours} h {side}"),
        (hours, minutes) => format!("{hours} h {minutes} min {side}"),
    }
}
