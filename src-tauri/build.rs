//! Compiles the configuration, the capability and the icons in, and names every command of our own.
//!
//! A command that is not listed here could be called from every window without a permission; listed, it needs
//! `allow-<command>` in `capabilities/main.json`. A test compares this list, the capability and the commands.

/// Every command of `src/commands.rs`, in its order.
const COMMANDS: &[&str] = &include!("src/commands.in");

fn main() {
    println!("cargo:rerun-if-changed=src/commands.in");
    let dashboard = std::path::Path::new("../ui/dist/index.html");
    assert!(
        dashboard.exists(),
        "the dashboard is not built: run `npm ci && npm run build` in `ui` (or `cargo xtask run`, which does) first"
    );
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    tauri_build::try_build(attributes)
        .expect("tauri.conf.json and capabilities/main.json describe this program");
}
