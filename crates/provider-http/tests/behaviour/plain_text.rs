//! Texts that people type or paste.

use provider_http::{Purpose, check_printable, check_text};

fn rule(text: &str, purpose: Purpose) -> Option<String> {
    let checked = check_text("field", text, purpose, "a test");
    let invalid = checked.err()?;
    // The text itself is in no error.
    assert!(
        text.trim().len() < 5 || !invalid.to_string().contains(text),
        "{invalid}"
    );
    Some(invalid.rule().to_owned())
}

#[track_caller]
fn assert_refused(text: &str, purposes: &[Purpose], said: &str) {
    for purpose in purposes {
        let rule = rule(text, *purpose).unwrap_or_else(|| panic!("{purpose:?} takes {text:?}"));
        assert!(rule.contains(said), "{purpose:?} {text:?}: {rule}");
    }
}

const CREDENTIALS: &[Purpose] = &[Purpose::Token, Purpose::Key];
const ALL: &[Purpose] = &[Purpose::Token, Purpose::Key, Purpose::Words, Purpose::Phone];

#[test]
fn good_texts_are_taken() {
    for (text, purpose) in [
        ("ds0123456789", Purpose::Token),
        ("a\"b\\c<d>e", Purpose::Token),
        ("密 钥-1", Purpose::Key),
        ("测试路 1 号，2 楼", Purpose::Words),
        ("“好” 店", Purpose::Words),
        ("+86 138-0000-0000", Purpose::Phone),
        ("13800000000,123", Purpose::Phone),
        ("400*123#", Purpose::Phone),
    ] {
        assert_eq!(rule(text, purpose), None, "{text}");
    }
}

#[test]
fn empty_texts_are_refused() {
    for text in ["", " ", "\n", "\u{3000}"] {
        assert_refused(text, ALL, "must not be empty");
    }
}

#[test]
fn white_space_at_an_end_is_named_with_its_place() {
    assert_refused("key1\n", ALL, "character 5 is U+000A, the end of a line");
    assert_refused(" 1380", ALL, "character 1 is U+0020, a blank");
    assert_refused("\u{a0}1380", ALL, "character 1 is U+00A0, a no-break space");
    assert_refused("1380\u{3000}", ALL, "character 5 is U+3000");
}

#[test]
fn characters_that_cannot_be_meant_are_named_with_their_place() {
    for hidden in [
        '\u{feff}',
        '\u{200b}',
        '\u{202d}',
        '\u{2066}',
        '\0',
        '\u{1b}',
        '\u{9b}',
        '\u{2800}',
        '\u{1bca0}',
        '\u{13430}',
        '\u{1d159}',
        '\u{fffe}',
        '\u{fdd0}',
        '\u{fffd}',
        '\u{e0001}',
    ] {
        let text = format!("12{hidden}34");
        let said = format!("character 3 is U+{:04X}", u32::from(hidden));
        assert_refused(&text, ALL, &said);
    }
    for odd in ['\u{ff21}', '\u{ffe5}', '\u{a0}', '\u{2003}'] {
        let text = format!("ab{odd}cd");
        let said = format!("character 3 is U+{:04X}", u32::from(odd));
        assert_refused(&text, CREDENTIALS, &said);
    }
}

