use std::process::{Child, Stdio};

use crate::tool::{Run, Tool};

#[test]
fn commands_at_the_same_time_make_one_token_request() {
    let tool = Tool::new();
    let start = |_| {
        let mut command = tool.command(&["chao8", "get", "/cncop/demo"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let children: Vec<Child> = (0..4).map(start).collect();
    for child in children {
        Run::of(child.wait_with_output().unwrap()).done();
    }
    assert_eq!(tool.chao8().token_requests(), 1);
    assert_eq!(tool.sandbox.requests().len(), 5);
}
