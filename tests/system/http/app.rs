//! What the app says of itself.

use serde_json::json;
use support::in_process::{Page, start, start_with};

use super::ok;

#[tokio::test]
async fn the_app_tells_what_it_is() {
    let server = start().await;
    let page = Page::open(&server).await;
    let app = ok(&page.get("/api/v1/app").await);
    let can = json!({ "quick_add": false, "open_link": false, "hot_key": false });
    let assistant = json!({ "provider": "rules", "model": null, "host": null, "leaves_computer": false });
    let data = json!({ "health": "good", "created": true, "migrated_from": null, "set_aside": null });
    let expected = json!({
        "version": env!("CARGO_PKG_VERSION"), "host": "browser", "can": can, "user_id": "local",
        "now": "2026-11-21T10:00:00+01:00[Europe/Berlin]", "time_zone": "Europe/Berlin", "assistant": assistant, "element": "built_in", "data": data,
    });
    assert_eq!(app, expected);
}

#[tokio::test]
async fn the_way_back_to_the_built_in_element_goes_before_the_settings() {
    let element = async |built_in: bool| {
        let server = start_with(|options| options.built_in_element = built_in).await;
        let page = Page::open(&server).await;
        ok(&page.send("PATCH", "/api/v1/settings", &json!({ "ui_state": { "element": "openai" } })).await);
        ok(&page.get("/api/v1/app").await)["element"].clone()
    };
    assert_eq!(element(false).await, "openai");
    assert_eq!(element(true).await, "built_in");
}
