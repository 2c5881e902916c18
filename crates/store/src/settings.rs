//! Settings, and what the window wants to find again. The API key is not among them: it lives in the keyring.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::feed::NoteKind;
use crate::mine::Mine;
use crate::{Error, Store, Tier};

/// The whole of the window's state may take so many bytes as JSON.
pub const UI_STATE_BYTES: usize = 64 * 1024;
/// More model tokens a day than this are no limit.
pub const MOST_DAILY_TOKENS: u64 = 1_000_000_000;
const TEXT_BYTES: usize = 2_048;
const TTL_S: std::ops::RangeInclusive<u32> = 60..=86_400;
const DEFAULT_TTL_S: u32 = 3_600;

/// Who answers in the chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderChoice {
    /// The built-in assistant.
    #[default]
    Rules,
    /// OpenAI.
    OpenAi,
    /// A server that speaks OpenAI's Chat Completions.
    Compatible,
}

impl ProviderChoice {
    /// As it is written in JSON, in the file and on the command line: `rules`, `openai`, `compatible`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::OpenAi => "openai",
            Self::Compatible => "compatible",
        }
    }
}

/// A user's settings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settings {
    /// Who answers in the chat.
    pub provider: ProviderChoice,
    /// Address of a compatible server.
    pub base_url: Option<String>,
    /// Name of the model; the provider's own choice where absent.
    pub model: Option<String>,
    /// How long a session's token lives, in seconds.
    pub session_ttl_s: u32,
    /// Whom the saved key may be sent to: `openai`, or the address of the compatible server that was the connection when the key was
    /// saved; empty for nobody; absent where no key was saved since this is kept. Not shown in JSON.
    #[serde(skip)]
    pub key_for: Option<String>,
    /// How much may be sent; what the program was started with where absent.
    pub tier: Option<Tier>,
    /// Model tokens a day, in place of the tier's.
    pub daily_tokens: Option<u64>,
    /// Whether the built-in assistant answers while the model cannot be reached; it does unless somebody says no.
    pub fallback: bool,
    /// Whether and how MCP clients are let in.
    pub mcp: McpSettings,
    /// What the window wants to find again: last thread, drafts, widths, view, theme.
    pub ui_state: Map<String, Value>,
}

/// Whether and how MCP clients are let in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct McpSettings {
    /// Off until somebody switches it on.
    pub on: bool,
    /// Only tools that change nothing.
    pub read_only: bool,
    /// SHA-256 of the secret that a client has to show; the secret itself is kept nowhere. Not shown in JSON.
    #[serde(skip)]
    pub secret_sha256: Option<[u8; 32]>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            provider: ProviderChoice::default(),
            base_url: None,
            model: None,
            session_ttl_s: DEFAULT_TTL_S,
            key_for: None,
            tier: None,
            daily_tokens: None,
            fallback: true,
            mcp: McpSettings::default(),
            ui_state: Map::new(),
        }
    }
}

/// New values for some settings; `None` leaves one alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingsPatch {
    /// Who answers in the chat.
    pub provider: Option<ProviderChoice>,
    /// `Some(None)` takes the address away.
    pub base_url: Option<Option<String>>,
    /// `Some(None)` goes back to the provider's own choice. `None` does so too where the provider changes: one provider's model means
    /// nothing to another.
    pub model: Option<Option<String>>,
    /// 60 to 86400 seconds.
    pub session_ttl_s: Option<u32>,
    /// Whom the key that is saved now may be sent to; empty for nobody.
    pub key_for: Option<Option<String>>,
    /// `Some(None)` goes back to the tier that the program was started with.
    pub tier: Option<Option<Tier>>,
    /// `Some(None)` goes back to the tier's own; at most [`MOST_DAILY_TOKENS`].
    pub daily_tokens: Option<Option<u64>>,
    /// Whether the built-in assistant answers while the model cannot be reached.
    pub fallback: Option<bool>,
    /// Whether MCP clients are let in.
    pub mcp_on: Option<bool>,
    /// Whether they can only read.
    pub mcp_read_only: Option<bool>,
    /// SHA-256 of a new secret; `Some(None)` lets nobody in any more.
    pub mcp_secret_sha256: Option<Option<[u8; 32]>>,
    /// Merged one level deep; a null removes its key.
    pub ui_state: Option<Map<String, Value>>,
}

