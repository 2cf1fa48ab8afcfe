use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use xtask::verify::{self, Outcome};

pub(crate) const FILES: [&str; 3] = [
    "sorted_pairs.json",
    "brace_pairs.json",
    "secret_digest.json",
];

/// A copy of the vectors that a test may spoil; removed when dropped.
pub(crate) struct Copy(PathBuf);

impl Copy {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("vectors-{}-{count}", process::id()));
        fs::create_dir_all(&folder).expect("a folder for the copy");
        for file in FILES {
            fs::copy(verify::default_folder().join(file), folder.join(file)).expect("a copy");
        }
        Self(folder)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    pub(crate) fn read(&self, file: &str) -> Value {
        let text = fs::read_to_string(self.0.join(file)).expect("a file of vectors");
        serde_json::from_str(&text).expect("JSON")
    }

    pub(crate) fn write(&self, file: &str, text: impl ToString) {
        fs::write(self.0.join(file), text.to_string()).expect("a spoiled file");
    }

    /// Spoils one case, runs, and repairs the file; the report.
    pub(crate) fn report_with(
        &self,
        file: &str,
        case: usize,
        spoil: impl FnOnce(&mut Value),
    ) -> String {
        let good = self.read(file);
        let mut bad = good.clone();
        spoil(&mut bad["cases"][case]);
        assert_ne!(good, bad, "the test spoils nothing");
        self.write(file, bad);
        let report = self.failing_report();
        self.write(file, good);
        report
    }

    pub(crate) fn failing_report(&self) -> String {
        let (outcome, report) = run(&self.0);
        assert!(!outcome.passed(), "nothing found:\n{report}");
        report
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the vectors of a folder: what was found, and the report.
pub(crate) fn run(folder: &Path) -> (Outcome, String) {
    let mut report = Vec::new();
    let outcome = verify::run(folder, &mut report).expect("a report");
    (outcome, String::from_utf8(report).expect("text"))
}
