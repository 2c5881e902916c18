//! The front page's commands, tried as they stand there.

use std::path::Path;
use std::process::Command;

use support::Docket;

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").join("README.md");
    std::fs::read_to_string(path).expect("a README")
}

/// Lines of the README's code that call `docket`, without the name and without a remark.
fn commands() -> Vec<Vec<String>> {
    readme()
        .lines()
        .filter(|line| line.starts_with("    "))
        .filter_map(|line| {
            line.trim().strip_prefix("docket ").map(|rest| rest.split('#').next().unwrap_or_default().to_owned())
        })
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect()
}

#[tokio::test]
async fn every_docket_command_of_the_front_page_works() {
    let data = tempfile::tempdir().expect("a temporary directory");
    let (serving, saying): (Vec<_>, Vec<_>) = commands().into_iter().partition(|arguments| arguments[0] == "serve");
    assert_eq!((serving.len(), saying.len()), (2, 7), "the front page has other commands now: {serving:?} {saying:?}");
    for arguments in saying {
        let output = Command::new(support::docket())
            .args(&arguments)
            .env("DOCKET_DATA_DIR", data.path())
            .env("DOCKET_NOW", "2026-11-21T10:00[Europe/Berlin]")
            .output()
            .expect("docket can be started");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "{arguments:?} says something");
    }
    for arguments in serving {
        // `--open` starts the reader's browser, which a test must not.
        let mut builder = Docket::builder();
        for argument in arguments.into_iter().skip(1).filter(|argument| argument != "--open") {
            builder = builder.arg(argument);
        }
        builder.start().await.stop().await;
    }
}
