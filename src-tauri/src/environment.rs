//! The environment that the toolkit's libraries read when they start.
//!
//! It can be changed only while nothing else runs: libraries read it from threads of their own. So it is changed
//! first of all, and only after looking that this is the only thread; otherwise the program starts itself again,
//! which costs a fiftieth of a second more.

#![expect(unsafe_code, reason = "changing the environment, while nobody can read it")]

use std::path::Path;

/// Where Linux lists the threads of this process.
const THREADS: &str = "/proc/self/task";

/// Adds `missing` to the environment of this process; `false`, and nothing is changed, when other threads may run.
pub fn settle(missing: &[(&str, &str)]) -> bool {
    let alone = is_alone(Path::new(THREADS));
    if alone {
        for (name, value) in missing {
            // SAFETY: this is the only thread of the process, so nobody reads the environment meanwhile.
            unsafe { std::env::set_var(name, value) };
        }
    }
    alone
}

/// Whether a folder of threads lists one; unknown counts as no.
fn is_alone(threads: &Path) -> bool {
    std::fs::read_dir(threads).is_ok_and(|threads| threads.count() == 1)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{is_alone, settle};

    #[test]
    fn beside_other_threads_nothing_is_changed() {
        // The test runner has threads of its own.
        assert!(!settle(&[("CRUMBWISE_TEST_ENVIRONMENT", "changed")]));
        assert!(std::env::var_os("CRUMBWISE_TEST_ENVIRONMENT").is_none());
    }

    #[test]
    fn one_thread_is_alone_and_unknown_is_not() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("17")).unwrap();
        assert!(is_alone(folder.path()));
        fs::create_dir(folder.path().join("18")).unwrap();
        assert!(!is_alone(folder.path()));
        assert!(!is_alone(Path::new("/nowhere")));
    }
}
