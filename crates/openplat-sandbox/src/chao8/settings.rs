//! What a test can ask for where the provider is silent or loose.

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Numbers {
    /// As JSON numbers, as documented.
    #[default]
    AsNumbers,
    /// As JSON texts: `"200"`, `"28800"`.
    AsTexts,
}

/// Where the answer to a token request has the fields of the token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenFields {
    /// Inside `data`, as in the document's example.
    #[default]
    Nested,
    /// Beside `data`, which is null then, as the document's field table can be read.
    Flat,
}

/// How the answer to a token request tells the lifetime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenTtl {
    /// `tokenTtl` (ISO-8601) and `tokenTtlSeconds`, as documented.
    #[default]
    Both,
    /// `tokenTtl` only.
    IsoOnly,
    /// `tokenTtlSeconds` only.
    SecondsOnly,
    /// Neither.
    Absent,
}

/// Whether more than one token request within the interval is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenLimit {
    /// 21185002 for a request that comes too early.
    #[default]
    On,
    /// All requests are let through; they are counted nevertheless.
    Off,
}

/// What a new token does to the earlier ones of its access key. Nobody states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LiveTokens {
    /// All of them live until they expire.
    #[default]
    Many,
    /// Only the newest lives.
    One,
}

/// What may stand in front of the token in `Authorization`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenPrefix {
    /// Nothing, as documented; `Bearer ` is refused like an unknown token.
    #[default]
    Nothing,
    /// Nothing or `Bearer `.
    BearerOrNothing,
    /// `Bearer `; the bare token is refused.
    Bearer,
}

/// Whether business calls need the header `accessKey`. One client sends it, no page asks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccessKeyHeader {
    /// It is not looked at.
    #[default]
    Ignored,
    /// It must be the access key that the token was issued for.
    Required,
}

/// How a business call says that it does not accept the token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// Code 20324012 or 20324013 at HTTP 200.
    #[default]
    Code,
    /// The same codes at HTTP 401.
    CodeAtHttp401,
    /// A page in HTML at HTTP 401, without an envelope.
    PageAtHttp401,
    /// Code 500 with `meta.status` 401 \[observed\].
    MetaStatus,
    /// Code 500 with a `status` 401 beside it \[observed\].
    Status,
    /// Code 500 with the message `invalid token` \[observed\].
    InvalidToken,
    /// Code 500 with the message `reauthentication` \[observed\].
    Reauthentication,
    /// Code 500 with `invalid token` in `data.reason` \[observed\].
    Reason,
}
