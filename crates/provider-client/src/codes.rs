use std::fmt;

use provider_http::{Class, Proof};

/// What every provider's `Code` is: a number, and what the provider says of it.
///
/// [`codes!`](crate::codes) implements it.
pub trait ProviderCode: Copy + Eq + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// The code of success.
    const OK: Self;

    /// Every code that is documented, the one of success excepted.
    const DOCUMENTED: &'static [Self];

    /// The code with this number, documented or not.
    fn of_number(number: i64) -> Self;

    /// Its number.
    fn number(self) -> i64;

    /// What it asks of the caller.
    fn class(self) -> Class;

    /// What it proves of the call that it answers.
    fn proof(self) -> Proof;

    /// The provider's message, word for word; none when it documents none.
    fn message(self) -> Option<&'static str>;

    /// What it means, in English; none for a code that is not documented.
    fn meaning(self) -> Option<&'static str>;
}

/// Declares the `Code` type of a provider: one list makes the constants and what they tell.
///
/// Each entry is a constant, its number, its [`Class`](provider_http::Class), the provider's
/// message when it documents one, and what the code means in English. The code of success is named
/// `OK`; its message may follow its number. A code serialises as its number.
///
/// What a code [proves](provider_http::Proof) may follow its class. Where it does not, the classes
/// `Transient` and `Unknown` prove nothing, since a fault may come in the middle, and every other
/// class proves that the call was not done. A code that is not listed proves nothing.
///
/// ```
/// provider_client::codes! {
///     /// A code of the provider's.
///     pub struct Code, success 0, "ok";
///     MACHINE_OFFLINE = 30002, Transient NotDone, Some("设备已离线"), "the machine is offline";
///     ORDER_FAILED = 6048, Unknown, None, "creating the order failed";
/// }
///
/// use provider_http::{Class, Proof};
///
/// assert_eq!(Code::MACHINE_OFFLINE.message(), Some("设备已离线"));
/// assert_eq!((Code(30002).class(), Code(30002).proof()), (Class::Transient, Proof::NotDone));
/// assert_eq!((Code(1).class(), Code(1).proof()), (Class::Unknown, Proof::Nothing));
/// assert!(Code::ORDER_FAILED.leaves_open());
/// assert_eq!((Code::OK.message(), Code::OK.to_string()), (Some("ok"), "0".to_owned()));
/// ```
#[macro_export]
macro_rules! codes {
    (
        $(#[$attribute:meta])*
        pub struct Code, success $success:literal $(, $success_message:literal)?;
        $($name:ident = $number:literal, $class:ident $($proof:ident)?, $message:expr, $meaning:literal;)*
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct Code(pub i64);

        impl Code {
            #[doc = concat!(stringify!($success), ": success.")]
            pub const OK: Self = Self($success);
            $(
                #[doc = concat!(stringify!($number), ": ", $meaning, ".")]
                pub const $name: Self = Self($number);
            )*

            /// Every code that is documented, the one of success excepted.
            pub const DOCUMENTED: &[Self] = &[$(Self::$name),*];

            /// What the code asks of the caller; [`Class::Unknown`]($crate::__http::Class::Unknown) for
            /// a code that is not documented.
            pub fn class(self) -> $crate::__http::Class {
                match self {
                    Self::OK => $crate::__http::Class::Success,
                    $(Self::$name => $crate::__http::Class::$class,)*
                    _ => $crate::__http::Class::Unknown,
                }
            }

            /// What the code proves of the call that it answers; nothing for a code that is not
            /// documented.
            pub fn proof(self) -> $crate::__http::Proof {
                match self {
                    Self::OK => $crate::__http::Proof::Done,
                    $($(Self::$name => $crate::__http::Proof::$proof,)?)*
                    _ => match self.class() {
                        $crate::__http::Class::Transient | $crate::__http::Class::Unknown => {
                            $crate::__http::Proof::Nothing
                        }
                        _ => $crate::__http::Proof::NotDone,
                    },
                }
            }

            /// Whether a writing call that ends with this code may have taken effect all the
            /// same: then find out before repeating it.
            pub fn leaves_open(self) -> bool {
                self.proof() == $crate::__http::Proof::Nothing
            }

            /// The provider's message, word for word; none when it documents none.
            pub fn message(self) -> Option<&'static str> {
                /// The message of success, if the provider documents one.
                const SUCCESS: &[&str] = &[$($success_message)?];

                match self {
                    Self::OK => SUCCESS.first().copied(),
                    $(Self::$name => $message,)*
                    _ => None,
                }
            }

            /// What the code means, in English; none for a code that is not documented.
            pub fn meaning(self) -> Option<&'static str> {
                match self {
                    Self::OK => Some("success"),
                    $(Self::$name => Some($meaning),)*
                    _ => None,
                }
            }
        }

        impl $crate::ProviderCode for Code {
            const OK: Self = Self::OK;
            const DOCUMENTED: &'static [Self] = Self::DOCUMENTED;

            fn of_number(number: i64) -> Self {
                Self(number)
            }

            fn number(self) -> i64 {
                self.0
            }

            fn class(self) -> $crate::__http::Class {
                self.class()
            }

            fn proof(self) -> $crate::__http::Proof {
                self.proof()
            }

            fn message(self) -> Option<&'static str> {
                self.message()
            }

            fn meaning(self) -> Option<&'static str> {
                self.meaning()
            }
        }

        impl $crate::__serde::Serialize for Code {
            fn serialize<S: $crate::__serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        impl std::fmt::Display for Code {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}
