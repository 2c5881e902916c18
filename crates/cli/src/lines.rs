//! Lines of standard input as they come.

use std::io::{self, BufRead};

use tokio::sync::mpsc;

/// Lines of standard input, without their ends. Reading goes on in a thread of its own, which nobody has to wait for: a read from
/// a terminal cannot be called off.
pub(crate) fn of_standard_input() -> mpsc::Receiver<io::Result<String>> {
    let (sender, receiver) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            if sender.blocking_send(line).is_err() {
                break;
            }
        }
    });
    receiver
}
