//! What the assistant is connected to, and what that means for what leaves the computer.

use std::net::IpAddr;

use docket_store::{ProviderChoice, Settings};
use reqwest::Url;
use serde::Serialize;

/// Host of OpenAI's own service.
pub const OPENAI_HOST: &str = "api.openai.com";
/// OpenAI's own address.
pub(crate) const OPENAI_BASE: &str = "https://api.openai.com/v1";
const KEY_FOR_OPENAI: &str = "openai";
/// The model asked for where the settings name none.
pub const OPENAI_DEFAULT_MODEL: &str = "gpt-5-mini";

/// A program that runs models on this computer, at its usual address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Preset {
    /// What it is called.
    pub name: &'static str,
    /// Where it listens unless told otherwise.
    pub base_url: &'static str,
}

/// The programs that people run models with on their own computers, in the order in which they are offered.
pub const PRESETS: [Preset; 4] = [
    Preset { name: "Ollama", base_url: "http://127.0.0.1:11434/v1" },
    Preset { name: "LM Studio", base_url: "http://127.0.0.1:1234/v1" },
    Preset { name: "llama.cpp", base_url: "http://127.0.0.1:8080/v1" },
    Preset { name: "vLLM", base_url: "http://127.0.0.1:8000/v1" },
];

/// What answers in the chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The built-in assistant.
    Rules,
    /// OpenAI itself, at its own address and no other; wants the key.
    OpenAi {
        /// Which model.
        model: String,
    },
    /// A server that speaks Chat Completions.
    Compatible {
        /// Where.
        base: BaseUrl,
        /// Which model.
        model: String,
    },
}

/// A connection in the words of the assistant bar and of `GET /api/v1/app`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Description {
    /// `rules`, `openai` or `compatible`.
    pub provider: &'static str,
    /// The model, where there is one.
    pub model: Option<String>,
    /// Host, with its port where that is not the usual one.
    pub host: Option<String>,
    /// Whether what is said goes to another computer; false for the built-in assistant and for loopback addresses only.
    pub leaves_computer: bool,
}

/// Why settings name no usable connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectionError {
    /// No such provider.
    #[error("`provider` is none of rules, openai, compatible")]
    UnknownProvider,
    /// A compatible server needs an address.
    #[error("`base_url` is missing")]
    NoBaseUrl,
    /// A compatible server needs a model.
    #[error("`model` is missing")]
    NoModel,
    /// The address is none.
    #[error("`base_url` is not an http or https address without user, query and fragment")]
    BadBaseUrl,
    /// Plain http to somewhere else than this computer or the local network.
    #[error("`base_url` must be https: http is for this computer and private addresses only")]
    Insecure,
}

impl ConnectionError {
    /// Stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownProvider => "UNKNOWN_PROVIDER",
            Self::NoBaseUrl => "BASE_URL_MISSING",
            Self::NoModel => "MODEL_MISSING",
            Self::BadBaseUrl => "BASE_URL_INVALID",
            Self::Insecure => "BASE_URL_INSECURE",
        }
    }

    /// The field of the settings that is to be mended.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::UnknownProvider => "provider",
            Self::NoModel => "model",
            Self::NoBaseUrl | Self::BadBaseUrl | Self::Insecure => "base_url",
        }
    }

    /// The sentence and the way out, for people.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::UnknownProvider => "There is no such provider. Choose the built-in assistant, OpenAI or a compatible server in Settings.",
            Self::NoBaseUrl => "No address for the compatible server yet. Add it in Settings, or go on with the built-in assistant.",
            Self::NoModel => "No model chosen yet. Choose one in Settings, or go on with the built-in assistant.",
            Self::BadBaseUrl => "The address of the server is not usable. It should look like https://example.com/v1; change it in Settings.",
            Self::Insecure => {
                "The address of the server begins with http://, which is allowed only for this computer and the local network. Use https:// in Settings."
            }
        }
        .to_owned()
    }
}

