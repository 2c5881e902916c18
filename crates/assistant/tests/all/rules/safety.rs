//! Whatever is said, nothing is lost that was not named: through the real loop and the real store.

use proptest::prelude::*;

use super::table;
use crate::conversation::Conversation;

/// Words that move something to the trash, or take a change back; what is said without any of them loses nothing.
const DESTRUCTIVE: &[&str] = &[
    "delete",
    "remove",
    "cancel",
    "drop",
    "trash",
    "discard",
    "erase",
    "get rid of",
    "throw away",
    "undo",
    "oops",
    "revert",
    "take",
    "wrong",
    "mean",
    "put it back",
    "put that back",
    "redo",
    "again",
    "not that one",
    "ctrl",
    "mistake",
    "right",
];

/// Words of commands and of the desk's titles, so that commands come together by chance, and letters that break careless slicing.
const WORDS: &[&str] = &[
    "add",
    "move",
    "to",
    "the",
    "done",
    "with",
    "is",
    "delete",
    "delte",
    "remove",
    "show",
    "complete",
    "mark",
    "as",
    "all",
    "every",
    "friday",
    "tomorrow",
    "it",
    "them",
    "both",
    "second",
    "1",
    "2",
    "and",
    ",",
    ".",
    "then",
    "milk",
    "bread",
    "anna",
    "call",
    "report",
    "old",
    "photos",
    "idea",
    "rent",
    "overdue",
    "today",
    "#Home",
    "@calls",
    "p1",
    "priority",
    "label",
    "rename",
    "postpone",
    "by",
    "a",
    "week",
    "repeat",
    "stop",
    "restore",
    "reopen",
    "list",
    "work",
    "inbox",
    "not",
    "I",
    "did",
    "my",
    "from",
    "yes",
    "no",
    "never",
    "don't",
    "\"",
    "“",
    "”",
    "’",
    "ß",
    "İ",
    "👩‍👩‍👧",
    "\u{301}",
    "⏎",
    "?",
    "plan",
    "how",
    "many",
    "what",
];

/// Words by chance, in any order.
fn sentence() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS);
    prop::collection::vec(prop_oneof![9 => word.prop_map(str::to_owned), 1 => ".{0,5}"], 1..8)
        .prop_map(|words| words.join(" ").replace('⏎', "\n"))
}

/// The lines of the trash.
fn lost(tasks: &[String]) -> Vec<&String> {
    tasks.iter().filter(|line| line.starts_with("[-]")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Without a word that deletes, nothing is in the trash or gone afterwards; with one, at most the five tasks of a turn are.
    #[test]
    fn nothing_is_lost_unasked(said in prop::collection::vec(sentence(), 1..4)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let (desk, _) = table::table();
            let desk: Vec<&str> = desk.iter().map(String::as_str).collect();
            let mut conversation = Conversation::new();
            conversation.add(&desk).await;
            for text in said.iter().filter(|text| !text.trim().is_empty()) {
                let before = conversation.tasks().await;
                let answer = conversation.ask(text).await;
                prop_assert!(!answer.trim().is_empty() && !answer.contains("error ("), "{text:?} was answered {answer:?}");
                let after = conversation.tasks().await;
                let new = lost(&after).len().saturating_sub(lost(&before).len());
                let asked = said.iter().any(|text| {
                    let text = text.to_lowercase();
                    DESTRUCTIVE.iter().any(|word| text.contains(word)) || text.contains("delte")
                });
                prop_assert!(asked || new == 0, "{said:?} lost {new} tasks");
                prop_assert!(asked || after.len() >= before.len(), "{said:?}: {before:?} became {after:?}");
                prop_assert!(new <= 5, "{said:?} lost {new} tasks at once");
            }
            Ok(())
        })?;
    }
}

/// One slip, several that fit, part of a word, words of nothing: each with each way of deleting, and nothing is in the trash.
#[tokio::test]
async fn deleting_needs_a_word_for_it_and_one_task() {
    let (desk, _) = table::table();
    let desk: Vec<&str> = desk.iter().map(String::as_str).collect();
    let heads = [
        "delete",
        "remove",
        "cancel",
        "drop",
        "trash",
        "get rid of",
        "throw away",
        "discard",
        "erase",
        "please delete the",
    ];
    let vague = [
        "anna",
        "call",
        "buy",
        "mlik",
        "the reprot",
        "photos of",
        "unicorn",
        "something",
        "a",
        "the",
        "x",
        "milk and call",
        "work",
        "home",
    ];
    for head in heads {
        for words in vague {
            let mut conversation = Conversation::new();
            conversation.add(&desk).await;
            let before = conversation.tasks().await;
            let said = format!("{head} {words}");
            let answer = conversation.ask(&said).await;
            assert_eq!(conversation.tasks().await, before, "{said}: {answer}");
        }
    }
}
