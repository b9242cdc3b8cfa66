//! The issuer over HTTP: metadata (RFC 8414), key set, and a token endpoint for client credentials (RFC 6749, 4.4).
//!
//! It gives a token to every client id and secret: it stands in for a hospital's identity provider while trying things out.

use crate::keys::SigningKey;
use crate::token::Claims;
use anyhow::Result;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Where the key set is.
pub const KEYS_PATH: &str = "/.well-known/jwks.json";
/// Life of a token from the token endpoint, in seconds.
pub const TOKEN_LIFETIME: u64 = 3600;
/// A token request is a short form.
const LARGEST_FORM: usize = 16 << 10;
/// A client that has not sent its request line by then is cut off.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// An issuer: its name, its audience, its key.
#[derive(Debug)]
pub struct Issuer {
    /// `iss`, also the base of its addresses.
    pub url: String,
    /// `aud` of its tokens.
    pub audience: String,
    /// What it signs with.
    pub key: SigningKey,
}

/// Serves `issuer` until `shutdown` completes.
///
/// # Errors
/// Where the key has no public form.
pub async fn run(issuer: Issuer, listener: TcpListener, shutdown: impl Future<Output = ()>) -> Result<()> {
    let keys = json!({ "keys": [issuer.key.public()?] }).to_string();
    let state = Arc::new((issuer, keys));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let stream = tokio::select! {
            () = &mut shutdown => return Ok(()),
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Out of file descriptors, or the peer was quick to leave: neither ends the server.
                Err(_) => { tokio::time::sleep(Duration::from_millis(50)).await; continue }
            },
        };
        let _ = stream.set_nodelay(true);
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let state = Arc::clone(&state);
                async move { Ok::<_, Infallible>(answer(&state.0, &state.1, request).await) }
            });
            // A client that breaks off is its own affair.
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(issuer: &Issuer, keys: &str, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    match (request.method(), path.as_str()) {
        (&Method::GET, KEYS_PATH) => json_answer(StatusCode::OK, keys.to_owned()),
        (&Method::GET, "/.well-known/openid-configuration" | "/.well-known/oauth-authorization-server") => {
            let url = &issuer.url;
            let metadata = json!({
                "issuer": url,
                "jwks_uri": format!("{url}{KEYS_PATH}"),
                "token_endpoint": format!("{url}/token"),
                "grant_types_supported": ["client_credentials"],
                "response_types_supported": ["token"],
                "scopes_supported": ["classify", "deidentify"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            });
            json_answer(StatusCode::OK, metadata.to_string())
        }
        (&Method::POST, "/token") => token(issuer, request).await,
        _ => json_answer(StatusCode::NOT_FOUND, json!({"error": "not_found"}).to_string()),
    }
}

async fn token(issuer: &Issuer, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let form = match Limited::new(request.into_body(), LARGEST_FORM).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => {
            return json_answer(StatusCode::BAD_REQUEST, json!({"error": "invalid_request"}).to_string());
        }
    };
    let form = String::from_utf8_lossy(&form).into_owned();
    let field = |name: &str| {
        form.split('&').filter_map(|p| p.split_once('=')).find(|(n, _)| *n == name).map(|(_, v)| v)
    };
    if field("grant_type") != Some("client_credentials") {
        return json_answer(StatusCode::BAD_REQUEST, json!({"error": "unsupported_grant_type"}).to_string());
    }
    let mut claims = Claims::new(&issuer.url, &issuer.audience, TOKEN_LIFETIME);
    let scope = field("scope")
        .map_or_else(|| "classify deidentify".to_owned(), |s| s.replace(['+'], " ").replace("%20", " "));
    claims = claims.with("scope", json!(scope));
    if let Some(client) = field("client_id") {
        claims = claims.with("client_id", json!(client)).with("sub", json!(client));
    }
    match claims.sign(&issuer.key) {
        Ok(token) => json_answer(
            StatusCode::OK,
            json!({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFETIME, "scope": scope}).to_string(),
        ),
        Err(_) => json_answer(StatusCode::INTERNAL_SERVER_ERROR, json!({"error": "server_error"}).to_string()),
    }
}

fn json_answer(status: StatusCode, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
