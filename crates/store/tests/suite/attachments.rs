//! Bytes of attachments.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chatkit_server::{
    Attachment, AttachmentKind, InferenceOptions, Item, ItemKind, NewUserMessage, Thread, ThreadStore, UserMessage,
    UserMessageContent,
};
use docket_store::{ATTACHMENT_RECORD_BYTES, Error, Store};
use tokio::io::AsyncReadExt as _;

use crate::support::{USER, now, open};

fn attachment(id: &str, thread: Option<&Thread>) -> Attachment {
    Attachment {
        id: id.to_owned(),
        name: "photo.png".into(),
        mime_type: "image/png".into(),
        upload_descriptor: None,
        thread_id: thread.map(|thread| thread.id.clone()),
        metadata: None,
        kind: AttachmentKind::File,
    }
}

async fn upload(store: &Store, id: &str, chunks: &[&[u8]]) -> Result<u64, Error> {
    let mut writer = store.write_attachment(id, 10).await?;
    for chunk in chunks {
        writer.write(chunk).await?;
    }
    writer.finish().await
}

async fn bytes(store: &Store, id: &str) -> Result<Vec<u8>, Error> {
    let mut attachment = store.read_attachment(id).await?;
    let mut bytes = Vec::new();
    attachment.file.read_to_end(&mut bytes).await.unwrap();
    assert_eq!((attachment.attachment.id.as_str(), attachment.size), (id, bytes.len() as u64));
    Ok(bytes)
}

/// All files below the folder of attachments.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(users) = fs::read_dir(folder.join("attachments")) else { return Vec::new() };
    users.flat_map(|user| fs::read_dir(user.unwrap().path()).unwrap()).map(|file| file.unwrap().path()).collect()
}

#[tokio::test]
async fn bytes_come_back_as_they_were_sent_and_only_to_their_owner() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let (anna, ben) = (database.store("anna"), database.store("ben"));
    assert_eq!(upload(&anna, "atc_1", &[b"he", b"", b"llo"]).await, Ok(5));
    assert!(matches!(bytes(&anna, "atc_1").await, Err(Error::NoRecord { .. })), "no record yet");
    anna.save_attachment(&attachment("atc_1", None)).await.unwrap();
    assert_eq!(bytes(&anna, "atc_1").await, Ok(b"hello".to_vec()));
    assert!(matches!(bytes(&ben, "atc_1").await, Err(Error::NoRecord { .. })));
    // The same id of another user is another file.
    upload(&ben, "atc_1", &[b"his"]).await.unwrap();
    ben.save_attachment(&attachment("atc_1", None)).await.unwrap();
    ben.delete_attachment("atc_1").await.unwrap();
    assert_eq!(bytes(&anna, "atc_1").await, Ok(b"hello".to_vec()));
    // A second upload takes its place as a whole.
    upload(&anna, "atc_1", &[b"again"]).await.unwrap();
    assert_eq!(bytes(&anna, "atc_1").await, Ok(b"again".to_vec()));
    // A record whose bytes have not come.
    anna.save_attachment(&attachment("atc_2", None)).await.unwrap();
    assert!(matches!(bytes(&anna, "atc_2").await, Err(Error::NoRecord { .. })));
    assert_eq!(files(folder.path()).len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_of_the_computers_account_can_look_into_them() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    upload(&database.store(USER), "atc_1", &[b"x"]).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = files(folder.path()).remove(0);
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    assert_eq!(mode(&folder.path().join("attachments")), 0o700);
    assert!(!file.to_string_lossy().contains(USER), "no folder is named as a person is: {}", file.display());
}

#[tokio::test]
async fn an_upload_that_is_too_large_or_broken_off_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    let refused = upload(&store, "atc_1", &[b"0123456789", b"x"]).await;
    assert_eq!(refused, Err(Error::TooLarge { field: "attachment", limit_bytes: 10 }));
    assert_eq!(upload(&store, "atc_2", &[b"0123456789"]).await, Ok(10));
    let mut broken_off = store.write_attachment("atc_3", 10).await.unwrap();
    broken_off.write(b"half").await.unwrap();
    assert_eq!(files(folder.path()).len(), 2);
    drop(broken_off);
    let left = files(folder.path());
    assert_eq!(left.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect::<Vec<_>>(), ["atc_2"]);
    for id in ["", "..", "../../docket.sqlite3", "a/b", "a\\b", "atc.part", "ä", &"x".repeat(129)] {
        assert!(matches!(store.write_attachment(id, 10).await, Err(Error::NoRecord { .. })), "{id}");
        assert!(matches!(store.read_attachment(id).await, Err(Error::NoRecord { .. })), "{id}");
    }
    let preview_url = format!("data:image/png;base64,{}", "A".repeat(ATTACHMENT_RECORD_BYTES));
    let large = Attachment { kind: AttachmentKind::Image { preview_url }, ..attachment("atc_4", None) };
    assert!(store.save_attachment(&large).await.is_err());
}

