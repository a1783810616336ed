//! The first useful paint against that of an empty window of the same kind.
//!
//! A rehearsal shows what each window looks like once it has settled. After that, the first useful paint
//! is the first instant at which almost all of what will stand on the screen stands there; a blank
//! window, a skeleton or a spinner is not it.

use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::{
    Bench, Figure, clean,
    screen::Screen,
    stopwatch::{self, milliseconds},
};
use crate::build;

/// The cookies of the profile that the window opens on.
const ROWS: u64 = 3_000;
/// The most of the empty window's time.
const LIMIT: f64 = 1.5;
/// How many runs of each are compared.
const ROUNDS: usize = 9;
/// How long the screen has to stay the same to count as settled.
const SETTLED: Duration = Duration::from_secs(2);
/// When a window that does not paint is given up.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often the screen is looked at.
const INTERVAL: Duration = Duration::from_millis(4);
/// How much of the settled picture has to stand there. Not all: letters are smoothed a little differently each
/// time, depending on which tile of the page is painted first.
const ENOUGH: f64 = 0.9;
/// By how much a channel of a pixel may differ, of 255, for the same reason.
const NEARLY: u8 = 64;

/// Pixels are four bytes each.
const PIXEL: usize = 4;

/// Measures the start of both windows in turn.
pub(super) fn measure(bench: &Bench) -> Result<Vec<Figure>> {
    let home = bench.fresh_folder("window")?;
    clean::place(&bench.store("chromium", ROWS)?, &home)?;
    let mut screen = Screen::start(&bench.fresh_folder("screen")?)?;
    let ours = Subject { bench, name: "crumbwise-desktop", home: &home };
    let empty = Subject { bench, name: "crumbwise-empty-window", home: &home };
    // The very first start remembers its scan and looks different from every later one.
    ours.rehearse(&mut screen)?;
    let (ink_ours, ink_empty) = (ours.rehearse(&mut screen)?, empty.rehearse(&mut screen)?);
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        times.1.push(empty.paint(&mut screen, &ink_empty)?);
        times.0.push(ours.paint(&mut screen, &ink_ours)?);
    }
    let pair = stopwatch::Pair { ours: stopwatch::median(times.0)?, yardstick: stopwatch::median(times.1)? };
    Ok(vec![
        Figure {
            what: format!("first useful paint, {ROWS} cookies"),
            how: pair.told(),
            value: pair.ratio(),
            unit: "",
            limit: Some(LIMIT),
        },
        Figure {
            what: "the same".to_owned(),
            how: format!("{} points compared", ink_ours.0.len()),
            value: milliseconds(pair.ours),
            unit: " ms",
            limit: None,
        },
    ])
}

/// A window to start.
struct Subject<'a> {
    bench: &'a Bench,
    name: &'static str,
    home: &'a std::path::Path,
}

/// Some of the pixels that the settled window sets apart from its background: where, and which.
struct Ink(BTreeMap<usize, [u8; PIXEL]>);

impl Subject<'_> {
    fn start(&self, screen: &Screen) -> Result<Running> {
        let mut command = build::start(self.bench.programs.path(self.name)?);
        screen
            .give(&mut command)
            .env("HOME", self.home)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        own_group(&mut command);
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        Ok(Running(command.spawn().with_context(|| format!("cannot start {}", self.name))?))
    }

    /// Waits until the window stays as it is, and notes what it looks like then.
    fn rehearse(&self, screen: &mut Screen) -> Result<Ink> {
        let (mut picture, mut blank) = (Vec::new(), Vec::new());
        screen.look(&mut blank)?;
        let _running = self.start(screen)?;
        let start = Instant::now();
        let mut before = blank.clone();
        let mut changed = Instant::now();
        loop {
            thread::sleep(INTERVAL * 10);
            screen.look(&mut picture)?;
            if picture != before {
                before.clone_from(&picture);
                changed = Instant::now();
            }
            if picture != blank && changed.elapsed() > SETTLED {
                return ink(&picture).with_context(|| format!("{} stays blank", self.name));
            }
            if start.elapsed() > PATIENCE {
                bail!("{} does not settle", self.name);
            }
        }
    }

    /// How long a start takes until enough of the settled picture stands there.
    fn paint(&self, screen: &mut Screen, ink: &Ink) -> Result<Duration> {
        let mut picture = Vec::new();
        wait_until(|| Ok(share(ink, screen, &mut picture)? < 0.5))
            .context("the former window stays on screen")?;
        let start = Instant::now();
        let _running = self.start(screen)?;
        wait_until(|| Ok(share(ink, screen, &mut picture)? >= ENOUGH))
            .with_context(|| format!("{} does not paint", self.name))?;
        Ok(start.elapsed())
    }
}