/// A person who cannot see the character has to hear which one it is, and how it came there.
#[test]
fn rule_says_what_may_stand_there_and_what_does() {
    use Purpose::{Key, Phone, Token, Words};

    let token = "be printable ASCII without spaces";
    let seen = "hold only characters that can be seen and typed";
    let phone = "be ASCII digits and + - # * ( ) , or a blank";
    for (purpose, may, odd, named) in [
        (Token, token, ' ', "U+0020, a blank"),
        (Token, token, '\u{a0}', "U+00A0, a no-break space"),
        (Token, token, '\u{67dc}', "U+67DC"),
        (Token, token, '\u{ff21}', "U+FF21, full-width"),
        (Key, seen, '\u{ff01}', "U+FF01, full-width"),
        (Key, seen, '\u{ff60}', "U+FF60, full-width"),
        (Key, seen, '\u{ffe0}', "U+FFE0, full-width"),
        (Key, seen, '\u{ffe6}', "U+FFE6, full-width"),
        (Key, seen, '\u{3000}', "U+3000, full-width"),
        (Key, seen, '\u{200b}', "U+200B, which is not seen"),
        (Key, seen, '\u{2060}', "U+2060, which is not seen"),
        (Words, seen, '\u{200f}', "U+200F, which is not seen"),
        (Words, seen, '\u{feff}', "U+FEFF, a byte order mark"),
        (
            Words,
            seen,
            '\u{202a}',
            "U+202A, which turns the direction of the line",
        ),
        (
            Words,
            seen,
            '\u{202e}',
            "U+202E, which turns the direction of the line",
        ),
        (
            Words,
            seen,
            '\u{2069}',
            "U+2069, which turns the direction of the line",
        ),
        (Words, seen, '\n', "U+000A, the end of a line"),
        (Words, seen, '\r', "U+000D, the end of a line"),
        (Words, seen, '\t', "U+0009, a tab"),
        (Words, seen, '\u{7f}', "U+007F, a control character"),
        (Words, seen, '\u{ad}', "U+00AD"),
        (
            Words,
            seen,
            '\u{fffd}',
            "U+FFFD, which stands for a character that was lost",
        ),
        (Phone, phone, 'a', "U+0061"),
        (Phone, phone, '\u{ff10}', "U+FF10, full-width"),
    ] {
        let said = rule(&format!("12{odd}34"), purpose).unwrap();
        assert_eq!(said, format!("must {may}, but character 3 is {named}"));
    }
}

#[test]
fn header_text_is_printable_ascii_and_may_be_empty() {
    let rule = |text| {
        let checked = check_printable("user_agent", text, "a test");
        checked.err().map(|invalid| invalid.rule().to_owned())
    };
    for text in ["", " ", "shop/1.0 (a test)", "!~"] {
        assert_eq!(rule(text), None, "{text}");
    }
    for (text, named) in [
        ("shop\n", "5 is U+000A, the end of a line"),
        ("\u{7f}", "1 is U+007F, a control character"),
        ("a店", "2 is U+5E97"),
    ] {
        let said = format!("must be printable ASCII, but character {named}");
        assert_eq!(rule(text), Some(said));
    }
}

#[test]
fn quote_alone_or_within_a_credential_is_a_part_of_it() {
    for key in ["\"", "\\", "\"key", "key\"", "k\"e\"y"] {
        assert_eq!(rule(key, Purpose::Key), None, "{key}");
    }
    assert_refused("\"\"", CREDENTIALS, "must not stand in quotes");
}

#[test]
fn bracket_at_one_end_or_two_stars_are_no_placeholder() {
    for key in ["<key", "key>", "{key]", "a**b", "$key", "key;"] {
        assert_eq!(rule(key, Purpose::Key), None, "{key}");
        assert_eq!(rule(key, Purpose::Token), None, "{key}");
    }
    for key in ["%(key)s", "[key],", "{key}."] {
        assert_refused(key, CREDENTIALS, "not a placeholder");
    }
}

#[test]
fn quotes_around_a_credential_are_refused() {
    for quoted in [
        "\"key\"",
        "'key'",
        "`key`",
        "“key”",
        "””key””",
        "„key“",
        "‘key’",
        "«key»",
        "「key」",
        "《key》",
        "\"key'",
        "\\\"key\\\"",
    ] {
        assert_refused(quoted, CREDENTIALS, "must not stand in quotes");
    }
}

#[test]
fn placeholder_of_a_credential_is_refused() {
    for placeholder in [
        "<your key>",
        "<your-key>;",
        "${SIGN_KEY}",
        "{{ key }}",
        "{key}",
        "[your key]",
        "$(cat key)",
        "ab12****ef",
    ] {
        assert_refused(placeholder, CREDENTIALS, "not a placeholder");
    }
}

#[test]
fn phone_has_a_digit_and_at_most_one_blank_in_a_row() {
    for text in ["-", "+", "()", "###"] {
        assert_refused(text, &[Purpose::Phone], "must have a digit");
    }
    assert_refused("138  0000", &[Purpose::Phone], "one blank in a row");
    assert_refused("138a", &[Purpose::Phone], "character 4 is U+0061");
}
