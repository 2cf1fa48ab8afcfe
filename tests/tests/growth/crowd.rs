//! Processes that wait for one another: each has a thread and calls once a second, all at the
//! same moment, and a request to the provider takes a second.

use std::sync::Arc;

use access_token::Clock;

use crate::fleet::{Fleet, SECOND};
use crate::turns::Turns;
use crate::world::World;

pub(crate) struct Crowd {
    pub(crate) fleet: Fleet,
    turns: Turns,
}

impl Crowd {
    pub(crate) fn new(world: World, size: u64) -> Self {
        let turns = Turns::new(&world.clock);
        let others = turns.clone();
        world.provider.while_asked(move || others.sleep(SECOND));
        let process = |_| world.process_on(Arc::new(turns.clone()));
        let processes = (0..size).map(process).collect();
        Self {
            fleet: Fleet::of(world, processes, 1),
            turns,
        }
    }

    /// Each process makes so many calls; after one that took longer, the next one follows at
    /// once.
    pub(crate) fn run(&self, seconds: u32) {
        let start = self.turns.monotonic();
        self.turns.run(&self.fleet.processes, |process| {
            for second in 1..=seconds {
                self.fleet.call(process);
                let next = start + SECOND * second;
                self.turns
                    .sleep(next.saturating_sub(self.turns.monotonic()));
            }
        });
    }
}
