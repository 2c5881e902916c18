//! How much a test tries: what every commit gets, or the full measure of `scripts/reliability`.

/// `each_commit`, or `full` where the environment says `DOCKET_TEST_SCALE=full`; a number there is taken as it is.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "how much to try is asked of whoever runs the tests")]
pub fn scaled(each_commit: usize, full: usize) -> usize {
    match std::env::var("DOCKET_TEST_SCALE").as_deref() {
        Ok("full") => full,
        Ok(number) => number.parse().unwrap_or(each_commit),
        Err(_) => each_commit,
    }
}
