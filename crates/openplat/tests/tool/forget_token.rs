//! `token --forget`, of both providers that have a token.

use std::time::Duration;

use access_token::{Begin, Commit, FileStore, Issued, Store, Terms};
use openplat_sandbox::{Damaijia, Fault, FaultProxy, Sandbox};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::errors::verdict;
use crate::tool::{Run, Tool};

/// A provider, and a call that needs its token.
#[derive(Clone, Copy, Debug)]
struct Case {
    name: &'static str,
    base_url: &'static str,
    call: &'static [&'static str],
    token_requests: fn(&Sandbox) -> usize,
    /// What is said of the provider before the token is forgotten.
    at_the_provider: &'static str,
}

const CASES: [Case; 2] = [
    Case {
        name: "chao8",
        base_url: "CHAO8_BASE_URL",
        call: &["get", "/cncop/demo"],
        token_requests: |sandbox| sandbox.chao8().token_requests(),
        at_the_provider: "two token requests within a minute",
    },
    Case {
        name: "damaijia",
        base_url: "DAMAIJIA_BASE_URL",
        call: &["balance"],
        token_requests: |sandbox| sandbox.damaijia().logins().len(),
        at_the_provider: "the next login ends the old token",
    },
];

/// What is said of other processes, whoever the provider is.
const TO_OTHERS: [&str; 4] = [
    "finds no token in the store",
    "uses it until the provider rejects it",
    "its own least interval",
    "stores it all the same",
];

const FORGOTTEN: &str =
    "fetched       no token\nexpires       no token\nnext request  allowed now\n";

impl Case {
    fn run(self, tool: &Tool, arguments: &[&str]) -> Run {
        tool.run(&[&[self.name], arguments].concat())
    }

    fn call(self, tool: &Tool) -> Run {
        self.run(tool, self.call)
    }

    /// A tool with a token in its store.
    fn with_token(self) -> Tool {
        let tool = Tool::new();
        self.run(&tool, &["token"]).done();
        assert_eq!(self.requests(&tool), 1);
        tool
    }

    fn requests(self, tool: &Tool) -> usize {
        (self.token_requests)(&tool.sandbox)
    }

    /// The token is still in the store.
    #[track_caller]
    fn assert_nothing_was_done(self, tool: &Tool) {
        let sent = tool.sandbox.requests().len();
        self.call(tool).done();
        assert_eq!(tool.sandbox.requests().len(), sent + 1, "{}", self.name);
        assert_eq!(self.requests(tool), 1, "{}", self.name);
    }
}

/// The answer for programs to a token that was forgotten just now.
#[track_caller]
fn assert_forgotten(answer: &Value, before: OffsetDateTime) {
    let keys = answer.as_object().unwrap().keys();
    assert_eq!(keys.len(), 3, "{answer}");
    assert_eq!(
        (&answer["fetched_at"], &answer["expires_at"]),
        (&Value::Null, &Value::Null)
    );
    let next = answer["next_request_at"].as_str().unwrap();
    let next = OffsetDateTime::parse(next, &Rfc3339).unwrap();
    let latest = OffsetDateTime::now_utc() + time::Duration::SECOND;
    assert!(before <= next && next <= latest, "{next}");
}

#[test]
fn a_sandbox_that_has_started_anew_is_used_at_once_after_its_token_is_forgotten() {
    for case in CASES {
        let tool = Tool::new();
        let wire = FaultProxy::start(tool.sandbox.address(), Fault::None).unwrap();
        let tool = tool.with(case.base_url, wire.base_url());
        case.call(&tool).done();
        let anew = Sandbox::start().unwrap();
        wire.set_target(anew.address());

        let error = case.run(&tool, &[case.call, &["--json"]].concat());
        let error = error.json_error(1);
        assert_eq!(error["kind"], "wait", "{error}");
        let seconds = error["retry_in_seconds"].as_u64().unwrap();
        assert!((1..=61).contains(&seconds), "{seconds}");
        assert_eq!((case.token_requests)(&anew), 0);

        let sent = anew.requests().len();
        let told = case.run(&tool, &["token", "--forget", "--yes"]).done();
        assert_eq!(told, FORGOTTEN);
        assert_eq!(anew.requests().len(), sent, "{case:?}");
        case.call(&tool).done();
        assert_eq!((case.token_requests)(&anew), 1);
        assert_eq!(case.requests(&tool), 1);
    }
}

#[test]
fn forgetting_answers_programs_with_empty_times() {
    for case in CASES {
        let tool = case.with_token();
        let line = ["token", "--forget", "--yes", "--json"];
        // The second time there is none to forget, which is no error.
        for _ in 0..2 {
            let before = OffsetDateTime::now_utc();
            let answer = case.run(&tool, &line).json_lines();
            assert_eq!(answer.len(), 1);
            assert_forgotten(&answer[0], before);
        }
        assert_eq!(case.requests(&tool), 1);
        assert_eq!(tool.sandbox.requests().len(), 1);
    }
}