impl Connection {
    /// The connection that the user's settings name.
    ///
    /// # Errors
    /// What is missing or not allowed.
    pub fn from_settings(settings: &Settings) -> Result<Self, ConnectionError> {
        let provider = match settings.provider {
            ProviderChoice::Rules => "rules",
            ProviderChoice::OpenAi => "openai",
            ProviderChoice::Compatible => "compatible",
        };
        Self::new(provider, settings.base_url.as_deref(), settings.model.as_deref())
    }

    /// Reads the three settings that make a connection.
    ///
    /// `provider`: `rules`, `openai` or `compatible`. `base_url`: address of a compatible server, up to and with `/v1`; for OpenAI it is not
    /// looked at, since it may be left over from a compatible server, which is to see no key of OpenAI's.
    ///
    /// # Errors
    /// What is missing or not allowed.
    pub fn new(provider: &str, base_url: Option<&str>, model: Option<&str>) -> Result<Self, ConnectionError> {
        let base_url = base_url.map(str::trim).filter(|text| !text.is_empty());
        let model = model.map(str::trim).filter(|text| !text.is_empty());
        match provider {
            "rules" => Ok(Self::Rules),
            "openai" => Ok(Self::OpenAi { model: model.unwrap_or(OPENAI_DEFAULT_MODEL).to_owned() }),
            "compatible" => Ok(Self::Compatible {
                base: BaseUrl::parse(base_url.ok_or(ConnectionError::NoBaseUrl)?)?,
                model: model.ok_or(ConnectionError::NoModel)?.to_owned(),
            }),
            _ => Err(ConnectionError::UnknownProvider),
        }
    }

    /// The connection in words for people and pages.
    #[must_use]
    pub fn describe(&self) -> Description {
        match self {
            Self::Rules => Description { provider: "rules", model: None, host: None, leaves_computer: false },
            Self::OpenAi { model } => Description {
                provider: "openai",
                model: Some(model.clone()),
                host: Some(OPENAI_HOST.to_owned()),
                leaves_computer: true,
            },
            Self::Compatible { base, model } => Description {
                provider: "compatible",
                model: Some(model.clone()),
                host: Some(base.host()),
                leaves_computer: base.reach() != Reach::Loopback,
            },
        }
    }

    /// What the connection is called in sentences: by its program, where it is at the usual address of one, else by its host.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Rules => "The built-in assistant".to_owned(),
            Self::OpenAi { .. } => name_of(OPENAI_HOST).to_owned(),
            Self::Compatible { base, model: _ } => name_of(&base.host()).to_owned(),
        }
    }

    /// Where the model is; `None` for the built-in assistant.
    pub(crate) fn base(&self) -> Option<BaseUrl> {
        match self {
            Self::Rules => None,
            Self::OpenAi { .. } => BaseUrl::parse(OPENAI_BASE).ok(),
            Self::Compatible { base, model: _ } => Some(base.clone()),
        }
    }

    /// Whom a key is for that is saved while this is the connection: `openai`, the address of a compatible server, or nobody. It is what
    /// [`Settings::key_for`] keeps; a connection gets the saved key only where the two are equal.
    #[must_use]
    pub fn key_for(&self) -> Option<&str> {
        match self {
            Self::Rules => None,
            Self::OpenAi { .. } => Some(KEY_FOR_OPENAI),
            Self::Compatible { base, model: _ } => Some(base.as_str()),
        }
    }

    /// Whether answers cost tokens of the day's budget: not those of the built-in assistant and of servers nearby.
    #[must_use]
    pub fn costs_tokens(&self) -> bool {
        match self {
            Self::Rules => false,
            Self::OpenAi { .. } => true,
            Self::Compatible { base, .. } => base.reach() == Reach::Elsewhere,
        }
    }
}

/// Where a server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This computer.
    Loopback,
    /// A private address: the local network.
    Private,
    /// Anywhere else, and any name that is not known to be one of the above.
    Elsewhere,
}

