//! The built-in assistant: what the list holds, what is said, what the list holds then, and what is said back. Through the real store, the
//! real tools and the real loop; Saturday 21 November 2026, 10:00 in Berlin.

use crate::conversation::Conversation;

struct Row {
    before: &'static [&'static str],
    /// Messages one after the other; the last one is the row's.
    said: &'static [&'static str],
    after: &'static [&'static str],
    answer: &'static str,
}

const fn row(
    before: &'static [&'static str],
    said: &'static [&'static str],
    after: &'static [&'static str],
    answer: &'static str,
) -> Row {
    Row { before, said, after, answer }
}

mod adding;
mod asking;
mod changing;
mod page;
mod safety;
mod table;

async fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for Row { before, said, after, answer } in rows {
        let mut conversation = Conversation::new();
        conversation.add(before).await;
        let mut said_back = String::new();
        for text in *said {
            said_back = conversation.ask(text).await;
        }
        let tasks = conversation.tasks().await;
        if tasks != *after || said_back != *answer {
            wrong.push(format!(
                "{said:?}\n  after:  {tasks:?}\n  wanted: {after:?}\n  answer: {said_back:?}\n  wanted: {answer:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
