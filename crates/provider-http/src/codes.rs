/// Declares the `Code` type of a provider: one list makes the constants and what they tell.
///
/// Each entry is a constant, its number, its [`Class`](crate::Class), the provider's message when
/// it documents one, and what the code means in English. The code of success is named `OK`; its
/// message may follow its number. The crate that uses the macro depends on serde: a code
/// serialises as its number.
///
/// ```
/// provider_http::codes! {
///     /// A code of the provider's.
///     pub struct Code, success 0, "ok";
///     MACHINE_OFFLINE = 30002, Transient, Some("设备已离线"), "the machine is offline";
/// }
///
/// assert_eq!(Code::MACHINE_OFFLINE.message(), Some("设备已离线"));
/// assert_eq!(Code(30002).class(), provider_http::Class::Transient);
/// assert_eq!(Code(1).class(), provider_http::Class::Unknown);
/// assert_eq!((Code::OK.message(), Code::OK.to_string()), (Some("ok"), "0".to_owned()));
/// ```
#[macro_export]
macro_rules! codes {
    (
        $(#[$attribute:meta])*
        pub struct Code, success $success:literal $(, $success_message:literal)?;
        $($name:ident = $number:literal, $class:ident, $message:expr, $meaning:literal;)*
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
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

            /// What the code asks of the caller; [`Class::Unknown`]($crate::Class::Unknown) for
            /// a code that is not documented.
            pub fn class(self) -> $crate::Class {
                match self {
                    Self::OK => $crate::Class::Success,
                    $(Self::$name => $crate::Class::$class,)*
                    _ => $crate::Class::Unknown,
                }
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

        impl std::fmt::Display for Code {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}
