//! A Node that is new enough, whatever the distribution ships.
//!
//! Long-lived distributions carry an old Node. Node itself is published as an npm package, so the old
//! npm can bring the new Node into the target folder, where nothing else on the computer sees it.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context as _, Result, bail};

use super::Consent;
use crate::shell;

/// The oldest Node that the window's build tools run on.
const OLDEST: (u32, u32) = (20, 19);
/// The line of Node that is brought when the installed one is older.
const BROUGHT: &str = "22";

/// Makes a Node that is new enough the one that every later command of this process finds.
pub(super) fn require_version(consent: Consent) -> Result<()> {
    let found = version("node")?;
    if found >= OLDEST {
        return Ok(());
    }
    println!(
        "Node {}.{} is too old for the window's build tools; {}.{} is needed.",
        found.0, found.1, OLDEST.0, OLDEST.1
    );
    let own = own_node();
    if !own.join("node").is_file() {
        bring(consent)?;
    }
    let brought = version(own.join("node"))?;
    if brought < OLDEST {
        bail!("`{}` is too old as well", own.display());
    }
    Ok(())
}

/// The folder of the Node that was brought, where there is one; it goes before the others in `PATH`.
pub(crate) fn own_node() -> PathBuf {
    shell::target_dir().join("node/node_modules").join(package()).join("bin")
}

fn package() -> String {
    let system = match env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let machine = match env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("node-{system}-{machine}")
}

fn bring(consent: Consent) -> Result<()> {
    let folder = shell::target_dir().join("node");
    let package = format!("{}@{BROUGHT}", package());
    super::ask(
        &[vec![
            "npm".into(),
            "install".into(),
            "--prefix".into(),
            folder.display().to_string(),
            package.clone(),
        ]],
        consent,
    )?;
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    shell::run(
        Command::new(shell::NPM)
            .args(["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .arg(package),
    )
}

fn version(node: impl Into<PathBuf>) -> Result<(u32, u32)> {
    let text = shell::output(Command::new(node.into()).arg("--version"))?;
    parse(&text).with_context(|| format!("not a version of Node: {}", text.trim()))
}

fn parse(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{OLDEST, parse};

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(parse("v20.19.2\n"), Some((20, 19)));
        assert!(parse("v20.9.0").unwrap() < OLDEST, "9 is older than 19");
        assert_eq!(parse("twenty"), None);
    }
}