fn message(thread: &Thread, attachments: &[Attachment]) -> Item {
    let content = vec![UserMessageContent::InputText { text: "look".into() }];
    let inference_options = InferenceOptions::default();
    let message = UserMessage { content, attachments: attachments.to_vec(), quoted_text: None, inference_options };
    Item::new(&thread.id, ItemKind::UserMessage(message), now().timestamp())
}

#[tokio::test]
async fn files_go_with_the_message_or_the_thread_that_carries_them() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    let thread = Thread::new(now().timestamp());
    let mut messages = Vec::new();
    for (number, ids) in [["a", "b"], ["c", "b"], ["d", "e"]].into_iter().enumerate() {
        let attachments = ids.map(|id| attachment(id, Some(&thread)));
        for id in ids {
            upload(&store, id, &[id.as_bytes()]).await.unwrap();
        }
        let item = message(&thread, &attachments);
        let begun = (number == 0).then_some(&thread);
        let new = NewUserMessage { thread: begun, item: &item, attachments: &attachments };
        store.add_user_message(new).await.unwrap();
        messages.push(item);
    }
    let names = || {
        let mut names: Vec<_> =
            files(folder.path()).iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect();
        names.sort();
        names.concat()
    };
    assert_eq!(names(), "abcde");
    store.delete_item(&thread.id, &messages[0].id).await.unwrap();
    assert_eq!(names(), "bcde", "the second message carries one of them too");
    store.delete_items_after(&thread.id, &messages[1].id).await.unwrap();
    assert_eq!(names(), "bc");
    store.delete_thread(&thread.id).await.unwrap();
    assert_eq!(names(), "");
    assert!(store.load_attachment("c").await.is_err());
}

fn age(path: &Path, hours: u64) {
    let then = SystemTime::now() - Duration::from_secs(hours * 3_600 + 60);
    fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
}

#[tokio::test]
async fn orphans_and_what_was_never_sent_go_when_they_are_old_enough() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    let thread = Thread::new(now().timestamp());
    store.add_thread(&thread).await.unwrap();
    // Name, hours old, whether it has a record, whether it was sent, whether it stays.
    let cases = [
        ("orphan", 2, false, false, false),
        ("young", 0, false, false, true),
        ("unsent", 2, true, false, true),
        ("forgotten", 25, true, false, false),
        ("sent", 1_000, true, true, true),
    ];
    for (id, hours, has_record, is_sent, _) in cases {
        upload(&store, id, &[b"x"]).await.unwrap();
        if has_record {
            store.save_attachment(&attachment(id, is_sent.then_some(&thread))).await.unwrap();
        }
        let file = files(folder.path()).into_iter().find(|file| file.ends_with(id)).unwrap();
        age(&file, hours);
    }
    let users = files(folder.path())[0].parent().unwrap().to_owned();
    for (name, hours) in [("sent.0123.part", 2), ("young.4567.part", 0)] {
        fs::write(users.join(name), "half").unwrap();
        age(&users.join(name), hours);
    }
    let strangers = folder.path().join("attachments").join("0123");
    fs::create_dir(&strangers).unwrap();
    fs::write(strangers.join("lost"), "x").unwrap();
    age(&strangers.join("lost"), 2);

    let tended = database.tend(now().timestamp()).await.unwrap();

    let mut left: Vec<_> =
        files(folder.path()).iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    left.sort();
    assert_eq!(left, ["sent", "unsent", "young", "young.4567.part"]);
    assert_eq!(tended.removed_files, 4);
    assert!(store.load_attachment("forgotten").await.is_err());
    for (id, ..) in cases.into_iter().filter(|(_, _, has_record, _, stays)| *has_record && *stays) {
        assert!(store.load_attachment(id).await.is_ok(), "{id}");
    }
}

#[tokio::test]
async fn what_may_belong_to_data_that_was_put_aside_stays() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let backup = database.back_up_now().await.unwrap();
    let store = database.store(USER);
    let thread = Thread::new(now().timestamp());
    store.add_thread(&thread).await.unwrap();
    upload(&store, "sent", &[b"x"]).await.unwrap();
    store.save_attachment(&attachment("sent", Some(&thread))).await.unwrap();
    age(&files(folder.path())[0], 48);

    let replaced = database.restore(&backup.info.id).await.unwrap().replaced;

    assert_eq!(database.tend(now().timestamp()).await.unwrap().removed_files, 0);
    assert_eq!(files(folder.path()).len(), 1, "the data of before names it");
    fs::remove_dir_all(replaced).unwrap();
    assert_eq!(database.tend(now().timestamp()).await.unwrap().removed_files, 1);
}
