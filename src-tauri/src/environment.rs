//! The environment that the toolkit's libraries read when they start.
//!
//! It can be changed only while nobody reads it: libraries do so from threads of their own. So it is changed first of
//! all, before anything of ours has started. One thread may be there by then, which `WebKitGTK`'s allocator starts
//! while it loads: it sleeps until there is memory to give back, and reads nothing of the environment. It bears no name
//! to know it by, so it is told by being the only one and asleep. With any other company the program starts itself
//! again, which loads every library twice.

#![expect(unsafe_code, reason = "changing the environment, while nobody reads it")]

use std::{fs, path::Path, process};

/// Where Linux lists the threads of this process.
const THREADS: &str = "/proc/self/task";

/// Adds `missing` to the environment of this process; `false`, and nothing is changed, when somebody may read it
/// meanwhile. To be called at the very start of `main`.
pub fn settle(missing: &[(&str, &str)]) -> bool {
    let unread = is_quiet(Path::new(THREADS), process::id());
    if unread {
        for (name, value) in missing {
            // SAFETY: nobody reads the environment meanwhile. Nothing of ours has started a thread yet; of the
            // libraries' there is at most one, asleep, as the allocator's is, which never reads the environment.
            unsafe { std::env::set_var(name, value) };
        }
    }
    unread
}

/// Whether a folder of threads lists, besides the main one, at most one that sleeps; unknown counts as no.
fn is_quiet(threads: &Path, main: u32) -> bool {
    let main = main.to_string();
    let Ok(entries) = fs::read_dir(threads) else { return false };
    let names: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.file_name()).collect();
    let others: Vec<_> = names.iter().filter(|name| **name != *main).collect();
    names.len() == others.len() + 1
        && others.len() <= 1
        && others.iter().all(|name| sleeps(&threads.join(name).join("stat")))
}

/// Whether the system says of a thread that it waits for something. Its state follows its name, which stands in
/// brackets and may hold some itself.
fn sleeps(stat: &Path) -> bool {
    let told = fs::read_to_string(stat).unwrap_or_default();
    told.rsplit_once(')').is_some_and(|(_, after)| after.trim_start().starts_with('S'))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{is_quiet, settle};

    #[test]
    fn beside_other_threads_nothing_is_changed() {
        // Whoever waits here is one thread more than is allowed, whatever the test runner does.
        let (end, wait) = std::sync::mpsc::channel::<()>();
        let (other_end, other_wait) = std::sync::mpsc::channel::<()>();
        let others = [wait, other_wait].map(|wait| std::thread::spawn(move || wait.recv().ok()));
        assert!(!settle(&[("CRUMBWISE_TEST_ENVIRONMENT", "changed")]));
        assert!(std::env::var_os("CRUMBWISE_TEST_ENVIRONMENT").is_none());
        drop((end, other_end));
        for other in others {
            other.join().unwrap();
        }
    }

    #[test]
    fn one_sleeping_thread_is_no_company_and_unknown_is() {
        let folder = tempfile::tempdir().unwrap();
        let thread = |number: &str, state: &str| {
            fs::create_dir_all(folder.path().join(number)).unwrap();
            fs::write(folder.path().join(number).join("stat"), format!("{number} (a) b) {state} 1 17"))
                .unwrap();
        };
        thread("17", "R");
        assert!(is_quiet(folder.path(), 17), "alone");
        assert!(!is_quiet(folder.path(), 16), "a list without the main thread is not this process's");
        thread("18", "S");
        assert!(is_quiet(folder.path(), 17), "the allocator's thread sleeps");
        thread("18", "R");
        assert!(!is_quiet(folder.path(), 17), "what runs may read");
        thread("18", "S");
        thread("19", "S");
        assert!(!is_quiet(folder.path(), 17), "two are more than the allocator starts");
        assert!(!is_quiet(Path::new("/nowhere"), 17));
    }
}
