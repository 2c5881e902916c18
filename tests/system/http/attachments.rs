//! Files into a conversation, in one step or in two, and back.

use docket_store::{Database, OpenOptions};
use serde_json::{Value, json};
use support::in_process::{Page, start_on};
use support::raw::{Answer, Request};
use tempfile::TempDir;

use super::{ok, refused};

/// A 2 × 1 picture: one red pixel, one that is half clear.
const PNG: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 1, 8, 6, 0, 0, 0, 244, 34, 127,
    138, 0, 0, 0, 15, 73, 68, 65, 84, 120, 156, 99, 248, 207, 192, 240, 31, 136, 27, 0, 17, 120, 3, 126, 76, 11, 41,
    119, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

/// A server that keeps its files in a folder; bytes of attachments have no place in memory.
async fn start() -> (TempDir, docket_server::Server) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(folder.path(), OpenOptions::default()).unwrap();
    let server = start_on(database, |options| options.users = vec!["local".to_owned(), "bob".to_owned()]).await;
    (folder, server)
}

fn form(name: &str, file_name: &str, media_type: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: {media_type}\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--limit--\r\n"].concat()
}

fn as_form(request: Request, body: Vec<u8>) -> Request {
    request.body(body).header("Content-Type", "multipart/form-data; boundary=limit")
}

async fn upload(page: &Page, file_name: &str, media_type: &str, bytes: &[u8]) -> Answer {
    let request = page.request("POST", "/api/chatkit/attachments");
    as_form(request, form("file", file_name, media_type, bytes)).send(page.addr).await
}

fn target(attachment: &Value) -> String {
    format!("/api/chatkit/attachments/{}", attachment["id"].as_str().expect("an id"))
}

/// The upload that a description asks for, without the bytes.
fn described(page: &Page, attachment: &Value) -> Request {
    let descriptor = &attachment["upload_descriptor"];
    let url = descriptor["url"].as_str().expect("an address");
    let path = url.strip_prefix(&format!("http://{}", page.addr)).expect("an address of ours");
    let request = Request::new(page.addr, descriptor["method"].as_str().expect("a method"), path);
    let headers = descriptor["headers"].as_object().expect("headers");
    headers.iter().fold(request, |request, (name, value)| request.header(name, value.as_str().expect("text")))
}

async fn send_with(page: &Page, attachment: &Value) -> Answer {
    let content = json!([{ "type": "input_text", "text": "look" }]);
    let input = json!({ "content": content, "attachments": [attachment["id"]], "inference_options": {} });
    page.send("POST", "/chatkit", &json!({ "type": "threads.create", "params": { "input": input } })).await
}

#[tokio::test]
async fn a_file_goes_up_in_one_step_and_comes_back_as_it_was() {
    let (_folder, server) = start().await;
    let page = Page::open(&server).await;
    let answer = upload(&page, "../../notes \u{fc}.txt", "text/plain", b"hello").await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    let attachment = answer.json();
    let expected =
        json!({ "type": "file", "id": attachment["id"], "name": "notes \u{fc}.txt", "mime_type": "text/plain" });
    assert_eq!(attachment, expected);
    let bytes = page.get(&target(&attachment)).await;
    assert_eq!((bytes.status, bytes.body.as_slice()), (200, b"hello".as_slice()));
    assert_eq!((bytes.header("content-type"), bytes.header("content-length")), (Some("text/plain"), Some("5")));
    assert_eq!(bytes.header("content-disposition"), Some("attachment; filename*=UTF-8''notes%20%C3%BC.txt"));
    assert_eq!(bytes.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(bytes.header("cache-control"), Some("no-store"));
    assert!(bytes.header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));

    // A page that is uploaded is never shown as one of ours.
    let html = ok(&upload(&page, "x.html", "text/html", b"<script>alert(1)</script>").await);
    let svg = ok(&upload(&page, "x.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>").await);
    for attachment in [html, svg] {
        let bytes = page.get(&target(&attachment)).await;
        assert!(bytes.header("content-disposition").is_some_and(|how| how.starts_with("attachment;")), "{attachment}");
    }
    assert_eq!(send_with(&page, &attachment).await.status, 200, "and a message can carry it");
}

