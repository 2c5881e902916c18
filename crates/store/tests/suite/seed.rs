//! Data for measurements, and what MCP clients called.

use chatkit_server::{Order, PageRequest, ThreadStore, Visibility};
use docket_store::{Error, McpCall, McpOutcome, Seed, Seeded};
use docket_tasks::{TaskQuery, View};
use jiff::ToSpan;

use crate::support::{memory, now};

#[tokio::test]
async fn a_seeded_list_is_like_any_other() {
    let store = memory();
    let Seeded { big_thread_id } = store.seed(Seed { threads: 25, items: 31, tasks: 300 }, &now()).await.unwrap();
    let counts = store.counts(&now()).await.unwrap();
    assert_eq!((counts.all, counts.done), (300, 0));
    assert!(counts.today > 0 && counts.overdue < counts.today && counts.upcoming > 0, "{counts:?}");
    let query = TaskQuery { words: Some("sören 70".into()), view: View::All, ..TaskQuery::default() };
    // `ø` is a letter of its own.
    assert_eq!(store.tasks(&query, &now()).await.unwrap().tasks, []);
    let query = TaskQuery { words: Some("zoe pres".into()), ..query };
    assert!(!store.tasks(&query, &now()).await.unwrap().tasks.is_empty());

    let big = big_thread_id.unwrap();
    let page = PageRequest::first(Some(100), Order::Asc);
    assert_eq!(store.items(&big, &page, Visibility::Client).await.unwrap().data.len(), 31);
    let threads = store.find_threads(None, Some(100), None).await.unwrap().threads;
    assert_eq!((threads.len(), threads[0].id.as_str(), threads[0].message_count), (26, big.as_str(), 31));
    assert!(threads[1..].iter().all(|thread| thread.message_count == 2));
    assert_eq!(store.seed(Seed::default(), &now()).await.unwrap(), Seeded { big_thread_id: None });
}

#[tokio::test]
async fn calls_of_mcp_clients_are_kept_newest_first_and_the_oldest_go() {
    let store = memory();
    let call = |number: i64| McpCall {
        at: now().timestamp().checked_add(number.seconds()).unwrap(),
        tool: format!("tool_{number}"),
        arguments: "ä".repeat(600),
        outcome: [McpOutcome::Done, McpOutcome::Failed, McpOutcome::Refused][usize::try_from(number).unwrap() % 3],
    };
    for number in 0..1_003 {
        store.add_mcp_call(call(number)).await.unwrap();
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.mcp_calls(Some(100), after.as_deref()).await.unwrap();
        assert_eq!(page.has_more, page.after.is_some());
        seen.extend(page.calls);
        after = page.after;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 1_000);
    let arguments = format!("{}…", "ä".repeat(500));
    assert_eq!(seen[0], McpCall { arguments: arguments.clone(), ..call(1_002) });
    assert_eq!(seen[999], McpCall { arguments, ..call(3) });
    assert!(matches!(store.mcp_calls(Some(0), None).await, Err(Error::Task(_))));
    assert!(matches!(store.mcp_calls(None, Some("x")).await, Err(Error::Task(_))));
}
