//! Money for people.

/// An amount in 分 as yuan, exactly: `12.05`.
pub(crate) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// The same of an amount that may be unknown: nothing.
pub(super) fn yuan_if_known(fen: Option<i64>) -> String {
    fen.map(yuan).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::yuan;

    #[test]
    fn an_amount_is_shown_to_the_fen() {
        for (fen, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (-5, "-0.05"),
            (1_205, "12.05"),
            (i64::MAX, "92233720368547758.07"),
            (i64::MIN, "-92233720368547758.08"),
        ] {
            assert_eq!(yuan(fen), text);
        }
    }
}