#[test]
fn without_a_terminal_forgetting_needs_a_yes_and_says_what_it_does_to_others() {
    for case in CASES {
        let tool = case.with_token();
        let error = case.run(&tool, &["token", "--forget"]).failed(2);
        let asks = "error: this would forget the access token for all who share its store: \
                    add --yes to do it\n  effect:  none, nothing was sent\n  hint:    ";
        assert!(error.starts_with(asks), "{error}");
        let error = case.run(&tool, &["token", "--forget", "--json"]);
        let error = error.json_error(2);
        assert_eq!(verdict(&error), ("unconfirmed", None, "NotSent"));
        let hint = error["hint"].as_str().unwrap();
        for fact in TO_OTHERS.iter().chain([&case.at_the_provider]) {
            assert!(hint.contains(fact), "{hint}");
        }
        case.assert_nothing_was_done(&tool);
    }
}

#[test]
fn what_is_asked_for_without_a_yes_makes_no_store() {
    for case in CASES {
        let tool = Tool::new();
        case.run(&tool, &["token", "--forget"]).failed(2);
        assert_eq!(tool.state.path().read_dir().unwrap().count(), 0);
    }
}

#[test]
fn help_says_what_forgetting_does_to_others() {
    for case in CASES {
        let help = case.run(&Tool::bare(), &["token", "--help"]).done();
        assert!(help.contains("asks first, or needs --yes"), "{help}");
        for fact in TO_OTHERS.iter().chain([&case.at_the_provider]) {
            assert!(help.contains(fact), "{help}");
        }
    }
}

#[test]
fn options_that_contradict_each_other_are_misuse() {
    for case in CASES {
        let tool = case.with_token();
        for options in [
            &["--yes"][..],
            &["--reveal", "--yes"],
            &["--forget", "--reveal"],
            &["--forget", "--reveal", "--yes"],
        ] {
            let line = [&["token", "--json"], options].concat();
            let error = case.run(&tool, &line).json_error(2);
            assert_eq!(error["kind"], "usage", "{options:?}: {error}");
        }
        case.assert_nothing_was_done(&tool);
    }
}

#[test]
fn bad_variables_are_told_before_anything_is_asked() {
    for case in CASES {
        let odd = Tool::new().with("OPENPLAT_TOKEN_STORE", "canary");
        for (tool, name) in [(Tool::bare(), case.base_url), (odd, "OPENPLAT_TOKEN_STORE")] {
            let error = case.run(&tool, &["token", "--forget", "--json"]);
            let error = error.json_error(2);
            assert_eq!(verdict(&error), ("environment", None, "NotSent"));
            assert!(error["message"].as_str().unwrap().contains(name));
        }
    }
}

#[test]
fn in_memory_there_is_nothing_to_forget() {
    for case in CASES {
        let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", "memory");
        for line in [&["token", "--forget"][..], &["token", "--forget", "--yes"]] {
            let told = case.run(&tool, line).done();
            assert_eq!(
                told,
                "nothing to forget: with OPENPLAT_TOKEN_STORE=memory a token ends with its command\n"
            );
            let before = OffsetDateTime::now_utc();
            let answer = case.run(&tool, &[line, &["--json"]].concat());
            assert_forgotten(&answer.json_lines()[0], before);
        }
        assert!(tool.sandbox.requests().is_empty());
    }
}

#[test]
fn with_the_fixed_key_there_is_nothing_to_forget() {
    let tool = Tool::new().with("DAMAIJIA_API_KEY", Damaijia::API_KEY);
    let [_, damaijia] = CASES;
    for line in [&["token", "--forget"][..], &["token", "--forget", "--yes"]] {
        let told = damaijia.run(&tool, line).done();
        assert!(
            told.starts_with("no access token: DAMAIJIA_API_KEY"),
            "{told}"
        );
        let answer = damaijia.run(&tool, &[line, &["--json"]].concat());
        let nothing = json!({"fetched_at": null, "expires_at": null, "next_request_at": null});
        assert_eq!(answer.json_lines(), [nothing]);
    }
    assert!(tool.sandbox.requests().is_empty());
    assert_eq!(tool.state.path().read_dir().unwrap().count(), 0);
}

#[test]
fn a_store_that_cannot_be_told_is_an_error_of_the_store() {
    for case in CASES {
        let tool = case.with_token();
        let directory = tool.state.path().join("openplat");
        std::fs::remove_dir_all(&directory).unwrap();
        std::fs::write(&directory, "no directory").unwrap();
        let error = case.run(&tool, &["token", "--forget", "--yes", "--json"]);
        let error = error.json_error(1);
        assert_eq!(verdict(&error), ("store", None, "NotSent"));
        assert_eq!(tool.sandbox.requests().len(), 1);
    }
}