#[tokio::test]
async fn an_image_has_a_small_picture_that_needs_no_credential() {
    let (_folder, server) = start().await;
    let page = Page::open(&server).await;
    let image = ok(&upload(&page, "a.png", "image/png", PNG).await);
    assert_eq!(image["type"], "image");
    let preview = image["preview_url"].as_str().expect("a preview");
    assert!(preview.starts_with("data:image/png;base64,") && preview.len() <= 8 * 1024, "{preview}");
    let bytes = page.get(&target(&image)).await;
    assert_eq!((bytes.header("content-type"), bytes.body.as_slice()), (Some("image/png"), PNG));
    assert!(bytes.header("content-disposition").is_some_and(|how| how.starts_with("inline;")));
    // No image at all, whatever it says: taken as bytes, with no picture of its own.
    let other = ok(&upload(&page, "b.png", "image/png", b"no image").await);
    assert!(other["preview_url"].as_str().is_some_and(|url| url.starts_with("data:") && url != preview), "{other}");
}

#[tokio::test]
async fn two_phases_need_the_ticket_of_that_upload_once() {
    let (_folder, server) = start().await;
    let page = Page::open(&server).await;
    let prepared = page.prepare_upload("a.png", "image/png", PNG.len()).await;
    let text = prepared.to_string();
    assert!(!text.contains(&page.secret), "never the client secret");
    assert_eq!((&prepared["type"], &prepared["metadata"]), (&json!("image"), &Value::Null));
    assert_eq!(refused(&page.get(&target(&prepared)).await).1, "ATTACHMENT_NOT_FOUND", "no bytes yet");

    let other = page.prepare_upload("b.txt", "text/plain", 1).await;
    let crossed = Request::new(page.addr, "PUT", &target(&other))
        .header("Authorization", prepared["upload_descriptor"]["headers"]["Authorization"].as_str().unwrap())
        .header("Content-Type", "text/plain")
        .body("x");
    assert_eq!(refused(&crossed.send(page.addr).await).1, "UNAUTHORIZED", "a ticket is worth its own upload");
    let listed = described(&page, &prepared).bytes();
    assert!(String::from_utf8(listed).unwrap().starts_with("PUT /api/chatkit/attachments/atc_"));

    let done = described(&page, &prepared).body(PNG).send(page.addr).await;
    assert_eq!(done.status, 200, "{}", done.json());
    assert_eq!((&done.json()["id"], &done.json()["upload_descriptor"]), (&prepared["id"], &Value::Null));
    assert_ne!(done.json()["preview_url"], prepared["preview_url"], "now there is a picture");
    assert_eq!(page.get(&target(&prepared)).await.body, PNG);
    assert_eq!(refused(&described(&page, &prepared).body(PNG).send(page.addr).await).0, 401, "used up");
    let again = page.request("PUT", &target(&prepared)).body(PNG).header("Content-Type", "image/png");
    assert_eq!(refused(&again.send(page.addr).await).1, "ALREADY_UPLOADED");

    // A form works as well, and so does the page's own secret.
    let body = form("file", "ignored.bin", "application/octet-stream", b"y");
    let posted = as_form(page.request("POST", &target(&other)), body).send(page.addr).await;
    assert_eq!((posted.status, &posted.json()["name"]), (200, &json!("b.txt")), "{}", posted.json());
    assert_eq!(page.get(&target(&other)).await.body, b"y");
}

