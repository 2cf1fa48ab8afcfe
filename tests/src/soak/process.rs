//! What this process takes of the machine.

use std::fmt;
use std::fs;

use super::finding::{Finding, Rule};

/// Memory, threads and descriptors at one moment; none where the system does not tell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usage {
    memory_kib: Option<u64>,
    threads: Option<u64>,
    descriptors: Option<u64>,
}

/// By so much a run may grow after its first tenth. Memory: what an allocator keeps. Threads and
/// descriptors: the two callers of each of four houses keep at the most two connections to each of
/// four providers, 32 in all, each with a thread of the proxy and three descriptors; twice of that.
const MORE_KIB: u64 = 32 * 1024;
const MORE_THREADS: u64 = 64;
const MORE_DESCRIPTORS: u64 = 192;

impl Usage {
    /// What this process takes now.
    pub(super) fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        let descriptors = fs::read_dir("/proc/self/fd").ok();
        Self {
            memory_kib: number("VmRSS:"),
            threads: number("Threads:"),
            descriptors: descriptors.and_then(|list| u64::try_from(list.count()).ok()),
        }
    }

    /// What is too much more than it was.
    pub(super) fn grown_since(self, before: Self) -> Option<Finding> {
        let pairs = [
            (self.memory_kib, before.memory_kib, MORE_KIB),
            (self.threads, before.threads, MORE_THREADS),
            (self.descriptors, before.descriptors, MORE_DESCRIPTORS),
        ];
        let has_grown = pairs.into_iter().any(|(now, before, more)| {
            now.zip(before)
                .is_some_and(|(now, before)| now > before + more)
        });
        has_grown.then(|| Finding {
            rule: Rule::Grown,
            step: None,
            seen: format!("{before} after a tenth, {self} at the end"),
        })
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(((memory, threads), descriptors)) =
            self.memory_kib.zip(self.threads).zip(self.descriptors)
        else {
            return f.write_str("the system does not say what the process takes");
        };
        write!(
            f,
            "{memory} KiB of memory, {threads} threads, {descriptors} descriptors"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Usage;

    #[test]
    fn growth_is_found_beyond_what_is_allowed() {
        let usage = |memory_kib, threads, descriptors| Usage {
            memory_kib: Some(memory_kib),
            threads: Some(threads),
            descriptors: Some(descriptors),
        };
        let before = usage(50_000, 20, 100);
        assert!(usage(82_768, 84, 292).grown_since(before).is_none());
        for grown in [usage(82_769, 20, 100), usage(1, 85, 100), usage(1, 20, 293)] {
            assert!(grown.grown_since(before).is_some(), "{grown}");
        }
        let unsaid = Usage {
            memory_kib: None,
            threads: None,
            descriptors: None,
        };
        assert!(unsaid.grown_since(before).is_none());
    }
}