impl Store {
    /// The settings.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn settings(&self) -> Result<Settings, Error> {
        self.read(read).await
    }

    /// Changes the given settings and answers all of them. Only others than `ui_state` are told to [`Store::subscribe`]rs.
    ///
    /// # Errors
    /// [`Error::TooLarge`] where `ui_state` would take more than [`UI_STATE_BYTES`]; [`docket_tasks::Error::Invalid`] for a value
    /// outside of its limits; those of the disk. Nothing has changed then.
    pub async fn patch_settings(&self, patch: SettingsPatch) -> Result<Settings, Error> {
        check(&patch)?;
        self.write(move |writing| {
            let before = read(&writing.mine)?;
            let after = merge(before.clone(), &patch);
            let ui_state = &after.ui_state;
            if (Settings { ui_state: before.ui_state.clone(), ..after.clone() }) != before {
                write(&writing.mine, &after)?;
                writing.note(NoteKind::Settings, Vec::new(), None);
            }
            if *ui_state != before.ui_state {
                if serde_json::to_string(ui_state)?.len() > UI_STATE_BYTES {
                    return Err(Error::TooLarge { field: "ui_state", limit_bytes: UI_STATE_BYTES });
                }
                write_ui_state(&writing.mine, &before.ui_state, ui_state)?;
            }
            Ok(after)
        })
        .await
    }
}

fn check(patch: &SettingsPatch) -> Result<(), Error> {
    let SettingsPatch { base_url, model, session_ttl_s, key_for, daily_tokens, .. } = patch;
    if let Some(tokens) = daily_tokens.flatten()
        && tokens > MOST_DAILY_TOKENS
    {
        let problem = format!("is {tokens}, the most is {MOST_DAILY_TOKENS}");
        return Err(docket_tasks::Error::invalid("daily_tokens", problem).into());
    }
    if let Some(ttl) = session_ttl_s
        && !TTL_S.contains(ttl)
    {
        let problem = format!("is {ttl}, not {} to {} seconds", TTL_S.start(), TTL_S.end());
        return Err(docket_tasks::Error::invalid("session_ttl_s", problem).into());
    }
    for (field, text) in [("base_url", base_url), ("model", model), ("key_for", key_for)] {
        if text.iter().flatten().any(|text| text.len() > TEXT_BYTES) {
            return Err(Error::TooLarge { field, limit_bytes: TEXT_BYTES });
        }
    }
    Ok(())
}

fn merge(mut settings: Settings, patch: &SettingsPatch) -> Settings {
    let SettingsPatch {
        provider,
        base_url,
        model,
        session_ttl_s,
        key_for,
        tier,
        daily_tokens,
        fallback,
        mcp_on,
        mcp_read_only,
        mcp_secret_sha256,
        ui_state,
    } = patch.clone();
    if provider.is_some_and(|provider| provider != settings.provider) {
        settings.model = None;
    }
    settings.provider = provider.unwrap_or(settings.provider);
    settings.base_url = base_url.unwrap_or(settings.base_url);
    settings.model = model.unwrap_or(settings.model);
    settings.session_ttl_s = session_ttl_s.unwrap_or(settings.session_ttl_s);
    settings.key_for = key_for.unwrap_or(settings.key_for);
    settings.tier = tier.unwrap_or(settings.tier);
    settings.daily_tokens = daily_tokens.unwrap_or(settings.daily_tokens);
    settings.fallback = fallback.unwrap_or(settings.fallback);
    settings.mcp = McpSettings {
        on: mcp_on.unwrap_or(settings.mcp.on),
        read_only: mcp_read_only.unwrap_or(settings.mcp.read_only),
        secret_sha256: mcp_secret_sha256.unwrap_or(settings.mcp.secret_sha256),
    };
    for (key, value) in ui_state.into_iter().flatten() {
        if value.is_null() {
            settings.ui_state.remove(&key);
        } else {
            settings.ui_state.insert(key, value);
        }
    }
    settings
}

