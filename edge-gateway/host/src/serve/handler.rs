//! One request: what Spin's HTTP trigger does around the component.
//!
//! For whom: every connection in [`super`]. Never: logging a path, a header or a body.

use std::net::SocketAddr;

use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, Version, header};
use hyper::body::{Body as _, Incoming};
use wasmtime_wasi_http::WasiBody;

use super::audit::Audit;
use super::inbound::Inbound;
use super::problem::{self, Problem, REQUEST_ID};
use super::{Host, call};
use crate::config::{Route, find_route};

/// Paths under this are the host's own, as in Spin. Of Spin's, `health` is here; `info` is not:
/// it tells outsiders what is installed.
const WELL_KNOWN: &str = "/.well-known/spin/";

/// Headers that only the host sets: the component takes them as true.
const HOST_HEADERS: &str = "spin-";

pub(super) async fn answer(
    host: &Host,
    request: Request<Incoming>,
    peer: SocketAddr,
    scheme: Scheme,
) -> Response<WasiBody> {
    let version = request.version();
    let (request, rest) = Inbound::new(request);
    let mut response = respond(host, request, peer, scheme).await;
    let closes = host.is_leaving() || (is_whole(&response) && rest.is_too_much());
    if closes && version <= Version::HTTP_11 {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Whether this is an answer in one piece. One that is streamed may begin before its request has ended.
fn is_whole(response: &Response<WasiBody>) -> bool {
    response.headers().contains_key(header::CONTENT_LENGTH) || response.body().size_hint().exact().is_some()
}

async fn respond(
    host: &Host,
    mut request: Request<Inbound>,
    peer: SocketAddr,
    scheme: Scheme,
) -> Response<WasiBody> {
    let id = problem::request_id(request.headers());
    let path = request.uri().path().to_owned();
    if let Some(well_known) = path.strip_prefix(WELL_KNOWN) {
        return match well_known {
            "health" if host.is_leaving() => Problem::Busy.response(&id),
            "health" => Response::new(problem::full("OK")),
            _ => Problem::NotFound.response(&id),
        };
    }
    let audit = Audit::new(host.config.guest_log.clone(), &id);
    let Some(authority) = authority(&request) else {
        audit.refused("bad_host", Problem::BadHost.status());
        return Problem::BadHost.response(&id);
    };
    let Some((route, rest)) = find_route(&host.config.routes, &path) else {
        return Problem::NotFound.response(&id);
    };
    let most = host.config.limits.body;
    // The exact size if the caller announced one.
    if request.body().size_hint().lower() > most {
        audit.refused("body_too_large", Problem::TooLarge.status());
        return Problem::TooLarge.response(&id);
    }
    let full_url = full_url(&request, &scheme, &authority);
    set_host_headers(request.headers_mut(), route, rest, full_url.as_bytes(), peer);
    // The component takes an id that is there: what it writes of this request and what the host writes have the same.
    if let Ok(id) = HeaderValue::from_str(&id) {
        request.headers_mut().insert(REQUEST_ID, id);
    }
    match call::call(host, request, &scheme, audit).await {
        Ok(response) => response,
        Err(problem) => problem.response(&id),
    }
}

/// The one host that the request names. Two that differ, or none, is how a request is smuggled past
/// whoever looked at the other.
fn authority<B>(request: &Request<B>) -> Option<Authority> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (None, _) => None,
        (Some(host), None) => Some(host.to_str().ok()?.parse::<Authority>().ok()?),
        _ => return None,
    };
    let found = match (named, request.uri().authority().cloned()) {
        (Some(a), Some(b)) if a != b => return None,
        (Some(a), _) | (None, Some(a)) => a,
        (None, None) => return None,
    };
    (!found.as_str().contains('@')).then_some(found)
}

fn full_url<B>(request: &Request<B>, scheme: &Scheme, authority: &Authority) -> String {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    format!("{scheme}://{authority}{path}")
}

/// Sets what Spin sets, after removing whatever the caller sent under those names.
fn set_host_headers(headers: &mut HeaderMap, route: &Route, rest: &str, full_url: &[u8], peer: SocketAddr) {
    let forged: Vec<HeaderName> =
        headers.keys().filter(|name| name.as_str().starts_with(HOST_HEADERS)).cloned().collect();
    for name in forged {
        headers.remove(name);
    }
    let peer = peer.to_string();
    let own: [(&'static str, &[u8]); 7] = [
        ("spin-full-url", full_url),
        ("spin-path-info", rest.as_bytes()),
        ("spin-matched-route", route.raw().as_bytes()),
        ("spin-raw-component-route", route.raw().as_bytes()),
        ("spin-component-route", route.prefix().as_bytes()),
        ("spin-base-path", b"/"),
        ("spin-client-addr", peer.as_bytes()),
    ];
    for (name, value) in own {
        // A URI has no byte that a header may not have.
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_host() {
        let check = |uri: &str, hosts: &[&str]| {
            let mut request = Request::builder().uri(uri);
            for host in hosts {
                request = request.header(header::HOST, *host);
            }
            authority(&request.body(()).unwrap()).map(|authority| authority.to_string())
        };
        assert_eq!(check("/", &["a.example:1"]).as_deref(), Some("a.example:1"));
        assert_eq!(check("https://a.example/", &[]).as_deref(), Some("a.example"));
        assert_eq!(check("https://a.example/", &["a.example"]).as_deref(), Some("a.example"));
        for (uri, hosts) in [
            ("/", &[][..]),
            ("/", &["a", "a"]),
            ("/", &["a b"]),
            ("/", &["u@a"]),
            ("https://a.example/", &["b.example"]),
        ] {
            assert_eq!(check(uri, hosts), None, "{uri} {hosts:?}");
        }
    }
}
