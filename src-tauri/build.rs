//! Gives the window's one command its entry in Tauri's access list.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(&["rpc"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("tauri-build reads tauri.conf.json and the capabilities");
}
