//! What the provider refuses with.

/// A refusal: code and message. They come with HTTP 200: the status of failures is not documented.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    pub(super) code: i64,
    pub(super) message: Option<&'static str>,
}

impl Refusal {
    /// The only general code that is documented; it stands for every refusal whose code nobody states.
    pub(super) const UNKNOWN_ERROR: Self = Self::new(500, Some("未知错误"));
    // The two have no text, and what tells them apart is not stated: this split is the sandbox's choice.
    pub(super) const TOKEN_EXPIRED: Self = Self::new(20_324_012, None);
    pub(super) const TOKEN_UNKNOWN: Self = Self::new(20_324_013, None);
    pub(super) const ACCESS_KEY_EMPTY: Self = Self::new(21_180_031, Some("Access Key不能为空"));
    pub(super) const SECRET_EMPTY: Self = Self::new(21_180_041, Some("密钥不能为空"));
    pub(super) const SECRET_WRONG: Self = Self::new(21_184_031, Some("应用账号或密钥不正确"));
    pub(super) const ACCOUNT_DISABLED: Self = Self::new(21_184_032, Some("应用账号被禁用"));
    pub(super) const ACCOUNT_UNKNOWN: Self = Self::new(21_184_033, Some("应用账号不存在"));
    pub(super) const TOO_OFTEN: Self = Self::new(21_185_002, Some("获取Token超出频率限制"));

    const fn new(code: i64, message: Option<&'static str>) -> Self {
        Self { code, message }
    }
}

/// The code of every refusal above, ascending.
pub(super) const ANSWERABLE: &[i64] = &[
    Refusal::UNKNOWN_ERROR.code,
    Refusal::TOKEN_EXPIRED.code,
    Refusal::TOKEN_UNKNOWN.code,
    Refusal::ACCESS_KEY_EMPTY.code,
    Refusal::SECRET_EMPTY.code,
    Refusal::SECRET_WRONG.code,
    Refusal::ACCOUNT_DISABLED.code,
    Refusal::ACCOUNT_UNKNOWN.code,
    Refusal::TOO_OFTEN.code,
];
