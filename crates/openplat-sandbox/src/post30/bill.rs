//! closebatch: closing a batch, a call that changes something.

use serde::Deserialize;

use super::refusal::Refusal;
use super::state::State;
use crate::answer::Reply;

/// Only this field is documented, and nobody says that there are no others: they are allowed.
#[derive(Deserialize)]
pub(super) struct CloseBatch {
    batch_name: String,
}

impl State {
    pub(super) fn close_batch(&mut self, data: CloseBatch) -> Result<Reply, Refusal> {
        if data.batch_name.is_empty() {
            return Err(Refusal::FIELD_INVALID);
        }
        self.closed_batches.push(data.batch_name);
        Ok(self.style.done())
    }
}
