use crate::{Fence, Record, Secret};

/// So many rejected tokens are remembered; the oldest ones that the store knows of go first.
const MOST: usize = 16;

/// The tokens that the provider has rejected, so that none of them comes back from the store.
#[derive(Default)]
pub(super) struct Rejections(Vec<Rejected>);

struct Rejected {
    token: Secret,
    /// That of the record that held it; none for a token that did not come from the store.
    fence: Option<Fence>,
    /// Whether the store knows of it.
    is_told: bool,
}

impl Rejections {
    pub(super) fn add(&mut self, token: &Secret, fence: Option<Fence>) {
        // The same rejection again, of a caller who does not know the fence any more.
        let known = self.0.iter().find(|known| known.token.same_as(token));
        if known.is_some_and(|known| fence.is_none() || known.fence >= fence) {
            return;
        }
        self.0.retain(|known| !known.token.same_as(token));
        if self.0.len() >= MOST {
            let told = self.0.iter().position(|known| known.is_told);
            self.0.remove(told.unwrap_or(0));
        }
        self.0.push(Rejected {
            token: token.clone(),
            fence,
            is_told: false,
        });
    }

    /// Whether a record holds a token that was rejected. A provider may issue the same text anew,
    /// and that comes with a higher fence.
    pub(super) fn hold(&self, record: &Record) -> bool {
        let mut same = self
            .0
            .iter()
            .filter(|known| known.token.same_as(&record.token));
        same.any(|known| known.fence.is_none_or(|fence| record.fence <= fence))
    }

    /// A token of which the store must still be told.
    pub(super) fn untold(&self) -> Option<Secret> {
        let untold = self.0.iter().find(|known| !known.is_told);
        untold.map(|known| known.token.clone())
    }

    /// The store knows now. A token that came without a fence is forgotten then: nothing tells a
    /// late record of it from one in which the same text was issued anew.
    pub(super) fn told(&mut self, token: &Secret) {
        self.0.retain_mut(|known| {
            let is_this = known.token.same_as(token);
            known.is_told |= is_this;
            !is_this || known.fence.is_some()
        });
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use time::OffsetDateTime;

    use super::*;

    fn record(token: &str, fence: u64) -> Record {
        let fetched_at = OffsetDateTime::UNIX_EPOCH;
        Record::new(
            token.into(),
            Fence::new(fence),
            None,
            Duration::ZERO,
            fetched_at,
        )
    }

    /// Many threads hear of the same rejection; the later ones find no token at hand any more.
    #[test]
    fn a_rejection_that_is_heard_of_twice_keeps_its_fence_and_is_told_once() {
        let mut rejections = Rejections::default();
        let token = Secret::from("token-1");
        rejections.add(&token, Some(Fence::new(5)));
        rejections.add(&token, None);
        assert!(rejections.untold().is_some());
        rejections.told(&token);
        rejections.add(&token, None);
        rejections.add(&token, Some(Fence::new(5)));
        assert!(rejections.untold().is_none());
        assert!(rejections.hold(&record("token-1", 5)));
        assert!(!rejections.hold(&record("token-1", 6)), "issued anew");
        assert!(!rejections.hold(&record("token-2", 5)));
        // The new issue is rejected, too.
        rejections.add(&token, Some(Fence::new(6)));
        assert!(rejections.hold(&record("token-1", 6)) && rejections.untold().is_some());
    }

    #[test]
    fn a_rejection_without_a_fence_is_forgotten_when_it_is_told() {
        let mut rejections = Rejections::default();
        let token = Secret::from("token-1");
        rejections.add(&token, None);
        assert!(rejections.hold(&record("token-1", 5)));
        rejections.told(&token);
        assert!(!rejections.hold(&record("token-1", 5)));
    }

    #[test]
    fn what_the_store_knows_of_is_forgotten_first() {
        let mut rejections = Rejections::default();
        let token = |number: usize| Secret::from(format!("token-{number}"));
        for number in 0..MOST {
            rejections.add(&token(number), Some(Fence::new(1)));
        }
        rejections.told(&token(7));
        rejections.add(&token(MOST), Some(Fence::new(1)));
        assert_eq!(rejections.0.len(), MOST);
        assert!(!rejections.hold(&record("token-7", 1)));
        assert!(rejections.hold(&record("token-0", 1)));
    }
}
