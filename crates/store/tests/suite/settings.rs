//! Settings and the window's state.

use docket_store::{Error, McpSettings, ProviderChoice, Settings, SettingsPatch, Tier, UI_STATE_BYTES};
use docket_tasks::Error as TaskError;
use serde_json::{Map, Value, json};

use crate::support::{USER, memory, open};

fn state(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

#[tokio::test]
async fn given_fields_replace_and_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    assert_eq!(store.settings().await.unwrap(), Settings::default());
    let first = SettingsPatch {
        provider: Some(ProviderChoice::Compatible),
        base_url: Some(Some("http://127.0.0.1:11434/v1".into())),
        model: Some(Some("small".into())),
        key_for: Some(Some("http://127.0.0.1:11434/v1".into())),
        ..SettingsPatch::default()
    };
    store.patch_settings(first).await.unwrap();
    let second = SettingsPatch {
        base_url: Some(None),
        session_ttl_s: Some(86_400),
        tier: Some(Some(Tier::Free)),
        daily_tokens: Some(Some(5_000)),
        fallback: Some(false),
        mcp_on: Some(true),
        mcp_read_only: Some(true),
        mcp_secret_sha256: Some(Some([7; 32])),
        ..SettingsPatch::default()
    };
    let answered = store.patch_settings(second).await.unwrap();
    database.close();

    let expected = Settings {
        provider: ProviderChoice::Compatible,
        base_url: None,
        model: Some("small".into()),
        session_ttl_s: 86_400,
        key_for: Some("http://127.0.0.1:11434/v1".into()),
        tier: Some(Tier::Free),
        daily_tokens: Some(5_000),
        fallback: false,
        mcp: McpSettings { on: true, read_only: true, secret_sha256: Some([7; 32]) },
        ui_state: Map::new(),
    };
    assert_eq!(answered, expected);
    assert_eq!(open(folder.path()).store(USER).settings().await.unwrap(), expected);
    let json = serde_json::to_value(expected).unwrap();
    assert_eq!(json["provider"], ProviderChoice::Compatible.as_str());
    assert_eq!(json.get("key_for"), None);
    assert_eq!(json["mcp"], json!({"on": true, "read_only": true}), "not the secret's hash");
}

#[tokio::test]
async fn a_model_goes_with_its_provider() {
    let store = memory();
    let patch = |provider, model: Option<&str>| SettingsPatch {
        provider: Some(provider),
        model: model.map(|model| Some(model.to_owned())),
        ..SettingsPatch::default()
    };
    let model = async |patch| store.patch_settings(patch).await.unwrap().model;
    use ProviderChoice::{Compatible, OpenAi};
    assert_eq!(model(patch(Compatible, Some("small"))).await.as_deref(), Some("small"));
    assert_eq!(model(patch(Compatible, None)).await.as_deref(), Some("small"), "no other provider");
    assert_eq!(model(patch(OpenAi, None)).await, None);
    assert_eq!(model(patch(Compatible, Some("large"))).await.as_deref(), Some("large"));
}

#[tokio::test]
async fn ui_state_is_merged_one_level_deep() {
    let store = memory();
    let patch = |value| SettingsPatch { ui_state: Some(state(value)), ..SettingsPatch::default() };
    store.patch_settings(patch(json!({"view": "today", "widths": {"chat": 400}, "theme": "dark"}))).await.unwrap();
    store.patch_settings(patch(json!({"widths": {"sidebar": 200}, "theme": null, "gone": null}))).await.unwrap();
    let settings = store.settings().await.unwrap();
    assert_eq!(settings.ui_state, state(json!({"view": "today", "widths": {"sidebar": 200}})));
}

#[tokio::test]
async fn limits_are_kept_and_a_refused_patch_changes_nothing() {
    let store = memory();
    let draft = |length: usize| {
        let ui_state = Some(state(json!({"draft": "x".repeat(length)})));
        SettingsPatch { ui_state, model: Some(Some("m".into())), ..SettingsPatch::default() }
    };
    let room = UI_STATE_BYTES - r#"{"draft":""}"#.len();
    assert_eq!(
        store.patch_settings(draft(room + 1)).await,
        Err(Error::TooLarge { field: "ui_state", limit_bytes: UI_STATE_BYTES })
    );
    assert_eq!(store.settings().await.unwrap(), Settings::default());
    store.patch_settings(draft(room)).await.unwrap();

    for ttl in [0, 59, 86_401] {
        let patch = SettingsPatch { session_ttl_s: Some(ttl), ..SettingsPatch::default() };
        let refused = store.patch_settings(patch).await;
        assert!(matches!(refused, Err(Error::Task(TaskError::Invalid { field: "session_ttl_s", .. }))), "{ttl}");
    }
    let many = SettingsPatch { daily_tokens: Some(Some(1_000_000_001)), ..SettingsPatch::default() };
    let refused = store.patch_settings(many).await;
    assert!(matches!(refused, Err(Error::Task(TaskError::Invalid { field: "daily_tokens", .. }))), "{refused:?}");
    let long = SettingsPatch { base_url: Some(Some("x".repeat(3_000))), ..SettingsPatch::default() };
    assert!(matches!(store.patch_settings(long).await, Err(Error::TooLarge { field: "base_url", .. })));
}
