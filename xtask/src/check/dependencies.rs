//! What the product is made of: nothing that talks to a network, nothing under a licence that asks for
//! more than a notice.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::metadata::{self, Packages};

/// Crates that open network connections or speak the protocols that run over them.
const NETWORK: &[&str] = &[
    "actix-web",
    "async-native-tls",
    "async-tungstenite",
    "attohttpc",
    "aws-lc-rs",
    "axum",
    "boring",
    "curl",
    "curl-sys",
    "h2",
    "h3",
    "hickory-resolver",
    "http-client",
    "hyper",
    "hyper-rustls",
    "hyper-tls",
    "hyper-util",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "rustls-native-certs",
    "sentry",
    "surf",
    "tauri-plugin-http",
    "tauri-plugin-shell",
    "tauri-plugin-fs",
    "tauri-plugin-updater",
    "tokio-native-tls",
    "tokio-rustls",
    "tokio-tungstenite",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
    "warp",
    "webpki-roots",
    "websocket",
    "schannel",
    "security-framework",
    "s2n-tls",
];

/// Licences whose only demand is that their text goes along.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// The programs that people get.
const PROGRAMS: [&str; 2] = ["crumbwise-cli", "crumbwise-desktop"];

/// What the product contains although it may not.
pub(super) fn broken() -> Result<Vec<String>> {
    let licences = Packages::read()?.licences();
    let mut found = Vec::new();
    for program in PROGRAMS {
        let tree = metadata::tree(program)?;
        found.extend(
            networking(&tree)
                .map(|name| format!("{program} contains {name}, which opens network connections")),
        );
        found.extend(tree.iter().filter_map(|name| {
            let stated = licences.get(name).map_or("", String::as_str);
            (!is_permissive(stated)).then(|| format!("{program} contains {name} under `{stated}`"))
        }));
    }
    Ok(found)
}

fn networking(tree: &BTreeSet<String>) -> impl Iterator<Item = &str> {
    tree.iter().map(String::as_str).filter(|name| NETWORK.contains(name))
}

/// Whether a licence expression can be met with permissive licences alone.
fn is_permissive(stated: &str) -> bool {
    let plain = stated.replace(['(', ')'], " ").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|licence| LICENCES.contains(&licence.trim())))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{is_permissive, networking};

    #[test]
    fn a_network_crate_anywhere_below_is_told() {
        let tree = BTreeSet::from(["serde".to_owned(), "rustls".to_owned()]);
        assert_eq!(networking(&tree).collect::<Vec<_>>(), ["rustls"]);
    }

    #[test]
    fn a_choice_needs_one_permissive_licence_and_a_sum_needs_each() {
        assert!(is_permissive("MIT OR GPL-3.0"));
        assert!(is_permissive("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(is_permissive("MIT/Apache-2.0"));
        assert!(!is_permissive("MIT AND GPL-3.0"));
        assert!(!is_permissive(""), "no statement is no permission");
    }
}
