//! The gate from outside, byte by byte: who gets in, in which order the others are refused, and what every answer carries.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use docket_server::{Access, Server, access_table};
use serde_json::json;
use support::in_process::{LONG, Page, start, start_with};
use support::raw::{Answer, Request};

/// The origin that the matrix allows by name.
const ALLOWED: &str = "https://allowed.example";

/// Sent with every answer.
fn assert_usual_headers(answer: &Answer, what: &str) {
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{what}");
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{what}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
}

/// A refusal in the one shape, without a word to other origins.
fn assert_refused(answer: &Answer, status: u16, code: &str, what: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{what}: {}", answer.json());
    assert!(!answer.has_cors(), "{what}: {:?}", answer.headers);
    assert_usual_headers(answer, what);
    let body = answer.json();
    let keys: BTreeSet<_> = body.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, BTreeSet::from(["error", "timestamp"]), "{what}");
    assert!(body["error"]["type"].is_string() && body["error"]["message"].is_string(), "{what}");
    assert_eq!(answer.header("retry-after").is_some(), matches!(status, 429 | 503), "{what}");
}

fn hosts(addr: SocketAddr) -> Vec<(Vec<String>, bool)> {
    let port = addr.port();
    vec![
        (vec![addr.to_string()], true),
        (vec![], false),
        (vec![addr.to_string(), addr.to_string()], false),
        (vec![format!("localhost:{port}")], false),
        (vec!["127.0.0.1".to_owned()], false),
        (vec![format!("127.0.0.1:{}", port ^ 1)], false),
        (vec![format!("{addr}.evil.example")], false),
        (vec!["evil.example".to_owned()], false),
    ]
}

fn origins(addr: SocketAddr) -> Vec<(Vec<String>, bool)> {
    let port = addr.port();
    vec![
        (vec![], true),
        (vec![format!("http://{addr}")], true),
        (vec![ALLOWED.to_owned()], true),
        (vec![format!("http://{addr}"), format!("http://{addr}")], false),
        (vec!["null".to_owned()], false),
        (vec!["https://cdn.platform.openai.com".to_owned()], false),
        (vec![format!("http://localhost:{port}")], false),
        (vec![format!("http://127.0.0.1:{}", port ^ 1)], false),
        (vec![format!("http://{addr}.evil.example")], false),
        (vec![format!("http://{addr}/")], false),
        (vec![format!("https://{addr}")], false),
    ]
}

