//! Compiles the page, the configuration and the one permission in.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(&["painted"]);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    tauri_build::try_build(attributes)
        .expect("tauri.conf.json and capabilities/main.json describe this window");
}
