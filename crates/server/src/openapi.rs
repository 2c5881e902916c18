//! `/openapi.json`: every route as OpenAPI 3.1, and `/docs`, a page that shows it.
//!
//! The document is put together from the routes' own table (where, who, how much, of which kind), [`operations`] (what for, what goes in
//! and out) and `schemas.json` (JSON Schema 2020-12). A route without an operation, or the other way round, fails a test.

mod operations;
mod page;

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::error::Code;
use crate::router::{Access, Described, Takes, described};
use operations::{Answer, Operation, Query, operations};

pub(crate) use page::{docs, style};

/// JSON Schemas of all that goes in and out, by name.
const SCHEMAS: &str = include_str!("openapi/schemas.json");

const ABOUT: &str = "The local API of Docket, on `127.0.0.1` only. A ticket becomes a session (`POST /api/chatkit/session`), \
whose client secret goes along as `Authorization: Bearer …`. Requests need exactly our `Host`; pages of other origins are refused. \
Every error has one shape. Refusals come in this order: 421, 403, 400 (a credential in the address), 401, 429, 415, 413, 404.";

/// `GET /openapi.json`
pub(crate) async fn json() -> Response {
    static WRITTEN: OnceLock<Bytes> = OnceLock::new();
    let written = WRITTEN.get_or_init(|| Bytes::from(document().to_string()));
    ([(header::CONTENT_TYPE, "application/json")], written.clone()).into_response()
}

/// The whole document.
pub(super) fn document() -> Value {
    let mut paths = Map::new();
    let routes = described();
    for operation in operations() {
        let route = routes.iter().find(|route| operation.is_of(route));
        let Some(route) = route else { continue };
        let path = route.path.replace("{*", "{");
        let methods = paths.entry(path).or_insert_with(|| json!({}));
        methods[operation.method.to_ascii_lowercase()] = written(&operation, route);
    }
    json!({
        "openapi": "3.1.1",
        "info": { "title": "Docket", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT, "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" } },
        "tags": operations::TAGS.iter().map(|(name, description)| json!({ "name": name, "description": description })).collect::<Vec<_>>(),
        "paths": paths,
        "components": { "schemas": schemas(), "securitySchemes": {
            "clientSecret": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "The client secret of a session." },
            "ticket": { "type": "http", "scheme": "bearer", "description": "A ticket, worth one session once." },
            "mcpSecret": { "type": "http", "scheme": "bearer", "description": "The secret of MCP clients, which `PUT /api/v1/settings/mcp` answers once." },
            "uploadTicket": { "type": "http", "scheme": "bearer", "description": "The ticket of one upload, worth that upload once." },
        } },
    })
}

fn schemas() -> Value {
    // A test reads it; a file that is no JSON never gets this far.
    serde_json::from_str(SCHEMAS).unwrap_or_default()
}

fn written(operation: &Operation, route: &Described) -> Value {
    let Operation { id, tag, summary, about, query, body, answers, .. } = operation;
    let mut written = json!({
        "operationId": id,
        "tags": [tag],
        "summary": summary,
        "responses": responses(answers, &codes(operation, route)),
        "security": security(route.access),
    });
    if let Some(about) = about {
        written["description"] = json!(about);
    }
    let parameters: Vec<_> = path_parameters(route.path).chain(query.iter().map(query_parameter)).collect();
    if !parameters.is_empty() {
        written["parameters"] = json!(parameters);
    }
    if let Some(body) = body {
        let required = !body.optional;
        written["requestBody"] = json!({ "required": required, "content": content(body.schema, route.takes) });
    }
    written
}

fn security(access: Access) -> Value {
    match access {
        Access::Open => json!([]),
        Access::Ticket => json!([{ "ticket": [] }]),
        Access::Bearer => json!([{ "clientSecret": [] }]),
        Access::Mcp => json!([{ "mcpSecret": [] }]),
        Access::Upload => json!([{ "uploadTicket": [] }, { "clientSecret": [] }]),
    }
}

fn path_parameters(path: &str) -> impl Iterator<Item = Value> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).map(|name| {
        let name = name.trim_start_matches('*');
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
    })
}

