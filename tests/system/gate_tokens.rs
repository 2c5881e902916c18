//! Client secrets from outside: whatever is not exactly one that this start has made, and that still counts, opens nothing.

use docket_server::SessionKey;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Map, Value, json};
use support::in_process::{Page, SESSION_KEY, start, start_with};
use support::raw::Request;

/// A token of its parts, signed as HS256 would be with `key`.
fn signed(header: &str, claims: &str, key: &[u8]) -> String {
    let message = format!("{}.{}", base64(header.as_bytes()), base64(claims.as_bytes()));
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &EncodingKey::from_secret(key), Algorithm::HS256);
    format!("{message}.{}", signature.expect("a signature"))
}

/// URL-safe base64 without padding (RFC 4648 section 5).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = bits >> (18 - 6 * place) & 63;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}

fn unbase64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for chunk in text.as_bytes().chunks(4) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 6 | u32::from(value(*byte))) << (6 * (4 - chunk.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..chunk.len()]);
    }
    bytes
}

/// A real token taken apart.
struct Parts {
    header: String,
    claims: Map<String, Value>,
    signature: String,
}

impl Parts {
    fn of(token: &str) -> Self {
        let mut parts = token.split('.');
        let mut text = || String::from_utf8(unbase64(parts.next().expect("three parts"))).expect("text");
        let (header, claims) = (text(), text());
        let signature = token.rsplit('.').next().expect("three parts").to_owned();
        Self { header, claims: serde_json::from_str(&claims).expect("claims"), signature }
    }

    /// The claims in the server's order, with one changed or, for null, left out.
    fn claims_with(&self, name: &str, value: Value) -> String {
        let mut claims = self.claims.clone();
        if value.is_null() {
            claims.remove(name);
        } else {
            claims.insert(name.to_owned(), value);
        }
        in_order(&claims)
    }
}

/// `serde_json` sorts its maps; the server writes its claims in the order of their declaration.
fn in_order(claims: &Map<String, Value>) -> String {
    let known = ["iss", "aud", "sub", "sid", "jti", "type", "iat", "nbf", "exp"];
    let mut names: Vec<_> = known.iter().copied().filter(|name| claims.contains_key(*name)).collect();
    names.extend(claims.keys().map(String::as_str).filter(|name| !known.contains(name)));
    let fields: Vec<_> = names.iter().map(|name| format!("{}:{}", json!(name), claims[*name])).collect();
    format!("{{{}}}", fields.join(","))
}

/// Each with a name, and each to be refused.
fn wrong_tokens(real: &str, other_start: &str) -> Vec<(String, String)> {
    let parts = Parts::of(real);
    let claims = wrong_claims(&parts);
    let claims = claims.into_iter().map(|(name, claims)| (name, signed(&parts.header, &claims, &SESSION_KEY)));
    let right_claims = in_order(&parts.claims);
    let headers = WRONG_HEADERS.iter().map(|(name, header)| (*name, signed(header, &right_claims, &SESSION_KEY)));
    let all = claims.chain(headers).chain(wrong_signatures(real, &parts, other_start));
    all.map(|(name, token)| (name.to_owned(), token)).collect()
}

