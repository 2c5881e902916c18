//! A question with choices, as a structured input of ChatKit, and as words where there is none.

use chatkit_server::{ItemKind, Question, QuestionKind, QuestionOption, StructuredInput, StructuredInputStatus};

use crate::phrase;

/// By which the answer names the question; there is one.
const ID: &str = "choice";
/// What is understood as passing a question over.
const PASSED: &str = "never mind";

/// The item that asks.
pub(super) fn item(text: String, options: Vec<String>) -> ItemKind {
    let options = options.into_iter().map(|value| QuestionOption { value }).collect();
    let kind = QuestionKind::MultipleChoice { options, multiple: false };
    let question = Question { id: ID.to_owned(), question: text, answer: None, kind };
    ItemKind::StructuredInput(StructuredInput { status: StructuredInputStatus::Pending, inputs: vec![question] })
}

/// What the user chose, as if it had been said.
pub(super) fn chosen(input: &StructuredInput) -> String {
    let answers = input.inputs.iter().filter_map(|question| question.answer.as_ref());
    let values: Vec<&str> = answers.flat_map(|answer| &answer.values).map(String::as_str).collect();
    if values.is_empty() { PASSED.to_owned() } else { values.join(", ") }
}

/// The questions in words, for doors that cannot show choices: what is asked, and the options with numbers that the next message may name.
/// Markdown; what the options say is taken literally.
#[must_use]
pub fn question_text(input: &StructuredInput) -> String {
    let questions = input.inputs.iter().map(|question| match &question.kind {
        QuestionKind::MultipleChoice { options, multiple: _ } => {
            let rows = options.iter().enumerate();
            let rows = rows.map(|(index, option)| format!("{}. {}", index + 1, phrase::escape(&option.value)));
            format!("{} Say its number.\n\n{}", question.question, rows.collect::<Vec<_>>().join("\n"))
        }
        QuestionKind::Freeform { description: _ } => question.question.clone(),
    });
    questions.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chatkit_server::QuestionAnswer;

    fn asked(answer: Option<QuestionAnswer>) -> StructuredInput {
        let options = vec!["Milk".to_owned(), "1. *Bread*".to_owned()];
        let ItemKind::StructuredInput(mut input) = item("Which one?".to_owned(), options) else { panic!("a question") };
        input.inputs[0].answer = answer;
        input
    }

    #[test]
    fn a_question_is_said_with_numbers_where_it_cannot_be_shown() {
        assert_eq!(question_text(&asked(None)), "Which one? Say its number.\n\n1. Milk\n2. 1\\. \\*Bread\\*");
    }

    #[test]
    fn what_was_chosen_is_what_the_user_says() {
        let answer = |values: &[&str], skipped| {
            Some(QuestionAnswer { values: values.iter().map(|&value| value.to_owned()).collect(), skipped })
        };
        assert_eq!(chosen(&asked(answer(&["Milk"], false))), "Milk");
        assert_eq!(chosen(&asked(answer(&[], true))), "never mind");
        assert_eq!(chosen(&asked(None)), "never mind");
    }
}
