/// An input that cannot be explained; nothing was computed.
///
/// No message holds a part of the input: it may be a credential in the wrong place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input is larger than [`MAX_INPUT_BYTES`](crate::MAX_INPUT_BYTES).
    #[error("the input has {bytes} bytes, at most {limit} are examined")]
    #[non_exhaustive]
    TooLarge {
        /// The bytes of names, values, time, received signature and credentials.
        bytes: usize,
        /// [`MAX_INPUT_BYTES`](crate::MAX_INPUT_BYTES).
        limit: usize,
    },
    /// There are more parameters than [`MAX_PARAMS`](crate::MAX_PARAMS).
    #[error("there are {count} parameters, at most {limit} are examined")]
    #[non_exhaustive]
    TooManyParams {
        /// The number of parameters.
        count: usize,
        /// [`MAX_PARAMS`](crate::MAX_PARAMS).
        limit: usize,
    },
    /// There are more other credentials than
    /// [`MAX_OTHER_CREDENTIALS`](crate::MAX_OTHER_CREDENTIALS).
    #[error("there are {count} other credentials, at most {limit} are tried")]
    #[non_exhaustive]
    TooManyCredentials {
        /// The number of other credentials.
        count: usize,
        /// [`MAX_OTHER_CREDENTIALS`](crate::MAX_OTHER_CREDENTIALS).
        limit: usize,
    },
    /// The payload is not standard base64 (`+`, `/`, padding `=`).
    #[error("the payload is not standard base64")]
    NotBase64,
    /// The decoded payload is not a JSON object of texts, numbers and nulls.
    ///
    /// Truth values, arrays and objects count as such an error too: no page of the provider says
    /// how they are signed.
    #[error(
        "the payload is not a JSON object of texts and numbers, see line {line} column {column} \
         of the decoded text"
    )]
    #[non_exhaustive]
    NotAnObject {
        /// The line in the decoded payload, from 1.
        line: usize,
        /// The column in that line, in bytes.
        column: usize,
    },
}
