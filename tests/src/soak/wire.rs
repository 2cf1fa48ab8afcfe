//! The wire between the clients and the sandbox: what happens to the next requests of a house to a
//! provider.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use openplat_sandbox::Fault;

use super::act::Provider;
use super::trouble::Trouble;

/// What is before the number of the house in `User-Agent`.
pub(super) const MARK: &str = "soak/";

/// The troubles that wait for requests, for each house and provider.
///
/// Two callers share a house: on threads one may meet with the trouble that was meant for the
/// other, when both call the same provider. That is as good.
#[derive(Debug, Default)]
pub(super) struct Wire {
    waiting: Mutex<BTreeMap<Place, VecDeque<Trouble>>>,
    met: Mutex<BTreeMap<&'static str, u64>>,
}

impl Wire {
    /// Replaces what waits for the requests of a house to a provider.
    pub(super) fn prepare(&self, place: Place, troubles: impl IntoIterator<Item = Trouble>) {
        let troubles = troubles.into_iter().collect();
        lock(&self.waiting).insert(place, troubles);
    }

    /// What happens to the request with this head.
    pub(super) fn fault(&self, head: &str) -> Fault {
        let place = place_of(head);
        let trouble = place.and_then(|place| lock(&self.waiting).get_mut(&place)?.pop_front());
        let mut trouble = trouble.unwrap_or(Trouble::Nothing);
        if trouble.says_done() && !makes_something(head) {
            // That could be a lie.
            trouble = Trouble::LostAnswer;
        }
        if trouble == Trouble::SlowBytes && has_long_answer(head) {
            // Byte by byte it would take its time.
            trouble = Trouble::Stall;
        }
        self.note(trouble);
        trouble.fault()
    }

    /// Counts a trouble that a request has met with.
    pub(super) fn note(&self, trouble: Trouble) {
        *lock(&self.met).entry(trouble.kind()).or_default() += 1;
    }

    /// How often requests have met with each kind of trouble.
    pub(super) fn met(&self) -> BTreeMap<&'static str, u64> {
        lock(&self.met).clone()
    }
}

/// Whose requests, and to which provider.
pub(super) type Place = (usize, Provider);

fn place_of(head: &str) -> Option<Place> {
    const FOLDERS: [(&str, Provider); 3] = [
        ("/vv/external/", Provider::Damaijia),
        ("/api/openapi/", Provider::Vending),
        ("/api/", Provider::Post30),
    ];
    let head = head.to_ascii_lowercase();
    let mut lines = head.lines();
    let path = lines.next()?.split(' ').nth(1)?;
    let agent = lines.find_map(|line| line.strip_prefix("user-agent:"))?;
    let house = agent.trim().strip_prefix(MARK)?.parse().ok()?;
    let folder = FOLDERS.iter().find(|(folder, _)| path.starts_with(folder));
    // chao8 has no folder of its own.
    Some((
        house,
        folder.map_or(Provider::Chao8, |(_, provider)| *provider),
    ))
}

/// Whether the request with this head asks for a list or a file.
fn has_long_answer(head: &str) -> bool {
    const PATHS: [&str; 5] = [
        "get_list",
        "/v1/products ",
        "/Api/Product/",
        "/flow/code",
        "/download",
    ];
    let line = head.lines().next().unwrap_or_default();
    PATHS.iter().any(|path| line.contains(path))
}

/// Whether the request with this head changes something, and has a success that says what was made
/// or is sure to come. Of the others a bare success may be a lie: what is read is missing, a parcel
/// cannot be cancelled.
fn makes_something(head: &str) -> bool {
    const PATHS: [&str; 4] = [
        "/order_create ",
        "/v1/pickup_codes ",
        "/add-upd-product ",
        "/closebatch ",
    ];
    let line = head.lines().next().unwrap_or_default();
    PATHS.iter().any(|path| line.contains(path))
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
