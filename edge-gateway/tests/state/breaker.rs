//! Row 53: after repeated failures the pool is left alone, probed once, and used again.

use crate::support::{Edge, PoolAnswer, RedisServer};
use crate::*;
use std::sync::Arc;
use tokio::sync::Semaphore;

const BROKEN: fn() -> PoolAnswer = || PoolAnswer::Fixed(500, "{}".to_owned());

#[track_caller]
fn assert_open(answer: &Answer, within_seconds: u64) {
    answer.assert_problem(503, "pool-unavailable");
    let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=within_seconds).contains(&wait), "{wait}");
    assert!(answer.json()["detail"].as_str().unwrap().contains("left alone"), "{answer:?}");
}

#[test]
fn row_53_repeated_failures_open_it_and_the_pool_is_not_asked() {
    let edge = Edge::with(setup(None, &[("breaker_failures", "3"), ("breaker_open_seconds", "300")]));
    edge.pool.answer_with(BROKEN());
    assert_eq!((post(&edge).status, post(&edge).status), (502, 502));
    // An answer between them begins the count anew; a pool that is full, or lacks the model, is alive.
    for (answer, status) in [
        (PoolAnswer::Good, 200),
        (PoolAnswer::Fixed(503, "{}".to_owned()), 503),
        (PoolAnswer::Fixed(404, "{}".to_owned()), 422),
    ] {
        edge.pool.answer_with(answer);
        assert_eq!(post(&edge).status, status);
        edge.pool.answer_with(BROKEN());
        assert_eq!((post(&edge).status, post(&edge).status), (502, 502));
    }
    assert_eq!(post(&edge).status, 502);
    assert_eq!(edge.logged("breaker_open"), 1);
    edge.pool.answer_with(PoolAnswer::Good);
    let asked = edge.pool.seen().len();
    for _ in 0..5 {
        assert_open(&post(&edge), 300);
        assert_eq!(reason(&edge), "breaker_open");
    }
    let token = format!("Bearer {}", edge.token());
    assert_open(&edge.send("GET", "/v1/models", &[("authorization", &token)], b""), 300);
    assert_eq!(edge.pool.seen().len(), asked);
    // What needs no pool goes on.
    assert_eq!(edge.post("/v1/deidentify", BODY).status, 200);
}

#[test]
fn row_53_it_can_be_switched_off() {
    let edge = Edge::with(setup(None, &[("breaker_failures", "0")]));
    edge.pool.answer_with(BROKEN());
    for _ in 0..20 {
        assert_eq!(post(&edge).status, 502);
    }
}

/// Opens it through `edges[0]`, then looks through all.
fn opens_probes_once_and_closes(edges: &[&Edge]) {
    let pool = &edges[0].pool;
    pool.answer_with(BROKEN());
    for _ in 0..3 {
        assert_eq!(post(edges[0]).status, 502);
    }
    for edge in edges {
        until("each sees that it is open", || post(edge).status == 503);
    }
    let held = Arc::new(Semaphore::new(0));
    pool.answer_with(PoolAnswer::Held(Arc::clone(&held)));
    let asked = pool.seen().len();

    std::thread::scope(|scope| {
        // Requests come to all; one of them becomes the probe, and waits for the pool.
        until("somebody probes", || {
            for edge in edges {
                scope.spawn(move || {
                    let answer = post(edge);
                    assert!([200, 503].contains(&answer.status), "{answer:?}");
                });
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
            pool.seen().len() > asked
        });
        // While it waits, nobody else is let through.
        let waiting: Vec<_> = (0..20).map(|n| scope.spawn(move || post(edges[n % edges.len()]))).collect();
        for answer in waiting {
            assert_open(&answer.join().unwrap(), 2);
        }
        assert_eq!(pool.seen().len(), asked + 1, "more than one probe");
        pool.answer_with(PoolAnswer::Good);
        held.add_permits(1);
    });
    for edge in edges {
        until("it is closed", || post(edge).status == 200);
    }
    assert_eq!(edges.iter().map(|edge| edge.logged("breaker_closed")).sum::<usize>(), 1);
}

const SHORT: [(&str, &str); 3] =
    [("breaker_failures", "3"), ("breaker_open_seconds", "2"), ("pool_timeout_ms", "50000")];

#[test]
fn row_53_two_hosts_on_one_redis_open_probe_once_and_close_as_one() {
    let redis = RedisServer::start();
    let edge = Edge::with(setup(Some(redis.port), &SHORT));
    let other = edge.beside(&setup(Some(redis.port), &SHORT));
    assert_eq!(post(&other).status, 200);
    opens_probes_once_and_closes(&[&edge, &other]);
    assert_eq!(
        redis.command(&["KEYS", "anteroom:breaker*"]).lines().filter(|key| key.contains("probe")).count(),
        0
    );
}

#[test]
fn row_53_without_a_shared_store_a_host_has_its_own() {
    let edge = Edge::with(setup(None, &SHORT));
    opens_probes_once_and_closes(&[&edge]);
}

#[test]
fn row_53_and_while_the_store_is_away() {
    let list = [SHORT.as_slice(), &[("deny_list_unknown", "allow")]].concat();
    let edge = Edge::with(setup(Some(RedisServer::nowhere()), &list));
    opens_probes_once_and_closes(&[&edge]);
}

#[test]
fn row_53_a_probe_that_fails_opens_it_again() {
    let edge = Edge::with(setup(None, &[("breaker_failures", "1"), ("breaker_open_seconds", "1")]));
    edge.pool.answer_with(BROKEN());
    assert_eq!(post(&edge).status, 502);
    until("a probe fails", || post(&edge).status == 502);
    until("another one fails", || post(&edge).status == 502);
    assert_eq!((edge.logged("breaker_open"), edge.logged("breaker_closed")), (3, 0));
    edge.pool.stop();
    until("a probe finds nobody", || {
        post(&edge);
        reason(&edge) == "pool_unreachable"
    });
}
