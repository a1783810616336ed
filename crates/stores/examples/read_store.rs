//! Copies one store aside, reads it and prints how many cookies it holds: what `cargo xtask bench` and a
//! profiler look at.
//!
//! `read_store STORE DATA_FOLDER`

use std::{env, path::PathBuf};

use crumbwise_stores::{Snapshots, read, store_at};

#[expect(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(path), Some(data)) = (arguments.next(), arguments.next()) else {
        return Err("usage: read_store STORE DATA_FOLDER".into());
    };
    let store = store_at(&path).map_err(|problem| format!("{problem:?}"))?;
    let reading = read(&store, &Snapshots::open(&data)?, &());
    let cookies = &reading.cookies;
    println!(
        "{} {} cookies, {} hosts, {} pairs, {:?}, {:?}",
        reading.store.state.word(),
        cookies.rows().len(),
        cookies.hosts().len(),
        cookies.pairs().len(),
        reading.store.in_use,
        reading.problems,
    );
    Ok(())
}
