//! Many callers at once.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;

use openplat_sandbox::{
    Damaijia, DamaijiaLogin, NumberStyle, ParcelStatus, RefusalStyle, ReplacedToken, Sandbox,
    StoredOrder, StoredParcel, WarehouseReply,
};
use serde_json::{Value, json};

use super::caller::{BALANCE, CREATE, cancel, code, login, order, post, post_as};

const CALLERS: usize = 8;

/// What every caller gets, when all begin at the same moment.
fn at_once<T: Send>(call: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(CALLERS);
    thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let (start, call) = (&start, &call);
                scope.spawn(move || {
                    start.wait();
                    call(caller)
                })
            })
            .collect();
        let answers = callers.into_iter().map(|caller| caller.join().unwrap());
        answers.collect()
    })
}

#[test]
fn types_can_be_shared_by_threads() {
    fn check<T: Send + Sync + std::fmt::Debug>() {}
    check::<Damaijia>();
    check::<DamaijiaLogin>();
    check::<ReplacedToken>();
    check::<StoredOrder>();
    check::<StoredParcel>();
    check::<ParcelStatus>();
    check::<NumberStyle>();
    check::<RefusalStyle>();
    check::<WarehouseReply>();
}

#[test]
fn same_order_from_many_callers_exists_once() {
    let sandbox = Sandbox::start().unwrap();
    for round in 1..=20 {
        let id = round.to_string();
        let mut codes = at_once(|_| {
            let answer = post(&sandbox, CREATE, &order(&id, &[&id])).json();
            answer["status"].as_i64().unwrap()
        });
        codes.sort_unstable();
        assert_eq!(codes, [0, 234, 234, 234, 234, 234, 234, 234]);
    }
    let orders = sandbox.damaijia().orders();
    assert_eq!(orders.len(), 20);
    assert_eq!(
        sandbox.damaijia().balance_fen(),
        Damaijia::START_BALANCE_FEN - 20 * 180
    );
}

#[test]
fn different_orders_from_many_callers_exist_once_each() {
    const EACH: usize = 25;
    let sandbox = Sandbox::start().unwrap();
    at_once(|caller| {
        for number in 0..EACH {
            let id = (1 + caller * EACH + number).to_string();
            let answer = post(&sandbox, CREATE, &order(&id, &[&id]));
            assert_eq!(answer.json()["status"], 0);
        }
    });
    let orders = sandbox.damaijia().orders();
    let unique = |key: fn(&StoredOrder) -> String| orders.iter().map(key).collect::<BTreeSet<_>>();
    assert_eq!(orders.len(), CALLERS * EACH);
    assert_eq!(
        unique(|order| order.site_order_id.clone()).len(),
        CALLERS * EACH
    );
    assert_eq!(unique(|order| order.sn.clone()).len(), CALLERS * EACH);
    assert_eq!(
        unique(|order| order.parcels[0].id.to_string()).len(),
        CALLERS * EACH
    );
}

#[test]
fn last_money_is_spent_once() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().set_balance_fen(3 * 180 + 179);
    let answers: Vec<Value> = at_once(|caller| {
        let id = (caller + 1).to_string();
        post(&sandbox, CREATE, &order(&id, &[&id])).json()
    });
    let taken = answers
        .iter()
        .filter(|answer| answer["status"] == 0)
        .count();
    assert_eq!(taken, 3);
    assert!(
        answers
            .iter()
            .all(|answer| answer["status"] == 0 || answer["status"] == 209)
    );
    assert_eq!(sandbox.damaijia().balance_fen(), 179);
}

#[test]
fn parcel_is_refunded_once_to_many_callers() {
    let sandbox = Sandbox::start().unwrap();
    post(&sandbox, CREATE, &order("1", &["1", "2"]));
    let answers = at_once(|_| cancel(&sandbox, "1").text);
    assert!(answers.iter().all(|answer| answer.contains("取消成功")));
    assert_eq!(
        sandbox.damaijia().balance_fen(),
        Damaijia::START_BALANCE_FEN - 180
    );
}

#[test]
fn one_of_many_logins_has_the_live_token() {
    let sandbox = Sandbox::start().unwrap();
    let tokens = at_once(|_| login(&sandbox));
    let live: Vec<&String> = tokens
        .iter()
        .filter(|token| sandbox.damaijia().is_accepted(token))
        .collect();
    assert_eq!(live.len(), 1);
    assert_eq!(sandbox.damaijia().logins().len(), CALLERS);
    for token in &tokens {
        let answer = post_as(&sandbox, token, BALANCE, &json!({}));
        if token == live[0] {
            assert_eq!(answer.json()["status"], 0);
        } else {
            assert_eq!(code(&answer), 200);
        }
    }
}