/// A request that would be let in if it came from the right place: a path with its parts filled in, and the credential it asks for.
async fn legal(server: &Server, page: &Page, method: &str, path: &str, access: Access) -> Request {
    if access == Access::Mcp {
        let wish = json!({ "new_secret": true });
        let secret = page.send("PUT", "/api/v1/settings/mcp", &wish).await.json()["secret"].clone();
        let request = Request::without_host(method, path).bearer(secret.as_str().expect("a secret"));
        return request
            .header("Accept", "application/json, text/event-stream")
            .json(&json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" }));
    }
    let target = path.replace("{*file}", "none.js");
    if access == Access::Upload {
        let attachment = page.prepare_upload("a.txt", "text/plain", 1).await;
        let credential = attachment["upload_descriptor"]["headers"]["Authorization"].as_str().expect("a ticket");
        let target = target.replace("{id}", attachment["id"].as_str().expect("an id"));
        return Request::without_host(method, &target).header("Authorization", credential);
    }
    let target = target.replace("{id}", "01936f00-0000-7000-8000-000000000000");
    let request = Request::without_host(method, &target);
    match access {
        Access::Upload | Access::Mcp | Access::Open => request,
        Access::Ticket => request.bearer(&server.mint_ticket("local", LONG).expect("a ticket")),
        Access::Bearer => request.bearer(&page.secret),
    }
}

fn with_each(request: Request, name: &str, values: &[String]) -> Request {
    values.iter().fold(request, |request, value| request.header(name, value))
}

#[tokio::test(flavor = "multi_thread")]
async fn only_our_host_and_our_origins_reach_any_route() {
    let server = start_with(|options| options.allow_origins = vec![ALLOWED.to_owned()]).await;
    let addr = server.addr();
    let mut cells = 0;
    for (method, path, access) in access_table() {
        let mut page = Page::open(&server).await;
        for (host, host_is_ours) in hosts(addr) {
            for (origin, origin_is_legal) in origins(addr) {
                cells += 1;
                let what = format!("{method} {path} Host {host:?} Origin {origin:?}");
                let request = legal(&server, &page, method.as_str(), path, access).await;
                let request = with_each(with_each(request, "Host", &host), "Origin", &origin);
                let answer = request.send(addr).await;
                if !host_is_ours {
                    assert_refused(&answer, 421, "WRONG_HOST", &what);
                } else if !origin_is_legal || (access == Access::Mcp && !origin.is_empty()) {
                    assert_refused(&answer, 403, "ORIGIN_REFUSED", &what);
                } else {
                    assert!(
                        !matches!(answer.status, 401 | 403 | 415 | 421),
                        "{what}: {} {}",
                        answer.status,
                        answer.json()
                    );
                    let expected = origin.iter().any(|origin| origin == ALLOWED) && answer.code() != "NOT_FOUND";
                    assert_eq!(answer.header("access-control-allow-origin"), expected.then_some(ALLOWED), "{what}");
                    assert_usual_headers(&answer, &what);
                }
                if (method.as_str(), path) == ("DELETE", "/api/chatkit/session") {
                    page = Page::open(&server).await;
                }
            }
        }
    }
    assert!(cells >= 2_576, "{cells} cells");
    assert_eq!(server.panics(), 0);
}

#[tokio::test]
async fn no_route_but_the_open_ones_answers_without_its_credential() {
    let server = start().await;
    let addr = server.addr();
    let page = Page::open(&server).await;
    let ticket = server.mint_ticket("local", LONG).unwrap();
    let attachment = page.prepare_upload("a.txt", "text/plain", 1).await;
    let upload_of_another = attachment["upload_descriptor"]["headers"]["Authorization"].as_str().expect("a ticket");
    let upload_of_another = upload_of_another.trim_start_matches("Bearer ").to_owned();
    assert_eq!(page.send("PUT", "/api/v1/settings/mcp", &json!({ "on": true })).await.status, 200);
    for (method, path, access) in access_table() {
        let right = legal(&server, &page, method.as_str(), path, Access::Open).await.header("Host", &addr.to_string());
        let wrong: &[Request] = match access {
            Access::Open => &[],
            Access::Ticket => &[right.clone(), right.clone().bearer(&page.secret), right.clone().bearer("x")],
            Access::Upload => &[
                right.clone(),
                right.clone().bearer(&ticket),
                right.clone().bearer(&upload_of_another),
                right.clone().bearer(&page.secret).bearer(&page.secret),
                right.header("Cookie", &format!("token={}", page.secret)),
            ],
            Access::Mcp => {
                &[right.clone(), right.clone().bearer(&ticket), right.clone().bearer(&page.secret), right.bearer("x")]
            }
            Access::Bearer => &[
                right.clone(),
                right.clone().bearer(&ticket),
                right.clone().bearer(&upload_of_another),
                right.clone().bearer(""),
                right.clone().header("Authorization", &page.secret),
                right.clone().header("Authorization", &format!("Basic {}", page.secret)),
                right.clone().bearer(&page.secret).bearer(&page.secret),
                right.clone().header("Cookie", &format!("token={}", page.secret)),
                right.header("X-Authorization", &format!("Bearer {}", page.secret)),
            ],
        };
        for request in wrong {
            let answer = request.clone().send(addr).await;
            assert_refused(&answer, 401, "UNAUTHORIZED", &format!("{method} {path}"));
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        }
    }
    assert_eq!(page.get("/api/v1/app").await.status, 200, "and the right one still counts");
}

/// Each request has the fault of its row and of every row below it.
#[tokio::test]
async fn faults_are_told_in_one_order() {
    let server = start_with(|options| options.limits.max_streams = 0).await;
    let addr = server.addr();
    let page = Page::open(&server).await;
    let faulty = |target: &str| Request::without_host("GET", target).body(vec![b'x'; 300_000]);
    let ours = addr.to_string();
    let bad_origin = |request: Request| request.header("Origin", "https://evil.example");
    let events = "/api/v1/events";
    let with_token = "/api/v1/events?token=x";
    for (request, status, code) in [
        (bad_origin(faulty(with_token)), 421, "WRONG_HOST"),
        (bad_origin(faulty(with_token).header("Host", &ours)), 403, "ORIGIN_REFUSED"),
        (faulty(with_token).header("Host", &ours).header("Sec-Fetch-Site", "cross-site"), 403, "CROSS_SITE"),
        (faulty(with_token).header("Host", &ours), 400, "CREDENTIAL_IN_URL"),
        (faulty(events).header("Host", &ours), 401, "UNAUTHORIZED"),
        (faulty(events).header("Host", &ours).bearer(&page.secret), 429, "TOO_MANY_STREAMS"),
        (faulty("/api/v1/none").header("Host", &ours).bearer(&page.secret), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (
            faulty("/api/v1/none")
                .header("Host", &ours)
                .bearer(&page.secret)
                .header("Content-Type", "application/json"),
            413,
            "TOO_LARGE",
        ),
        (page.request("GET", "/api/v1/none"), 404, "NOT_FOUND"),
    ] {
        assert_refused(&request.send(addr).await, status, code, code);
    }
}

#[tokio::test]
async fn an_absolute_target_must_name_this_server() {
    let server = start().await;
    let addr = server.addr();
    for (target, status) in [
        (format!("http://{addr}/healthz"), 200),
        (format!("http://localhost:{}/healthz", addr.port()), 421),
        ("http://evil.example/healthz".to_owned(), 421),
        (format!("https://{addr}/healthz"), 421),
        (format!("http://user:word@{addr}/healthz"), 421),
    ] {
        assert_eq!(Request::new(addr, "GET", &target).send(addr).await.status, status, "{target}");
    }
}

#[tokio::test]
async fn another_site_may_only_visit_the_page() {
    let server = start_with(|options| options.allow_origins = vec![ALLOWED.to_owned()]).await;
    let addr = server.addr();
    let visit = |method: &str, target: &str, mode: &str, dest: &str| {
        let request = Request::new(addr, method, target).header("Sec-Fetch-Site", "cross-site");
        request.header("Sec-Fetch-Mode", mode).header("Sec-Fetch-Dest", dest)
    };
    assert_eq!(visit("GET", "/", "navigate", "document").send(addr).await.status, 200);
    for refused in [
        visit("GET", "/", "navigate", "iframe"),
        visit("GET", "/", "no-cors", "image"),
        visit("POST", "/", "navigate", "document"),
        visit("GET", "/renew", "navigate", "document"),
        visit("GET", "/healthz", "no-cors", "script"),
        visit("GET", "/", "navigate", "document").header("Sec-Fetch-Dest", "document"),
    ] {
        assert_refused(&refused.send(addr).await, 403, "CROSS_SITE", "another site");
    }
    let allowed = visit("GET", "/healthz", "cors", "empty").header("Origin", ALLOWED);
    assert_eq!(allowed.send(addr).await.status, 200, "an origin allowed by name is another site by nature");
}

#[tokio::test]
async fn only_an_allowed_origin_earns_cors() {
    let server = start_with(|options| options.allow_origins = vec![ALLOWED.to_owned()]).await;
    let addr = server.addr();
    let preflight = |origin: &str| {
        let request = Request::new(addr, "OPTIONS", "/chatkit").header("Origin", origin);
        request
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization")
    };
    let answer = preflight(ALLOWED).send(addr).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some(ALLOWED));
    assert_eq!(answer.header("access-control-allow-methods"), Some("GET, POST, PATCH, PUT, DELETE, OPTIONS"));
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("Authorization, Content-Type, Accept, Accept-Language, Idempotency-Key, chatkit-frame-instance-id")
    );
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    assert_eq!(answer.header("vary"), Some("Origin"));
    assert_refused(&preflight("https://evil.example").send(addr).await, 403, "ORIGIN_REFUSED", "a foreign preflight");
    assert_refused(&preflight(&server.url()).send(addr).await, 401, "UNAUTHORIZED", "our own page makes no preflight");
    let unauthorized = Request::new(addr, "GET", "/api/v1/app").header("Origin", ALLOWED).send(addr).await;
    assert_refused(&unauthorized, 401, "UNAUTHORIZED", "a refusal, even to an allowed origin");
}

