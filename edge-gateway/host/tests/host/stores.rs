//! Key-value stores: shared by instances, closed to others, bounded when dead.

use std::process::Command;
use std::time::{Duration, Instant};

use edge_host::Running;

use crate::support::*;

async fn kv(host: &Running, store: &str, rest: &str) -> String {
    ok(host, &format!("/kv?store={store}&{rest}")).await
}

async fn works(host: &Running, other: &Running, store: &str) {
    assert_eq!(kv(host, store, "op=get&key=a").await, "none");
    assert_eq!(kv(host, store, "op=exists&key=a").await, "false");
    assert_eq!(kv(host, store, "op=set&key=a&value=1").await, "set");
    assert_eq!(kv(host, store, "op=set&key=b&value=2").await, "set");
    assert_eq!(kv(other, store, "op=get&key=a").await, "1");
    assert_eq!(kv(other, store, "op=keys").await, "a,b");
    assert_eq!(kv(host, store, "op=delete&key=a").await, "deleted");
    assert_eq!(kv(other, store, "op=exists&key=a").await, "false");
}

/// Both count as one, whoever counts, and nobody comes between.
async fn counts(host: &Running, other: &Running, store: &str) {
    let up = |by: i32| format!("/count-up?store={store}&key=n&by={by}");
    assert_eq!(ok(host, &up(1)).await, "1 Some([49]) false");
    let mut many = tokio::task::JoinSet::new();
    for i in 0..20 {
        let address = if i % 2 == 0 { host.address() } else { other.address() };
        let request = get_request(&up(2));
        many.spawn(async move { send(address, request).await.text() });
    }
    let mut sums: Vec<u32> =
        many.join_all().await.iter().map(|sum| sum.split(' ').next().unwrap().parse().unwrap()).collect();
    sums.sort_unstable();
    assert_eq!(sums, (0..20).map(|i| 3 + 2 * i).collect::<Vec<_>>());
    assert_eq!(ok(other, &up(-41)).await, "0 Some([49]) false");
    assert!(ok(host, "/count-up?store=secret&key=n&by=1").await.contains("AccessDenied"));
}

#[tokio::test(flavor = "multi_thread")]
async fn in_memory() {
    let (_app, host) = plain().await;
    works(&host, &host, "default").await;
    counts(&host, &host, "default").await;
    assert!(kv(&host, "secret", "op=get&key=a").await.contains("AccessDenied"));
    assert_eq!(kv(&host, "default", "op=many").await, "256 Error::StoreTableFull");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_redis_two_hosts_are_as_one() {
    let redis = RedisServer::start().await;
    let app = App::new("[]", "[\"default\", \"shared\"]");
    let config =
        format!("[key_value_store.shared]\ntype = \"redis\"\nurl = \"redis://127.0.0.1:{}/0\"\n", redis.port);
    let builder =
        || app.runtime_config(&config).limits(edge_host::Limits { redis_timeout: PATIENCE, ..limits() });
    let (host, other) = (start(builder()).await, start(builder()).await);
    works(&host, &other, "shared").await;
    counts(&host, &other, "shared").await;
    // `default` stays each host's own.
    assert_eq!(kv(&host, "default", "op=set&key=a&value=1").await, "set");
    assert_eq!(kv(&other, "default", "op=get&key=a").await, "none");

    // Restarted, it is found again without anybody's help.
    let port = redis.port;
    drop(redis);
    let down = kv(&host, "shared", "op=get&key=b").await;
    assert!(down.contains("cannot be reached"), "{down}");
    let _redis = RedisServer::start_at(port).await;
    within(async { while kv(&host, "shared", "op=get&key=b").await != "none" {} }).await;
}

/// Under Spin this hangs for minutes.
#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_does_not_answer() {
    let redis = RedisServer::start().await;
    let app = App::new("[]", "[\"shared\"]");
    let config =
        format!("[key_value_store.shared]\ntype = \"redis\"\nurl = \"redis://127.0.0.1:{}\"\n", redis.port);
    let limit = Duration::from_secs(1);
    let limits = edge_host::Limits { redis_timeout: limit, ..limits() };
    let host = start(app.runtime_config(&config).limits(limits)).await;
    within(async { while kv(&host, "shared", "op=set&key=a&value=1").await != "set" {} }).await;

    signal(&redis, "STOP");
    let begin = Instant::now();
    let answer = kv(&host, "shared", "op=get&key=a").await;
    assert!(answer.contains("did not answer in time"), "{answer}");
    assert!(begin.elapsed() >= limit);
    // Whoever comes right after does not wait.
    let answer = kv(&host, "shared", "op=get&key=a").await;
    assert!(answer.contains("error"), "{answer}");

    signal(&redis, "CONT");
    within(async { while kv(&host, "shared", "op=get&key=a").await != "1" {} }).await;
}

fn signal(redis: &RedisServer, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &redis.process_id().to_string()]).status();
    assert!(status.unwrap().success());
}
