//! The page on what one can say: every sentence of it works.

use super::table;
use crate::conversation::Conversation;

const PAGE: &str = include_str!("../../../../../docs/assistant.md");

/// The sentences of the page, by the blocks that they stand in.
fn blocks() -> Vec<Vec<&'static str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    let mut is_said = false;
    for line in PAGE.lines() {
        match line {
            "```say" => {
                blocks.push(Vec::new());
                is_said = true;
            }
            "```" => is_said = false,
            sentence if is_said => blocks.last_mut().expect("a block").push(sentence),
            _ => {}
        }
    }
    blocks
}

#[tokio::test]
async fn every_sentence_of_the_page_is_understood() {
    let (desk, _) = table::table();
    let desk: Vec<&str> = desk.iter().map(String::as_str).collect();
    let blocks = blocks();
    assert!(blocks.iter().map(Vec::len).sum::<usize>() >= 50, "{blocks:?}");
    let mut wrong = Vec::new();
    for block in blocks {
        let goes_on = block.contains(&"undo");
        let mut conversation = Conversation::new();
        conversation.add(&desk).await;
        for sentence in block {
            if !goes_on {
                conversation = Conversation::new();
                conversation.add(&desk).await;
            }
            let answer = conversation.ask(sentence).await;
            let is_helpless =
                ["I did not understand", "I found no", "Which task", "No list is called", "I could not", "error"];
            if answer.is_empty() || is_helpless.iter().any(|words| answer.contains(words)) {
                wrong.push(format!("{sentence:?} was answered {answer:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
