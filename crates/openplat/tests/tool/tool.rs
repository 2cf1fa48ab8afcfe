//! The tool with an environment of its own, and what it did.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openplat_sandbox::{Chao8, Damaijia, Post30, RecordedRequest, Sandbox, Vending};
use serde_json::Value;
use workspace_tests::providers::{secrets, variables};

/// The tool, beside a sandbox that its environment points to.
pub(crate) struct Tool {
    pub(crate) sandbox: Sandbox,
    /// The user's state directory (`XDG_STATE_HOME`).
    pub(crate) state: Scratch,
    variables: Vec<(String, OsString)>,
}

/// An empty directory, gone with the test.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("openplat-test-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        // One that is there is of a process that was killed, and had the same number.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A file in it with this content; its path as text.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The MD5 of the sandbox's secret, as good as the secret.
pub(crate) const CHAO8_DIGEST: &str = "8791bef2019a57a7dbb2e39518c54c83";

/// One run of the tool.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Tool {
    pub(crate) fn new() -> Self {
        let sandbox = Sandbox::start().unwrap();
        let base_url = sandbox.base_url();
        let state = Scratch::new();
        let state_home = state.path().to_owned();
        let tool = Self {
            sandbox,
            state,
            variables: Vec::new(),
        };
        variables(&base_url)
            .into_iter()
            .fold(tool, |tool, (name, value)| tool.with(name, value))
            .with("XDG_STATE_HOME", state_home)
    }

    /// The same without any variable at all.
    pub(crate) fn bare() -> Self {
        let mut tool = Self::new();
        tool.variables.clear();
        tool
    }

    /// The same with another variable, or another value of one.
    pub(crate) fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self = self.without(name);
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// The same without a variable.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn vending(&self) -> &Vending {
        self.sandbox.vending()
    }

    pub(crate) fn chao8(&self) -> &Chao8 {
        self.sandbox.chao8()
    }

    pub(crate) fn post30(&self) -> &Post30 {
        self.sandbox.post30()
    }

    pub(crate) fn damaijia(&self) -> &Damaijia {
        self.sandbox.damaijia()
    }

    /// The command without any other variable than those of this tool.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_openplat"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs the tool to its end; no secret may be in what it says.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let run = Run::of(self.command(arguments).output().unwrap());
        let shows = |secret: &str| run.out.contains(secret) || run.err.contains(secret);
        let secrets = secrets();
        for (name, secret) in &self.variables {
            if secrets.contains(&name.as_str()) {
                let secret = secret.to_string_lossy();
                let is_shown = !secret.trim().is_empty() && shows(&secret);
                assert!(!is_shown, "{arguments:?} shows {name}");
            }
        }
        assert!(!shows(CHAO8_DIGEST), "{arguments:?} shows the digest");
        let is_asked_for = arguments.contains(&"--reveal");
        assert!(
            is_asked_for || !shows("sandbox-token-"),
            "{arguments:?} shows a token"
        );
        let words = [&run.out, &run.err]
            .into_iter()
            .flat_map(|text| text.split(|character: char| !character.is_ascii_alphanumeric()));
        let shows_token = words
            .into_iter()
            .any(|word| self.damaijia().is_accepted(word));
        assert!(is_asked_for || !shows_token, "{arguments:?} shows a token");
        run
    }

    /// The signed parameters of the requests so far, each without time and signature.
    pub(crate) fn payloads(&self) -> Vec<Value> {
        self.sandbox.requests().iter().map(payload).collect()
    }

    /// `METHOD path` of the requests so far, below the prefix of the API.
    pub(crate) fn calls(&self) -> Vec<String> {
        let requests = self.sandbox.requests();
        let calls = requests.iter().map(|request| {
            let path = request.path.strip_prefix("/api/openapi/v1").unwrap();
            format!("{} {path}", request.method)
        });
        calls.collect()
    }
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Standard output of a run that succeeded and had nothing else to say.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!((self.status, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Standard error of a run that ended with this status and answered nothing.
    #[track_caller]
    pub(crate) fn failed(self, status: i32) -> String {
        assert_eq!(
            (self.status, self.out.as_str()),
            (status, ""),
            "{}",
            self.err
        );
        self.err
    }

    /// The lines of a run that succeeded, each a JSON value.
    #[track_caller]
    pub(crate) fn json_lines(self) -> Vec<Value> {
        let lines = self.done();
        let values = lines.lines().map(serde_json::from_str);
        values.collect::<Result<_, _>>().unwrap()
    }

    /// The one JSON object of a run that failed with this status.
    #[track_caller]
    pub(crate) fn json_error(self, status: i32) -> Value {
        let text = self.failed(status);
        assert_eq!(text.lines().count(), 1, "{text}");
        serde_json::from_str(&text).unwrap()
    }
}

fn payload(request: &RecordedRequest) -> Value {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let payload = STANDARD.decode(body["payload"].as_str().unwrap()).unwrap();
    let mut payload: Value = serde_json::from_slice(&payload).unwrap();
    let object = payload.as_object_mut().unwrap();
    assert!(object.remove("timestamp").is_some());
    assert!(object.remove("sign").is_some());
    payload
}
