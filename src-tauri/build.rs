//! Resolves the (empty) capabilities and embeds icons and configuration; the folders are named because the package sits at the root.

fn main() -> tauri_build::Result<()> {
    for path in [
        "src-tauri/build.rs",
        "src-tauri/capabilities",
        "src-tauri/permissions",
        "src-tauri/icons",
        "src-tauri/Info.plist",
    ] {
        println!("cargo:rerun-if-changed={path}");
    }
    let manifest = tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*");
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(manifest),
    )
}