fn query_parameter(query: &Query) -> Value {
    let Query { name, about, schema, place } = query;
    let schema: Value = serde_json::from_str(schema).unwrap_or_default();
    json!({ "name": name, "in": place, "description": about, "schema": schema })
}

fn content(schema: &str, takes: Takes) -> Value {
    let form = json!({ "schema": { "type": "object", "required": ["file"], "properties": { "file": { "type": "string", "contentMediaType": "application/octet-stream" } } } });
    match takes {
        Takes::Json if schema.is_empty() => json!({ "application/json": {} }),
        Takes::Json => json!({ "application/json": { "schema": reference(schema) } }),
        Takes::Form => json!({ "multipart/form-data": form }),
        Takes::Bytes => json!({ "multipart/form-data": form, "*/*": {} }),
    }
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// The codes that an operation may be refused with: those of the gate and the body, and its own.
fn codes(operation: &Operation, route: &Described) -> Vec<Code> {
    let mut codes = vec![
        Code::WrongHost,
        Code::OriginRefused,
        Code::CrossSite,
        Code::CredentialInUrl,
        Code::Malformed,
        Code::TooManyConnections,
        Code::UnsupportedMediaType,
        Code::TooLarge,
        Code::RequestTimeout,
        Code::Internal,
    ];
    if route.access != Access::Open {
        codes.extend([Code::Unauthorized, Code::SessionExpired, Code::Unavailable]);
    }
    if route.streams {
        codes.push(Code::TooManyStreams);
    }
    if operation.body.is_some() {
        codes.push(Code::Invalid);
    }
    if operation.method != "GET" && route.access != Access::Open {
        codes.push(Code::DiskFull);
    }
    codes.extend(operation.codes);
    codes
}

fn responses(answers: &[(u16, Answer)], codes: &[Code]) -> Value {
    let mut responses = Map::new();
    for (status, answer) in answers {
        responses.insert(status.to_string(), answered(answer));
    }
    let mut statuses: Vec<_> = codes.iter().map(|code| code.status().as_u16()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    for status in statuses {
        let mut names: Vec<_> =
            codes.iter().filter(|code| code.status() == status).map(|code| format!("`{}`", code.as_str())).collect();
        names.dedup();
        let mut response = json!({
            "description": names.join(", "),
            "content": { "application/json": { "schema": reference("Error") } },
        });
        if matches!(status, 429 | 503) {
            response["headers"] = json!({ "Retry-After": { "description": "Whole seconds.", "schema": { "type": "integer", "minimum": 1 } } });
        }
        responses.insert(status.to_string(), response);
    }
    Value::Object(responses)
}

fn answered(answer: &Answer) -> Value {
    match answer {
        Answer::Nothing => json!({ "description": "Done." }),
        Answer::Json(schema) => {
            json!({ "description": "The answer.", "content": { "application/json": { "schema": reference(schema) } } })
        }
        Answer::Of(media_type, about) => json!({ "description": about, "content": { *media_type: {} } }),
        Answer::JsonOrEvents => json!({
            "description": "JSON, or events where the request streams: each `data: {…}` and an empty line.",
            "content": { "application/json": {}, "text/event-stream": {} },
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_has_its_operation_and_every_operation_its_route() {
        let routes: BTreeSet<_> = described().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
        let written: Vec<_> =
            operations().iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect();
        assert_eq!(written.iter().cloned().collect::<BTreeSet<_>>(), routes);
        assert_eq!(written.len(), routes.len(), "each once");
        let ids: BTreeSet<_> = operations().iter().map(|operation| operation.id).collect();
        assert_eq!(ids.len(), written.len(), "ids are unique");
    }

    #[test]
    fn every_schema_that_is_named_is_there_and_every_one_that_is_there_is_named() {
        let document = document();
        let text = document.to_string();
        let there = document["components"]["schemas"].as_object().expect("schemas");
        let named: BTreeSet<_> =
            text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(named, there.keys().map(String::as_str).collect::<BTreeSet<_>>());
    }

    #[test]
    fn every_tag_is_explained() {
        let known: BTreeSet<_> = operations::TAGS.iter().map(|(name, _)| *name).collect();
        for operation in operations() {
            assert!(known.contains(operation.tag), "{}", operation.id);
            assert!(operation.summary.ends_with('.'), "{}", operation.id);
        }
    }
}
