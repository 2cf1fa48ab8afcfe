//! Eight processes on one file store: the test binary starts itself again.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use chao8_api::{Client, FileStore, IgnoredAny, Settings};
use openplat_sandbox::Sandbox;

use crate::provider::DEMO;
use crate::sandbox::credentials;

const URL: &str = "CHAO8_TEST_URL";
const DIR: &str = "CHAO8_TEST_DIR";

fn client(url: String, dir: PathBuf) -> Client {
    let store = FileStore::new(dir).unwrap();
    let settings = Settings::new(url).store(Arc::new(store));
    Client::new(credentials(), settings).unwrap()
}

/// What a child does: it says that it is ready, waits for the word, and makes a call.
#[test]
fn child() {
    let (Ok(url), Ok(dir)) = (std::env::var(URL), std::env::var(DIR)) else {
        return;
    };
    let client = client(url, dir.into());
    say("ready");
    std::io::stdin()
        .lock()
        .read_line(&mut String::new())
        .unwrap();
    match client.get::<IgnoredAny>(DEMO, &[]) {
        Ok(IgnoredAny) => say("good"),
        Err(error) => say(&format!("failed: {error}")),
    }
}

fn say(word: &str) {
    // Straight to the pipe: the test harness captures what `println!` prints.
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n#{word}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

fn start(url: &str, dir: &std::path::Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "processes::child",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(URL, url)
        .env(DIR, dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The words of the children, one from each.
fn hear(outs: &mut [impl BufRead]) -> Vec<String> {
    let word = |out: &mut dyn BufRead| {
        let words = out.lines().map_while(Result::ok);
        let mut words = words.filter_map(|line| line.strip_prefix('#').map(str::to_owned));
        words.next().unwrap_or_else(|| "gone".to_owned())
    };
    outs.iter_mut().map(|out| word(out)).collect()
}

#[test]
fn eight_processes_on_the_file_store_cause_one_token_request() {
    let sandbox = Sandbox::start().unwrap();
    let dir = std::env::temp_dir().join(format!("chao8-api-processes-{}", std::process::id()));
    let mut children: Vec<Child> = (0..8).map(|_| start(&sandbox.base_url(), &dir)).collect();
    let outs = children
        .iter_mut()
        .map(|child| child.stdout.take().unwrap());
    let mut outs: Vec<_> = outs.map(BufReader::new).collect();
    assert_eq!(hear(&mut outs), ["ready"; 8]);
    for child in &mut children {
        child.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }
    let heard = hear(&mut outs);
    for child in &mut children {
        child.wait().unwrap();
    }
    assert_eq!(heard, ["good"; 8]);
    assert_eq!(sandbox.chao8().token_requests(), 1);

    // The next start of the application needs none either.
    let client = client(sandbox.base_url(), dir.clone());
    client.get::<IgnoredAny>(DEMO, &[]).unwrap();
    assert_eq!(sandbox.chao8().token_requests(), 1);
    std::fs::remove_dir_all(dir).unwrap();
}
