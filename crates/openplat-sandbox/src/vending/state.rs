//! All that the provider of a sandbox remembers, and how a test has set it.

use super::catalogue::{self, Machine};
use super::code_store::CodeStore;
use super::payload::Payload;
use super::refusal::Refusal;
use super::signature::SignedEncoding;
use crate::script::Script;

pub(super) struct State {
    pub(super) machines: Vec<Machine>,
    pub(super) codes: CodeStore,
    pub(super) script: Script,
    pub(super) encoding: SignedEncoding,
    pub(super) page_cap: Option<u32>,
    pub(super) echoes_secrets: bool,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            machines: catalogue::machines(),
            codes: CodeStore::default(),
            script: Script::default(),
            encoding: SignedEncoding::Raw,
            page_cap: None,
            echoes_secrets: false,
        }
    }

    /// The machine of a payload, if it can be spoken to.
    pub(super) fn machine(&self, payload: &Payload<'_>) -> Result<&Machine, Refusal> {
        let number = payload.machine_no()?;
        let machine = self
            .machines
            .iter()
            .find(|machine| machine.number == number)
            .ok_or(Refusal::MACHINE_UNKNOWN)?;
        if machine.is_online {
            Ok(machine)
        } else {
            Err(Refusal::MACHINE_OFFLINE)
        }
    }
}