fn wrong_claims(parts: &Parts) -> Vec<(&'static str, String)> {
    let seconds = |name: &str, shift: i64| json!(parts.claims[name].as_i64().expect("a number") + shift);
    let changed = [
        ("expired by a second", "exp", seconds("iat", -1)),
        ("expires this second", "exp", seconds("iat", 0)),
        ("lives a second longer than it was given", "exp", seconds("exp", 1)),
        ("lives a day longer", "exp", seconds("exp", 86_400)),
        ("lives for ever", "exp", json!(u64::MAX)),
        ("expires as text", "exp", json!(parts.claims["exp"].to_string())),
        ("expires at a fraction", "exp", json!(parts.claims["exp"].as_f64().expect("a number") + 0.5)),
        ("expires below zero", "exp", json!(-1)),
        ("never expires", "exp", Value::Null),
        ("counts from the next minute", "nbf", seconds("nbf", 60)),
        ("counts from next year", "nbf", seconds("nbf", 31_536_000)),
        ("says not from when it counts", "nbf", Value::Null),
        ("was made earlier", "iat", seconds("iat", -1)),
        ("was made later", "iat", seconds("iat", 1)),
        ("says not when it was made", "iat", Value::Null),
        ("issuer is another", "iss", json!("docket2")),
        ("issuer is a list", "iss", json!(["docket"])),
        ("issuer is missing", "iss", Value::Null),
        ("audience is another", "aud", json!("docket")),
        ("audience is a list with ours", "aud", json!(["docket-api", "x"])),
        ("audience is missing", "aud", Value::Null),
        ("subject is another user", "sub", json!("ann")),
        ("subject is empty", "sub", json!("")),
        ("subject is missing", "sub", Value::Null),
        ("type is another", "type", json!("access")),
        ("type is missing", "type", Value::Null),
        ("session is another", "sid", json!("01936f00-0000-4000-8000-000000000000")),
        ("session is no id", "sid", json!("x")),
        ("session is missing", "sid", Value::Null),
        ("token id is another", "jti", json!("01936f00-0000-4000-8000-000000000000")),
        ("token id is missing", "jti", Value::Null),
        ("has a claim of its own", "admin", json!(true)),
    ];
    let right = in_order(&parts.claims);
    let odd = [
        ("says its end twice", right.replacen('{', "{\"exp\":1,", 1)),
        ("says its user twice", right.replacen('{', "{\"sub\":\"ann\",", 1)),
        ("is no object", "[]".to_owned()),
        ("says nothing", "{}".to_owned()),
        ("is no JSON", "x".to_owned()),
    ];
    changed.into_iter().map(|(name, claim, value)| (name, parts.claims_with(claim, value))).chain(odd).collect()
}