fn wait_until(mut happened: impl FnMut() -> Result<bool>) -> Result<()> {
    let start = Instant::now();
    while !happened()? {
        if start.elapsed() > PATIENCE {
            bail!("waited for {} s", PATIENCE.as_secs());
        }
        thread::sleep(INTERVAL);
    }
    Ok(())
}

/// Which part of the ink stands on the screen.
fn share(ink: &Ink, screen: &mut Screen, picture: &mut Vec<u8>) -> Result<f64> {
    screen.look(picture)?;
    let there = ink
        .0
        .iter()
        .filter(|(at, pixel)| picture.get(**at..**at + PIXEL).is_some_and(|now| is_nearly(now, **pixel)))
        .count();
    Ok(portion(there, ink.0.len()))
}

fn is_nearly(now: &[u8], wanted: [u8; PIXEL]) -> bool {
    now.iter().zip(wanted).all(|(now, wanted)| now.abs_diff(wanted) <= NEARLY)
}

#[expect(clippy::cast_precision_loss, reason = "counts of pixels are small")]
fn portion(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// A spread of the pixels that differ clearly from the two most frequent colours, the page and the cards on it:
/// letters, bars, signs. None when there is nothing but background.
fn ink(picture: &[u8]) -> Option<Ink> {
    const MOST: usize = 20_000;
    let pixels = || picture.chunks_exact(PIXEL).filter_map(|pixel| <[u8; PIXEL]>::try_from(pixel).ok());
    let mut colours: BTreeMap<[u8; PIXEL], usize> = BTreeMap::new();
    for pixel in pixels() {
        *colours.entry(pixel).or_default() += 1;
    }
    let mut frequent: Vec<_> = colours.into_iter().collect();
    frequent.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let backgrounds: Vec<_> = frequent.into_iter().take(2).map(|(colour, _)| colour).collect();
    let apart: Vec<(usize, [u8; PIXEL])> = pixels()
        .enumerate()
        .filter(|(_, pixel)| !backgrounds.iter().any(|background| is_nearly(pixel, *background)))
        .map(|(number, pixel)| (number * PIXEL, pixel))
        .collect();
    let step = apart.len() / MOST + 1;
    (!apart.is_empty()).then(|| Ink(apart.into_iter().step_by(step).collect()))
}

/// A started window; it ends with this value, the processes it started included.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        end_group(&self.0);
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Lets the window lead a process group, so that its web process can be ended with it.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

/// There are no process groups here; the web process ends by itself.
#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

/// Ends the processes of the window's group.
fn end_group(child: &Child) {
    Command::new("kill")
        .args(["-KILL", "--", &format!("-{}", child.id())])
        .stderr(Stdio::null())
        .status()
        .ok();
}

#[cfg(test)]
mod tests {
    use super::ink;

    #[test]
    fn ink_is_what_differs_from_page_and_cards() {
        let mut picture = vec![250; 400];
        picture[200..240].fill(255);
        assert!(ink(&picture).is_none(), "an empty page with an empty card has nothing to wait for");
        picture[40..44].copy_from_slice(&[1, 2, 3, 0]);
        assert_eq!(ink(&picture).unwrap().0.into_iter().collect::<Vec<_>>(), [(40, [1, 2, 3, 0])]);
    }
}
