//! Lets `cargo build` work without Node: where the window is not built, an empty folder is embedded, and `/` says how to build it.

use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    if let Err(error) = std::fs::create_dir_all(&dist) {
        println!("cargo::warning=cannot make an empty ui/dist: {error}");
    }
    println!("cargo::rerun-if-changed={}", dist.display());
}
