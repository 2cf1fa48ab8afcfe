//! The tool with an environment of its own, and what it did.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, Output, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openplat_sandbox::{RecordedRequest, Sandbox, Vending};
use serde_json::Value;
use socket2::{Domain, Socket, Type};

/// The tool, beside a sandbox that its environment points to.
pub(crate) struct Tool {
    pub(crate) sandbox: Sandbox,
    variables: Vec<(String, OsString)>,
}

/// One run of the tool.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A port of 127.0.0.1 that refuses connections, and that nobody else can take meanwhile.
pub(crate) struct Nobody(Socket);

impl Nobody {
    pub(crate) fn new() -> Self {
        // Bound and not listening.
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        socket.bind(&any_port.into()).unwrap();
        Self(socket)
    }

    pub(crate) fn base_url(&self) -> String {
        let address = self.0.local_addr().unwrap().as_socket().unwrap();
        format!("http://{address}")
    }
}

impl Tool {
    pub(crate) fn new() -> Self {
        let sandbox = Sandbox::start().unwrap();
        let base_url = sandbox.base_url();
        Self {
            sandbox,
            variables: Vec::new(),
        }
        .with("VENDING_BASE_URL", &base_url)
        .with("VENDING_APP_ID", Vending::APP_ID)
        .with("VENDING_APP_SECRET", Vending::APP_SECRET)
        .with("VENDING_SIGN_KEY", Vending::SIGN_KEY)
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
        for (name, secret) in &self.variables {
            if !["VENDING_APP_SECRET", "VENDING_SIGN_KEY"].contains(&name.as_str()) {
                continue;
            }
            let secret = secret.to_string_lossy();
            assert!(
                secret.trim().is_empty()
                    || !(run.out.contains(&*secret) || run.err.contains(&*secret)),
                "{arguments:?} shows {name}"
            );
        }
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
