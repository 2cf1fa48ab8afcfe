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
