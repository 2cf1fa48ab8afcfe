/// Whether a message in Chinese says that something was done: `成功` that is not denied.
///
/// For providers whose message is a part of the verdict: such a message is no reason for a refusal.
///
/// ```
/// use provider_client::tells_success;
///
/// assert!(tells_success("操作成功"));
/// assert!(!tells_success("支付未成功") && !tells_success("设备已离线"));
/// ```
pub fn tells_success(message: &str) -> bool {
    const DENIED: [&str; 5] = ["不成功", "未成功", "没成功", "没有成功", "未能成功"];
    message.contains("成功") && !DENIED.iter().any(|denied| message.contains(denied))
}
