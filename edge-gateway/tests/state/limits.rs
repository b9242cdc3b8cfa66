//! Row 48: a client's rate.

use crate::support::{Answer, Edge, RedisServer, Setup, within_an_hour};
use crate::*;

fn rate(redis: Option<u16>, requests: &'static str) -> Setup {
    setup(redis, &[("rate_requests", requests), ("rate_window_seconds", "3600")])
}

/// `r` and `t` of `RateLimit`.
fn left(answer: &Answer) -> (u64, u64) {
    let value = answer.header("ratelimit").unwrap_or_else(|| panic!("{answer:?}"));
    let (r, t) = value.strip_prefix("\"client\";r=").unwrap().split_once(";t=").unwrap();
    (r.parse().unwrap(), t.parse().unwrap())
}

#[test]
fn row_48_over_the_rate_is_429_with_retry_after_and_the_rate_in_headers() {
    within_an_hour(|| {
        let edge = Edge::with(rate(None, "3"));
        for expect in [2, 1, 0] {
            let answer = post(&edge);
            assert_eq!(answer.status, 200, "{answer:?}");
            assert_eq!(answer.header("ratelimit-policy"), Some("\"client\";q=3;w=3600"));
            let (left, ends) = left(&answer);
            assert_eq!(left, expect);
            assert!((1..=3600).contains(&ends), "{ends}");
        }
        let before = edge.pool.seen().len();
        // Every route that needs a caller, also where the answer would have been another error.
        for (path, body) in [("/v1/classify", BODY), ("/v1/deidentify", BODY), ("/v1/classify", "{")] {
            let answer = edge.post(path, body);
            answer.assert_problem(429, "too-many-requests");
            let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=7200).contains(&wait), "{wait}");
            assert_eq!(left(&answer).0, 0);
            assert_eq!(reason(&edge), "rate_limited");
        }
        assert_eq!(edge.pool.seen().len(), before, "a request over the rate reached the pool");

        // Another client has its own; another subject of the same client has not.
        assert_eq!(edge.post_as(&token_of(&edge, "other"), "/v1/classify", BODY).status, 200);
        let subject = edge.claims().with("sub", "somebody-else".into()).sign(&edge.key).unwrap();
        edge.post_as(&subject, "/v1/classify", BODY).assert_problem(429, "too-many-requests");
        // Who is not known has no standing, and takes nobody's.
        let forged = edge.post_as("abc", "/v1/classify", BODY);
        assert_eq!((forged.status, forged.header("ratelimit")), (401, None));
        assert_eq!(edge.get("/healthz").header("ratelimit"), None);
    });
}

#[test]
fn row_48_an_error_that_was_counted_says_what_is_left() {
    within_an_hour(|| {
        let edge = Edge::with(rate(None, "5"));
        let bad = edge.post("/v1/classify", "{");
        assert_eq!((bad.status, left(&bad).0), (400, 4));
        let narrow = edge.claims().with("scope", "deidentify".into()).sign(&edge.key).unwrap();
        // A caller who may not do this at all costs nobody anything.
        let refused = edge.post_as(&narrow, "/v1/classify", BODY);
        assert_eq!((refused.status, refused.header("ratelimit")), (403, None));
    });
}

#[test]
fn row_48_no_rate_no_headers() {
    let edge = Edge::with(setup(None, &[("rate_requests", "0")]));
    let answer = post(&edge);
    assert_eq!(
        (answer.status, answer.header("ratelimit"), answer.header("ratelimit-policy")),
        (200, None, None)
    );
}

/// How many of 24 requests, sent at once to both by turns, are let in.
fn let_in(edge: &Edge, other: &Edge) -> usize {
    let token = edge.token();
    let statuses = std::thread::scope(|scope| {
        let send = |n: usize| {
            let (edge, token) = (if n.is_multiple_of(2) { edge } else { other }, &token);
            scope.spawn(move || edge.post_as(token, "/v1/deidentify", BODY).status)
        };
        let sent: Vec<_> = (0..24).map(send).collect();
        sent.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(statuses.iter().all(|status| [200, 429].contains(status)), "{statuses:?}");
    statuses.iter().filter(|status| **status == 200).count()
}

#[test]
fn row_48_two_hosts_on_one_redis_are_as_one() {
    within_an_hour(|| {
        let redis = RedisServer::start();
        let edge = Edge::with(rate(Some(redis.port), "10"));
        let other = edge.beside(&rate(Some(redis.port), "10"));
        assert_eq!(let_in(&edge, &other), 10);
        assert_eq!(let_in(&edge, &other), 0);
        // Whose rate it is does not stand there, and one client leaves little behind.
        let keys = redis.command(&["KEYS", "anteroom:rate:*"]);
        assert!(keys.lines().count() <= 3 && !keys.contains("development"), "{keys}");
        assert_eq!(
            redis.command(&["KEYS", "*"]).lines().filter(|key| !key.starts_with("anteroom:")).count(),
            0
        );
    });
}

#[test]
fn row_48_without_a_shared_store_each_host_holds_its_own() {
    within_an_hour(|| {
        let edge = Edge::with(rate(None, "10"));
        let other = edge.beside(&rate(None, "10"));
        assert_eq!(let_in(&edge, &other), 20);
    });
}
