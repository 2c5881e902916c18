//! One line a request, at debug: method, route (never the address, which may hold anything), status, code, milliseconds.
//! And a filter for what is written anywhere: secrets by their look.

use std::borrow::Cow;
use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use crate::error::Code;

/// The route that answered, as it is declared.
#[derive(Clone, Copy)]
struct RouteName(&'static str);

pub(crate) async fn request(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let begun = Instant::now();
    let response = next.run(request).await;
    let route = response.extensions().get::<RouteName>().map_or("-", |name| name.0);
    let code = response.extensions().get::<Code>().map_or("-", |code| code.as_str());
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    tracing::debug!(%method, route, status, code, duration_ms, "answered {method} {route} with {status}");
    response
}

pub(crate) async fn name_route(path: &'static str, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.extensions_mut().insert(RouteName(path));
    response
}

/// The filter that a roof's log goes by: `wanted` (tracing's directives), without what would write people's words into it.
///
/// async-openai logs a frame of an answer that it cannot read, whole; [`docket_assistant`] says the same without the text. rmcp logs
/// what MCP clients notify of.
#[must_use]
pub fn log_filter(wanted: &str) -> String {
    const SILENT: &str = "async_openai=off,rmcp=off";
    if wanted.is_empty() { SILENT.to_owned() } else { format!("{wanted},{SILENT}") }
}

/// `line` with everything that looks like a secret replaced: `sk-…`, `Bearer …`, `eyJ….`, and tickets (64 hexadecimal digits).
///
/// For writers of logs: whatever slips into a field, a token does not reach the file.
#[must_use]
pub fn redact(line: &str) -> Cow<'_, str> {
    let mut clean: Option<String> = None;
    let mut rest = line;
    let mut done = 0;
    while let Some((start, end)) = next_secret(rest) {
        let text = clean.get_or_insert_with(|| String::with_capacity(line.len()));
        text.push_str(&rest[..start]);
        text.push_str("[redacted]");
        rest = &rest[end..];
        done += end;
    }
    match clean {
        Some(mut text) => {
            text.push_str(&line[done..]);
            Cow::Owned(text)
        }
        None => Cow::Borrowed(line),
    }
}

/// Byte range of the first secret in `text`.
fn next_secret(text: &str) -> Option<(usize, usize)> {
    let begins_word = |start: &usize| *start == 0 || !text.as_bytes()[start - 1].is_ascii_alphanumeric();
    let starts = text.char_indices().map(|(start, _)| start).filter(begins_word);
    starts.filter_map(|start| secret_length(&text[start..]).map(|length| (start, start + length))).next()
}

/// How long the secret is that `text` begins with, in bytes.
fn secret_length(text: &str) -> Option<usize> {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.=+/~".contains(&byte);
    let run = |from: usize, is_part: &dyn Fn(u8) -> bool| {
        from + text.bytes().skip(from).take_while(|byte| is_part(*byte)).count()
    };
    let at_least = |least: usize, length: usize| (length >= least).then_some(length);
    if text.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("bearer ")) {
        at_least(8, run(7, &belongs))
    } else if text.starts_with("sk-") {
        at_least(11, run(0, &belongs))
    } else if text.starts_with("eyJ") {
        at_least(20, run(0, &belongs))
    } else {
        let digits = run(0, &|byte| byte.is_ascii_hexdigit());
        (digits == 64).then_some(digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_reach_a_log() {
        let ticket = "0f".repeat(32);
        for (line, clean) in [
            ("all is well: task sk-8 done", "all is well: task sk-8 done"),
            ("key=sk-abcdefgh1234 end", "key=[redacted] end"),
            ("Authorization: Bearer abc.def, next", "Authorization: [redacted], next"),
            ("token \"eyJhbGciOiJIUzI1NiJ9.eyJ4Ijoi.c2ln\"!", "token \"[redacted]\"!"),
            ("two sk-abcdefgh1234 and sk-abcdefgh5678", "two [redacted] and [redacted]"),
            (&format!("http://127.0.0.1:1/#ticket={ticket}"), "http://127.0.0.1:1/#ticket=[redacted]"),
            ("größe ✓ Bearer ü", "größe ✓ Bearer ü"),
        ] {
            assert_eq!(redact(line), clean);
        }
    }
}
