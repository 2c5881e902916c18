//! Every route on one screen: where it is, who may call it, what answers. There is no other way to make a route, so none can be
//! without its access.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodFilter, MethodRouter, on};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use crate::body::JSON_LIMIT;
use crate::error::Code;
use crate::gate::{Asks, Door, Gate, admit, enter};
use crate::{
    about, assistant, attachments, bulk, chatkit, data, desktop, entities, events, frame, history, labels, lists, log,
    mcp, mcp_access, messages, models, openapi, quick_add, session, set_asides, settings, tasks, threads, ui,
};

/// What a route asks for before it looks at anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Nothing: it knows nothing.
    Open,
    /// A ticket.
    Ticket,
    /// A client secret.
    Bearer,
    /// The upload ticket of the attachment that the address names, or a client secret.
    Upload,
    /// The secret of MCP clients.
    Mcp,
}

/// What a route's body is, where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// `application/json`.
    Json,
    /// `multipart/form-data`.
    Form,
    /// Bytes of the type that they are said to be, or `multipart/form-data`.
    Bytes,
}

#[expect(clippy::too_many_lines, reason = "a table: one line a route, and all of them in one place")]
fn table() -> Vec<Route> {
    use Access::{Bearer, Mcp, Open, Ticket, Upload};
    vec![
        get("/healthz", Open, about::health),
        get("/", Open, ui::index),
        get("/quick-add.html", Open, ui::quick_add),
        get("/assets/{*file}", Open, ui::asset).in_frame(),
        get("/renew", Open, ui::renew),
        get("/openapi.json", Open, openapi::json),
        get("/docs", Open, openapi::docs),
        get("/docs/style.css", Open, openapi::style),
        //
        post("/api/chatkit/session", Ticket, session::begin).in_frame(),
        post("/api/chatkit/refresh", Open, session::refresh).in_frame(),
        post("/api/chatkit/tickets", Bearer, session::ticket),
        post("/api/chatkit/frame", Bearer, frame::admit),
        delete("/api/chatkit/session", Bearer, session::revoke),
        //
        post("/chatkit", Bearer, chatkit::process).up_to(chatkit::WIRE_LIMIT).in_frame(),
        get("/api/chatkit/threads", Bearer, threads::list),
        post("/api/chatkit/threads", Bearer, threads::add),
        get("/api/chatkit/threads/{id}", Bearer, threads::show),
        patch("/api/chatkit/threads/{id}", Bearer, threads::rename),
        delete("/api/chatkit/threads/{id}", Bearer, threads::delete),
        post("/api/chatkit/attachments", Bearer, attachments::upload)
            .taking(Takes::Form)
            .up_to(attachments::WIRE_LIMIT)
            .in_frame(),
        put("/api/chatkit/attachments/{id}", Upload, attachments::receive_prepared)
            .taking(Takes::Bytes)
            .up_to(attachments::WIRE_LIMIT),
        post("/api/chatkit/attachments/{id}", Upload, attachments::receive_prepared)
            .taking(Takes::Bytes)
            .up_to(attachments::WIRE_LIMIT),
        get("/api/chatkit/attachments/{id}", Bearer, attachments::show).in_frame(),
        post("/api/chatkit/messages", Bearer, messages::say),
        post("/api/chatkit/entities/search", Bearer, entities::search).in_frame(),
        post("/api/v1/chat", Bearer, messages::chat),
        get("/api/v1/conversations", Bearer, threads::older_list),
        get("/api/v1/conversations/{id}", Bearer, threads::show),
        delete("/api/v1/conversations/{id}", Bearer, threads::delete),
        post("/mcp", Mcp, mcp::http::answer),
        //
        get("/api/v1/tasks", Bearer, tasks::list),
        post("/api/v1/tasks", Bearer, tasks::add),
        post("/api/v1/tasks/bulk", Bearer, bulk::change).up_to(bulk::LIMIT),
        get("/api/v1/tasks/{id}", Bearer, tasks::show),
        patch("/api/v1/tasks/{id}", Bearer, tasks::edit),
        delete("/api/v1/tasks/{id}", Bearer, tasks::delete),
        post("/api/v1/tasks/{id}/complete", Bearer, tasks::complete),
        post("/api/v1/tasks/{id}/reopen", Bearer, tasks::reopen),
        post("/api/v1/tasks/{id}/restore", Bearer, tasks::restore),
        post("/api/v1/tasks/{id}/move", Bearer, tasks::place),
        post("/api/v1/quick-add", Bearer, quick_add::add),
        post("/api/v1/quick-add/preview", Bearer, quick_add::preview),
        get("/api/v1/lists", Bearer, lists::all),
        post("/api/v1/lists", Bearer, lists::add),
        patch("/api/v1/lists/{id}", Bearer, lists::edit),
        delete("/api/v1/lists/{id}", Bearer, lists::delete),
        get("/api/v1/labels", Bearer, labels::all),
        post("/api/v1/labels", Bearer, labels::add),
        patch("/api/v1/labels/{id}", Bearer, labels::edit),
        delete("/api/v1/labels/{id}", Bearer, labels::delete),
        get("/api/v1/history", Bearer, history::list),
        post("/api/v1/undo", Bearer, history::undo),
        post("/api/v1/redo", Bearer, history::redo),
        //
        get("/api/v1/export", Bearer, data::export),
        post("/api/v1/import", Bearer, data::import).up_to(data::IMPORT_LIMIT),
        get("/api/v1/backups", Bearer, data::backups),
        post("/api/v1/backups", Bearer, data::back_up),
        post("/api/v1/backups/{id}/restore", Bearer, data::restore),
        get("/api/v1/doctor", Bearer, data::doctor),
        get("/api/v1/set-asides/{id}", Bearer, set_asides::show),
        post("/api/v1/set-asides/{id}/bring-back", Bearer, set_asides::bring_back),
        //
        get("/api/v1/events", Bearer, events::feed).streaming(),
        get("/api/v1/app", Bearer, about::app),
        get("/api/v1/settings", Bearer, settings::show),
        patch("/api/v1/settings", Bearer, settings::change),
        put("/api/v1/settings/mcp", Bearer, mcp_access::allow),
        delete("/api/v1/settings/mcp", Bearer, mcp_access::refuse),
        get("/api/v1/audit", Bearer, mcp_access::audit),
        get("/api/v1/settings/key", Bearer, settings::look_for_key),
        put("/api/v1/settings/key", Bearer, settings::set_key),
        delete("/api/v1/settings/key", Bearer, settings::clear_key),
        post("/api/v1/settings/test", Bearer, models::test),
        get("/api/v1/models", Bearer, models::list),
        get("/api/v1/assistant", Bearer, assistant::show),
        post("/api/v1/assistant/find", Bearer, assistant::find),
        post("/api/v1/assistant/stop", Bearer, assistant::stop),
        //
        post("/api/desktop/quick-add/show", Bearer, desktop::show_quick_add),
        post("/api/desktop/quick-add/hide", Bearer, desktop::hide_quick_add),
        post("/api/desktop/quick-add/shown", Bearer, desktop::quick_add_shown),
        post("/api/desktop/quick-add/added", Bearer, desktop::say_added),
        post("/api/desktop/question", Bearer, desktop::ask),
        post("/api/desktop/question/take", Bearer, desktop::take_question),
        post("/api/desktop/open-link", Bearer, desktop::open_link),
        post("/api/desktop/window/show", Bearer, desktop::show_window),
        get("/api/desktop/preferences", Bearer, desktop::preferences),
        patch("/api/desktop/preferences", Bearer, desktop::change_preferences),
        post("/api/desktop/show-data", Bearer, desktop::show_data),
        post("/api/desktop/save-export", Bearer, desktop::save_export),
        post("/api/desktop/open-import", Bearer, desktop::open_import),
    ]
}

