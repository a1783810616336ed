//! Compiles what is known about cookies into one table.
//!
//! Reads the project's own rules (`rules/`) and the two data sets that npm brings
//! (`knowledge/package.json`), checks them and writes `knowledge.table` into the build folder. Neither the data
//! sets nor the table are committed, so the table always says what the files say.
#![expect(clippy::print_stdout, reason = "printing is how a build script talks to cargo")]

use std::{env, fs, path::Path, process::ExitCode};

mod companies;
mod cookies;
mod domains;
mod emit;
mod entry;
mod files;
mod rules;
mod sources;

fn main() -> ExitCode {
    let here = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let out = env::var("OUT_DIR").unwrap_or_default();
    match compile(Path::new(&here)).and_then(|table| {
        let path = Path::new(&out).join("knowledge.table");
        fs::write(&path, table).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            for line in why.lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn compile(here: &Path) -> Result<Vec<u8>, String> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/letters.rs");
    println!("cargo::rerun-if-changed=src/knowledge/layout.rs");
    println!("cargo::rerun-if-changed=knowledge/sources.toml");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=knowledge/package-lock.json");
    let cookies = data_set(here, cookies::FILE)?;
    let domains = data_set(here, domains::FILE)?;

    let files = files::Files::read(&here.join("rules"))?;
    let mut companies = companies::Companies::of(&files)?;
    let domains = domains::read(&domains, &mut companies)?;
    let own = rules::read(&files, &companies)?;
    let listed = cookies::read(&cookies, &mut companies)?;
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let sources = sources::read(&here.join("knowledge"), &version)?;
    emit::emit(&emit::Knowledge { sources, companies, own, listed, domains })
}

/// One file of the npm packages, or what to do about its absence.
fn data_set(here: &Path, file: &str) -> Result<String, String> {
    let path = here.join("knowledge/node_modules").join(file);
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(&path).map_err(|error| {
        format!(
            "the cookie knowledge is not installed: `{}`: {error}\n\
             hint: run `npm ci --ignore-scripts` in crates/explain/knowledge, or any `cargo xtask` command, \
             which does it",
            path.display()
        )
    })
}
