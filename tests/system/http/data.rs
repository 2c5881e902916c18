//! Export, import, backups, the check-up, and what of a damaged file comes back.

use std::fs;
use std::path::Path;

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
    let data = &doctor["data"];
    assert!(data["bytes"].as_u64().is_some_and(|bytes| bytes > 4096), "{data}");
    assert_eq!(data["attachments"], json!({ "count": 0, "bytes": 0, "orphans": 0 }));
    let text = String::from_utf8(answer.body).unwrap();
    assert!(!text.contains(folder.path().to_str().unwrap()), "{text}");
    assert_eq!(doctor["key"], json!({ "present": false, "last4": null, "store": "unknown" }), "nobody was asked");
}

#[tokio::test]
async fn the_check_up_counts_attachments_and_what_nothing_names() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(folder.path(), OpenOptions::default()).unwrap();
    let server = start_on(database, |options| options.users = vec!["ann".to_owned(), "bob".to_owned()]).await;
    let (ann, bob) = (Page::open_as(&server, "ann").await, Page::open_as(&server, "bob").await);
    let prepared = ann.prepare_upload("a.txt", "text/plain", 5).await;
    let target = format!("/api/chatkit/attachments/{}", prepared["id"].as_str().unwrap());
    ok(&ann.request("PUT", &target).body("hello").header("Content-Type", "text/plain").send(ann.addr).await);
    let [of_ann] = fs::read_dir(folder.path().join("attachments")).unwrap().collect::<Vec<_>>().try_into().unwrap();
    fs::write(of_ann.unwrap().path().join("atc_left"), "left").unwrap();
    let attachments = async |page: &Page| ok(&page.get("/api/v1/doctor").await)["data"]["attachments"].clone();
    assert_eq!(attachments(&ann).await, json!({ "count": 1, "bytes": 5, "orphans": 1 }));
    assert_eq!(attachments(&bob).await, json!({ "count": 0, "bytes": 0, "orphans": 0 }), "not of others");
}

/// Puts zeroes where the file says what it is.
fn damage(folder: &Path) {
    let path = folder.join("docket.sqlite3");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..100].fill(0);
    fs::write(path, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_read_of_a_damaged_file_comes_back_to_whose_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let users = async || {
        // Without a backup that takes the place of the file: what comes back can only come from the file.
        let alone = OpenOptions { back_up_every: None, ..OpenOptions::default() };
        let database = Database::open(folder.path(), alone).unwrap();
        start_on(database, |options| options.users = vec!["ann".to_owned(), "bob".to_owned()]).await
    };
    let server = users().await;
    let (ann, bob) = (Page::open_as(&server, "ann").await, Page::open_as(&server, "bob").await);
    for (page, titles) in [(&ann, ["Pay rent", "Call Ann"].as_slice()), (&bob, ["Bob's"].as_slice())] {
        for title in titles {
            ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": title, "list": "Home" })).await);
        }
    }
    server.shutdown().await;
    damage(folder.path());

    let server = users().await;
    let (ann, bob) = (Page::open_as(&server, "ann").await, Page::open_as(&server, "bob").await);
    let aside = ok(&ann.get("/api/v1/app").await)["data"]["set_aside"].clone();
    assert_eq!(aside["from_backup"], false, "{aside}");
    assert_eq!(ok(&ann.get("/api/v1/doctor").await)["set_aside"], json!([aside]));
    let target = format!("/api/v1/set-asides/{}", aside["id"].as_str().unwrap());
    let found = |tasks: usize, missing: usize| json!({ "id": aside["id"], "at": aside["at"], "readable_tasks": tasks, "missing_tasks": missing });
    assert_eq!(ok(&ann.get(&target).await), found(2, 2));
    assert_eq!(ok(&bob.get(&target).await), found(1, 1), "each their own");

    let back = ok(&ann.bare("POST", &format!("{target}/bring-back")).await);
    assert_eq!(back["added"], 2);
    let titles = async |page: &Page| {
        let tasks = ok(&page.get("/api/v1/tasks").await)["tasks"].clone();
        tasks.as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&ann).await.len(), 2);
    assert_eq!(titles(&bob).await, [""; 0], "not with another's click");
    assert_eq!(ok(&ann.get(&target).await), found(2, 0));
    let again = ok(&ann.bare("POST", &format!("{target}/bring-back")).await);
    assert_eq!(again, json!({ "added": 0, "change_set": null }), "none twice");
    let undone = ok(&ann.send("POST", "/api/v1/undo", &json!({ "change_set": back["change_set"] })).await);
    assert_eq!(undone["undone"], back["change_set"]);
    assert_eq!(titles(&ann).await, [""; 0]);
    for none in ["none", "..%2f..", "%00"] {
        let target = format!("/api/v1/set-asides/{none}");
        assert_eq!(refused(&ann.get(&target).await).1, "SET_ASIDE_NOT_FOUND", "{none}");
        let answer = ann.bare("POST", &format!("{target}/bring-back")).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "SET_ASIDE_NOT_FOUND"), "{none}");
    }
    server.shutdown().await;
}