/// A route: one method at one path.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    /// What its body is.
    pub(crate) takes: Takes,
    /// Largest body, in bytes.
    pub(crate) limit: u64,
    /// Whether its answer is always a stream.
    pub(crate) streams: bool,
    /// Whether it is at the port of OpenAI's chat element too.
    in_frame: bool,
    handler: MethodRouter<Arc<App>>,
}

impl Route {
    fn up_to(self, limit: u64) -> Self {
        Self { limit, ..self }
    }

    fn taking(self, takes: Takes) -> Self {
        Self { takes, ..self }
    }

    fn streaming(self) -> Self {
        Self { streams: true, ..self }
    }

    fn in_frame(self) -> Self {
        Self { in_frame: true, ..self }
    }
}

/// Declares the functions that make a route of one method.
macro_rules! methods {
    ($($name:ident $method:ident;)*) => {
        $(fn $name<H, T>(path: &'static str, access: Access, handler: H) -> Route
        where
            H: Handler<T, Arc<App>>,
            T: 'static,
        {
            let handler = on(MethodFilter::$method, handler);
            let (takes, limit) = (Takes::Json, JSON_LIMIT);
            Route { method: Method::$method, path, access, takes, limit, streams: false, in_frame: false, handler }
        })*
    };
}

methods! {
    get GET;
    post POST;
    put PUT;
    patch PATCH;
    delete DELETE;
}

/// Method, path and access of every route.
#[must_use]
pub fn access_table() -> Vec<(Method, &'static str, Access)> {
    table().into_iter().map(|route| (route.method, route.path, route.access)).collect()
}

/// A route as its description wants it.
pub(crate) struct Described {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) takes: Takes,
    pub(crate) streams: bool,
}

