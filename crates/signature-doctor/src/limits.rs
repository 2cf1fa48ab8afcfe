/// So many bytes may the names, values, time, received signature and credentials of one
/// diagnosis have together; base64 is counted decoded.
///
/// A longer input is [`Error::TooLarge`](crate::Error::TooLarge), and nothing is computed.
pub const MAX_INPUT_BYTES: usize = 16 * 1024;

/// So many parameters may an input have.
///
/// More of them are [`Error::TooManyParams`](crate::Error::TooManyParams).
pub const MAX_PARAMS: usize = 256;

/// So many other credentials can be tried as the key.
///
/// More of them are [`Error::TooManyCredentials`](crate::Error::TooManyCredentials).
pub const MAX_OTHER_CREDENTIALS: usize = 8;

/// No diagnosis computes more signatures than this, whatever the input.
///
/// It is an upper bound of the number of single mistakes and of pairs of two, each computed once.
pub const MAX_DIGESTS: usize = 20_000;
