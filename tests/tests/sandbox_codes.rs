//! The client knows every code that the sandbox can answer.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use openplat_sandbox::Sandbox;

#[test]
fn every_code_of_the_vending_sandbox_is_known_to_the_client() {
    let sandbox = Sandbox::start().unwrap();
    let codes = sandbox.vending().answerable_codes();
    assert!(!codes.is_empty());
    for &code in codes {
        let meaning = vending_api::Code(code).meaning();
        assert!(meaning.is_some(), "{code} is not documented");
    }
}

#[test]
fn every_code_of_the_chao8_sandbox_is_known_to_the_client() {
    let sandbox = Sandbox::start().unwrap();
    let codes = sandbox.chao8().answerable_codes();
    assert!(!codes.is_empty());
    for &code in codes {
        let meaning = chao8_api::Code(code).meaning();
        assert!(meaning.is_some(), "{code} is not documented");
    }
}

#[test]
fn every_code_of_the_damaijia_sandbox_is_known_to_the_client() {
    let sandbox = Sandbox::start().unwrap();
    let codes = sandbox.damaijia().answerable_codes();
    assert!(!codes.is_empty());
    for &code in codes {
        let meaning = damaijia_api::Code(code).meaning();
        assert!(meaning.is_some(), "{code} is not documented");
    }
}
