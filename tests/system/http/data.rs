//! Export, import, backups and the check-up.

use docket_store::{Database, OpenOptions};
use serde_json::{Value, json};
use support::in_process::{Page, start, start_in, start_on};

use super::{ok, refused};

#[tokio::test]
async fn what_was_exported_comes_back_elsewhere_as_it_was() {
    let (here, there) = (start().await, start().await);
    let (page, other) = (Page::open(&here).await, Page::open(&there).await);
    let new = json!({ "title": "Pay rent", "due": "2026-12-01", "repeat": { "rrule": "FREQ=MONTHLY" }, "list": "Home", "labels": ["bills"] });
    let task = ok(&page.send("POST", "/api/v1/tasks", &new).await);
    ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "Größe ✓" })).await);
    let file = page.get("/api/v1/export?format=json").await;
    assert_eq!((file.status, file.header("content-type")), (200, Some("application/json")));
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"docket-2026-11-21.json\""));
    assert_eq!(file.header("content-length"), Some(file.body.len().to_string().as_str()));
    let text = String::from_utf8(file.body.clone()).unwrap();
    assert!(!text.contains(&page.secret) && !text.contains("provider"), "no secret and no setting");

    let send = async |page: &Page, target: &str| {
        page.request("POST", target)
            .body(file.body.clone())
            .header("Content-Type", "application/json")
            .send(page.addr)
            .await
    };
    let preview = ok(&send(&other, "/api/v1/import?format=json&preview=true").await);
    assert_eq!((&preview["new_tasks"], &preview["change_set"]), (&json!(2), &Value::Null));
    assert_eq!(ok(&other.get("/api/v1/tasks").await)["tasks"], json!([]), "a preview writes nothing");
    let imported = ok(&send(&other, "/api/v1/import?format=json").await);
    assert_eq!((&imported["new_tasks"], &imported["new_lists"]), (&json!(2), &json!(["Home"])));
    assert!(imported["change_set"].is_string(), "{imported}");
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    assert_eq!(ok(&other.get(&target).await)["repeat"]["rrule"], "FREQ=MONTHLY");
    let again = ok(&send(&other, "/api/v1/import").await);
    assert_eq!((&again["new_tasks"], &again["same_tasks"], &again["change_set"]), (&json!(0), &json!(2), &Value::Null));
    ok(&other.send("POST", "/api/v1/undo", &json!({ "change_set": imported["change_set"] })).await);
    assert_eq!(ok(&other.get("/api/v1/tasks").await)["tasks"], json!([]));
}

#[tokio::test]
async fn what_is_no_export_is_refused_whole() {
    let server = start().await;
    let page = Page::open(&server).await;
    let send = async |target: &str, body: &str| {
        let request = page.request("POST", target).body(body.to_owned()).header("Content-Type", "application/json");
        let answer = request.send(page.addr).await;
        (answer.status, answer.code())
    };
    for body in
        ["{}", "[]", "{\"format\":\"docket\",\"version\":999}", "{\"format\":\"other\",\"version\":1}", "no json"]
    {
        assert_eq!(send("/api/v1/import", body).await, (422, "NOT_IMPORTABLE".to_owned()), "{body}");
    }
    let invalid = (422, "INVALID".to_owned());
    assert_eq!(send("/api/v1/import", "").await, invalid);
    assert_eq!(send("/api/v1/import?format=csv", "{}").await, invalid);
    assert_eq!(send("/api/v1/import?preview=perhaps", "{}").await, invalid);
    assert_eq!(refused(&page.get("/api/v1/export?format=xml").await), (422, "INVALID".to_owned(), json!(["format"])));
    let huge = page.request("POST", "/api/v1/import").header("Content-Type", "application/json");
    let huge = huge.header("Content-Length", &(25 * 1024 * 1024 + 1).to_string());
    assert_eq!(refused(&huge.send(page.addr).await).1, "TOO_LARGE");
    assert_eq!(ok(&page.get("/api/v1/history").await)["entries"], json!([]), "nothing was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_listed_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let server = start_in(folder.path()).await;
    let page = Page::open(&server).await;
    ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "before" })).await);
    let made = page.bare("POST", "/api/v1/backups").await;
    assert_eq!(made.status, 201, "{}", made.json());
    let backup = made.json();
    assert!(backup["bytes"].as_u64().is_some_and(|bytes| bytes > 0) && backup["path"].is_null(), "{backup}");
    assert_eq!(ok(&page.get("/api/v1/backups").await)["backups"][0], backup);

    let after = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "after" })).await);
    let restore = |id: &str| format!("/api/v1/backups/{id}/restore");
    let restored = ok(&page.bare("POST", &restore(backup["id"].as_str().unwrap())).await);
    assert_eq!(restored["restored"], backup);
    let titles = ok(&page.get("/api/v1/tasks").await)["tasks"].clone();
    assert_eq!((titles.as_array().unwrap().len(), &titles[0]["title"]), (1, &json!("before")));
    let gone = page.get(&format!("/api/v1/tasks/{}", after["id"].as_str().unwrap())).await;
    assert_eq!(refused(&gone).1, "TASK_NOT_FOUND");
    for none in ["none", "..%2f..%2fetc", "20261121T101500Z"] {
        assert_eq!(refused(&page.bare("POST", &restore(none)).await).1, "BACKUP_NOT_FOUND", "{none}");
    }
    server.shutdown().await;
}

#[tokio::test]
async fn only_the_first_user_restores_for_all() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(folder.path(), OpenOptions::default()).unwrap();
    let server = start_on(database, |options| options.users = vec!["ann".to_owned(), "bob".to_owned()]).await;
    let (ann, bob) = (Page::open_as(&server, "ann").await, Page::open_as(&server, "bob").await);
    let backup = ok(&bob.bare("POST", "/api/v1/backups").await);
    let target = format!("/api/v1/backups/{}/restore", backup["id"].as_str().unwrap());
    assert_eq!(refused(&bob.bare("POST", &target).await).1, "FORBIDDEN");
    ok(&ann.bare("POST", &target).await);
}

#[tokio::test]
async fn the_check_up_tells_how_the_data_is_and_no_path() {
    let folder = tempfile::tempdir().unwrap();
    let server = start_in(folder.path()).await;
    let page = Page::open(&server).await;
    let answer = page.get("/api/v1/doctor").await;
    let doctor = ok(&answer);
    assert_eq!(
        (&doctor["ok"], &doctor["set_aside"], &doctor["backups"]["count"]),
        (&json!(true), &json!([]), &json!(0))
    );
    let writer = &doctor["connections"][0];
    assert_eq!(writer["role"], "writer");
    assert_eq!((&writer["settings"]["synchronous"], &writer["settings"]["foreign_keys"]), (&json!("2"), &json!("1")));
    let text = String::from_utf8(answer.body).unwrap();
    assert!(!text.contains(folder.path().to_str().unwrap()), "{text}");
    assert_eq!(doctor["key"], json!({ "present": false, "last4": null, "store": "unknown" }), "nobody was asked");
}
