provider_client::codes! {
    /// A code of the provider's.
    ///
    /// The document lists those of get-token and the two that ask for a new token; pages with
    /// more exist by title, their codes are not published. A code that is not listed is kept as
    /// it came.
    ///
    /// [500](Self::UNKNOWN_ERROR) and every code that is not documented leave a call that writes open \[inferred\].
    pub struct Code, success 200;
    ACCESS_KEY_OR_SECRET_WRONG = 21184031, Auth, Some("应用账号或密钥不正确"), "the access key or the digest of the secret is wrong";
    ACCOUNT_DISABLED = 21184032, Auth, Some("应用账号被禁用"), "the account is disabled; the provider's staff can tell why";
    ACCOUNT_NOT_FOUND = 21184033, Auth, Some("应用账号不存在"), "there is no such account in this environment";
    ACCESS_KEY_EMPTY = 21180031, InvalidRequest, Some("Access Key不能为空"), "`accessKey` is empty";
    SECRET_EMPTY = 21180041, InvalidRequest, Some("密钥不能为空"), "`secretKeySign` is empty";
    TOKEN_REQUESTED_TOO_OFTEN = 21185002, RateLimit, Some("获取Token超出频率限制"), "more than one token request in a minute";
    UNKNOWN_ERROR = 500, Unknown, Some("未知错误"), "an error of the provider's that it does not explain";
    // Two codes, one action: what tells them apart is not documented [doc].
    TOKEN_REJECTED = 20324012, TokenRejected, None, "the access token must be refreshed";
    TOKEN_REJECTED_TOO = 20324013, TokenRejected, None, "the access token must be refreshed";
}