#[tokio::test]
async fn the_place_of_the_mcp_server_refuses_every_page() {
    let server = start_with(|options| options.allow_origins = vec![ALLOWED.to_owned()]).await;
    let addr = server.addr();
    let page = Page::open(&server).await;
    for origin in [server.url().as_str(), ALLOWED, "null"] {
        for target in ["/mcp", "/mcp/", "/mcp/x"] {
            let answer = page.request("POST", target).header("Origin", origin).send(addr).await;
            assert_refused(&answer, 403, "ORIGIN_REFUSED", target);
        }
    }
    assert_refused(&page.bare("POST", "/mcp").await, 404, "MCP_OFF", "it is off until somebody switches it on");
}

#[tokio::test]
async fn a_known_place_with_another_method_says_so_to_who_may_know() {
    let server = start().await;
    let addr = server.addr();
    let page = Page::open(&server).await;
    assert_refused(&page.bare("PUT", "/api/v1/tasks").await, 405, "METHOD_NOT_ALLOWED", "a known place");
    let stranger = Request::new(addr, "PUT", "/api/v1/tasks").send(addr).await;
    assert_refused(&stranger, 401, "UNAUTHORIZED", "a stranger learns nothing");
    let nothing = Request::new(addr, "GET", "/api/v1/none").send(addr).await;
    assert_refused(&nothing, 401, "UNAUTHORIZED", "not even what is not there");
}

