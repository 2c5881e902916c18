//! What servers say when they say no, in the many forms of it.

use serde_json::Value;

use crate::Failure;

/// An error body, as far as it can be read. The text is for judging only: it may quote the request, and is neither shown nor logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Complaint {
    text: String,
}

impl Complaint {
    /// From the body of an answer: OpenAI's shape, Ollama's `{"error":"…"}`, `{"detail":…}`, or plain text.
    pub(in crate::providers) fn from_body(body: &[u8]) -> Self {
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => Self::from_error(value.get("error").unwrap_or(&value)),
            Err(_) => Self { text: String::from_utf8_lossy(body).to_lowercase() },
        }
    }

    /// From what stands under `error`.
    pub(in crate::providers) fn from_error(error: &Value) -> Self {
        Self { text: error.to_string().to_lowercase() }
    }

    /// An error body that came instead of a stream, if that is what it is.
    pub(in crate::providers) fn from_ok_body(body: &[u8]) -> Option<Self> {
        let value = serde_json::from_slice::<Value>(body).ok()?;
        value.get("error").filter(|error| !error.is_null()).map(Self::from_error)
    }

    fn says(&self, any: &[&str]) -> bool {
        any.iter().any(|words| self.text.contains(words))
    }

    fn is_quota(&self) -> bool {
        self.says(&[
            "insufficient_quota",
            "billing_hard_limit",
            "exceeded your current quota",
            "credit balance",
            "insufficient credits",
        ])
    }

    fn is_too_long(&self) -> bool {
        self.says(&[
            "context_length_exceeded",
            "context length",
            "maximum context",
            "context window",
            "context size",
            "too many tokens",
            "prompt is too long",
            "exceed_context_size",
        ])
    }

    fn is_no_such_model(&self) -> bool {
        self.says(&["model_not_found"])
            || self.says(&["model"])
                && self.says(&[
                    "not found",
                    "does not exist",
                    "no such model",
                    "unknown model",
                    "invalid model",
                    "is not supported",
                    "not loaded",
                ])
    }

    /// The failure that an HTTP answer with this body is.
    pub(in crate::providers) fn with_status(
        &self,
        status: u16,
        retry_after_s: Option<u64>,
        host: &str,
        model: &str,
    ) -> Failure {
        let host = host.to_owned();
        match status {
            402 => Failure::Quota { host },
            429 if self.is_quota() => Failure::Quota { host },
            429 => Failure::RateLimited { host, retry_after_s },
            400 | 413 | 422 | 500 if self.is_too_long() => Failure::TooLong,
            400 | 403 | 404 | 422 if self.is_no_such_model() => {
                Failure::ModelNotFound { host, model: model.to_owned(), known: Vec::new() }
            }
            401 | 403 => Failure::KeyRefused { host },
            // A redirect is not followed: it would carry the conversation to a host that nobody named.
            300..=399 | 404 | 405 => Failure::NotAModel { host },
            _ => Failure::Refused { host, status },
        }
    }

    /// The failure that an error in the middle of a stream is.
    pub(in crate::providers) fn in_stream(&self, host: &str) -> Failure {
        let host = host.to_owned();
        if self.is_quota() {
            Failure::Quota { host }
        } else if self.is_too_long() {
            Failure::TooLong
        } else if self.says(&["content_filter", "content_policy", "invalid_prompt"]) {
            Failure::Withheld { host }
        } else if self.says(&["rate_limit", "rate limit", "too many requests", "overloaded"]) {
            Failure::RateLimited { host, retry_after_s: None }
        } else {
            Failure::BrokenOff { host }
        }
    }

    /// Whether asking again will not help, whatever the status says.
    pub(in crate::providers) fn is_final(&self) -> bool {
        self.is_quota() || self.is_too_long()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_all_shapes_are_understood() {
        let openai = |code: &str| format!(r#"{{"error":{{"message":"m","type":"t","param":null,"code":"{code}"}}}}"#);
        for (status, body, code) in [
            (401, openai("invalid_api_key"), "KEY_REFUSED"),
            (403, openai("unsupported_country"), "KEY_REFUSED"),
            (404, openai("model_not_found"), "MODEL_NOT_FOUND"),
            (404, r#"{"error":"model 'qwen3:32b' not found"}"#.into(), "MODEL_NOT_FOUND"),
            (404, r#"{"detail":"Not Found"}"#.into(), "NOT_A_MODEL"),
            (404, "404 page not found".into(), "NOT_A_MODEL"),
            (405, String::new(), "NOT_A_MODEL"),
            (400, openai("context_length_exceeded"), "CONTEXT_TOO_LONG"),
            (
                400,
                r#"{"object":"error","message":"This model's maximum context length is 4096"}"#.into(),
                "CONTEXT_TOO_LONG",
            ),
            (
                400,
                r#"{"error":{"code":400,"message":"the request exceeds the available context size"}}"#.into(),
                "CONTEXT_TOO_LONG",
            ),
            (400, r#"{"error":{"message":"invalid model name"}}"#.into(), "MODEL_NOT_FOUND"),
            (400, openai("something_else"), "PROVIDER_REFUSED"),
            (429, openai("rate_limit_exceeded"), "PROVIDER_RATE_LIMITED"),
            (429, openai("insufficient_quota"), "QUOTA_EXCEEDED"),
            (402, "payment required".into(), "QUOTA_EXCEEDED"),
            (500, "boom".into(), "PROVIDER_REFUSED"),
            (503, "<html>busy</html>".into(), "PROVIDER_REFUSED"),
        ] {
            let failure = Complaint::from_body(body.as_bytes()).with_status(status, None, "h", "m");
            assert_eq!(failure.code(), code, "{status} {body}");
        }
    }
}
