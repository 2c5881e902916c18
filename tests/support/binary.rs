//! Where the `docket` binary is.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// Path of the `docket` binary of this build; built first, once a test process, so that a test never tries a stale one.
///
/// # Panics
/// When cargo cannot build it.
#[must_use]
pub fn docket() -> PathBuf {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(build).clone()
}

fn build() -> PathBuf {
    if let Some(path) = option_env_path("DOCKET_BIN") {
        return path;
    }
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "-p",
            "docket-cli",
            "--message-format=json-render-diagnostics",
            "--manifest-path",
            manifest,
        ])
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "building docket failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "docket")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo names the executable")
}

#[expect(clippy::disallowed_methods, reason = "a test run may be pointed at a binary that was built elsewhere")]
fn option_env_path(name: &str) -> Option<PathBuf> {
    std::env::var(name).ok().map(PathBuf::from)
}