/// Every route, to be described.
pub(crate) fn described() -> Vec<Described> {
    let described = |Route { method, path, access, takes, streams, limit: _, in_frame: _, handler: _ }: Route| {
        Described { method, path, access, takes, streams }
    };
    table().into_iter().map(described).collect()
}

/// The routes at a port. That of the chat element has a page of its own, and of the window's routes those of the chat.
fn routes(door: Door) -> Vec<Route> {
    match door {
        Door::Window => table(),
        Door::Frame => {
            let page = get("/frame", Access::Open, frame::page);
            table().into_iter().filter(|route| route.in_frame).chain([page]).collect()
        }
    }
}

/// All that is at a port as one service.
pub(crate) fn router(app: &Arc<App>, gate: Gate, door: Door) -> Router {
    let mut router = Router::new();
    for route in routes(door) {
        let asks = Asks::of(&route);
        let logged = from_fn(move |request, next| log::name_route(route.path, request, next));
        let gate = from_fn_with_state((Arc::clone(app), asks), admit);
        let handler = match route.access {
            // Its clients have no client secret: what they are told of another method is behind their own.
            Access::Mcp => route.handler.fallback((async || Code::MethodNotAllowed).layer(gate.clone())),
            Access::Open | Access::Ticket | Access::Bearer | Access::Upload => route.handler,
        };
        router = router.route(route.path, handler.route_layer(gate).route_layer(logged));
    }
    let unknown = from_fn_with_state((Arc::clone(app), Asks::UNKNOWN_ROUTE), admit);
    router
        .method_not_allowed_fallback((async || Code::MethodNotAllowed).layer(unknown.clone()))
        .fallback((async || Code::NotFound).layer(unknown))
        // Bodies are limited by crate::body, which knows each route's limit.
        .layer(DefaultBodyLimit::disable())
        // Inside of the gate, so that even this answer has its headers.
        .layer(CatchPanicLayer::custom(app.panic_counter()))
        .layer(from_fn_with_state((Arc::new(gate), door), enter))
        .layer(from_fn(log::request))
        .with_state(Arc::clone(app))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_route_is_declared_twice() {
        let table = access_table();
        let unique: HashSet<_> = table.iter().map(|(method, path, _)| (method.as_str(), *path)).collect();
        assert_eq!(unique.len(), table.len());
    }

    #[test]
    fn the_chat_element_reaches_the_chat_and_nothing_else() {
        let reached: Vec<_> =
            routes(Door::Frame).iter().map(|route| format!("{} {}", route.method, route.path)).collect();
        assert_eq!(
            reached,
            [
                "GET /assets/{*file}",
                "POST /api/chatkit/session",
                "POST /api/chatkit/refresh",
                "POST /chatkit",
                "POST /api/chatkit/attachments",
                "GET /api/chatkit/attachments/{id}",
                "POST /api/chatkit/entities/search",
                "GET /frame",
            ]
        );
    }

    #[test]
    fn what_is_open_is_what_the_contract_says() {
        let open: Vec<_> = access_table()
            .into_iter()
            .filter(|(_, _, access)| *access != Access::Bearer)
            .map(|(method, path, _)| format!("{method} {path}"))
            .collect();
        assert_eq!(
            open,
            [
                "GET /healthz",
                "GET /",
                "GET /quick-add.html",
                "GET /assets/{*file}",
                "GET /renew",
                "GET /openapi.json",
                "GET /docs",
                "GET /docs/style.css",
                "POST /api/chatkit/session",
                "POST /api/chatkit/refresh",
                "PUT /api/chatkit/attachments/{id}",
                "POST /api/chatkit/attachments/{id}",
                "POST /mcp",
            ]
        );
    }
}
