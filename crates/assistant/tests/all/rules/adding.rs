use super::{check, row};

const GROCERIES: &[&str] = &["[ ] Buy groceries; 2026-11-22T17:00"];
const GROCERIES_ADDED: &str = "Added **Buy groceries**, due Sunday 22 November at 17:00.";

#[tokio::test]
async fn a_task_is_added_however_one_says_it() {
    check(&[
        row(&[], &["Add a task to buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["add buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["ADD: Buy groceries tomorrow at 17:00."], GROCERIES, GROCERIES_ADDED),
        row(&[], &["Could you please add a task to buy groceries tomorrow 5pm, thanks!"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["remind me to buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["remind me tomorrow 5pm to buy groceries"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["I need to buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["I have to buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["Don’t let me forget to buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["don't forget to buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["create a new task called buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["new task: buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["todo buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["put buy groceries on my list"], &["[ ] Buy groceries"], "Added **Buy groceries**."),
        row(&[], &["add buy groceries to my list"], &["[ ] Buy groceries"], "Added **Buy groceries**."),
    ])
    .await;
}

#[tokio::test]
async fn everything_in_the_line_is_understood_and_said_back() {
    check(&[
        row(
            &[],
            &["add pay rent tomorrow #Home @bills p1"],
            &["[ ] Pay rent; 2026-11-22; #Home; @bills; p1"],
            "Added **Pay rent**, due Sunday 22 November, in Home, priority 1, \\@bills. The list **Home** is new. The label **bills** is new.",
        ),
        row(
            &["[ ] Rake leaves; #Garden"],
            &["add mow the lawn to the garden list"],
            &["[ ] Rake leaves; #Garden", "[ ] Mow the lawn; #Garden"],
            "Added **Mow the lawn**, in Garden.",
        ),
        row(
            &[],
            &["add milk to the shopping list"],
            &["[ ] Milk; #Shopping"],
            "Added **Milk**, in Shopping. The list **Shopping** is new.",
        ),
        row(&[], &["add call Anna on Friday"], &["[ ] Call Anna; 2026-11-27"], "Added **Call Anna**, due Friday 27 November."),
        row(&[], &["add iPhone case"], &["[ ] iPhone case"], "Added **iPhone case**."),
        row(&[], &["add read *all* of <b>it</b>"], &["[ ] Read *all* of <b>it</b>"], r"Added **Read \*all\* of \<b\>it\</b\>**."),
        row(
            &[],
            &["remind me to delete the old backups"],
            &["[ ] Delete the old backups"],
            "Added **Delete the old backups**.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn several_lines_are_several_tasks() {
    check(&[
        row(
            &[],
            &["Add these tasks:\n- milk\n- bread tomorrow\n* call Anna"],
            &["[ ] Milk", "[ ] Bread; 2026-11-22", "[ ] Call Anna"],
            "- Added **Milk**.\n- Added **Bread**, due Sunday 22 November.\n- Added **Call Anna**.",
        ),
        row(&[], &["add milk\nadd bread"], &["[ ] Milk", "[ ] Bread"], "- Added **Milk**.\n- Added **Bread**."),
        row(&[], &["1. milk\n2. bread"], &["[ ] Milk", "[ ] Bread"], "- Added **Milk**.\n- Added **Bread**."),
        row(
            &[],
            &["add milk\nadd milk\nadd milk"],
            &["[ ] Milk", "[ ] Milk", "[ ] Milk"],
            "- Added **Milk**.\n- Added **Milk**.\n- Added **Milk**.",
        ),
        row(
            &[],
            &["add:\na\nb\nc\nd\ne\nf"],
            &["[ ] A", "[ ] B", "[ ] C", "[ ] D", "[ ] E", "[ ] F"],
            "- Added **A**.\n- Added **B**.\n- Added **C**.\n- Added **D**.\n- Added **E**.\n- Added **F**.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_task_without_words_is_asked_for() {
    const WHAT: &str = "What is the task? You can name the day too, for example: buy groceries tomorrow 5pm";
    check(&[
        row(&[], &["Create a task"], &[], WHAT),
        row(&[], &["add"], &[], WHAT),
        row(&[], &["Create a task", "buy groceries tomorrow 5pm"], GROCERIES, GROCERIES_ADDED),
        row(&[], &["Create a task", "what is due today"], &[], "Nothing is due today."),
    ])
    .await;
}

#[tokio::test]
async fn what_is_not_understood_can_be_added_as_a_task() {
    const UNKNOWN: &str = "I did not understand that. I can add a task (*add buy milk tomorrow 5pm*), show tasks (*what is due today*) and complete one \
                           (*done with milk*).\n\nOr shall I add “the roof leaks on Friday” as a task? Say *yes*.";
    check(&[
        row(&[], &["the roof leaks on Friday"], &[], UNKNOWN),
        row(
            &[],
            &["the roof leaks on Friday", "yes"],
            &["[ ] The roof leaks; 2026-11-27"],
            "Added **The roof leaks**, due Friday 27 November.",
        ),
        row(&[], &["the roof leaks on Friday", "no"], &[], "All right. Nothing was changed."),
        row(
            &[],
            &["yes"],
            &[],
            "I had not asked anything. I can add a task (*add buy milk tomorrow 5pm*), show tasks (*what is due today*) and complete one (*done with \
             milk*).",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_title_that_is_too_long_is_refused_in_words() {
    let mut conversation = super::Conversation::new();
    let answer = conversation.ask(&format!("add {}", "x".repeat(501))).await;
    assert!(answer.starts_with("That cannot be a task: "), "{answer}");
    assert_eq!(conversation.tasks().await, Vec::<String>::new());
}

#[tokio::test]
async fn no_junk_is_added() {
    const ELSEWHERE: &str = "I make lists and move tasks between them, but lists, labels and the trash themselves are renamed, deleted and emptied in the \
                             window. What is in the trash goes by itself after 30 days. Nothing was changed.";
    const CALL: &[&str] = &["[ ] Call Anna; 2026-11-22"];
    const CALL_ADDED: &str = "Added **Call Anna**, due Sunday 22 November.";
    const GYM_GONE: &str = "Moved **Gym task** to the trash. It stays there for 30 days; say *undo* to have it back.";
    check(&[
        row(&[], &["remind me tomorrow"], &[], "What is the task for Sunday 22 November?"),
        row(&[], &["remind me tomorrow", "call Anna"], CALL, CALL_ADDED),
        row(&[], &["add a task for tomorrow"], &[], "What is the task for Sunday 22 November?"),
        row(&[], &["add a task for tomorrow", "call Anna"], CALL, CALL_ADDED),
        row(&[], &["add task for tomorrow: call Anna"], CALL, CALL_ADDED),
        row(&["[ ] Gym task"], &["I want to delete the gym task"], &["[-] Gym task"], GYM_GONE),
        row(&[], &["I want to finish the book"], &["[ ] Finish the book"], "Added **Finish the book**."),
        row(&[], &["I want to see the sea"], &["[ ] See the sea"], "Added **See the sea**."),
        row(&[], &["I'd like to move to Berlin"], &["[ ] Move to Berlin"], "Added **Move to Berlin**."),
        row(&[], &["add a todo to buy soap"], &["[ ] Buy soap"], "Added **Buy soap**."),
        row(&[], &["add todo: soap"], &["[ ] Soap"], "Added **Soap**."),
        row(&[], &["gotta buy soap"], &["[ ] Buy soap"], "Added **Buy soap**."),
        row(&[], &["need to buy soap"], &["[ ] Buy soap"], "Added **Buy soap**."),
        row(&[], &["have to buy soap"], &["[ ] Buy soap"], "Added **Buy soap**."),
        row(
            &[],
            &["add task: \"call the bank\" tomorrow at 9"],
            &["[ ] Call the bank; 2026-11-22T09:00"],
            "Added **Call the bank**, due Sunday 22 November at 09:00.",
        ),
        row(
            &["[ ] Bread; #Shopping"],
            &["add milk to the shopping list for tomorrow"],
            &["[ ] Bread; #Shopping", "[ ] Milk; 2026-11-22; #Shopping"],
            "Added **Milk**, due Sunday 22 November, in Shopping.",
        ),
        row(&[], &["add a list called Work"], &[], "Made the list **Work**."),
        row(&[], &["delete list Work"], &[], ELSEWHERE),
    ])
    .await;
}

#[tokio::test]
async fn more_lines_than_one_turn_may_add_add_nothing() {
    let lines = |count: usize| (1..=count).map(|number| format!("- line {number}\n")).collect::<String>();
    let mut conversation = super::Conversation::new();
    assert_eq!(
        conversation.ask(&lines(25)).await,
        "Those are more than 24 tasks, and I add at most 24 at a time. Nothing was added. Say them in parts."
    );
    assert_eq!(conversation.tasks().await, Vec::<String>::new());
    conversation.ask(&lines(24)).await;
    assert_eq!(conversation.tasks().await.len(), 24);
}