fn read(mine: &Mine<'_>) -> Result<Settings, Error> {
    let sql = "SELECT provider, base_url, model, session_ttl_s, key_for, tier, daily_tokens, mcp_on, mcp_read_only, mcp_secret,
             fallback
         FROM settings WHERE user = :user";
    let stored = mine.row(sql, &[], |row| {
        Ok(Settings {
            provider: serde_json::from_value(Value::String(row.get(0)?))?,
            base_url: row.get(1)?,
            model: row.get(2)?,
            session_ttl_s: row.get(3)?,
            key_for: row.get(4)?,
            tier: row.get::<_, Option<String>>(5)?.as_deref().and_then(Tier::from_name),
            daily_tokens: row.get(6)?,
            mcp: McpSettings { on: row.get(7)?, read_only: row.get(8)?, secret_sha256: row.get(9)? },
            fallback: row.get(10)?,
            ui_state: Map::new(),
        })
    })?;
    let mut settings = stored.unwrap_or_default();
    let state = mine.rows("SELECT key, value FROM ui_state WHERE user = :user", &[], |row| {
        Ok((row.get::<_, String>(0)?, serde_json::from_str(&row.get::<_, String>(1)?)?))
    })?;
    settings.ui_state = state.into_iter().collect();
    Ok(settings)
}

/// The tier that is set, if any.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn tier(mine: &Mine<'_>) -> Result<Option<Tier>, Error> {
    let sql = "SELECT tier FROM settings WHERE user = :user";
    let tier = mine.row(sql, &[], |row| Ok(row.get::<_, Option<String>>(0)?))?;
    Ok(tier.flatten().as_deref().and_then(Tier::from_name))
}

/// The tokens a day that are set, if any.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn daily_tokens(mine: &Mine<'_>) -> Result<Option<u64>, Error> {
    let sql = "SELECT daily_tokens FROM settings WHERE user = :user";
    Ok(mine.row(sql, &[], |row| Ok(row.get::<_, Option<u64>>(0)?))?.flatten())
}

fn write(mine: &Mine<'_>, settings: &Settings) -> Result<(), Error> {
    let Settings { provider, base_url, model, session_ttl_s, key_for, tier, daily_tokens, fallback, mcp, ui_state: _ } =
        settings;
    let McpSettings { on, read_only, secret_sha256 } = mcp;
    mine.execute(
        "INSERT INTO settings (user, provider, base_url, model, session_ttl_s, key_for, tier, daily_tokens, mcp_on, mcp_read_only,
             mcp_secret, fallback)
         VALUES (:user, :provider, :base_url, :model, :session_ttl_s, :key_for, :tier, :daily_tokens, :mcp_on, :mcp_read_only,
             :mcp_secret, :fallback)
         ON CONFLICT (user) DO UPDATE SET provider = excluded.provider, base_url = excluded.base_url, model = excluded.model,
             session_ttl_s = excluded.session_ttl_s, key_for = excluded.key_for, tier = excluded.tier,
             daily_tokens = excluded.daily_tokens, mcp_on = excluded.mcp_on, mcp_read_only = excluded.mcp_read_only,
             mcp_secret = excluded.mcp_secret, fallback = excluded.fallback",
        &[
            (":provider", &provider.as_str()),
            (":base_url", base_url),
            (":model", model),
            (":session_ttl_s", session_ttl_s),
            (":key_for", key_for),
            (":tier", &tier.map(Tier::as_str)),
            (":daily_tokens", daily_tokens),
            (":mcp_on", on),
            (":mcp_read_only", read_only),
            (":mcp_secret", secret_sha256),
            (":fallback", fallback),
        ],
    )?;
    Ok(())
}

fn write_ui_state(mine: &Mine<'_>, before: &Map<String, Value>, after: &Map<String, Value>) -> Result<(), Error> {
    for key in before.keys().filter(|key| !after.contains_key(*key)) {
        mine.execute("DELETE FROM ui_state WHERE user = :user AND key = :key", &[(":key", key)])?;
    }
    for (key, value) in after.iter().filter(|(key, value)| before.get(*key) != Some(*value)) {
        mine.execute(
            "INSERT INTO ui_state (user, key, value) VALUES (:user, :key, :value)
             ON CONFLICT (user, key) DO UPDATE SET value = excluded.value",
            &[(":key", key), (":value", &value.to_string())],
        )?;
    }
    Ok(())
}
