/// Whether a message says that something was done: `成功` that is not denied, or nothing but `ok`,
/// `success` or a word like them, whatever its letter case and what stands around it.
///
/// For providers whose message is a part of the verdict: such a message is no reason for a refusal.
///
/// ```
/// use provider_client::tells_success;
///
/// assert!(tells_success("操作成功"));
/// assert!(tells_success(" OK! ") && tells_success("Success"));
/// assert!(!tells_success("支付未成功") && !tells_success("设备已离线"));
/// assert!(!tells_success("not ok"));
/// ```
pub fn tells_success(message: &str) -> bool {
    const DENIED: [&str; 5] = ["不成功", "未成功", "没成功", "没有成功", "未能成功"];
    const WORDS: [&str; 5] = ["ok", "okay", "success", "successful", "done"];
    let word = message.trim_matches(|character: char| !character.is_alphanumeric());
    let is_word = WORDS.iter().any(|known| word.eq_ignore_ascii_case(known));
    is_word || message.contains("成功") && !DENIED.iter().any(|denied| message.contains(denied))
}
