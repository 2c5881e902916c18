use docket_store::Actor;
use docket_tasks::{Command, Due, NewTask};

use super::{check, row};
use crate::conversation::now;

const LIST: &[&str] = &[
    "[ ] Pay rent; 2026-11-18",
    "[ ] Stand-up; 2026-11-21T17:00",
    "[ ] Buy milk; 2026-11-22; #Home",
    "[ ] Dentist; 2026-11-27T09:30; @health",
    "[ ] Taxes; 2027-01-05",
    "[ ] Read a book",
    "[x] Water plants",
    "[-] Old idea",
];

const TODAY: &str = "2 tasks for today, Saturday 21 November, 1 of them overdue:\n\n1. **Pay rent**, overdue since Wednesday 18 November\n2. **Stand-up** at 17:00";
const TOMORROW: &str = "One task due Sunday 22 November:\n\n1. **Buy milk** (Home)";

/// What is said, and what is answered.
const SHOWN: &[(&str, &str)] = &[
    ("What's due today?", TODAY),
    ("today", TODAY),
    ("show me what I have to do today", TODAY),
    (
        "Plan my day",
        "2 tasks for Saturday 21 November, in this order:\n\n1. **Pay rent**, overdue since Wednesday 18 November\n2. **Stand-up** at 17:00\n\nThere is room for something without a date:\n\n3. **Read a book**",
    ),
    (
        "what should I do now",
        "Start with **Pay rent**: it is overdue since Wednesday 18 November. After it one more is left for today; say *plan my day* to see it.",
    ),
    ("what is due tomorrow?", TOMORROW),
    ("tomorrow", TOMORROW),
    ("what's overdue", "One task overdue:\n\n1. **Pay rent**, overdue since Wednesday 18 November"),
    (
        "what do I have this week",
        "2 tasks due this week, until Sunday 22 November:\n\n1. **Stand-up**, due Saturday 21 November at 17:00\n2. **Buy milk**, due Sunday 22 November (Home)",
    ),
    (
        "next week",
        "One task due next week, until Sunday 29 November:\n\n1. **Dentist**, due Friday 27 November at 09:30",
    ),
    ("what is due on Friday", "One task due Friday 27 November:\n\n1. **Dentist** at 09:30"),
    (
        "what do I have next week?",
        "One task due next week, until Sunday 29 November:\n\n1. **Dentist**, due Friday 27 November at 09:30",
    ),
    (
        "this weekend",
        "2 tasks due this weekend, until Sunday 22 November:\n\n1. **Stand-up**, due Saturday 21 November at 17:00\n2. **Buy milk**, due Sunday 22 November (Home)",
    ),
    ("what is due next weekend?", "Nothing is due next weekend."),
    ("todo today", TODAY),
    ("I want to see today", TODAY),
    ("when is the dentist?", "One task about “dentist”:\n\n1. **Dentist**, due Friday 27 November at 09:30"),
    ("when are my taxes due?", "One task about “taxes”:\n\n1. **Taxes**, due Tuesday 5 January 2027"),
    ("when is the lawn", "No open task is about “lawn”."),
    ("show completed tasks", "One task completed:\n\n1. **Water plants**"),
    ("what did I complete today?", "One task completed today:\n\n1. **Water plants**"),
    ("show the trash", "One task in the trash:\n\n1. **Old idea**"),
    ("show #Home", "One task in Home:\n\n1. **Buy milk**, due Sunday 22 November (Home)"),
    ("what is on the home list", "One task in home:\n\n1. **Buy milk**, due Sunday 22 November (Home)"),
    ("show home", "One task in home:\n\n1. **Buy milk**, due Sunday 22 November (Home)"),
    ("show tasks labelled health", "One task labelled \\@health:\n\n1. **Dentist**, due Friday 27 November at 09:30"),
    ("show @health", "One task labelled \\@health:\n\n1. **Dentist**, due Friday 27 November at 09:30"),
    ("show tasks about milk", "One task about “milk”:\n\n1. **Buy milk**, due Sunday 22 November (Home)"),
    ("find milk", "One task about “milk”:\n\n1. **Buy milk**, due Sunday 22 November (Home)"),
    ("show milk", "One task about “milk”:\n\n1. **Buy milk**, due Sunday 22 November (Home)"),
    ("find bread", "No open task is about “bread”."),
    (
        "show the attic list",
        "No list is called \\`attic\\`; there are: \\`Home\\`. Say *show all tasks* to see everything.",
    ),
];

#[tokio::test]
async fn tasks_are_shown() {
    for (said, answer) in SHOWN {
        check(&[super::Row { before: LIST, said: std::slice::from_ref(said), after: LIST, answer }]).await;
    }
}

