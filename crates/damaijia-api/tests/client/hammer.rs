//! 500 orders by 8 threads in 2 processes, on a wire that loses answers, with strangers who log
//! in: each order exists once, everybody knows the outcome of his, nobody logs another out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use damaijia_api::{
    Acceptance, Client, Code, Delivery, Error, Existence, FileStore, ProductId, Settings, TooSoon,
};
use openplat_sandbox::{Damaijia, ReplacedToken, Sandbox};

use crate::lossy::LossyWire;
use crate::provider::{login, order, order_of};

const ORDERS: u64 = 500;
const PROCESSES: u64 = 2;
const THREADS: usize = 4;
/// Every so many orders one is for a product that is off sale.
const OFF_SALE_EACH: u64 = 25;
/// Requests between two strangers: some ten of them in the run.
const STRANGER_AFTER: usize = 120;

const URL: &str = "DAMAIJIA_HAMMER_URL";
const DIR: &str = "DAMAIJIA_HAMMER_DIR";
const PROCESS: &str = "DAMAIJIA_HAMMER_PROCESS";

/// What a caller knows of his order at the end.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// The platform's parcel id.
    Exists(String),
    Refused(Code),
}

#[test]
fn orders_exist_once_and_everybody_knows_it_while_answers_are_lost() {
    let sandbox = Arc::new(Sandbox::start().unwrap());
    let wire = LossyWire::start(&sandbox, STRANGER_AFTER);
    let dir = std::env::temp_dir().join(format!("damaijia-api-hammer-{}", std::process::id()));
    std::fs::create_dir(&dir).unwrap();

    let children: Vec<Child> = (0..PROCESSES)
        .map(|process| start_child(&wire.base_url(), &dir, process))
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }

    let known: BTreeMap<u64, String> = (0..PROCESSES)
        .flat_map(|process| told(&dir, process))
        .collect();
    std::fs::remove_dir_all(&dir).unwrap();
    let mut books = BTreeMap::new();
    for order in sandbox.damaijia().orders() {
        let number: u64 = order.site_order_id.parse().unwrap();
        let parcel = format!("exists {}", order.parcels[0].id);
        assert_eq!(books.insert(number, parcel), None, "order {number} twice");
    }
    let paid = u64::try_from(books.len()).unwrap() * 180;
    let refused = (1..=ORDERS).filter(|number| number.is_multiple_of(OFF_SALE_EACH));
    books.extend(refused.map(|number| (number, "refused 226".to_owned())));

    assert_eq!(books.len() as u64, ORDERS);
    assert_eq!(known, books);
    let left = sandbox.damaijia().balance_fen();
    assert_eq!(left, Damaijia::START_BALANCE_FEN - paid);
    assert_eq!(paid, 180 * (ORDERS - ORDERS / OFF_SALE_EACH));

    // A hammer that hits nothing shows nothing.
    let logins = sandbox.damaijia().logins();
    let ended = |token| {
        logins
            .iter()
            .filter(|login| login.replaced == token)
            .count()
    };
    let lost = wire.lost();
    let told = format!("{} logins, lost {lost:?}", logins.len());
    assert!(lost.iter().all(|count| *count >= 10), "{told}");
    assert!(ended(ReplacedToken::Foreign) >= 4, "{told}");
    assert_eq!(ended(ReplacedToken::Used), 0, "{told}");
}

fn start_child(base_url: &str, dir: &Path, process: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "hammer::child", "--quiet"])
        .env(URL, base_url)
        .env(DIR, dir)
        .env(PROCESS, process.to_string())
        .spawn()
        .unwrap()
}

fn report(dir: &Path, process: u64) -> PathBuf {
    dir.join(format!("outcomes-{process}"))
}

/// What a process has said of its orders.
fn told(dir: &Path, process: u64) -> Vec<(u64, String)> {
    let lines = std::fs::read_to_string(report(dir, process)).unwrap();
    let pairs = lines.lines().map(|line| line.split_once(' ').unwrap());
    pairs
        .map(|(number, outcome)| (number.parse().unwrap(), outcome.to_owned()))
        .collect()
}

/// No test of its own: what each of the processes does that the test starts.
#[test]
fn child() {
    let (Ok(base_url), Ok(dir), Ok(process)) = (
        std::env::var(URL),
        std::env::var(DIR),
        std::env::var(PROCESS),
    ) else {
        return;
    };
    let dir = Path::new(&dir);
    let process: u64 = process.parse().unwrap();
    let store = FileStore::new(dir.join("store")).unwrap();
    let settings = Settings::new(base_url)
        .store(Arc::new(store))
        .token(|token| token.min_interval(Duration::from_millis(100)))
        .token(|token| token.too_soon(TooSoon::Wait));
    let client = Client::new(login(), settings).unwrap();

    let next = AtomicU64::new(process + 1);
    let place_all = || {
        let mut outcomes = String::new();
        loop {
            let number = next.fetch_add(PROCESSES, Ordering::SeqCst);
            if number > ORDERS {
                return outcomes;
            }
            match place(&client, number) {
                Outcome::Exists(parcel) => writeln!(outcomes, "{number} exists {parcel}"),
                Outcome::Refused(code) => writeln!(outcomes, "{number} refused {code}"),
            }
            .unwrap();
        }
    };
    let outcomes: String = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(place_all)).collect();
        let outcomes = threads.into_iter().map(|thread| thread.join().unwrap());
        outcomes.collect()
    });
    std::fs::write(report(dir, process), outcomes).unwrap();
}

/// Places an order as the docs of `create_order` say, until its outcome is known.
fn place(client: &Client, number: u64) -> Outcome {
    let order = match number.is_multiple_of(OFF_SALE_EACH) {
        true => order_of(number, ProductId(Damaijia::OFF_SALE_PRODUCT)),
        false => order(number),
    };
    let mut tried_before = false;
    loop {
        match client.create_order(&order) {
            Ok(created) => {
                let Acceptance::Accepted {
                    platform_parcel_id, ..
                } = &created.parcels.iter().next().unwrap().acceptance
                else {
                    panic!("{created:?}");
                };
                return Outcome::Exists(platform_parcel_id.clone());
            }
            Err(error) if is_passing(&error) => continue,
            Err(error) if error.delivery() == Delivery::Unknown => {}
            Err(error) if error.code() == Some(Code::SITE_ORDER_ID_EXISTS) => {
                assert!(tried_before, "order {number} was there before");
            }
            Err(Error::Refused(refusal)) => return Outcome::Refused(refusal.code),
            Err(error) => panic!("order {number}: {error:?}"),
        }
        tried_before = true;
        if let Some(parcel) = find(client, &order) {
            return Outcome::Exists(parcel);
        }
    }
}

/// Asks until there is an answer.
fn find(client: &Client, order: &damaijia_api::NewOrder) -> Option<String> {
    loop {
        match client.find_order(order) {
            Ok(Existence::Exists(parcels)) => return Some(parcels[0].id.clone()),
            Ok(Existence::Absent) => return None,
            // Reading does no harm.
            Err(error) if is_passing(&error) || error.delivery() == Delivery::Unknown => {}
            other => panic!("{other:?}"),
        }
    }
}

/// No token now: a login was lost, or a stranger was faster. Nothing was done.
fn is_passing(error: &Error) -> bool {
    matches!(error, Error::Token(_)) && error.is_transient()
        || error.code() == Some(Code::AUTHENTICATION_FAILED)
}