/// Base address of a server, such as `http://127.0.0.1:11434/v1`, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Reads an address: https to anywhere, http to loopback and private addresses only.
    ///
    /// # Errors
    /// [`ConnectionError::BadBaseUrl`], [`ConnectionError::Insecure`].
    pub fn parse(text: &str) -> Result<Self, ConnectionError> {
        let url = Url::parse(text.trim_end_matches('/')).map_err(|_| ConnectionError::BadBaseUrl)?;
        let plain = url.host_str().is_some_and(|host| !host.is_empty())
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !plain {
            return Err(ConnectionError::BadBaseUrl);
        }
        let base = Self(url);
        match (base.0.scheme(), base.reach()) {
            ("https", _) | ("http", Reach::Loopback | Reach::Private) => Ok(base),
            ("http", Reach::Elsewhere) => Err(ConnectionError::Insecure),
            _ => Err(ConnectionError::BadBaseUrl),
        }
    }

    /// Where the server is, judged by the address alone: no name is looked up, since an answer could change.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let host = self.0.host_str().unwrap_or_default().trim_end_matches('.');
        if host == "localhost" || host.ends_with(".localhost") {
            return Reach::Loopback;
        }
        match host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            Ok(address) => reach_of(address),
            Err(_) => Reach::Elsewhere,
        }
    }

    /// Host, with its port where that is not the usual one.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Address of `path`, which begins with a slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.as_str())
    }

    /// The address as text, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }
}

/// What a host is called: `OpenAI`, the program whose usual address on this computer it is, or as it is written.
pub(crate) fn name_of(host: &str) -> &str {
    if host == OPENAI_HOST {
        return "OpenAI";
    }
    let port = |address: &str| address.rsplit_once(':').map(|(_, port)| port.to_owned());
    let is_here = BaseUrl::parse(&format!("http://{host}")).is_ok_and(|base| base.reach() == Reach::Loopback);
    let preset = PRESETS.iter().find(|preset| port(preset.base_url.trim_end_matches("/v1")) == port(host));
    preset.filter(|_| is_here).map_or(host, |preset| preset.name)
}