#[tokio::test]
async fn what_is_no_upload_is_refused_and_leaves_nothing() {
    let (folder, server) = start().await;
    let page = Page::open(&server).await;
    let target_of_all = "/api/chatkit/attachments";
    let post = |body: Vec<u8>| as_form(page.request("POST", target_of_all), body).send(page.addr);
    let no_file = (422, "INVALID".to_owned(), json!(["file"]));
    assert_eq!(refused(&post(form("other", "a.txt", "text/plain", b"x")).await), no_file);
    assert_eq!(refused(&post(form("file", "a.txt", "text/plain", b"")).await), no_file);
    assert_eq!(refused(&page.bare("POST", target_of_all).await), no_file);
    assert_eq!(refused(&post(b"--limit\r\nnonsense".to_vec()).await).1, "MALFORMED");
    assert_eq!(
        refused(&post(form("file", "/", "text/plain", b"x")).await),
        (422, "INVALID".to_owned(), json!(["name"]))
    );
    let bare = page.request("POST", target_of_all).body("x").header("Content-Type", "multipart/form-data");
    assert_eq!(refused(&bare.send(page.addr).await).1, "MALFORMED", "a form without its boundary");
    let json = page.request("POST", target_of_all).json(&json!({}));
    assert_eq!(refused(&json.send(page.addr).await).1, "UNSUPPORTED_MEDIA_TYPE");
    let huge = page.request("POST", target_of_all).header("Content-Type", "multipart/form-data; boundary=limit");
    let huge = huge.header("Content-Length", &(26 * 1024 * 1024 + 70_000).to_string());
    assert_eq!(refused(&huge.send(page.addr).await).1, "TOO_LARGE", "before a byte of it is read");

    let create = async |params: Value| {
        let answer = page.send("POST", "/chatkit", &json!({ "type": "attachments.create", "params": params })).await;
        (answer.status, answer.code())
    };
    let large = json!({ "name": "a", "size": 25 * 1024 * 1024 + 1, "mime_type": "text/plain" });
    assert_eq!(create(large).await, (413, "TOO_LARGE".to_owned()));
    let wrong = json!({ "name": "a", "size": 1, "mime_type": "text/plain\r\nX: y" });
    assert_eq!(create(wrong).await, (422, "INVALID".to_owned()));

    let prepared = page.prepare_upload("a.txt", "text/plain", 3).await;
    let as_html = page.request("PUT", &target(&prepared)).body("x").header("Content-Type", "text/html");
    assert_eq!(refused(&as_html.send(page.addr).await).1, "UNSUPPORTED_MEDIA_TYPE", "only as what it was said to be");
    for (method, missing) in
        [("GET", "atc_none"), ("PUT", "atc_none"), ("GET", "..%2f..%2fdocket.sqlite3"), ("GET", "%00")]
    {
        let answer = page.bare(method, &format!("{target_of_all}/{missing}")).await;
        assert_eq!(refused(&answer).1, "ATTACHMENT_NOT_FOUND", "{method} {missing}");
    }
    assert_eq!(files_in(&folder.path().join("attachments")), 0, "nothing half written stays");
}

fn files_in(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn attachments_are_their_users_own_and_go_when_they_are_deleted() {
    let (folder, server) = start().await;
    let (page, bob) = (Page::open(&server).await, Page::open_as(&server, "bob").await);
    let attachment = ok(&upload(&page, "a.txt", "text/plain", b"mine").await);
    let prepared = page.prepare_upload("b.txt", "text/plain", 1).await;
    assert_eq!(refused(&bob.get(&target(&attachment)).await).1, "ATTACHMENT_NOT_FOUND");
    let stolen = bob.request("PUT", &target(&prepared)).body("x").header("Content-Type", "text/plain");
    assert_eq!(refused(&stolen.send(bob.addr).await).1, "ATTACHMENT_NOT_FOUND");
    assert_eq!(refused(&send_with(&bob, &attachment).await).1, "ATTACHMENT_NOT_FOUND");
    let delete = json!({ "type": "attachments.delete", "params": { "attachment_id": attachment["id"] } });
    ok(&bob.send("POST", "/chatkit", &delete).await);
    assert_eq!(page.get(&target(&attachment)).await.body, b"mine", "nobody else's to delete");
    assert_eq!(ok(&page.send("POST", "/chatkit", &delete).await), json!({}));
    assert_eq!(refused(&page.get(&target(&attachment)).await).1, "ATTACHMENT_NOT_FOUND");
    assert_eq!(files_in(&folder.path().join("attachments")), 0);
    assert_eq!(refused(&send_with(&page, &attachment).await).1, "ATTACHMENT_NOT_FOUND");
}
