//! Building the product, and knowing where its programs lie afterwards.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::{
    setup::{self, Consent, Need},
    shell, ui,
};

/// The selection of packages that every gate uses: with one selection the features of shared packages are
/// the same each time, so that nothing is compiled twice. This program is left out because a running
/// program cannot be replaced everywhere.
pub(crate) const EVERYTHING: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// The programs that a build made, by name.
pub(crate) struct Programs(BTreeMap<String, PathBuf>);

impl Programs {
    /// The path of one program.
    pub(crate) fn path(&self, name: &str) -> Result<&Path> {
        self.0
            .get(name)
            .map(PathBuf::as_path)
            .with_context(|| format!("the build made no program named `{name}`"))
    }
}

/// Brings everything that a build of the engine and the command needs.
pub(crate) fn prepare_command(needs: &[Need], consent: Consent) -> Result<()> {
    setup::require(needs, consent)?;
    ui::install(&ui::knowledge())
}

/// Brings everything that a build of the whole workspace needs, the built pages included: they are
/// compiled into the window.
pub(crate) fn prepare_everything(needs: &[Need], consent: Consent) -> Result<()> {
    prepare_command(needs, consent)?;
    ui::install(&ui::pages())?;
    ui::build()
}

/// Runs `cargo build` with these arguments.
pub(crate) fn build(arguments: &[&str]) -> Result<Programs> {
    let mut command = shell::cargo();
    command.arg("build").args(arguments).arg("--message-format=json-render-diagnostics");
    println!("   $ cargo build {}", arguments.join(" "));
    let messages = shell::output(&mut command)?;
    Ok(Programs(messages.lines().filter_map(program).collect()))
}

/// The name and path of a program, from one line that cargo prints.
fn program(line: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(line).ok()?;
    let target = message.get("target")?;
    let is_program = target.get("kind")?.as_array()?.iter().any(|kind| kind == "bin" || kind == "example");
    let is_test = message.pointer("/profile/test")?.as_bool()?;
    let path = message.get("executable")?.as_str()?;
    (is_program && !is_test).then(|| Some((target.get("name")?.as_str()?.to_owned(), PathBuf::from(path))))?
}

/// A command for a program that was built, started in a quiet and known surrounding.
pub(crate) fn start(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("NO_COLOR", "1");
    command
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn programs_are_told_from_tests_and_libraries() {
        let line = |kind: &str, test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","target":{{"kind":["{kind}"],"name":"crumbwise"}},"profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        assert!(program(&line("bin", false, "\"/t/crumbwise\"")).is_some());
        assert!(program(&line("bin", true, "\"/t/crumbwise-123\"")).is_none(), "a test is not the program");
        assert!(program(&line("lib", false, "null")).is_none());
        assert!(program("{}").is_none());
    }
}
