//! Measures the verdicts against cookies whose purpose is known.
//!
//! Reads a table of labelled cookies, explains every row the way a scan does (one table, then each verdict
//! refined by its row) and prints how often the two agree. Never prints values: the file has none.
//!
//! `cargo run --release -p crumbwise-explain --example evaluate -- --data FILE [--half even|odd] [--misses N]`

use std::{
    env, fs,
    io::{self, Write},
    process::ExitCode,
};

mod data;
mod report;
mod score;

use data::{Half, Labelled};

const USAGE: &str = "usage: evaluate --data FILE [--half even|odd] [--misses N]";

struct Options {
    data: String,
    half: Option<Half>,
    misses: usize,
}

fn main() -> ExitCode {
    let said = options(env::args().skip(1)).and_then(|options| measure(&options));
    let mut out = io::stdout().lock();
    let (text, code) = match said {
        Ok(text) => (text, ExitCode::SUCCESS),
        Err(why) => (format!("error: {why}\n"), ExitCode::FAILURE),
    };
    // A reader that stopped reading, such as `head`, is no failure.
    if out.write_all(text.as_bytes()).is_ok() { code } else { ExitCode::SUCCESS }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options { data: String::new(), half: None, misses: 40 };
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("`{name}` needs a value; {USAGE}"))?;
        match name.as_str() {
            "--data" => options.data = value,
            "--half" => options.half = Some(Half::parse(&value).ok_or(USAGE)?),
            "--misses" => options.misses = value.parse().map_err(|_| USAGE.to_owned())?,
            _ => return Err(format!("unknown `{name}`; {USAGE}")),
        }
    }
    if options.data.is_empty() { Err(USAGE.to_owned()) } else { Ok(options) }
}

fn measure(options: &Options) -> Result<String, String> {
    let text = fs::read_to_string(&options.data)
        .map_err(|error| format!("cannot read `{}`: {error}", options.data))?;
    let mut rows = data::read(&text)?;
    rows.retain(|row: &Labelled| options.half.is_none_or(|half| row.half == half));
    let judged = score::judge(&rows);
    Ok(report::write(&judged, options.half, options.misses))
}
