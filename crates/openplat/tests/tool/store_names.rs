//! Which directories of the access token are taken: those that are one and the same for every
//! command, and that were meant.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::errors::verdict;
use crate::tool::{Run, Scratch, Tool};

const STORE: &str = "OPENPLAT_TOKEN_STORE";

/// Both providers whose token is kept.
const COMMANDS: [&[&str]; 2] = [
    &["chao8", "token", "--json"],
    &["damaijia", "token", "--json"],
];

/// The names in a directory.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// The error of every command with this environment; nothing was sent, and nothing made where the
/// command runs, nor in the state directory.
#[track_caller]
fn refused(tool: &Tool) -> Vec<Value> {
    let place = Scratch::new();
    let errors = COMMANDS.map(|command| {
        let output = tool.command(command).current_dir(place.path()).output();
        let error = Run::of(output.unwrap()).json_error(2);
        assert_eq!(verdict(&error), ("environment", None, "NotSent"));
        error
    });
    assert!(names(place.path()).is_empty(), "{:?}", names(place.path()));
    assert!(names(tool.state.path()).is_empty());
    assert!(tool.sandbox.requests().is_empty());
    errors.to_vec()
}

/// Refused for a value of the variable, in which `ROOT` is an absolute directory: nothing is made
/// there either, each message says this of the variable, and none shows the value.
#[track_caller]
fn refuses(value: &str, expected: &str) -> Vec<Value> {
    let root = Scratch::new();
    let value = value.replace("ROOT", root.path().to_str().unwrap());
    let errors = refused(&Tool::new().with(STORE, &value));
    for error in &errors {
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with(STORE), "{message}");
        assert!(message.contains(expected), "{value:?}: {message}");
        assert!(!error.to_string().contains("canary"), "{error}");
    }
    assert!(names(root.path()).is_empty(), "{value:?}");
    errors
}

/// The same for what stands behind `file:`; the hint says how to write it.
#[track_caller]
fn refuses_directory(directory: &str, expected: &str) {
    for error in refuses(
        &format!("file:{directory}"),
        &format!("the directory {expected}"),
    ) {
        let hint = error["hint"].as_str().unwrap();
        assert!(hint.starts_with("write it in full, as in `file:"), "{hint}");
    }
}

#[test]
fn a_relative_directory_is_refused_since_it_is_another_one_elsewhere() {
    for directory in [
        "canary",
        "./canary",
        "../canary",
        ".",
        "..",
        "canary/../x",
        "-",
    ] {
        refuses_directory(directory, "must be an absolute path");
    }
}

#[test]
fn what_a_shell_did_not_expand_is_refused() {
    for (directory, sign) in [
        ("~", "~"),
        ("~/canary", "~"),
        ("~canary/x", "~"),
        ("ROOT/~/canary", "~"),
        ("ROOT/~", "~"),
        ("$HOME/canary", "$"),
        ("${HOME}/canary", "$"),
        ("$(canary)/x", "$"),
        ("ROOT/$USER/canary", "$"),
        ("ROOT/canary-${USER}", "$"),
        ("%APPDATA%/canary", "%"),
        ("%LOCALAPPDATA%\\canary", "%"),
        ("ROOT/%USERNAME%", "%"),
    ] {
        let expected = format!("must not have `{sign}` in it, which is not expanded here");
        refuses_directory(directory, &expected);
    }
}

#[test]
fn a_url_of_a_file_is_refused() {
    for directory in [
        "//",
        "//ROOT",
        "//ROOT/canary",
        "//localhost/canary",
        "//~/canary",
    ] {
        refuses_directory(directory, "must be a path, not a URL");
    }
}

#[test]
fn no_directory_at_all_is_refused() {
    refuses_directory("", "must not be empty");
}

#[test]
fn quotes_that_came_with_the_value_are_refused() {
    for directory in ["\"ROOT\"", "'ROOT/canary'", "'ROOT", "\"~/canary\""] {
        refuses_directory(directory, "must not stand in quotes");
    }
    for value in ["\"file:ROOT\"", "'file:ROOT'"] {
        refuses(value, "must be `memory`");
    }
}

#[test]
fn a_character_that_is_not_seen_is_refused_and_its_place_named() {
    for (odd, kind) in [
        ('\n', "U+000A, the end of a line"),
        ('\r', "U+000D, the end of a line"),
        ('\t', "U+0009, a tab"),
        ('\u{7f}', "U+007F, a control character"),
        ('\u{1b}', "U+001B, a control character"),
        ('\u{85}', "U+0085, a control character"),
        ('\u{200b}', "U+200B, which is not seen"),
        ('\u{202e}', "U+202E, which turns the direction of the line"),
        ('\u{2028}', "U+2028"),
        ('\u{feff}', "U+FEFF, a byte order mark"),
    ] {
        for (value, place) in [
            (format!("file:{odd}ROOT"), 6),
            (format!("fi{odd}le:ROOT"), 3),
            (format!("{odd}memory"), 1),
            (format!("memory{odd}"), 7),
            (format!("redis://:canary@127.0.0.1:1{odd}"), 28),
        ] {
            refuses(&value, &format!("character {place} is {kind}"));
        }
        for value in [format!("file:ROOT{odd}"), format!("file:ROOT/can{odd}ary")] {
            refuses(&value, &format!(" is {kind}"));
        }
    }
}

#[test]
fn a_blank_at_an_end_is_refused() {
    for (value, kind) in [
        ("file:ROOT/canary ", "U+0020, a blank"),
        (" file:ROOT/canary", "U+0020, a blank"),
        ("file: ROOT/canary", "U+0020, a blank"),
        ("file:\u{a0}ROOT/canary", "U+00A0, a no-break space"),
        ("file:ROOT/canary\u{3000}", "U+3000, full-width"),
        (" memory", "U+0020, a blank"),
        ("file: ", "U+0020, a blank"),
    ] {
        let errors = refuses(value, &format!(" is {kind}"));
        let message = errors[0]["message"].as_str().unwrap();
        assert!(
            message.contains("must not begin or end with white space"),
            "{message}"
        );
    }
}

