//! The two clients of a product list.

use crate::answers;
use crate::server::{self, Answers};
use vending_api::{Client, Credentials, MachineNo, ProductPage, ProductQuery, Settings};

const APP_ID: &str = "fake-app-id";
const APP_SECRET: &str = "fake-app-secret";
const SIGNING_KEY: &str = "fake-signing-key";
const MACHINE: &str = "12345678";

/// The client of this workspace, and what it asks for.
#[derive(Debug)]
pub struct Ours {
    /// The client.
    pub client: Client,
    /// One page, or all pages of its size.
    pub query: ProductQuery,
}

impl Ours {
    /// Asks this server for pages of `size`.
    ///
    /// # Panics
    ///
    /// When the settings are refused.
    pub fn new(settings: Settings, size: u32) -> Self {
        let credentials = Credentials {
            app_id: APP_ID.to_owned(),
            app_secret: APP_SECRET.into(),
            signing_key: SIGNING_KEY.into(),
        };
        let machine: MachineNo = MACHINE.parse().expect("a machine number");
        Self {
            client: Client::new(credentials, settings).expect("a client"),
            query: ProductQuery::new(machine).per_page(size),
        }
    }

    /// One page.
    ///
    /// # Panics
    ///
    /// When the call fails.
    pub fn page(&self) -> ProductPage {
        self.client.products(&self.query).expect("a page")
    }

    /// A call that writes.
    ///
    /// # Panics
    ///
    /// When it fails.
    pub fn cancel(&self) {
        let machine: MachineNo = MACHINE.parse().expect("a machine number");
        let done = self.client.cancel_all_pickup_codes(&machine);
        done.expect("codes that are cancelled");
    }
}

/// The client by hand.
#[derive(Debug)]
pub struct ByHand {
    client: by_hand::Client,
    size: u32,
}

impl ByHand {
    /// Asks this server for pages of `size`.
    pub fn new(url: &str, size: u32) -> Self {
        let client = by_hand::Client::new(url, APP_ID, APP_SECRET, SIGNING_KEY, MACHINE);
        Self { client, size }
    }

    /// The page of this number.
    ///
    /// # Panics
    ///
    /// When the call fails.
    pub fn page(&self, number: u32) -> Vec<by_hand::Product> {
        self.client.products(number, self.size).expect("a page")
    }
}

/// Both clients of a server of their own that answers with one page of so many products. Each has
/// made a call: the connection is there.
///
/// # Panics
///
/// When a call fails.
pub fn both(count: u32) -> (ByHand, Ours) {
    let products = count as usize;
    let url = server::start(Answers::in_turn(&[answers::page(1, products, products)]));
    let (by_hand, ours) = (
        ByHand::new(&url, count),
        Ours::new(Settings::new(url), count),
    );
    assert_eq!(by_hand.page(1).len(), products);
    assert_eq!(ours.page().products.len(), products);
    (by_hand, ours)
}

/// The client of this workspace at a server whose page has a product that cannot be read, or has
/// none; it has made a call.
///
/// # Panics
///
/// When the call fails.
pub fn with_odd_row(odd: bool, count: u32) -> Ours {
    let products = count as usize;
    let mut page = answers::page(1, products, products);
    if odd {
        page = page.replacen(r#""id":7,"#, r#""id":"seven","#, 1);
    }
    let url = server::start(Answers::in_turn(&[page]));
    let ours = Ours::new(Settings::new(url), count);
    assert_eq!(ours.page().products.odd().count(), usize::from(odd));
    ours
}