#[tokio::test]
async fn pages_may_load_from_their_own_server_only() {
    let server = start().await;
    let addr = server.addr();
    for target in ["/", "/quick-add.html", "/renew"] {
        let answer = Request::new(addr, "GET", target).send(addr).await;
        assert_eq!(answer.status, 200);
        let policy = answer.header("content-security-policy").expect("a policy");
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
             media-src 'self' blob:; worker-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'"
        );
        let permissions = answer.header("permissions-policy").expect("permissions");
        assert!(permissions.contains("microphone=(self)") && permissions.contains("camera=()"), "{permissions}");
        assert_usual_headers(&answer, target);
    }
}

#[tokio::test]
async fn files_come_from_the_window_and_from_nowhere_else() {
    let server = start().await;
    let addr = server.addr();
    for target in [
        "/assets/../index.html",
        "/assets/../../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets/..%5c..%5cCargo.toml",
        "/assets//etc/passwd",
        "/assets/%2fetc%2fpasswd",
        "/assets/a%00.js",
        "/assets/%ff.js",
        "/assets/.",
    ] {
        let answer = Request::new(addr, "GET", target).send(addr).await;
        assert_refused(&answer, 404, "NOT_FOUND", target);
    }
    // Where the window is built, its hashed files are served, as what they are and for ever.
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/dist/assets")).into_iter().flatten() {
        let name = file.expect("a file").file_name().into_string().expect("a name");
        let answer = Request::new(addr, "GET", &format!("/assets/{name}")).send(addr).await;
        assert_eq!(answer.status, 200, "{name}");
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"), "{name}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let media_type = answer.header("content-type").expect("a media type");
        assert!(!name.ends_with(".js") || media_type.starts_with("text/javascript"), "{name}: {media_type}");
        assert!(!name.ends_with(".css") || media_type.starts_with("text/css"), "{name}: {media_type}");
    }
}

#[tokio::test]
async fn a_body_is_read_only_as_json() {
    let server = start().await;
    let addr = server.addr();
    let page = Page::open(&server).await;
    let body = json!({ "title": "a" }).to_string();
    for media_type in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", ""]
    {
        let request = page.request("POST", "/api/v1/tasks").body(body.clone()).header("Content-Type", media_type);
        assert_refused(&request.send(addr).await, 415, "UNSUPPORTED_MEDIA_TYPE", media_type);
    }
    let none = page.request("POST", "/api/v1/tasks").body(body.clone());
    assert_refused(&none.send(addr).await, 415, "UNSUPPORTED_MEDIA_TYPE", "no media type");
    let packed =
        page.request("POST", "/api/v1/tasks").json(&json!({ "title": "a" })).header("Content-Encoding", "gzip");
    assert_refused(&packed.send(addr).await, 415, "UNSUPPORTED_MEDIA_TYPE", "packed");
    let good =
        page.request("POST", "/api/v1/tasks").body(body).header("Content-Type", "application/json; charset=utf-8");
    assert_eq!(good.send(addr).await.status, 201);
    assert_eq!(page.bare("POST", "/api/v1/undo").await.status, 200, "no body needs no media type");
}