/// Signs in other places, blanks between, and what the system itself understands.
#[test]
#[cfg(unix)]
fn other_absolute_directories_are_taken_as_they_are() {
    for directory in [
        "令牌 store",
        "a~b/c~",
        "5$/C$/100%",
        "%41/50% and more%",
        "it's \"so\"",
        "made/./by/../way",
        "double//slash/",
        "back\\slash",
    ] {
        let scratch = Scratch::new();
        // Else the way up would lead nowhere.
        fs::create_dir_all(scratch.path().join("made/by")).unwrap();
        let path = scratch.path().join(directory);
        let tool = Tool::new().with(STORE, format!("file:{}", path.display()));
        tool.run(COMMANDS[0]).done();
        tool.run(COMMANDS[0]).done();
        assert_eq!(tool.chao8().token_requests(), 1, "{directory}");
        assert_eq!(names(&path).len(), 2, "{directory}");
    }
}

#[test]
#[cfg(unix)]
fn a_home_that_cannot_be_used_is_told_from_one_that_is_not_set() {
    for (state_home, home, expected) in [
        (None, None, "XDG_STATE_HOME is not set, HOME is not set"),
        (
            None,
            Some("foo"),
            "XDG_STATE_HOME is not set, HOME is not an absolute path",
        ),
        (Some(""), Some(""), "XDG_STATE_HOME is empty, HOME is empty"),
        (
            Some("~/x"),
            Some("~"),
            "XDG_STATE_HOME is not an absolute path, HOME is not an absolute path",
        ),
        (
            Some("$HOME/x"),
            Some("./x"),
            "XDG_STATE_HOME is not an absolute path, HOME is not an absolute path",
        ),
        (
            None,
            Some(" "),
            "XDG_STATE_HOME is not set, HOME is not an absolute path",
        ),
    ] {
        let mut tool = Tool::new().without("XDG_STATE_HOME");
        for (name, value) in [("XDG_STATE_HOME", state_home), ("HOME", home)] {
            if let Some(value) = value {
                tool = tool.with(name, value);
            }
        }
        for error in refused(&tool) {
            let message = error["message"].as_str().unwrap();
            assert_eq!(
                message,
                format!("no directory for the access token: {expected}")
            );
            assert_eq!(error["hint"], "OPENPLAT_TOKEN_STORE chooses another store");
        }
    }
}

/// It is absolute, so the next place is not tried: the token would lie elsewhere once it is mended.
#[test]
#[cfg(unix)]
fn a_state_directory_or_home_that_was_not_meant_is_refused_and_not_passed_over() {
    let home = Scratch::new();
    for name in ["XDG_STATE_HOME", "HOME"] {
        for (end, expected) in [
            ("/canary\r", "must not begin or end with white space"),
            ("/can\nary", "the end of a line"),
            ("/$USER", "is not expanded"),
            ("/~/canary", "is not expanded"),
        ] {
            let value = format!("{}{end}", home.path().display());
            let mut tool = Tool::new().without("XDG_STATE_HOME");
            tool = tool.with("HOME", home.path()).with(name, value);
            for error in refused(&tool) {
                let message = error["message"].as_str().unwrap();
                assert!(message.starts_with(&format!("{name} ")), "{message}");
                assert!(message.contains(expected), "{message}");
                assert!(!message.contains("canary"), "{message}");
                assert_eq!(error["hint"], "OPENPLAT_TOKEN_STORE chooses another store");
            }
        }
    }
    assert!(names(home.path()).is_empty());
}

/// A relative file is right where it is read once; a sign that was not expanded is told.
#[test]
fn a_file_that_is_not_there_for_want_of_a_shell_is_told_so() {
    let path = "/ps/v1/open/product/add-upd-product";
    for (file, sign) in [
        ("~/canary.json", Some("~")),
        ("$HOME/canary.json", Some("$")),
        ("%USERPROFILE%\\canary.json", Some("%")),
        ("canary.json", None),
    ] {
        let argument = format!("@{file}");
        for line in [
            &["chao8", "post", path, "--body", &argument][..],
            &["damaijia", "order", "create", "--file", file],
        ] {
            let tool = Tool::new();
            let error = tool.run(&[line, &["--json"]].concat()).json_error(2);
            assert_eq!(verdict(&error), ("invalid", None, "NotSent"));
            let hint =
                sign.map(|sign| format!("`{sign}` is not expanded here: write the path in full"));
            assert_eq!(error["hint"].as_str(), hint.as_deref());
            assert!(tool.sandbox.requests().is_empty());
        }
    }
}

/// What no shell expanded can be a name all the same.
#[test]
#[cfg(unix)]
fn a_file_with_such_a_sign_in_its_name_is_read() {
    let place = Scratch::new();
    place.file("~order $HOME.json", "{}");
    fs::create_dir(place.path().join("~folder")).unwrap();
    let tool = Tool::new();
    let run = |file: &str| {
        let path = "/ps/v1/open/product/add-upd-product";
        let line = ["chao8", "post", path, "--json", "--body", file];
        let output = tool.command(&line).current_dir(place.path()).output();
        Run::of(output.unwrap())
    };
    let error = run("@~folder").json_error(2);
    assert_eq!(error["hint"], Value::Null);
    assert!(tool.sandbox.requests().is_empty());
    run("@~order $HOME.json");
    assert_eq!(tool.sandbox.requests().len(), 2);
}
