//! Finds every browser of a home and prints how many stores there are and how long it took: what a profiler
//! looks at.
//!
//! `find_all HOME`

use std::{env, path::PathBuf, time::Instant};

use crumbwise_stores::{Roots, find};

#[expect(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let home = env::args_os().nth(1).map(PathBuf::from).ok_or("usage: find_all HOME")?;
    let started = Instant::now();
    let (installs, problems) = find(&Roots::confined(home));
    let took = started.elapsed();
    let stores: usize =
        installs.iter().flat_map(|install| &install.profiles).map(|profile| profile.stores.len()).sum();
    println!("{} installs, {stores} stores, {} problems, {took:?}", installs.len(), problems.len());
    Ok(())
}
