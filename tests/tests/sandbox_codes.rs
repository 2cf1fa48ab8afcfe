//! The client knows every code that the sandbox can answer.

use openplat_sandbox::Sandbox;
use vending_api::Code;

#[test]
fn every_code_of_the_vending_sandbox_is_known_to_the_client() {
    let sandbox = Sandbox::start().unwrap();
    let codes = sandbox.vending().answerable_codes();
    assert!(!codes.is_empty());
    for &code in codes {
        assert!(Code(code).meaning().is_some(), "{code} is not documented");
    }
}
