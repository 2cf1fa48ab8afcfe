use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use crate::{Answer, Scripted, Seen, Subject};

/// A provider whose answer depends on the page, and the pages that it was asked for.
pub struct Paged<S> {
    provider: Scripted<S>,
    asked: Arc<Mutex<Vec<u64>>>,
}

impl<S> Debug for Paged<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Paged").field(&self.asked).finish()
    }
}

impl<S: Subject> Paged<S> {
    /// `page_of` reads the page from a request; where no request names it, the number of the
    /// request can stand for it: [`by_order`](Paged::by_order).
    pub fn new(
        page_of: impl Fn(&Seen) -> u64 + Send + 'static,
        answer: impl Fn(u64) -> String + Send + 'static,
    ) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&asked);
        let provider = Scripted::start();
        provider.answer_with(move |seen| {
            let page = page_of(seen);
            record.lock().unwrap().push(page);
            Answer::json(200, answer(page))
        });
        Self { provider, asked }
    }

    /// A provider that answers by the number of the request, from 1.
    pub fn by_order(answer: impl Fn(u64) -> String + Send + 'static) -> Self {
        let count = Mutex::new(0);
        let next = move |_: &Seen| {
            let mut count = count.lock().unwrap();
            *count += 1;
            *count
        };
        Self::new(next, answer)
    }

    /// A client of it.
    pub fn client(&self) -> S::Client {
        S::client(&self.provider.url(), |settings| settings)
    }

    /// The requests since the last look.
    pub fn take_seen(&self) -> Vec<Seen> {
        self.provider.take_seen()
    }

    /// The pages that were asked for.
    pub fn asked(&self) -> Vec<u64> {
        self.asked.lock().unwrap().clone()
    }
}
