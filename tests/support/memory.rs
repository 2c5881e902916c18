//! What a process holds.

/// Bytes of the process `pid` that are in memory; `None` on systems that do not keep them in `/proc`.
///
/// # Panics
/// When there is no such process.
#[must_use]
pub fn resident_bytes(pid: u64) -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    Some(1024 * line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number"))
}
