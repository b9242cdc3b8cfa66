//! A shared store that stands still, dies or is full stops nobody.

use crate::support::{Edge, RedisServer, Setup};
use crate::*;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

fn patient(redis: &RedisServer, redis_timeout: Duration) -> Setup {
    let variables = variables(&[("shared_patience_ms", "250")]);
    Setup { redis: Some(redis.port), variables, redis_timeout, ..Setup::default() }
}

/// Asks until an answer was made with the shared store: from then on, what is missing is its doing.
fn warm_up(edge: &Edge) {
    until("the store is used", || {
        post(edge).status == 200 && edge.audits().last().unwrap()["without"].is_null()
    });
}

/// The host gives a call to Redis half a second; one request pays that, and the others see it at once.
#[test]
fn a_store_that_stands_still_costs_one_request_and_is_used_again_when_it_answers() {
    let redis = RedisServer::start();
    let edge = Edge::with(patient(&redis, Duration::from_millis(500)));
    warm_up(&edge);
    let left_alone = edge.logged("shared_store_left_alone");
    redis.signal("STOP");
    until("it is noticed", || {
        assert_eq!(post(&edge).status, 200);
        edge.logged("shared_store_left_alone") > left_alone
    });
    for _ in 0..20 {
        assert_eq!(post(&edge).status, 200);
        assert_eq!(edge.audits().last().unwrap()["without"], json!(["shared_state"]));
    }
    redis.signal("CONT");
    warm_up(&edge);
    assert!(edge.logged("shared_store_back") >= 1);
}

/// As under Spin, where a call to a dead Redis has no end: those who came first hang, those who come after do not.
#[test]
fn where_the_host_sets_no_limit_only_the_first_requests_hang() {
    let redis = RedisServer::start();
    let edge = Edge::with(patient(&redis, Duration::from_secs(3600)));
    warm_up(&edge);
    redis.signal("STOP");
    let (sent, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let (edge, sent, done) = (&edge, &sent, &done);
        until("somebody gets past", || {
            sent.fetch_add(1, Ordering::Relaxed);
            scope.spawn(move || {
                assert_eq!(post(edge).status, 200);
                done.fetch_add(1, Ordering::Relaxed);
            });
            std::thread::sleep(Duration::from_millis(100));
            edge.logged("shared_store_left_alone") > 0 && done.load(Ordering::Relaxed) > 0
        });
        // Who comes now does not wait.
        for _ in 0..20 {
            assert_eq!(post(edge).status, 200);
        }
        assert!(
            done.load(Ordering::Relaxed) < sent.load(Ordering::Relaxed),
            "nobody hung: the test shows nothing"
        );
        redis.signal("CONT");
    });
    assert_eq!(
        done.load(Ordering::Relaxed),
        sent.load(Ordering::Relaxed),
        "those who hung are answered at last"
    );
}

#[test]
fn row_25_without_its_own_store_a_host_lets_nobody_in() {
    let edge = Edge::with(Setup { local_redis: Some(RedisServer::nowhere()), ..Setup::default() });
    let answer = post(&edge);
    answer.assert_problem(503, "keys-unavailable");
    assert_eq!((reason(&edge).as_str(), answer.header("retry-after")), ("key_store_unavailable", Some("30")));
    edge.get("/readyz").assert_problem(503, "keys-unavailable");
    assert_eq!(edge.get("/healthz").status, 200);
    assert!(edge.pool.seen().is_empty());
}

#[test]
fn row_25_a_store_that_is_full_still_has_its_deny_list_and_limits_hold_by_host() {
    let redis = RedisServer::start();
    redis.command(&["SET", "anteroom:deny", "0 client shut-out\n"]);
    redis.command(&["CONFIG", "SET", "maxmemory", "1"]);
    let list = [("rate_requests", "5"), ("rate_window_seconds", "3600")];
    let edge = Edge::with(setup(Some(redis.port), &list));
    assert_eq!(edge.post_as(&token_of(&edge, "shut-out"), "/v1/classify", BODY).status, 401);
    let statuses: Vec<u16> = (0..8).map(|_| post(&edge).status).collect();
    let let_in = statuses.iter().filter(|status| **status == 200).count();
    // One more where an hour begins meanwhile.
    assert!((5..=6).contains(&let_in), "{statuses:?}");
    assert_eq!(edge.audits().last().unwrap()["without"], json!(["shared_state"]));
}
