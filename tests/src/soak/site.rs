//! What outlives a round: the clients, the proxy that they call, and the time.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use access_token::MemoryStore;
use openplat_sandbox::{Chao8, Damaijia, Fault, FaultProxy, Post30, Sandbox, Vending};

use super::moved_time::MovedTime;
use super::plan::CALLERS;
use super::wire::{MARK, Wire};

/// How many houses there are: callers of one house share its clients and their connections, as the
/// threads of a process do; houses share the tokens.
pub(super) const HOUSES: usize = CALLERS / 2;

/// Long enough for a request that nothing happens to, and too short for one that stalls.
const HASTE: Duration = Duration::from_millis(150);

/// The clients of a process.
#[derive(Clone)]
pub(super) struct House {
    pub(super) base_url: String,
    pub(super) vending: vending_api::Client,
    pub(super) chao8: chao8_api::Client,
    pub(super) post30: post30_api::Client,
    pub(super) damaijia: damaijia_api::Client,
}

/// Everything that is there before the first round and after the last.
pub(super) struct Site {
    pub(super) time: MovedTime,
    pub(super) wire: Arc<Wire>,
    pub(super) houses: Vec<House>,
    /// Clients whose provider nobody has ever started.
    pub(super) nobody: House,
    proxy: FaultProxy,
}

impl Site {
    /// A site in front of a first sandbox.
    pub(super) fn start(sandbox: &Sandbox) -> io::Result<Self> {
        let time = MovedTime::default();
        let wire = Arc::new(Wire::default());
        let proxy = FaultProxy::start(sandbox.address(), Fault::None)?;
        let for_proxy = Arc::clone(&wire);
        proxy.choose_faults(move |head| for_proxy.fault(head));
        let store = Arc::new(MemoryStore::with_clock(time.clock()));
        let house = |number: usize, base_url: &str| {
            House::new(base_url, &format!("{MARK}{number}"), &time, &store)
        };
        let houses = (0..HOUSES).map(|number| house(number, &proxy.base_url()));
        Ok(Self {
            houses: houses.collect::<io::Result<_>>()?,
            // A port of the system that nothing listens on.
            nobody: house(HOUSES, "http://127.0.0.1:1")?,
            time,
            wire,
            proxy,
        })
    }

    /// Puts another sandbox behind the proxy, as when the provider is started anew.
    pub(super) fn serve(&self, sandbox: &Sandbox) {
        self.proxy.set_target(sandbox.address());
        // No limit of the provider before has a say.
        self.pass(Duration::from_secs(100), sandbox);
    }

    /// Lets time pass.
    pub(super) fn pass(&self, by: Duration, sandbox: &Sandbox) {
        self.time.pass(by, sandbox.clock());
    }
}

impl House {
    fn new(
        base_url: &str,
        agent: &str,
        time: &MovedTime,
        store: &Arc<MemoryStore>,
    ) -> io::Result<Self> {
        macro_rules! settings {
            ($provider:ident) => {
                $provider::Settings::new(base_url).transport(|transport| {
                    let transport = transport.user_agent(agent).clock(time.clock());
                    transport.max_body_bytes(256 * 1024)
                })
            };
        }
        let vending = vending_api::Credentials {
            app_id: Vending::APP_ID.to_owned(),
            app_secret: Vending::APP_SECRET.into(),
            signing_key: Vending::SIGN_KEY.into(),
        };
        let post30 = post30_api::Credentials {
            access_key: Post30::ACCESS_KEY.to_owned(),
            secret_key: Post30::SECRET_KEY.into(),
        };
        let chao8 = chao8_api::Credentials {
            access_key: Chao8::ACCESS_KEY.to_owned(),
            secret: Chao8::SECRET.into(),
        };
        let damaijia = damaijia_api::Credentials::Login {
            app_id: Damaijia::APP_ID.to_owned(),
            app_secret: Damaijia::APP_SECRET.into(),
        };
        let shared = Arc::clone(store);
        let chao8_settings = settings!(chao8_api).store(shared.clone());
        Ok(Self {
            base_url: base_url.to_owned(),
            vending: vending_api::Client::new(vending, settings!(vending_api)).map_err(other)?,
            chao8: chao8_api::Client::new(chao8, chao8_settings).map_err(other)?,
            post30: post30_api::Client::new(post30, settings!(post30_api)).map_err(other)?,
            damaijia: damaijia_api::Client::new(damaijia, settings!(damaijia_api).store(shared))
                .map_err(other)?,
        })
    }

    /// The same clients with a short deadline.
    pub(super) fn in_haste(&self) -> Self {
        Self {
            base_url: self.base_url.clone(),
            vending: self.vending.with_timeout(HASTE),
            chao8: self.chao8.with_timeout(HASTE),
            post30: self.post30.with_timeout(HASTE),
            damaijia: self.damaijia.with_timeout(HASTE),
        }
    }
}

fn other(error: impl std::error::Error) -> io::Error {
    io::Error::other(error.to_string())
}
