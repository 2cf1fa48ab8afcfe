//! A store that holds nothing and answers every question for a lease as it was told.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use access_token::{Begin, Commit, Fence, Issued, Key, Record, Secret, Store, Stored, Terms};

/// The answer gets the number of questions before.
pub(crate) struct Answering {
    questions: AtomicUsize,
    answer: fn(usize) -> Begin,
}

impl Answering {
    pub(crate) fn new(answer: fn(usize) -> Begin) -> Self {
        Self {
            questions: AtomicUsize::new(0),
            answer,
        }
    }

    /// How often a lease was asked for.
    pub(crate) fn questions(&self) -> usize {
        self.questions.load(Ordering::SeqCst)
    }
}

impl fmt::Debug for Answering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answering").finish_non_exhaustive()
    }
}

impl Store for Answering {
    fn load(&self, _: &Key) -> Stored<Option<Record>> {
        Ok(None)
    }

    fn begin(&self, _: &Key, _: Option<Fence>, _: &Terms) -> Stored<Begin> {
        Ok((self.answer)(self.questions.fetch_add(1, Ordering::SeqCst)))
    }

    fn commit(&self, _: &Key, _: Fence, _: &Issued, _: &Terms) -> Stored<Commit> {
        Ok(Commit::Stored)
    }

    fn abandon(&self, _: &Key, _: Fence, _: &Terms) -> Stored<()> {
        Ok(())
    }

    fn reject(&self, _: &Key, _: &Secret) -> Stored<()> {
        Ok(())
    }

    fn next_request_in(&self, _: &Key) -> Stored<Duration> {
        Ok(Duration::ZERO)
    }
}