/// The price of forgetting a good token, as the help says.
#[test]
fn chao8_refuses_the_second_token_request_of_a_minute_unless_the_account_has_started_anew() {
    let [chao8, _] = CASES;
    let tool = chao8.with_token();
    chao8.run(&tool, &["token", "--forget", "--yes"]).done();
    let error = chao8.run(&tool, &["token", "--json"]).json_error(1);
    assert_eq!(error["code"], 21_185_002);
    assert_eq!(error["retry_in_seconds"], 61);
}

#[test]
fn who_asks_for_a_token_right_now_stores_it_all_the_same() {
    let [chao8, _] = CASES;
    let tool = Tool::new();
    let key = workspace_tests::chao8::key(&tool.sandbox.base_url());
    let store = FileStore::new(tool.state.path().join("openplat")).unwrap();
    let hour = Duration::from_secs(3600);
    let terms = Terms::new(hour, hour, Duration::ZERO);
    let Begin::Granted(fence) = store.begin(&key, None, &terms).unwrap() else {
        panic!("nobody fetches in an empty store");
    };
    let told = chao8.run(&tool, &["token", "--forget", "--yes"]).done();
    let (times, next) = told.split_once("next request  ").unwrap();
    assert_eq!(times, "fetched       no token\nexpires       no token\n");
    assert!(next.contains(", in "), "{next}");

    let token = tool.chao8().foreign_login();
    let issued = Issued::new(token, Some(hour), Duration::ZERO);
    let commit = store.commit(&key, fence, &issued, &terms).unwrap();
    assert_eq!(commit, Commit::Stored);
    chao8.call(&tool).done();
    assert_eq!(chao8.requests(&tool), 0);
}

#[cfg(target_os = "linux")]
mod at_a_terminal {
    use std::time::Duration;

    use super::{CASES, Case, FORGOTTEN, TO_OTHERS};
    use crate::terminal::{Terminal, at_a_terminal};
    use crate::tool::{Run, Tool};

    fn forget(case: Case, tool: &Tool, options: &[&str], typed: &str) -> Run {
        let line = [&[case.name, "token", "--forget"], options].concat();
        at_a_terminal(tool, &line, typed)
    }

    #[test]
    fn a_person_is_asked_and_told_what_it_does_to_others() {
        for (case, typed) in CASES.into_iter().zip(["y\n", "yes\n"]) {
            let tool = case.with_token();
            let run = forget(case, &tool, &[], typed);
            assert_eq!(run.status, 0, "{}", run.err);
            assert_eq!(run.out, FORGOTTEN);
            let (question, answer) = run.err.split_once("Do it? [y/N] ").unwrap();
            assert!(
                question.starts_with(
                    "This would forget the access token for all who share its store.\n- "
                ),
                "{question}"
            );
            for fact in TO_OTHERS.iter().chain([&case.at_the_provider]) {
                assert!(question.contains(fact), "{question}");
            }
            // The echo of what is typed, and nothing else.
            assert_eq!(answer, typed);
            assert_eq!(tool.sandbox.requests().len(), 1, "{}", case.name);
            // The token is gone.
            tool.sandbox.chao8().set_token_interval(Duration::ZERO);
            case.call(&tool).done();
            assert_eq!(case.requests(&tool), 2, "{}", case.name);
        }
    }

    #[test]
    fn any_answer_but_yes_is_no_and_nothing_is_done() {
        for case in CASES {
            let tool = case.with_token();
            // The last one is Ctrl-D.
            for typed in ["n\n", "\n", "no\n", "ye\n", "\u{4}"] {
                let run = forget(case, &tool, &[], typed);
                assert_eq!((run.status, run.out.as_str()), (2, ""), "{typed:?}");
                let (_, told) = run.err.split_once("[y/N] ").unwrap();
                let error = "\nerror: not confirmed, so nothing was done\n  \
                             effect:  none, nothing was sent\n";
                assert!(told.ends_with(error), "{typed:?}: {told}");
            }
            case.assert_nothing_was_done(&tool);
        }
    }

    #[test]
    fn whoever_says_yes_beforehand_is_not_asked() {
        for case in CASES {
            let tool = case.with_token();
            let run = forget(case, &tool, &["--yes"], "n\n");
            assert_eq!(run.done(), FORGOTTEN);
        }
    }

    #[test]
    fn in_memory_nobody_is_asked() {
        for case in CASES {
            let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", "memory");
            let told = forget(case, &tool, &[], "n\n").done();
            assert!(told.starts_with("nothing to forget"), "{told}");
        }
    }

    /// Else he would answer what he has not read.
    #[test]
    fn a_person_who_does_not_see_the_question_is_not_asked() {
        let [chao8, _] = CASES;
        let tool = chao8.with_token();
        let mut terminal = Terminal::new();
        terminal.type_in("y\n");
        let mut command = tool.command(&["chao8", "token", "--forget"]);
        let run = Run::of(command.stdin(terminal.stdio()).output().unwrap());
        assert!(run.failed(2).contains("add --yes to do it"));
        chao8.assert_nothing_was_done(&tool);
    }
}
