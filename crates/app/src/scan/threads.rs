//! Tasks on as many threads as the machine runs at once.

use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Does the tasks of `order`, each by its number, and gives what came of them in the order of their numbers.
///
/// A task that may panic must catch it.
pub(super) fn in_threads<T: Send>(order: &[usize], task: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(&number) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((number, task(number)));
        }
        done
    };
    let mut results = thread::scope(|scope| {
        let spawned: Vec<_> = (1..threads_for(order.len())).map(|_| scope.spawn(work)).collect();
        let mut results = work();
        results.extend(spawned.into_iter().filter_map(|thread| thread.join().ok()).flatten());
        results
    });
    results.sort_unstable_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

/// As many as the machine runs at once, and no more than there are tasks. One task needs no question to the
/// system, which costs as much as reading some hundred cookies.
fn threads_for(tasks: usize) -> usize {
    if tasks <= 1 { 1 } else { thread::available_parallelism().map_or(1, NonZero::get).min(tasks) }
}
