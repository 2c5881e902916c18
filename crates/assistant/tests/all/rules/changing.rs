use super::{check, row};

const MILK: &[&str] = &["[ ] Buy milk", "[ ] Dentist; 2026-11-23T15:00"];
const MILK_DONE: &[&str] = &["[ ] Dentist; 2026-11-23T15:00", "[x] Buy milk"];
const TWO: &[&str] = &["[ ] Pay rent", "[ ] Pay the gas bill"];

#[tokio::test]
async fn tasks_are_completed() {
    check(&[
        row(MILK, &["done with milk"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["complete buy milk"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["I bought milk, mark buy milk as done"], MILK, UNKNOWN_MILK),
        row(MILK, &["mark milk as done"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["I'm done with the milk"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["Buy milk is done!"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["check off milk"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["check milk off"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["cross milk off the list"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["done with mlik"], MILK, "Do you mean **Buy milk**? Say *yes*, and I complete it."),
        row(MILK, &["done with mlik", "yes"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["show all", "complete the first"], MILK_DONE, "Completed **Buy milk**."),
        row(MILK, &["show all", "complete 1"], MILK_DONE, "Completed **Buy milk**."),
        row(
            MILK,
            &["show all", "complete the last one"],
            &["[ ] Buy milk", "[x] Dentist; 2026-11-23T15:00"],
            "Completed **Dentist**.",
        ),
        row(&[], &["add call Anna", "done with it"], &["[x] Call Anna"], "Completed **Call Anna**."),
        row(
            &["[ ] Call Anna; 2026-11-21"],
            &["what is due today", "done"],
            &["[x] Call Anna; 2026-11-21"],
            "Completed **Call Anna**.",
        ),
        row(
            MILK,
            &["complete the lawn"],
            MILK,
            "I found no open task like “lawn”. Say *show all tasks* to see what there is.\n\nOr shall I add “complete the lawn” as a task? Say *yes*.",
        ),
        row(
            MILK,
            &["complete it"],
            MILK,
            "Which task shall I complete? Say a few words of it, for example: *done with milk*",
        ),
    ])
    .await;
}

const UNKNOWN_MILK: &str = "I did not understand that. I can add a task (*add buy milk tomorrow 5pm*), show tasks (*what is due today*) and complete one \
                            (*done with milk*).\n\nOr shall I add “I bought milk, mark buy milk as done” as a task? Say *yes*.";

#[tokio::test]
async fn where_several_fit_one_is_asked_for() {
    const WHICH: &str = "Which one shall I complete? Say its number.\n\n1. Pay rent\n2. Pay the gas bill";
    const SECOND_DONE: &[&str] = &["[ ] Pay rent", "[x] Pay the gas bill"];
    const DONE: &str = "Completed **Pay the gas bill**.";
    check(&[
        row(TWO, &["done with pay"], TWO, WHICH),
        row(TWO, &["done with pay", "2"], SECOND_DONE, DONE),
        row(TWO, &["done with pay", "the second one"], SECOND_DONE, DONE),
        row(TWO, &["done with pay", "number 2 please"], SECOND_DONE, DONE),
        row(TWO, &["done with pay", "the last"], SECOND_DONE, DONE),
        row(TWO, &["done with pay", "the gas one"], SECOND_DONE, DONE),
        row(TWO, &["done with pay", "7"], TWO, WHICH),
        row(TWO, &["done with pay", "never mind"], TWO, "All right. Nothing was changed."),
        row(
            TWO,
            &["done with pay", "add milk"],
            &["[ ] Pay rent", "[ ] Pay the gas bill", "[ ] Milk"],
            "Added **Milk**.",
        ),
        row(
            TWO,
            &["delete pay", "1"],
            &["[ ] Pay the gas bill", "[-] Pay rent"],
            "Moved **Pay rent** to the trash. It stays there for 30 days; say *undo* to have it back.",
        ),
        row(&["[ ] Milk", "[ ] Buy milk"], &["done with milk"], &["[ ] Buy milk", "[x] Milk"], "Completed **Milk**."),
    ])
    .await;
}

#[tokio::test]
async fn deleting_is_never_a_guess() {
    const GONE: &str = "Moved **Buy milk** to the trash. It stays there for 30 days; say *undo* to have it back.";
    const AFTER: &[&str] = &["[ ] Dentist; 2026-11-23T15:00", "[-] Buy milk"];
    check(&[
        row(MILK, &["delete buy milk"], AFTER, GONE),
        row(MILK, &["remove the milk"], AFTER, GONE),
        row(MILK, &["cancel the milk"], AFTER, GONE),
        row(MILK, &["drop milk"], AFTER, GONE),
        row(MILK, &["delete mlik"], MILK, "Do you mean **Buy milk**? Say *yes*, and I delete it."),
        row(MILK, &["delete mlik", "yes"], AFTER, GONE),
        row(MILK, &["delete mlik", "no"], MILK, "All right. Nothing was changed."),
        row(MILK, &["delete milk cartons"], MILK, "Do you mean **Buy milk**? Say *yes*, and I delete it."),
        row(MILK, &["delete"], MILK, "Which task shall I delete? Say a few words of it, for example: *delete milk*"),
        row(MILK, &["delete the lawn"], MILK, "I found no open task like “lawn”. Say *show all tasks* to see what there is.\n\nOr shall I add “delete the lawn” as a task? Say *yes*."),
        row(
            &["[ ] a", "[ ] b", "[ ] c", "[ ] d", "[ ] e", "[ ] f"],
            &["delete everything"],
            &["[ ] a", "[ ] b", "[ ] c", "[ ] d", "[ ] e", "[ ] f"],
            "That changes 6 tasks at once, so I ask first: nothing is changed before you say *yes*.",
        ),
        row(
            &["[-] Old idea"],
            &["restore the old idea"],
            &["[ ] Old idea"],
            "Took **Old idea** out of the trash.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn tasks_are_moved_to_another_day() {
    const FRIDAY: &[&str] = &["[ ] Buy milk", "[ ] Dentist; 2026-11-27T15:00"];
    const MOVED: &str = "Moved **Dentist** from Monday 23 November at 15:00 to Friday 27 November at 15:00.";
    check(&[
        row(MILK, &["move the dentist to Friday"], FRIDAY, MOVED),
        row(MILK, &["reschedule dentist to Friday"], FRIDAY, MOVED),
        row(MILK, &["postpone the dentist until Friday"], FRIDAY, MOVED),
        row(MILK, &["snooze the dentist until Friday"], FRIDAY, MOVED),
        row(MILK, &["push the dentist friday"], FRIDAY, MOVED),
        row(MILK, &["change the due date of dentist to Friday"], FRIDAY, MOVED),
        row(MILK, &["the dentist is due on Friday"], FRIDAY, MOVED),
        row(
            MILK,
            &["move the dentist to tomorrow 9am"],
            &["[ ] Buy milk", "[ ] Dentist; 2026-11-22T09:00"],
            "Moved **Dentist** from Monday 23 November at 15:00 to Sunday 22 November at 09:00.",
        ),
        row(
            MILK,
            &["move milk to tomorrow"],
            &["[ ] Buy milk; 2026-11-22", "[ ] Dentist; 2026-11-23T15:00"],
            "**Buy milk** is now due Sunday 22 November.",
        ),
        row(
            &[],
            &["add call Anna", "move it to Friday"],
            &["[ ] Call Anna; 2026-11-27"],
            "**Call Anna** is now due Friday 27 November.",
        ),
        row(
            MILK,
            &["remove the due date from the dentist"],
            &["[ ] Buy milk", "[ ] Dentist"],
            "**Dentist** has no due date any more; it was Monday 23 November at 15:00.",
        ),
        row(
            MILK,
            &["move the dentist to the attic"],
            MILK,
            "“the attic” is not a day that I know, and no list of yours. Say a weekday, a date or *tomorrow 5pm*, or *to the Home list*. Nothing was changed.",
        ),
        row(MILK, &["postpone the dentist"], MILK, "To which day? For example: *move the dentist to Friday*"),
        row(
            &["[ ] Talk to Mum", "[ ] Talk to Anna"],
            &["move talk to Mum to Monday"],
            &["[ ] Talk to Mum; 2026-11-23", "[ ] Talk to Anna"],
            "**Talk to Mum** is now due Monday 23 November.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn changes_are_taken_back() {
    check(&[
        row(&[], &["undo"], &[], "There is nothing to undo."),
        row(MILK, &["done with milk", "undo"], MILK, "Undone: **Buy milk** is as it was before."),
        row(MILK, &["delete buy milk", "take that back"], MILK, "Undone: **Buy milk** is as it was before."),
        row(MILK, &["move the dentist to Friday", "undo that"], MILK, "Undone: **Dentist** is as it was before."),
        row(&[], &["add milk", "undo"], &[], "Undone: the task that was added is off the list again."),
        row(&[], &["add milk\nadd bread", "undo"], &[], "Undone: the 2 tasks that were added are off the list again."),
        row(&["[x] Water plants"], &["reopen water plants"], &["[ ] Water plants"], "**Water plants** is open again."),
        row(
            &["[x] Water plants"],
            &["water plants is not done"],
            &["[ ] Water plants"],
            "**Water plants** is open again.",
        ),
        row(
            &["[ ] Pay rent; 2026-11-18", "[ ] Call Anna; 2026-11-19"],
            &["complete all overdue"],
            &["[x] Pay rent; 2026-11-18", "[x] Call Anna; 2026-11-19"],
            "- Completed **Pay rent**.\n- Completed **Call Anna**.",
        ),
        row(
            &["[ ] Pay rent; 2026-11-18", "[ ] Call Anna; 2026-11-19"],
            &["complete all overdue", "undo"],
            &["[ ] Pay rent; 2026-11-18", "[ ] Call Anna; 2026-11-19"],
            "Undone: **Pay rent**, **Call Anna** are as they were before.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn everyday_sentences_change_no_task() {
    let unknown = |said: &str| {
        format!(
            "I did not understand that. I can add a task (*add buy milk tomorrow 5pm*), show tasks (*what is due today*) and complete one \
             (*done with milk*).\n\nOr shall I add “{said}” as a task? Say *yes*."
        )
    };
    const LIST: &[&str] = &["[ ] Dinner plates", "[ ] Pick up the mail", "[ ] Delete the gym task", "[ ] Call mom"];
    for said in [
        "make dinner tomorrow",
        "push the dinner friday",
        "set dinner on friday",
        "check the mail",
        "I did not call mom",
        "I didn't call mom",
        "don't complete call mom",
        "never delete call mom",
    ] {
        let mut conversation = super::Conversation::new();
        conversation.add(LIST).await;
        assert_eq!(conversation.ask(said).await, unknown(said));
        assert_eq!(conversation.tasks().await, LIST, "{said}");
    }
    check(&[
        row(LIST, &["done gym"], LIST, "Do you mean **Delete the gym task**? Say *yes*, and I complete it."),
        row(
            &["[ ] Dinner plates"],
            &["make dinner plates tomorrow"],
            &["[ ] Dinner plates; 2026-11-22"],
            "**Dinner plates** is now due Sunday 22 November.",
        ),
        row(
            &["[ ] Dinner plates"],
            &["set dinner plates to tomorrow"],
            &["[ ] Dinner plates; 2026-11-22"],
            "**Dinner plates** is now due Sunday 22 November.",
        ),
        row(
            &[],
            &["cross off the lawn tomorrow", "yes"],
            &["[ ] Cross off the lawn; 2026-11-22"],
            "Added **Cross off the lawn**, due Sunday 22 November.",
        ),
    ])
    .await;
}