fn reach_of(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(v4) if v4.is_loopback() => Reach::Loopback,
        IpAddr::V4(v4) if v4.is_private() || v4.is_link_local() => Reach::Private,
        IpAddr::V6(v6) if v6.is_loopback() => Reach::Loopback,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => reach_of(IpAddr::V4(v4)),
            None if v6.is_unique_local() || v6.is_unicast_link_local() => Reach::Private,
            None => Reach::Elsewhere,
        },
        IpAddr::V4(_) => Reach::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_nearby() {
        let reach = |text: &str| BaseUrl::parse(text).map(|base| base.reach());
        for (text, expected) in [
            ("https://api.openai.com/v1", Ok(Reach::Elsewhere)),
            ("https://api.openai.com/v1/", Ok(Reach::Elsewhere)),
            ("http://127.0.0.1:11434/v1", Ok(Reach::Loopback)),
            ("http://127.8.9.1/v1", Ok(Reach::Loopback)),
            ("http://localhost:1234/v1", Ok(Reach::Loopback)),
            ("http://[::1]:8080/v1", Ok(Reach::Loopback)),
            ("http://[::ffff:127.0.0.1]:8080/v1", Ok(Reach::Loopback)),
            ("http://192.168.1.20:8000/v1", Ok(Reach::Private)),
            ("http://10.0.0.3/v1", Ok(Reach::Private)),
            ("http://172.16.0.1/v1", Ok(Reach::Private)),
            ("http://[fd00::1]/v1", Ok(Reach::Private)),
            ("https://192.168.1.20/v1", Ok(Reach::Private)),
            ("http://172.32.0.1/v1", Err(ConnectionError::Insecure)),
            ("http://example.com/v1", Err(ConnectionError::Insecure)),
            ("http://127.0.0.1.example.com/v1", Err(ConnectionError::Insecure)),
            ("http://localhost.example.com/v1", Err(ConnectionError::Insecure)),
            ("http://8.8.8.8/v1", Err(ConnectionError::Insecure)),
            ("https://key@example.com/v1", Err(ConnectionError::BadBaseUrl)),
            ("https://u:p@example.com/v1", Err(ConnectionError::BadBaseUrl)),
            ("https://example.com/v1?key=a", Err(ConnectionError::BadBaseUrl)),
            ("https://example.com/v1#a", Err(ConnectionError::BadBaseUrl)),
            ("ftp://127.0.0.1/v1", Err(ConnectionError::BadBaseUrl)),
            ("file:///etc/passwd", Err(ConnectionError::BadBaseUrl)),
            ("example.com/v1", Err(ConnectionError::BadBaseUrl)),
            ("", Err(ConnectionError::BadBaseUrl)),
        ] {
            assert_eq!(reach(text), expected, "{text}");
        }
    }

    #[test]
    fn only_loopback_stays_on_the_computer() {
        let described = |provider: &str, base: &str| {
            let description = Connection::new(provider, Some(base), Some("m")).expect("usable").describe();
            (description.host, description.leaves_computer)
        };
        assert_eq!(
            Connection::Rules.describe(),
            Description { provider: "rules", model: None, host: None, leaves_computer: false }
        );
        assert_eq!(described("compatible", "http://127.0.0.1:1/v1"), (Some("127.0.0.1:1".into()), false));
        assert_eq!(described("compatible", "http://192.168.0.2:1/v1"), (Some("192.168.0.2:1".into()), true));
        assert_eq!(described("openai", "https://api.openai.com/v1"), (Some(OPENAI_HOST.into()), true));
        // What is left over from a compatible server is not where OpenAI's key goes.
        assert_eq!(described("openai", "https://elsewhere.example/v1"), (Some(OPENAI_HOST.into()), true));
        assert_eq!(BaseUrl::parse(OPENAI_BASE).map(|base| base.host()), Ok(OPENAI_HOST.into()));
    }

    #[test]
    fn a_program_is_named_only_at_its_usual_address_on_this_computer() {
        for (host, name) in [
            (OPENAI_HOST, "OpenAI"),
            ("127.0.0.1:11434", "Ollama"),
            ("localhost:1234", "LM Studio"),
            ("[::1]:8080", "llama.cpp"),
            ("127.0.0.1:8000", "vLLM"),
            ("127.0.0.1:8001", "127.0.0.1:8001"),
            ("127.0.0.1", "127.0.0.1"),
            ("192.168.0.2:11434", "192.168.0.2:11434"),
            ("models.example:11434", "models.example:11434"),
            ("models.example", "models.example"),
        ] {
            assert_eq!(name_of(host), name);
        }
        assert!(PRESETS.iter().all(|preset| BaseUrl::parse(preset.base_url).is_ok()));
    }

    #[test]
    fn a_key_is_for_the_connection_that_it_is_saved_under() {
        let key_for = |provider: &str, base: &str| {
            Connection::new(provider, Some(base), Some("m")).expect("usable").key_for().map(str::to_owned)
        };
        assert_eq!(key_for("rules", "https://a.example/v1"), None);
        assert_eq!(key_for("openai", "https://a.example/v1").as_deref(), Some("openai"));
        assert_eq!(key_for("compatible", "https://a.example/v1/").as_deref(), Some("https://a.example/v1"));
        assert_ne!(key_for("compatible", "https://a.example/v1"), key_for("compatible", "https://a.example/v2"));
    }

    #[test]
    fn settings_that_name_no_connection_say_which_field() {
        let field = |provider, base, model| Connection::new(provider, base, model).expect_err("unusable").field();
        assert_eq!(field("clippy", None, None), "provider");
        assert_eq!(field("compatible", None, Some("m")), "base_url");
        assert_eq!(field("compatible", Some(" "), Some("m")), "base_url");
        assert_eq!(field("compatible", Some("http://127.0.0.1/v1"), None), "model");
        let openai = Connection::new("openai", None, None).expect("OpenAI needs no settings");
        assert_eq!(openai.describe().model.as_deref(), Some(OPENAI_DEFAULT_MODEL));
    }
}