const WRONG_HEADERS: &[(&str, &str)] = &[
    ("algorithm none", r#"{"typ":"JWT","alg":"none"}"#),
    ("algorithm None", r#"{"typ":"JWT","alg":"None"}"#),
    ("algorithm HS512", r#"{"typ":"JWT","alg":"HS512"}"#),
    ("algorithm RS256", r#"{"typ":"JWT","alg":"RS256"}"#),
    ("algorithm ES256", r#"{"typ":"JWT","alg":"ES256"}"#),
    ("algorithm missing", r#"{"typ":"JWT"}"#),
    ("algorithm twice", r#"{"alg":"none","typ":"JWT","alg":"HS256"}"#),
    ("critical extension", r#"{"typ":"JWT","alg":"HS256","crit":["x"],"x":1}"#),
    ("names a key", r#"{"typ":"JWT","alg":"HS256","kid":"../../dev/null"}"#),
    ("brings a key", r#"{"typ":"JWT","alg":"HS256","jwk":{"kty":"oct","k":"AA"}}"#),
    ("names a place of keys", r#"{"typ":"JWT","alg":"HS256","jku":"http://127.0.0.1/"}"#),
];

fn wrong_signatures(real: &str, parts: &Parts, other_start: &str) -> Vec<(&'static str, String)> {
    let claims = in_order(&parts.claims);
    let message = real.rsplit_once('.').expect("three parts").0;
    vec![
        ("signed with no key", signed(&parts.header, &claims, b"")),
        ("signed with zeros", signed(&parts.header, &claims, &[0; 32])),
        ("signed with a public key's text", signed(&parts.header, &claims, b"-----BEGIN PUBLIC KEY-----")),
        ("unsigned", format!("{message}.")),
        ("unsigned, algorithm none", format!("{}.{}.", base64(br#"{"alg":"none"}"#), base64(claims.as_bytes()))),
        ("two parts", message.to_owned()),
        ("four parts", format!("{real}.{}", parts.signature)),
        ("padded", format!("{real}=")),
        ("of another start", other_start.to_owned()),
        ("very long", format!("{real}{}", "A".repeat(8_000))),
        ("a word", "x".to_owned()),
        ("dots", "..".to_owned()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_wrong_token_opens_anything() {
    let server = start().await;
    let other = start_with(|options| options.session_key = SessionKey::from_bytes([8; 32])).await;
    let page = Page::open(&server).await;
    let of_other = Page::open(&other).await.secret;

    let parts = Parts::of(&page.secret);
    let again = signed(&parts.header, &in_order(&parts.claims), &SESSION_KEY);
    assert_eq!(
        again, page.secret,
        "this test can sign what the server signs, so that each row fails for its own reason"
    );

    let wrong = wrong_tokens(&page.secret, &of_other);
    assert!(wrong.len() >= 51, "{} rows", wrong.len());
    for (name, token) in wrong {
        let answer = Request::new(page.addr, "GET", "/api/v1/app").bearer(&token).send(page.addr).await;
        assert_eq!(answer.status, 401, "{name}: {token}");
        assert!(matches!(answer.code().as_str(), "UNAUTHORIZED" | "SESSION_EXPIRED"), "{name}");
        assert!(!answer.has_cors());
    }
    assert_eq!(page.get("/api/v1/app").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_character_of_a_token_can_be_changed() {
    let server = start().await;
    let page = Page::open(&server).await;
    assert!(page.secret.len() >= 311, "{} characters", page.secret.len());
    for place in 0..page.secret.len() {
        for other in ['A', 'B', '.', '-'] {
            let mut changed: Vec<char> = page.secret.chars().collect();
            if changed[place] == other {
                continue;
            }
            changed[place] = other;
            let changed: String = changed.into_iter().collect();
            let answer = Request::new(page.addr, "GET", "/api/v1/app").bearer(&changed).send(page.addr).await;
            assert_eq!((answer.status, answer.code().as_str()), (401, "UNAUTHORIZED"), "{other} at {place}");
        }
    }
}

#[tokio::test]
async fn a_revoked_token_opens_nothing_and_cannot_be_refreshed() {
    let server = start().await;
    let page = Page::open(&server).await;
    let other = Page::open(&server).await;
    assert_eq!(page.bare("DELETE", "/api/chatkit/session").await.status, 204);
    let answer = page.get("/api/v1/app").await;
    assert_eq!((answer.status, answer.code().as_str()), (401, "SESSION_EXPIRED"));
    let refresh = Request::new(page.addr, "POST", "/api/chatkit/refresh").json(&json!({ "token": page.secret }));
    let answer = refresh.send(page.addr).await;
    assert_eq!((answer.status, answer.code().as_str()), (401, "SESSION_EXPIRED"));
    assert_eq!(other.get("/api/v1/app").await.status, 200, "another session goes on");
}

#[tokio::test]
async fn only_a_token_of_a_living_session_is_refreshed() {
    let server = start().await;
    let page = Page::open(&server).await;
    let parts = Parts::of(&page.secret);
    let iat = parts.claims["iat"].as_i64().unwrap();
    let expired = signed(&parts.header, &parts.claims_with("exp", json!(iat - 1)), &SESSION_KEY);
    let refresh = async |token: &str| {
        Request::new(page.addr, "POST", "/api/chatkit/refresh").json(&json!({ "token": token })).send(page.addr).await
    };

    let answer = refresh(&expired).await;
    assert_eq!(answer.status, 200, "an expired token of a session that lives: {}", answer.json());
    let fresh = Page { secret: answer.json()["client_secret"].as_str().unwrap().to_owned(), ..page.clone() };
    assert_eq!(fresh.get("/api/v1/app").await.status, 200);
    assert_eq!(page.get("/api/v1/app").await.status, 200, "refreshing does not rotate");

    let session = |sid: &str| signed(&parts.header, &parts.claims_with("sid", json!(sid)), &SESSION_KEY);
    for (name, token) in [
        ("foreign key", signed(&parts.header, &in_order(&parts.claims), &[1; 32])),
        ("foreign session", session("01936f00-0000-4000-8000-000000000000")),
        ("foreign user", signed(&parts.header, &parts.claims_with("sub", json!("ann")), &SESSION_KEY)),
        ("not yet", signed(&parts.header, &parts.claims_with("nbf", json!(iat + 60)), &SESSION_KEY)),
        ("no token", String::new()),
    ] {
        let answer = refresh(&token).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "SESSION_EXPIRED"), "{name}");
    }
    let answer = Request::new(page.addr, "POST", "/api/chatkit/refresh").json(&json!({})).send(page.addr).await;
    assert_eq!((answer.status, answer.code().as_str()), (422, "INVALID"), "no token at all");
}
