//! Fair timing: two programs in turn, medians, ratios.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

/// The medians of two programs that were run in turn.
pub(super) struct Pair {
    /// The program under test.
    pub(super) ours: Duration,
    /// The yardstick.
    pub(super) yardstick: Duration,
}

impl Pair {
    /// How many times the yardstick's time the program takes.
    pub(super) fn ratio(&self) -> f64 {
        self.ours.as_secs_f64() / self.yardstick.as_secs_f64()
    }

    /// Both medians, for a person.
    pub(super) fn told(&self) -> String {
        format!("{:.1} ms against {:.1} ms", milliseconds(self.ours), milliseconds(self.yardstick))
    }
}

/// Runs both in turn so many times, after one round that warms the caches and is not counted.
pub(super) fn in_turn(
    rounds: usize,
    mut ours: impl FnMut() -> Result<Duration>,
    mut yardstick: impl FnMut() -> Result<Duration>,
) -> Result<Pair> {
    ours()?;
    yardstick()?;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        second.push(yardstick()?);
        first.push(ours()?);
    }
    Ok(Pair { ours: median(first)?, yardstick: median(second)? })
}

/// The wall-clock time of one run whose output is dropped.
pub(super) fn time(command: &mut Command) -> Result<Duration> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let status =
        command.status().with_context(|| format!("cannot start `{}`", command.get_program().display()))?;
    let taken = start.elapsed();
    if !status.success() {
        bail!("`{}` failed: {status}", command.get_program().display());
    }
    Ok(taken)
}

/// A duration as milliseconds.
pub(super) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// The middle of some durations.
pub(super) fn median(mut durations: Vec<Duration>) -> Result<Duration> {
    durations.sort_unstable();
    durations.get(durations.len() / 2).copied().context("nothing was timed")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{in_turn, median};

    #[test]
    fn an_outlier_does_not_move_the_median() {
        let seconds = |list: [u64; 3]| list.map(Duration::from_secs).to_vec();
        assert_eq!(median(seconds([1, 900, 2])).unwrap(), Duration::from_secs(2));
        assert!(median(Vec::new()).is_err());
    }

    #[test]
    fn the_ratio_is_ours_over_the_yardstick() {
        let pair = in_turn(3, || Ok(Duration::from_secs(1)), || Ok(Duration::from_secs(2))).unwrap();
        assert!((pair.ratio() - 0.5).abs() < f64::EPSILON);
    }
}
