//! The dice of everything here that happens at random.

use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// Numbers that look random and are the same for the same seed.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice with this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice with the seed of the environment, or with a new one; says which.
    ///
    /// # Panics
    ///
    /// When the seed of the environment is no number.
    pub fn cast_for(soak: &str) -> Self {
        let seed = match std::env::var("OPENPLAT_SOAK_SEED") {
            Ok(seed) => seed.parse().expect("OPENPLAT_SOAK_SEED is a number"),
            Err(_) => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |time| u64::from(time.subsec_nanos())),
        };
        // Past the capture of the test harness, so that a soak that hangs has said it too.
        let told = format!("{soak}: OPENPLAT_SOAK_SEED={seed}\n");
        let _ = std::io::stderr().write_all(told.as_bytes());
        Self(seed)
    }

    /// A number from 0 to below `end`, which is more than 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.number() % end
    }

    /// Any number of 64 bits.
    pub fn number(&mut self) -> u64 {
        // SplitMix64, which takes any seed.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Whether one of so many throws hits.
    pub fn one_in(&mut self, throws: u64) -> bool {
        self.below(throws) == 0
    }

    /// One of them. A list that has nothing to choose from is a defect of the caller.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let end = u64::try_from(from.len()).unwrap_or(u64::MAX);
        let place = usize::try_from(self.below(end)).unwrap_or_default();
        &from[place]
    }
}
