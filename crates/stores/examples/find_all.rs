//! Finds every browser of a home again and again, prints the median as `milliseconds<TAB>stores`: what the bench
//! reads and a profiler looks at.
//!
//! `find_all HOME`

use std::{env, path::PathBuf, time::Instant};

use crumbwise_stores::{Roots, find};

/// How often it is done.
const ROUNDS: usize = 21;

#[expect(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let home = env::args_os().nth(1).map(PathBuf::from).ok_or("usage: find_all HOME")?;
    // As the command does it at home: running browsers are asked for their folders too.
    let roots = Roots::of_user(home, &|_| None).with_running_browsers();
    let mut stores = 0;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let (installs, _) = find(&roots);
        times.push(started.elapsed());
        stores =
            installs.iter().flat_map(|install| &install.profiles).map(|profile| profile.stores.len()).sum();
    }
    times.sort_unstable();
    let median = times.get(ROUNDS / 2).ok_or("nothing was timed")?;
    println!("{:.3}\t{stores}", median.as_secs_f64() * 1000.0);
    Ok(())
}
