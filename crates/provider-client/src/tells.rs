/// Whether a message says that something was done, or is being done: `成功`, `完成`, `处理中` or a word
/// like them that is not denied, or in English `ok`, `success` or a word like them, whatever the
/// letter case and what stands around it.
///
/// For providers whose message is a part of the verdict: such a message is no reason for a refusal.
///
/// ```
/// use provider_client::tells_success;
///
/// assert!(tells_success("操作成功") && tells_success("上次未成功，本次成功"));
/// assert!(tells_success("已受理，正在处理"));
/// assert!(tells_success(" OK! ") && tells_success("ＯＫ") && tells_success("Batch closed successfully"));
/// assert!(!tells_success("支付未成功") && !tells_success("设备已离线") && !tells_success("订单未完成"));
/// assert!(!tells_success("not ok") && !tells_success("unsuccessful"));
/// assert!(!tells_success("the batch was not closed successfully"));
/// ```
pub fn tells_success(message: &str) -> bool {
    let plain: String = message.chars().map(half_width).collect();
    let said = CHINESE.iter().any(|word| {
        let mut places = plain.match_indices(word);
        places.any(|(place, _)| {
            !DENIALS
                .iter()
                .any(|denial| plain[..place].ends_with(denial))
        })
    });
    said || is_said_in_english(&plain.to_ascii_lowercase())
}

const CHINESE: [&str; 8] = [
    "成功",
    "完成",
    "已受理",
    "已提交",
    "已接收",
    "已收到",
    "处理中",
    "正在处理",
];

/// What denies the word behind it.
const DENIALS: [&str; 9] = [
    "不", "未", "没", "无", "没有", "未能", "不能", "无法", "未被",
];

fn is_said_in_english(message: &str) -> bool {
    const ALONE: [&str; 7] = [
        "ok",
        "okay",
        "success",
        "successful",
        "successfully",
        "done",
        "completed",
    ];
    const ANYWHERE: [&str; 4] = ["success", "successful", "successfully", "succeeded"];
    const DENIED: [&str; 13] = [
        "not", "no", "never", "without", "cannot", "can't", "didn't", "wasn't", "isn't", "failed",
        "failure", "error", "un",
    ];
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '\'' | '’');
    let words: Vec<&str> = message
        .split(|sign| !is_part(sign))
        .filter(|word| !word.is_empty())
        .collect();
    let has = |some: &[&str]| words.iter().any(|word| some.contains(word));
    let is_nothing_else = !words.is_empty() && words.iter().all(|word| ALONE.contains(word));
    is_nothing_else || (has(&ANYWHERE) && !has(&DENIED))
}

/// A letter of ASCII as input methods write it in full width.
fn half_width(character: char) -> char {
    match u32::from(character) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(character),
        _ => character,
    }
}
