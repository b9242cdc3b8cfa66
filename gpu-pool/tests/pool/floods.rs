//! Clients that do too much of what is allowed: heads without end, calls given up as soon as they are made, orders that
//! contradict each other. The pool refuses or answers, and has nothing left of it afterwards.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use http::{Method, Request};
use http_body_util::Full;
use tokio::net::TcpStream;

use super::models::copy_demo;
use super::scheduling::until_waiting;
use super::support::{Client, PATIENCE, Pool, WELL, raw, texts};

/// Lets a future begin, and goes on whether it is done or not.
async fn poll_once<F: Future>(mut future: Pin<&mut F>) {
    poll_fn(|cx| {
        let _pending = future.as_mut().poll(cx);
        Poll::Ready(())
    })
    .await;
}

#[tokio::test]
async fn giant_heads_are_refused() {
    let pool = Pool::start(&[]).await;
    let giant = "x".repeat(200_000);
    let many: String = (0..2_000).map(|number| format!("x-{number}: y\r\n")).collect();
    for head in [
        format!("GET /v2 HTTP/1.1\r\nHost: pool\r\nX-Large: {giant}\r\n\r\n"),
        format!("GET /v2 HTTP/1.1\r\nHost: pool\r\n{many}\r\n"),
    ] {
        let answer = raw(pool.address, head.as_bytes()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
    }
    let long = format!("GET /{giant} HTTP/1.1\r\nHost: pool\r\n\r\n");
    let answer = raw(pool.address, long.as_bytes()).await;
    assert!(["", "HTTP/1.1 431", "HTTP/1.1 414"].contains(&answer.get(..12).unwrap_or("")), "{answer}");
    let mut client = Client::http2(TcpStream::connect(pool.address).await.expect("connects")).await;
    let Client::Http2(sender) = &mut client else { panic!("it is HTTP/2") };
    let request = Request::get("http://pool/v2").header("x-large", &giant).body(Full::default());
    let refused = sender.send_request(request.expect("a request")).await;
    assert!(refused.is_err() || refused.is_ok_and(|answer| answer.status() == 431));
    assert_eq!(pool.infer(&texts(&[WELL])).await.status.as_u16(), 200);
}

/// Thousands of calls, each given up at once (as in the attack that is called rapid reset).
#[tokio::test]
async fn calls_that_are_given_up_at_once_leave_nothing_behind() {
    let pool = Pool::start(&[]).await;
    let body = texts(&[WELL]).to_string();
    let mut given_up = 0;
    while given_up < 5_000 {
        let mut client = Client::http2(TcpStream::connect(pool.address).await.expect("connects")).await;
        // Until the pool has had enough of this connection, or we have.
        for _ in 0..1_000 {
            let Client::Http2(sender) = &client else { panic!("it is HTTP/2") };
            if sender.is_closed() {
                break;
            }
            let call = client.try_call(Method::POST, "/v2/models/demo/infer", body.clone());
            poll_once(std::pin::pin!(call)).await;
            given_up += 1;
            if given_up % 7 == 0 {
                tokio::task::yield_now().await;
            }
        }
    }
    until_waiting(&pool, |tokens| tokens == 0).await;
    assert_eq!(pool.infer(&texts(&[WELL])).await.status.as_u16(), 200);
    // This one's own.
    pool.until_metric("gpu_pool_connections 1").await;
    pool.stop().await.expect("a clean end");
}

/// Loading and unloading one model from two sides at once, while both models are asked: the other is never touched, and
/// the last word holds.
#[tokio::test]
async fn orders_that_contradict_each_other_end_in_the_last_one() {
    let root = tempfile::tempdir().expect("directory");
    copy_demo(root.path(), "demo", "1");
    copy_demo(root.path(), "other", "1");
    let flags = ["--models", root.path().to_str().expect("path"), "--repository-api", "--instances", "1"];
    let pool = Pool::start(&flags).await;
    let address = pool.address;
    let over = Arc::new(AtomicBool::new(false));
    let ask = |model: &'static str, allowed: &'static [u16]| {
        let over = Arc::clone(&over);
        tokio::spawn(async move {
            let mut client = Client::connect(address).await;
            let (path, body) = (format!("/v2/models/{model}/infer"), texts(&[WELL]).to_string());
            while !over.load(Ordering::SeqCst) {
                let status = client.call(Method::POST, &path, body.clone()).await.status.as_u16();
                assert!(allowed.contains(&status), "{model}: {status}");
            }
        })
    };
    let asking = [ask("demo", &[200]), ask("other", &[200, 503])];
    let order = |verb: &'static str| {
        tokio::spawn(async move {
            let mut client = Client::connect(address).await;
            for _ in 0..10 {
                let path = format!("/v2/repository/models/other/{verb}");
                assert_eq!(client.call(Method::POST, &path, "").await.status.as_u16(), 200, "{verb}");
            }
        })
    };
    for order in [order("load"), order("unload"), order("load"), order("unload")] {
        tokio::time::timeout(PATIENCE, order).await.expect("in time").expect("no panic");
    }
    over.store(true, Ordering::SeqCst);
    for asking in asking {
        asking.await.expect("no panic");
    }
    let load = pool.call(Method::POST, "/v2/repository/models/other/load", "").await;
    assert_eq!(load.status.as_u16(), 200);
    let path = "/v2/models/other/infer";
    pool.call(Method::POST, path, texts(&[WELL]).to_string()).await.output("label");
    pool.until_metric(r#"gpu_pool_engines{model="other",version="1"} 1"#).await;
    pool.stop().await.expect("a clean end");
}
