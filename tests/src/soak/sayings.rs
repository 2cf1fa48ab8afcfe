//! What a provider, or something in front of it, says in the provider's own envelope.

use super::act::Provider;

/// An answer in the provider's own envelope: HTTP status and body.
pub type Saying = (u16, &'static str);

impl Provider {
    /// What it says, truly, of a call that it has not carried out.
    pub(super) fn sayings_instead(self) -> &'static [Saying] {
        match self {
            Self::Damaijia => &[
                (200, r#"{"status":100,"err":"系统繁忙","data":[]}"#),
                (
                    200,
                    r#"{"status":160,"err":"您的请求太过频繁,请稍后再试","data":[]}"#,
                ),
                (
                    200,
                    r#"{"status":200,"err":"认证失败,Authorization填写错误","data":[]}"#,
                ),
                (200, r#"{"status":422,"err":"该商品已下架","data":[]}"#),
                (
                    500,
                    r#"{"status":209,"err":"账户余额不足,请先充值","data":[]}"#,
                ),
            ],
            Self::Vending => &[
                (200, r#"{"code":6015,"message":"二维码过期或超时"}"#),
                (200, r#"{"code":10023,"message":"取货码功能未开启"}"#),
                (503, r#"{"code":30002,"message":"设备不在线"}"#),
            ],
            Self::Chao8 => &[
                (200, r#"{"code":500,"message":"未知错误","data":null}"#),
                (200, r#"{"code":20324013,"message":null,"data":null}"#),
                (401, r#"{"code":20324012,"message":null,"data":null}"#),
            ],
            Self::Post30 => &[
                (200, r#"{"success":0,"message":"签名错误"}"#),
                (200, r#"{"success":0}"#),
                (500, r#"{"success":0,"message":"签名错误"}"#),
            ],
        }
    }

    /// What it says of a call that it has carried out: nothing that would prove the contrary.
    pub(super) fn sayings_afterwards(self) -> &'static [Saying] {
        match self {
            Self::Damaijia => &[
                (200, r#"{"status":2,"err":"内部错误","data":[]}"#),
                (200, r#"{"status":100,"err":"系统繁忙","data":[]}"#),
                (200, r#"{"status":217,"err":"创建订单失败","data":[]}"#),
                (200, r#"{"status":98765,"err":"","data":[]}"#),
                (
                    502,
                    r#"{"status":209,"err":"账户余额不足,请先充值","data":[]}"#,
                ),
                (200, r#"{"status":0,"data":[]}"#),
                (400, r#"{"status":0,"data":{"order_sn":null}}"#),
                (200, r#"{"status":[0],"data":[]}"#),
                (401, r#"{"status":98765,"err":"","data":[]}"#),
            ],
            Self::Vending => &[
                (200, r#"{"code":6015,"message":"二维码过期或超时"}"#),
                (200, r#"{"code":6048,"message":"订单创建失败"}"#),
                (200, r#"{"code":0,"message":"timeout"}"#),
                (504, r#"{"code":10023,"message":"取货码功能未开启"}"#),
                (200, r#"{"code":0,"message":"ok","data":"#),
            ],
            Self::Chao8 => &[
                (200, r#"{"code":500,"message":"未知错误","data":null}"#),
                (200, r#"{"code":4711,"message":"?","data":null}"#),
                (
                    200,
                    r#"{"code":4711,"message":"invalid token","data":null}"#,
                ),
                (401, r#"{"code":4711,"message":"?","data":null}"#),
                (
                    503,
                    r#"{"code":21184032,"message":"应用账号被禁用","data":null}"#,
                ),
                (400, r#"{"code":200,"message":null,"data":"#),
            ],
            Self::Post30 => &[
                (200, r#"{"success":0,"message":""}"#),
                (200, r#"{"success":0,"message":"ok"}"#),
                (200, r#"{"success":2,"message":"?"}"#),
                (500, r#"{"success":0,"message":"余额不足"}"#),
                (400, r#"{"success":1,"message":"#),
            ],
        }
    }
}
