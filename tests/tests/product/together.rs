//! Clean-ups and undos started at the same moment lose nothing: one runs, the others are told who does.

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use crumbwise_tests::command::{Crumbwise, Said, said};
use crumbwise_tests::{home, stores};

use crate::prepared::rows;

#[test]
fn clean_ups_and_undos_at_the_same_moment_lose_nothing() -> Result<()> {
    let home = home::empty()?;
    stores::chromium(home.path(), 3_000)?;
    stores::firefox(home.path(), 3_000)?;
    let crumbwise = Crumbwise::on(home.path())?;
    let before = rows(home.path())?;
    let clean = ["clean", "--preset", "trackers", "--yes", "--json"];
    let everything = ["clean", "--preset", "everything", "--yes", "--json"];
    let undo = ["undo", "--yes", "--json"];
    for round in 0..4 {
        let runs = [&clean[..], &everything, &undo, &clean];
        let started = runs.iter().map(|run| crumbwise.start(*run)).collect::<Result<Vec<_>>>()?;
        let ended: Result<Vec<Said>> = std::thread::scope(|scope| {
            let ends: Vec<_> =
                started.into_iter().map(|run| scope.spawn(|| said(run, Duration::from_mins(2)))).collect();
            ends.into_iter()
                .map(|end| end.join().map_err(|_| anyhow!("a waiting thread panicked"))?)
                .collect()
        });
        for (run, said) in runs.iter().zip(ended?) {
            let orderly = matches!(said.code, Some(0 | 3 | 4 | 5));
            assert!(orderly, "round {round}: {run:?} succeeds or is refused: {said:?}");
        }
        let history = crumbwise.json(["history"])?;
        for run in history["runs"].as_array().context("a list of runs")? {
            if run["can_undo"] == true {
                crumbwise.json(["undo", &run["run"].to_string(), "--yes"])?;
            }
        }
        assert_eq!(rows(home.path())?, before, "round {round}: every row is back, byte for byte");
    }
    Ok(())
}
