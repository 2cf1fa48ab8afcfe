provider_client::codes! {
    /// `errno` of an answer.
    pub struct Code, success 0, "ok";
    SIGN_WRONG = 1001, Auth, Some("签名错误"), "the signature is wrong";
    TOKEN_OVER = 1002, TokenRejected, Some("token已失效"), "the token is no longer accepted";
    SOLD_OUT = 2001, BusinessRefusal, Some("库存不足"), "there are not as many";
    BUSY = 9001, Transient, Some("系统繁忙"), "the system is busy, perhaps in the middle";
}
