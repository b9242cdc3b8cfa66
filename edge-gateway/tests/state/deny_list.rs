//! Rows 27 and 25: what an operator has shut out, and what is answered while nobody can say.

use crate::support::{Edge, RedisServer};
use crate::*;
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};

#[test]
fn row_27_a_token_a_subject_or_a_client_on_the_list_is_401() {
    let redis = RedisServer::start();
    let edge = Edge::with(setup(Some(redis.port), &[]));
    let token = |id: &str| edge.claims().with("jti", id.into()).sign(&edge.key).unwrap();
    let (bad, good) = (token("bad one"), token("good"));
    let status = |token: &str| edge.post_as(token, "/v1/classify", BODY).status;
    assert_eq!((status(&bad), status(&good)), (200, 200));

    // As `redis-cli APPEND anteroom:deny "0 jti bad one"$'\n'` does. The token is one whose signature is remembered.
    redis.command(&["APPEND", "anteroom:deny", "100 jti good\n0 jti bad one\n"]);
    until("the token is refused", || status(&bad) == 401);
    let answer = edge.post_as(&bad, "/v1/classify", BODY);
    answer.assert_problem(401, "unauthorized");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""));
    assert_eq!(reason(&edge), "token_revoked");
    assert_eq!(edge.audits().last().unwrap()["subject"], "development-app");
    // An entry whose time is over shuts nobody out.
    assert_eq!(status(&good), 200);

    redis.command(&["APPEND", "anteroom:deny", "nonsense\n0 client development-app\n"]);
    until("the client is refused", || status(&good) == 401);
    assert_eq!(edge.post_as(&token_of(&edge, "other"), "/v1/classify", BODY).status, 200);
    assert!(edge.log.lines().iter().any(|line| line.contains(r#""unreadable_lines":1"#)));

    redis.command(&["SET", "anteroom:deny", "# nobody"]);
    until("both are let in again", || (status(&bad), status(&good)) == (200, 200));
    redis.command(&["SET", "anteroom:deny", "0 sub development-app"]);
    until("the subject is refused", || status(&good) == 401);
}

#[test]
fn row_27_a_list_that_is_too_long_leaves_the_last_one_in_force() {
    let redis = RedisServer::start();
    redis.command(&["SET", "anteroom:deny", "0 client development-app\n"]);
    let edge = Edge::with(setup(Some(redis.port), &[]));
    assert_eq!(post(&edge).status, 401);
    redis.command(&["SET", "anteroom:deny", &"0 jti x\n".repeat(10_000)]);
    until("it is told", || {
        assert_eq!(post(&edge).status, 401);
        edge.logged("deny_list_too_long") > 0
    });
}

#[test]
fn row_25_with_no_list_ever_read_nobody_is_let_in() {
    let edge = Edge::with(setup(Some(RedisServer::nowhere()), &[]));
    let answer = post(&edge);
    answer.assert_problem(503, "keys-unavailable");
    assert_eq!(answer.header("retry-after"), Some("30"));
    assert_eq!(reason(&edge), "deny_list_unavailable");
    assert!(edge.pool.seen().is_empty());
    // A token that is no good is told so as ever.
    edge.post_as("abc", "/v1/classify", BODY).assert_problem(401, "unauthorized");
}

#[test]
fn row_25_a_deployment_may_choose_to_go_on_and_the_audit_event_says_so() {
    let edge = Edge::with(setup(Some(RedisServer::nowhere()), &[("deny_list_unknown", "allow")]));
    assert_eq!(post(&edge).status, 200);
    let event = edge.audits().pop().unwrap();
    assert_eq!(event["without"], json!(["deny_list", "shared_state"]), "{event}");
}

#[test]
fn row_25_the_last_list_serves_to_its_hard_age_and_no_longer() {
    let redis = RedisServer::start();
    redis.command(&["SET", "anteroom:deny", "0 client shut-out\n"]);
    let long = Edge::with(setup(Some(redis.port), &[]));
    let short = long.beside(&setup(Some(redis.port), &[("deny_list_hard_seconds", "2")]));
    until("both have read it", || [&long, &short].iter().all(|edge| post(edge).status == 200));
    drop(redis);
    until("it is too old for one", || post(&short).status == 503);
    assert_eq!(reason(&short), "deny_list_unavailable");
    assert_eq!(post(&long).status, 200);
    assert_eq!(long.post_as(&token_of(&long, "shut-out"), "/v1/classify", BODY).status, 401);
}

/// Emptied, or begun anew without what was in it: nobody says then that nobody is shut out.
#[test]
fn row_27_a_store_that_was_emptied_lets_nobody_back_in() {
    let redis = RedisServer::bare();
    let edge = Edge::with(setup(Some(redis.port), &[]));
    post(&edge).assert_problem(503, "keys-unavailable");
    assert_eq!(reason(&edge), "deny_list_unavailable");
    assert!(edge.pool.seen().is_empty());
    redis.command(&["SET", "anteroom:deny", "0 client shut-out\n"]);
    until("the list is read", || post(&edge).status == 200);
    let shut_out = token_of(&edge, "shut-out");
    let status = |edge: &Edge| edge.post_as(&shut_out, "/v1/classify", BODY).status;
    assert_eq!(status(&edge), 401);

    redis.command(&["FLUSHALL"]);
    until("it is noticed", || {
        assert_eq!((status(&edge), post(&edge).status), (401, 200), "the last list goes on");
        edge.logged("deny_list_absent") == 2
    });
    assert_eq!(status(&edge), 401);
    // A host that begins now never knew it.
    let other = edge.beside(&setup(Some(redis.port), &[]));
    post(&other).assert_problem(503, "keys-unavailable");
    // What else pods share is read all the same.
    until("the breaker is seen", || {
        let soon = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() + 4000;
        redis.command(&["SET", "anteroom:breaker", &format!("{soon} 1")]);
        post(&edge).status == 503
    });
    assert_eq!(reason(&edge), "breaker_open");
    redis.command(&["DEL", "anteroom:breaker"]);
    redis.command(&["SET", "anteroom:deny", ""]);
    until("an empty list is one", || [&edge, &other].iter().all(|edge| status(edge) == 200));
}

#[test]
fn a_deployment_without_a_list_asks_for_none() {
    let redis = RedisServer::bare();
    let edge = Edge::with(setup(Some(redis.port), &[("deny_list", "off")]));
    assert_eq!(post(&edge).status, 200);
    assert!(edge.audits()[0]["without"].is_null());
    let wrong = Edge::with(setup(None, &[("deny_list", "maybe")]));
    assert!(post(&wrong).json()["detail"].as_str().unwrap().contains("`deny_list` must be on or off"));
}
