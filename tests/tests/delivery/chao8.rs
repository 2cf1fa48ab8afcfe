//! Products of chao8 that a failed call may have written.

use std::sync::Arc;
use std::time::Duration;

use access_token::MemoryStore;
use chao8_api::{Client, Code, Delivery, Error, IgnoredAny, Settings, TokenError};
use openplat_sandbox::{Answer, Fault, FaultProxy, Sandbox};
use workspace_tests::chao8::{credentials, store_holding};

/// For token requests that are answered, and less than a lease.
const PATIENT: Duration = Duration::from_secs(15);

/// A client whose token requests may take so long.
fn client(base_url: &str, store: MemoryStore, longest_fetch: Duration) -> Client {
    let settings = Settings::new(base_url)
        .store(Arc::new(store))
        .token(|token| token.fetch_timeout(longest_fetch));
    Client::new(credentials(), settings).unwrap()
}

fn write(client: &Client) -> Result<IgnoredAny, Error> {
    let product = serde_json::json!({"productNo": "000042", "productName": "牙膏"});
    client.post("/ps/v1/open/product/add-upd-product", &product)
}

/// Writes a product through `base_url` with this token, which must fail.
fn failed_write(base_url: &str, token: &str) -> Error {
    let store = store_holding(base_url, token, Duration::from_secs(60));
    write(&client(base_url, store, PATIENT)).unwrap_err()
}

/// The same without a token, which cannot be had either.
fn without_token(base_url: &str, longest_fetch: Duration) -> Error {
    let client = client(base_url, MemoryStore::new(), longest_fetch);
    let error = write(&client).unwrap_err();
    assert!(matches!(error, Error::Token(_)), "{error:?}");
    error
}

#[test]
fn a_refusal_with_a_documented_code_is_refused_and_one_with_500_is_unknown() {
    let sandbox = Sandbox::start().unwrap();
    let token = sandbox.chao8().foreign_login();
    for (code, delivery) in [
        (Code::ACCOUNT_DISABLED, Delivery::Refused),
        (Code::UNKNOWN_ERROR, Delivery::Unknown),
        // No page has this one.
        (Code(20_999_999), Delivery::Unknown),
    ] {
        sandbox.chao8().answer_next(Answer::Code {
            code: code.0,
            message: "拒绝".to_owned(),
        });
        let error = failed_write(&sandbox.base_url(), &token);
        assert_eq!(error.code(), Some(code));
        assert_eq!(error.delivery(), delivery, "{code:?}");
    }
    assert!(sandbox.chao8().products().is_empty());
}

#[test]
fn a_rejected_token_without_another_one_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    let error = failed_write(&sandbox.base_url(), "fake-token");
    let Error::Token(none) = &error else {
        panic!("{error:?}");
    };
    assert!(matches!(none.reason, TokenError::TooSoon { .. }));
    assert_eq!(error.delivery(), Delivery::Refused);
    assert!(sandbox.chao8().products().is_empty());
}

#[test]
fn a_write_without_a_token_was_not_sent_whatever_became_of_the_token_request() {
    for fault in [
        Fault::Silence,
        Fault::CutBody,
        Fault::LostAnswer,
        Fault::Reset,
    ] {
        let sandbox = Sandbox::start().unwrap();
        let longest_fetch = match fault {
            Fault::Silence => Duration::from_millis(500),
            _ => PATIENT,
        };
        let proxy = FaultProxy::start(sandbox.address(), fault).unwrap();
        let error = without_token(&proxy.base_url(), longest_fetch);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(sandbox.chao8().products().is_empty());
    }
    let sandbox = Sandbox::start().unwrap();
    sandbox.chao8().answer_next(Answer::Code {
        code: Code::UNKNOWN_ERROR.0,
        message: "未知错误".to_owned(),
    });
    let error = without_token(&sandbox.base_url(), PATIENT);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(sandbox.requests().len(), 1);
}
