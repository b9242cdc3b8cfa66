//! Ways round the token by spelling a path that needs none (row 29), by headers that proxies obey, and by look-alikes.

use crate::BODY;
use crate::support::{Edge, raw};

#[test]
fn row_29_no_spelling_of_the_health_path_and_no_header_is_a_way_round() {
    let edge = Edge::start();
    let json = ("content-type", "application/json");
    for path in [
        "//healthz",
        "/healthz/",
        "/HEALTHZ",
        "/Healthz",
        "/%68ealthz",
        "/healthz%2f",
        "/healthz%00",
        "/healthz;x=1",
        "/healthz.json",
        "/./healthz",
        "/x/../healthz",
        "/v1/../healthz",
        "/v1/%2e%2e/healthz",
        "/healthz/../v1/classify",
        "/healthz/..%2fv1/classify",
        "/healthz;/../v1/classify",
        "/%2e/v1/classify",
        "//v1/classify",
        "/v1//classify",
        "/v1/classify/",
        "/V1/classify",
        "/v1/Classify",
        "/v1/%63lassify",
        "/v1/classify%20",
        "/v1/classify%3fx",
        "/v1\\classify",
        "/v1/classify;jsessionid=1",
        "/v1/classify%0a",
        // Look-alikes: Cyrillic a and s, a full-width letter, a combining mark, an overlong slash, each escaped.
        "/v1/cl%D0%B0ssify",
        "/v1/cla%D1%95%D1%95ify",
        "/v1/%EF%BD%83lassify",
        "/v1/classify%CC%81",
        "/v1%c0%afclassify",
        "/v1%e2%81%84classify",
        "/health%C5%BE",
        "/.well-known/../v1/classify",
        "/.well-known/spin/info",
        "/.well-known/spin/health/../info",
    ] {
        for method in ["GET", "POST", "HEAD"] {
            let answer = edge.send(method, path, &[json], BODY.as_bytes());
            assert_eq!(answer.status, 404, "{method} {path}: {answer:?}");
        }
    }
    // Unescaped bytes that are no path: refused before the component, or not found by it.
    for path in ["/v1/cl\u{430}ssify", "/v1/classify\u{301}", "/v1/classify\u{202e}", "/healthz\u{0}"] {
        let answer = edge.send("POST", path, &[json], BODY.as_bytes());
        assert!([400, 404].contains(&answer.status), "{answer:?}");
    }
    // Headers by which a proxy may name another path, method, host or caller.
    for (name, value) in [
        ("x-original-url", "/healthz"),
        ("x-rewrite-url", "/healthz"),
        ("x-forwarded-uri", "/healthz"),
        ("x-forwarded-prefix", "/healthz"),
        ("x-http-method-override", "GET"),
        ("x-method-override", "GET"),
        ("spin-path-info", "/healthz"),
        ("spin-full-url", "http://edge.test/healthz"),
        ("spin-raw-component-route", "/healthz"),
        ("spin-client-addr", "127.0.0.1:1"),
        ("x-forwarded-for", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1;host=edge.test"),
        ("x-forwarded-client-cert", "By=spiffe://edge;Subject=\"CN=edge\""),
        ("x-remote-user", "root"),
        ("remote-user", "root"),
        ("x-forwarded-user", "root"),
        ("x-auth-request-user", "root"),
        ("x-envoy-internal", "true"),
        ("proxy-authorization", "Bearer x"),
        ("cookie", "access_token=x"),
        ("connection", "close, authorization"),
        ("upgrade", "h2c"),
        ("expect", "100-continue"),
        ("x-request-id", "../healthz"),
        ("content-location", "/healthz"),
        ("host", "edge.test/healthz"),
    ] {
        let answer = edge.send("POST", "/v1/classify", &[json, (name, value)], BODY.as_bytes());
        assert!([400, 401].contains(&answer.status), "{name}: {answer:?}");
    }
    // A query and a fragment are no part of the path, and nothing in them is a token.
    for path in ["/v1/classify?/healthz", "/v1/classify?x=/healthz", "/v1/classify?authorization=Bearer%20x"]
    {
        edge.send("POST", path, &[json], BODY.as_bytes()).assert_problem(401, "unauthorized");
    }
    assert!(edge.pool.seen().is_empty());
}

#[test]
fn row_38_methods_are_the_contracts_and_nothing_else() {
    let edge = Edge::start();
    let token = format!("Bearer {}", edge.token());
    for method in
        ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "post", "Post", "PROPFIND", "GET", "HEAD", "POSTX"]
    {
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        let answer = edge.send(method, "/v1/classify", &headers, BODY.as_bytes());
        assert_eq!(answer.status, 405, "{method}: {answer:?}");
        assert_eq!(answer.header("allow"), Some("POST"), "{method}");
    }
    // The forms of a target that are for proxies.
    for head in
        ["CONNECT edge.test:443 HTTP/1.1\r\nhost: edge.test:443", "OPTIONS * HTTP/1.1\r\nhost: edge.test"]
    {
        let answer = raw(&edge.address, format!("{head}\r\nconnection: close\r\n\r\n").as_bytes());
        assert!((400..=405).contains(&answer.status), "{answer:?}");
    }
    assert!(edge.pool.seen().is_empty());
}
