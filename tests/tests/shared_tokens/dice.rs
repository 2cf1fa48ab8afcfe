use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// Numbers that look random and are the same for the same seed.
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice with the seed of the environment, or with a new one; says which.
    pub(crate) fn cast_for(soak: &str) -> Self {
        let seed = match std::env::var("OPENPLAT_SOAK_SEED") {
            Ok(seed) => seed.parse().unwrap(),
            Err(_) => u64::from(
                SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap()
                    .subsec_nanos(),
            ),
        };
        // Past the capture of the test harness, so that a soak that hangs has said it too.
        let told = format!("{soak}: OPENPLAT_SOAK_SEED={seed}\n");
        std::io::stderr().write_all(told.as_bytes()).unwrap();
        Self(seed)
    }

    /// A number from 0 to below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // SplitMix64, which takes any seed.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    /// Whether one of so many throws hits.
    pub(crate) fn one_in(&mut self, throws: u64) -> bool {
        self.below(throws) == 0
    }
}
