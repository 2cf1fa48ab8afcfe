//! The tables of `docs/growth.md`, each between two marks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// One test at a time reads and writes the page.
static PAGE: Mutex<()> = Mutex::new(());

fn path(name: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().join(name)
}

/// Rows under a head, as Markdown.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let head_line = line(head.iter().map(|cell| (*cell).to_owned()).collect());
    let rule = line(head.iter().map(|_| "---".to_owned()).collect());
    let rows: String = rows.iter().cloned().map(line).collect();
    head_line + &rule + &rows
}

/// A number with commas between the thousands.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(|group| str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}

/// Asserts that the page has this table at its mark; with `UPDATE_GROWTH` set it is written.
pub(crate) fn assert_has(mark: &str, table: &str) {
    let alone = PAGE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let path = path("docs/growth.md");
    let page = fs::read_to_string(&path).unwrap();
    let (start, end) = (
        format!("<!-- {mark} -->\n\n"),
        format!("<!-- end of {mark} -->"),
    );
    let table = format!("{table}\n");
    let (before, rest) = page.split_once(&start).unwrap();
    let (written, after) = rest.split_once(&end).unwrap();
    if std::env::var_os("UPDATE_GROWTH").is_some() {
        fs::write(&path, format!("{before}{start}{table}{end}{after}")).unwrap();
        return;
    }
    drop(alone);
    assert_eq!(
        written, table,
        "docs/growth.md is out of date: run UPDATE_GROWTH=1 cargo test -p workspace-tests --test growth"
    );
}

#[test]
fn the_page_and_the_store_count_the_same_commands_of_redis() {
    let readme = fs::read_to_string(path("crates/access-token-redis/README.md")).unwrap();
    let rows = readme
        .lines()
        .skip_while(|line| !line.starts_with("| step |"));
    let rows = rows.take_while(|line| line.starts_with('|'));
    let table: String = rows.map(|row| format!("{row}\n")).collect();
    assert!(!table.is_empty());
    assert_has("commands of redis", &table);
}

#[test]
fn the_page_and_the_store_say_the_same_of_the_connections_of_redis() {
    let readme = fs::read_to_string(path("crates/access-token-redis/README.md")).unwrap();
    let mut lines = readme.lines();
    let rule = lines.find(|line| line.starts_with("- `maxclients`"));
    assert_has("connections of redis", &format!("{}\n", rule.unwrap()));
}
