//! `/docs`: the document as a page. Made here, without a script: it is under the window's own policy.

use std::fmt::Write as _;
use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::document;
use crate::ui::with_policies;

const STYLE: &str = include_str!("docs.css");
/// The order in which methods are shown at one path.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// `GET /docs`
pub(crate) async fn docs() -> Response {
    static WRITTEN: OnceLock<Bytes> = OnceLock::new();
    let page = WRITTEN.get_or_init(|| Bytes::from(page(&document()))).clone();
    with_policies(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response())
}

/// `GET /docs/style.css`
pub(crate) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

fn page(document: &Value) -> String {
    let mut html = String::with_capacity(128 * 1024);
    let info = &document["info"];
    html.push_str("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
    html.push_str("<meta name=\"color-scheme\" content=\"light dark\">\n<title>Docket · API</title>\n<link rel=\"stylesheet\" href=\"/docs/style.css\">\n");
    put(
        &mut html,
        format_args!(
            "<header><h1>Docket API <small>{}</small></h1><p>{}</p>",
            text(&info["version"]),
            marked(&info["description"])
        ),
    );
    html.push_str(
        "<p><a href=\"/openapi.json\">openapi.json</a> · OpenAPI 3.1</p></header>\n<nav aria-label=\"Groups\"><ul>",
    );
    let tags = document["tags"].as_array().map(Vec::as_slice).unwrap_or_default();
    for tag in tags {
        put(&mut html, format_args!("<li><a href=\"#{}\">{}</a></li>", anchor(&tag["name"]), text(&tag["name"])));
    }
    html.push_str("<li><a href=\"#schemas\">Schemas</a></li></ul></nav>\n<main>\n");
    for tag in tags {
        put(
            &mut html,
            format_args!(
                "<section id=\"{}\"><h2>{}</h2><p>{}</p>\n",
                anchor(&tag["name"]),
                text(&tag["name"]),
                marked(&tag["description"])
            ),
        );
        for (path, method, operation) in
            operations(document).filter(|(_, _, operation)| operation["tags"][0] == tag["name"])
        {
            one(&mut html, path, method, operation);
        }
        html.push_str("</section>\n");
    }
    html.push_str("<section id=\"schemas\"><h2>Schemas</h2>\n");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let written = serde_json::to_string_pretty(schema).unwrap_or_default();
        put(
            &mut html,
            format_args!(
                "<details id=\"schema-{0}\"><summary><code>{0}</code></summary><pre>{1}</pre></details>\n",
                escaped(name),
                escaped(&written)
            ),
        );
    }
    html.push_str("</section>\n</main>\n</html>\n");
    html
}

/// Path, method and operation, in the document's order.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &'static str, &Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, methods)| {
        METHODS.iter().filter_map(move |method| Some((path.as_str(), *method, methods.get(*method)?)))
    })
}

fn one(html: &mut String, path: &str, method: &str, operation: &Value) {
    put(
        html,
        format_args!(
            "<details id=\"{}\"><summary><b class=\"{method}\">{}</b> <code>{}</code> <span>{}</span></summary>\n",
            text(&operation["operationId"]),
            method.to_ascii_uppercase(),
            escaped(path),
            marked(&operation["summary"]),
        ),
    );
    if operation["description"].is_string() {
        put(html, format_args!("<p>{}</p>", marked(&operation["description"])));
    }
    put(html, format_args!("<p class=\"needs\">{}</p>", needs(&operation["security"])));
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        html.push_str("<table><caption>Parameters</caption>");
        for parameter in parameters {
            let (name, place) = (text(&parameter["name"]), text(&parameter["in"]));
            let schema = escaped(&parameter["schema"].to_string());
            put(
                html,
                format_args!(
                    "<tr><th scope=\"row\"><code>{name}</code> <small>{place}</small></th><td>{} <code>{schema}</code></td></tr>",
                    marked(&parameter["description"])
                ),
            );
        }
        html.push_str("</table>");
    }
    if let Some(content) = operation["requestBody"]["content"].as_object() {
        html.push_str("<table><caption>Body</caption>");
        for (media_type, body) in content {
            put(
                html,
                format_args!(
                    "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td></tr>",
                    escaped(media_type),
                    link(&body["schema"])
                ),
            );
        }
        html.push_str("</table>");
    }
    answers(html, &operation["responses"]);
    html.push_str("</details>\n");
}

fn answers(html: &mut String, responses: &Value) {
    html.push_str("<table><caption>Answers</caption>");
    for (status, answer) in responses.as_object().into_iter().flatten() {
        let is_error = status.starts_with(['4', '5']);
        let schemas: Vec<_> =
            answer["content"].as_object().into_iter().flatten().map(|(_, body)| link(&body["schema"])).collect();
        let schemas = if is_error { String::new() } else { schemas.join(" ") };
        let class = if is_error { "error" } else { "good" };
        put(
            html,
            format_args!(
                "<tr class=\"{class}\"><th scope=\"row\">{}</th><td>{} {schemas}</td></tr>",
                escaped(status),
                marked(&answer["description"])
            ),
        );
    }
    html.push_str("</table>");
}

fn needs(security: &Value) -> &'static str {
    let names: Vec<_> =
        security.as_array().into_iter().flatten().filter_map(|one| one.as_object()?.keys().next()).collect();
    match names.first().map(|name| name.as_str()) {
        Some("ticket") => "Needs a ticket.",
        Some("uploadTicket") => "Needs the upload's ticket or a client secret.",
        Some(_) => "Needs a client secret.",
        None => "Open.",
    }
}

fn link(schema: &Value) -> String {
    match schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        Some(name) => format!("<a href=\"#schema-{0}\">{0}</a>", escaped(name)),
        None => String::new(),
    }
}

fn text(value: &Value) -> String {
    escaped(value.as_str().unwrap_or_default())
}

fn anchor(value: &Value) -> String {
    text(value).to_lowercase().replace(' ', "-")
}

/// Text with its `code` as code.
fn marked(value: &Value) -> String {
    let mut html = String::new();
    for (index, part) in value.as_str().unwrap_or_default().split('`').enumerate() {
        let part = escaped(part);
        html.push_str(&if index % 2 == 1 { format!("<code>{part}</code>") } else { part });
    }
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn put(html: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = html.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_page_has_every_operation_and_every_link_leads_somewhere() {
        let document = document();
        let page = page(&document);
        for (path, _, operation) in operations(&document) {
            let id = operation["operationId"].as_str().expect("an id");
            assert!(page.contains(&format!("<details id=\"{id}\">")), "{path}");
        }
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
        }
    }

    #[test]
    fn text_is_text() {
        assert_eq!(marked(&json!("a `<b>` & \"c\"")), "a <code>&lt;b&gt;</code> &amp; &quot;c&quot;");
    }

    #[test]
    fn nothing_on_the_page_needs_more_than_the_policy_allows() {
        let page = page(&document());
        for word in ["<script", " style=", "<style", "http://", "https://", "onclick"] {
            assert!(!page.contains(word) || word.starts_with("http") && page.contains("https://` or"), "{word}");
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