#[tokio::test]
async fn all_open_tasks_are_shown_with_numbers() {
    let answer = "6 tasks to do, 1 of them overdue:\n\n\
                  1. **Pay rent**, overdue since Wednesday 18 November\n\
                  2. **Stand-up**, due Saturday 21 November at 17:00\n\
                  3. **Buy milk**, due Sunday 22 November (Home)\n\
                  4. **Dentist**, due Friday 27 November at 09:30\n\
                  5. **Taxes**, due Tuesday 5 January 2027\n\
                  6. **Read a book**";
    check(&[
        row(LIST, &["show all my tasks"], LIST, answer),
        row(LIST, &["list"], LIST, answer),
        row(LIST, &["todo list"], LIST, answer),
        row(LIST, &["task list"], LIST, answer),
        row(LIST, &["I want to see my tasks"], LIST, answer),
        row(LIST, &["show everything"], LIST, answer),
    ])
    .await;
}

#[tokio::test]
async fn an_empty_place_says_so() {
    check(&[
        row(&[], &["what is due today"], &[], "Nothing is due today."),
        row(&[], &["overdue"], &[], "Nothing is overdue."),
        row(&[], &["show all"], &[], "No tasks yet. Say *add …* to add a task."),
        row(&[], &["tomorrow"], &[], "Nothing is due Sunday 22 November."),
        row(&[], &["this week"], &[], "Nothing is due this week."),
        row(&[], &["show the inbox"], &[], "Nothing is in the Inbox."),
        row(&[], &["upcoming"], &[], "No dates ahead."),
    ])
    .await;
}

#[tokio::test]
async fn long_lists_end_before_the_window_does() {
    let mut conversation = super::Conversation::new();
    for number in 1..=25 {
        conversation.add(&[format!("[ ] Task {number}").as_str()]).await;
    }
    let answer = conversation.ask("show all").await;
    assert!(answer.starts_with("25 tasks to do:\n\n1. **Task 1**\n"), "{answer}");
    assert!(answer.ends_with("20. **Task 20**\n\nThe rest is in the list beside the chat."), "{answer}");
}

#[tokio::test]
async fn help_and_manners() {
    let mut conversation = super::Conversation::new();
    let help = conversation.ask("Get help").await;
    assert!(help.contains("**Add**") && help.contains("**Undo**"), "{help}");
    assert_eq!(conversation.ask("help").await, help);
    assert_eq!(conversation.ask("What can you do?").await, help);
    assert!(conversation.ask("hello").await.starts_with("Hello. I can add a task"));
    assert_eq!(conversation.ask("thanks!").await, "You are welcome.");
}

#[tokio::test]
async fn a_title_in_a_list_is_text_and_nothing_else() {
    let task = "[ ] ![x](https://evil.example/a) www.evil.example";
    let answer = r"One task to do:

1. **\!\[x\](https\://evil.example/a) www\.evil.example**";
    check(&[super::Row {
        before: Box::leak(Box::new([task])),
        said: &["show all"],
        after: Box::leak(Box::new([task])),
        answer,
    }])
    .await;
}

#[tokio::test]
async fn days_are_shown_in_their_order_in_the_users_zone() {
    const LIST: &[&str] = &["[ ] Late; 2026-11-27T20:00", "[ ] Any time; 2026-11-24", "[ ] Early; 2026-11-24T08:00"];
    let conversation = super::Conversation::new();
    conversation.add(LIST).await;
    let at = |due: &str, zone: &str| Due::parse(due, Some(zone), zone).expect("a due");
    // 03:00 on Tuesday in Berlin.
    let due = at("2026-11-23T21:00", "America/New_York");
    let new = NewTask { title: "Call New York".into(), due: Some(due), ..NewTask::default() };
    conversation.store.apply(Command::AddTask(new), Actor::Ui, &now()).await.expect("added");
    let mut conversation = conversation;
    assert_eq!(
        conversation.ask("next week").await,
        "4 tasks due next week, until Sunday 29 November:\n\n\
         1. **Call New York**, due Monday 23 November at 21:00 (America/New York)\n\
         2. **Early**, due Tuesday 24 November at 08:00\n\
         3. **Any time**, due Tuesday 24 November\n\
         4. **Late**, due Friday 27 November at 20:00"
    );
    assert_eq!(conversation.ask("monday").await, "Nothing is due Monday 23 November.");
    assert!(conversation.ask("tuesday").await.starts_with("3 tasks due Tuesday 24 November:"));
}
