//! The document of the dependencies, and how unsafe code is counted.

use xtask::supply_chain::{Unsafe, Words, dependencies, table, written};

fn counted(source: &str) -> [usize; 3] {
    let mut counted = Unsafe::default();
    counted.count(source);
    [counted.blocks, counted.functions, counted.implementations]
}

#[test]
fn blocks_functions_and_implementations_are_counted_apart() {
    assert_eq!(counted("fn a() { unsafe { b() } }"), [1, 0, 0]);
    assert_eq!(
        counted("pub unsafe fn a() {} type B = unsafe extern \"C\" fn();"),
        [0, 2, 0]
    );
    assert_eq!(
        counted("unsafe impl Send for A {} unsafe trait B {} unsafe extern \"C\" {}"),
        [0, 0, 3]
    );
    assert_eq!(
        counted("#[unsafe(no_mangle)] fn a() {} fn unsafely() {}"),
        [0, 0, 0]
    );
}

#[test]
fn comments_and_texts_are_not_counted() {
    for source in [
        "// unsafe { }",
        "/* unsafe { /* */ unsafe { */",
        "\"unsafe {\"",
        r#"b"\" unsafe {""#,
        "r#\"\" unsafe { \"#",
        r"const A: char = '\''; /* unsafe { */",
    ] {
        assert_eq!(counted(source), [0, 0, 0], "{source}");
    }
    for source in [
        "'\"'; unsafe { }",
        "fn a<'a>(b: &'a str) { unsafe { } }",
        "r\"\\\"; unsafe { }",
        "b'\\\\'; unsafe { }",
        "/* */ unsafe /* */ { }",
        "let r = \"\"; unsafe { }",
        "let br = b'\"'; unsafe { }",
    ] {
        assert_eq!(counted(source), [1, 0, 0], "{source}");
    }
}

#[test]
fn words_end_with_the_source_whatever_is_open() {
    for source in ["/*", "\"", "r##\"", "'", "b'\\", "é\"é", "r#type", "'é'"] {
        assert!(Words::of(source).count() < 4, "{source}");
    }
}

/// `cargo xtask supply-chain` writes it.
#[cfg(target_os = "linux")]
#[test]
fn document_names_exactly_the_dependencies_and_what_was_counted_in_them() {
    let (prose, rows) = written().expect("the document");
    let dependencies = dependencies().expect("cargo tells");
    assert!(dependencies.len() > 50, "{}", dependencies.len());
    for package in &dependencies {
        let row = format!("| {} {} | ", package.name, package.version);
        assert!(rows.contains(&row), "no row of {row}");
    }
    assert_eq!(
        rows,
        table().expect("sources"),
        "run `cargo xtask supply-chain`"
    );
    assert!(prose.contains("## Who has read what"), "{prose}");
}
