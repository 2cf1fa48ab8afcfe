//! What a shell would have made of a path.

/// The sign in a path that a shell expands, and this tool does not: `~` in front of a segment,
/// `$NAME`, `%NAME%`. It is still there because it stood in quotes, behind another character, or
/// in a file that no shell reads.
pub(crate) fn unexpanded(path: &str) -> Option<&'static str> {
    let mut segments = path.split(['/', '\\']);
    if segments.any(|segment| segment.starts_with('~')) {
        return Some("`~`");
    }
    if path.split('$').skip(1).any(begins_a_variable) {
        return Some("`$`");
    }
    let mut between: Vec<&str> = path.split('%').skip(1).collect();
    // Behind the last one no other follows.
    between.pop();
    between.into_iter().any(is_name).then_some("`%`")
}

fn begins_a_variable(text: &str) -> bool {
    text.starts_with(['_', '{', '(']) || text.starts_with(|first: char| first.is_ascii_alphabetic())
}

fn is_name(text: &str) -> bool {
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::unexpanded;

    #[test]
    fn what_a_shell_expands_is_found() {
        for (path, sign) in [
            ("~", "`~`"),
            ("~/x", "`~`"),
            ("~user/x", "`~`"),
            ("/a/~/x", "`~`"),
            (r"C:\a\~\x", "`~`"),
            ("$HOME/x", "`$`"),
            ("/a-$_b", "`$`"),
            ("${HOME}/x", "`$`"),
            ("$(pwd)/x", "`$`"),
            ("%APPDATA%/x", "`%`"),
            (r"C:\Users\%USER_2%\x", "`%`"),
        ] {
            assert_eq!(unexpanded(path), Some(sign), "{path}");
        }
    }

    #[test]
    fn signs_that_are_names_are_none() {
        for path in [
            "",
            "/a/b",
            "/a~/b~c",
            r"C:\RUNNER~1\x",
            "/C$/5$",
            "/$5",
            "/100%",
            "/5%off",
            "/50% and 60%",
            "/a%20b%20c",
            "/%%",
            "/%a-b%",
        ] {
            assert_eq!(unexpanded(path), None, "{path}");
        }
    }
}
