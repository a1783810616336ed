//! What the window may do: our own commands, each granted by name, and nothing remote.

use std::{collections::BTreeSet, fs};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::sources;
use crate::{metadata::Packages, shell::root};

/// What breaks the window's rules.
pub(super) fn broken() -> Result<Vec<String>> {
    let configuration = json("src-tauri/tauri.conf.json")?;
    let policy = configuration.pointer("/app/security/csp").and_then(Value::as_str).unwrap_or_default();
    let mut found = policy_faults(policy);
    found.extend(grant_faults(&listed_commands()?, &granted()?));
    found.extend(plugins(&Packages::read()?.named_by("crumbwise-desktop")));
    found.extend(outside_the_host_port()?);
    Ok(found)
}

fn json(path: &str) -> Result<Value> {
    let text = fs::read_to_string(root().join(path)).with_context(|| format!("cannot read `{path}`"))?;
    serde_json::from_str(&text).with_context(|| format!("not JSON: `{path}`"))
}

/// The policy denies everything first, allows no `unsafe-*`, and names no host but Tauri's own bridge.
fn policy_faults(policy: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !policy.split(';').any(|part| part.trim() == "default-src 'none'") {
        found.push("the policy has no default-src 'none'".to_owned());
    }
    for word in policy.split([' ', ';']).filter(|word| !word.is_empty()) {
        let is_bridge = ["ipc:", "http://ipc.localhost"].contains(&word);
        let is_remote = word == "*" || word.contains("://") || word.ends_with(':');
        if word.contains("unsafe-") || (is_remote && !is_bridge) {
            found.push(format!("the policy allows {word}"));
        }
    }
    found
}

/// The commands that the build names in the application's manifest.
fn listed_commands() -> Result<BTreeSet<String>> {
    let path = "src-tauri/src/commands.in";
    let text = fs::read_to_string(root().join(path)).with_context(|| format!("cannot read `{path}`"))?;
    Ok(text.split('"').skip(1).step_by(2).map(str::to_owned).collect())
}

/// The permissions of the one capability file.
fn granted() -> Result<BTreeSet<String>> {
    let capability = json("src-tauri/capabilities/main.json")?;
    let permissions = capability.get("permissions").and_then(Value::as_array).context("no permissions")?;
    Ok(permissions
        .iter()
        .map(|permission| permission.as_str().unwrap_or("(not a name)").to_owned())
        .collect())
}

fn grant_faults(commands: &BTreeSet<String>, granted: &BTreeSet<String>) -> Vec<String> {
    let wanted: BTreeSet<String> =
        commands.iter().map(|command| format!("allow-{}", command.replace('_', "-"))).collect();
    let missing = wanted.difference(granted).map(|name| format!("`{name}` is not granted"));
    let extra =
        granted.difference(&wanted).map(|name| format!("`{name}` is granted, but no command of ours"));
    missing.chain(extra).collect()
}

/// Plugins that would give the pages a shell, files or a network.
fn plugins(named: &BTreeSet<String>) -> Vec<String> {
    ["shell", "fs", "http", "websocket", "upload", "updater", "process"]
        .iter()
        .map(|plugin| format!("tauri-plugin-{plugin}"))
        .filter(|plugin| named.contains(plugin))
        .map(|plugin| format!("crumbwise-desktop names {plugin}"))
        .collect()
}

/// Only the host port of the pages knows Tauri.
fn outside_the_host_port() -> Result<Vec<String>> {
    Ok(sources::below(&["ui/src"], &[".ts", ".svelte"])?
        .iter()
        .filter(|file| !file.path.starts_with("ui/src/host/") && !file.path.starts_with("ui/src/lib/host/"))
        .flat_map(|file| file.holds(&["@tauri-apps/", "__TAURI"]))
        .collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{grant_faults, policy_faults};

    #[test]
    fn a_loose_policy_is_told() {
        assert!(policy_faults("default-src 'none'; connect-src ipc: http://ipc.localhost").is_empty());
        assert_eq!(
            policy_faults("default-src 'self'; style-src 'unsafe-inline'; img-src https://example.com *"),
            [
                "the policy has no default-src 'none'",
                "the policy allows 'unsafe-inline'",
                "the policy allows https://example.com",
                "the policy allows *",
            ]
        );
    }

    #[test]
    fn commands_and_grants_are_the_same_set() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert!(grant_faults(&set(&["cancel_scan"]), &set(&["allow-cancel-scan"])).is_empty());
        assert_eq!(
            grant_faults(&set(&["scan"]), &set(&["core:default"])),
            ["`allow-scan` is not granted", "`core:default` is granted, but no command of ours"]
        );
    }
}
