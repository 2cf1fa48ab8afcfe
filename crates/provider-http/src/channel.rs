//! What all clones of a client share.

use ureq::Agent;

use crate::agent;
use crate::base_url::BaseUrl;
use crate::{Effect, Error, Settings};

pub(crate) struct Channel {
    agents: Agents,
    pub(crate) base_url: BaseUrl,
    pub(crate) settings: Settings,
}

enum Agents {
    Kept {
        /// Keeps connections open between calls.
        reads: Agent,
        /// Opens a connection for each call: one that the server closes at the very moment in
        /// which a kept connection is used would leave the outcome of the call open.
        writes: Agent,
    },
    /// Another crate has switched on ureq's cookies, which no setting switches off: an agent that
    /// is used once has none to send.
    Fresh,
}

impl Channel {
    pub(crate) fn new(settings: Settings) -> Result<Self, Error> {
        let base_url = settings.check()?;
        let reads = agent::build(&settings, Effect::Reads)?;
        let agents = if agent::keeps_cookies() {
            log::warn!("ureq is built with cookies: no connection is kept, so that none is sent");
            Agents::Fresh
        } else {
            let writes = agent::build(&settings, Effect::Writes)?;
            Agents::Kept { reads, writes }
        };
        if base_url.is_exposed() {
            log::warn!(
                "calls to {} are plain http: credentials cross the network in clear",
                base_url.host()
            );
        }
        Ok(Self {
            agents,
            base_url,
            settings,
        })
    }

    /// The agent for a call of this effect.
    pub(crate) fn agent(&self, effect: Effect) -> Result<Agent, Error> {
        match (&self.agents, effect) {
            (Agents::Kept { reads, .. }, Effect::Reads) => Ok(reads.clone()),
            (Agents::Kept { writes, .. }, Effect::Writes) => Ok(writes.clone()),
            (Agents::Fresh, effect) => Ok(agent::build(&self.settings, effect)?),
        }
    }
}
