//! Connections that have got old are ended without a loss, so that clients choose anew among the pools.

use closing::testing::send_behind_the_end;
use http::Method;
use serde_json::json;
use tokio::net::TcpStream;

use super::grpc_client::{Grpc, UNAVAILABLE, frame, stream, well};
use super::support::{Client, PATIENCE, Pool, WELL, texts};

const YOUNG: [&str; 2] = ["--max-connection-age-seconds", "1"];

/// A client that never stops asking is answered each time, and told with the last answer that it was.
#[tokio::test]
async fn an_old_http1_connection_ends_with_an_answer() {
    let pool = Pool::start(&YOUNG).await;
    let mut client = pool.client().await;
    let body = texts(&[WELL]).to_string();
    let last = async {
        loop {
            let reply = client.try_call(Method::POST, "/v2/models/demo/infer", body.clone()).await;
            let reply = reply.expect("no request is lost");
            assert_eq!(reply.status.as_u16(), 200);
            if reply.header("connection") == Some("close") {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, last).await.expect("it gets old");
    assert_eq!(pool.infer(&json!(texts(&[WELL]))).await.status.as_u16(), 200, "new ones are taken");
}

/// The pool said that it looks at nothing behind the last request that it took, and this one went out behind it: a client that reads
/// the end and writes what it had begun in one go sends its answer to the last ping first.
fn is_past_the_end(cause: &hyper::Error) -> bool {
    let cause = std::error::Error::source(cause).and_then(|cause| cause.downcast_ref::<h2::Error>());
    cause.is_some_and(|cause| {
        cause.is_go_away() && cause.is_remote() && cause.reason() == Some(h2::Reason::NO_ERROR)
    })
}

/// Eight requests at a time on one HTTP/2 connection, until the client sees that it takes no more.
#[tokio::test]
async fn an_old_http2_connection_answers_all_that_it_took() {
    let pool = Pool::start(&YOUNG).await;
    let stream = TcpStream::connect(pool.address).await.expect("connects");
    let Client::Http2(sender) = Client::http2(stream).await else { panic!("it is HTTP/2") };
    let asking: Vec<_> = (0..8)
        .map(|_| {
            let sender = sender.clone();
            tokio::spawn(async move {
                let mut answered = 0_u64;
                while !sender.is_closed() {
                    let mut client = Client::Http2(sender.clone());
                    let sent =
                        client.try_call(Method::POST, "/v2/models/demo/infer", texts(&[WELL]).to_string());
                    match sent.await {
                        Ok(reply) => assert_eq!(reply.status.as_u16(), 200),
                        // It was closed since we looked, and says that this request was never sent or not looked at.
                        Err(cause) => {
                            assert!(
                                cause.is_canceled() || cause.is_closed() || is_past_the_end(&cause),
                                "a request was lost: {cause:?}"
                            );
                            break;
                        }
                    }
                    answered += 1;
                }
                answered
            })
        })
        .collect();
    for asks in asking {
        let answered = tokio::time::timeout(PATIENCE, asks).await.expect("it gets old").expect("no panic");
        assert!(answered > 0);
    }
}

/// Requests that a client began before it knew of the end go out behind its answer to the last ping, while the pool closes. Were
/// they to meet a closed socket, the reset could take the GOAWAY with it that says that they may be sent again.
#[tokio::test]
async fn what_is_sent_behind_the_end_resets_nothing() {
    let pool = Pool::start(&YOUNG).await;
    for _ in 0..5 {
        let stream = TcpStream::connect(pool.address).await.expect("connects");
        let ends = send_behind_the_end(stream, || {});
        let seen = tokio::time::timeout(PATIENCE, ends).await.expect("it gets old").expect("it ends well");
        if seen.in_time {
            assert_eq!(seen.goaways, [0x7fff_ffff, 0], "first that it will end, then what it has taken");
            return seen.behind.expect("no reset");
        }
    }
    panic!("the machine stood still each time");
}

/// A stream may outlive the age by the time that requests have, and is then ended as at a drain.
#[tokio::test]
async fn an_old_stream_is_ended_in_time_with_a_status() {
    let [age, second] = YOUNG;
    let pool =
        Pool::start(&[age, second, "--header-timeout-ms", "2000", "--request-timeout-ms", "2000"]).await;
    let grpc = Grpc::connect(pool.address).await;
    let (mut sender, ended) = stream(&grpc);
    // It is in use all the time, so that only its age ends it.
    let asks = tokio::spawn(async move { while sender.send_data(frame(&well())).await.is_ok() {} });
    let ended = tokio::time::timeout(PATIENCE, ended).await.expect("it gets old").expect("no panic");
    assert_eq!((ended.code.as_str(), ended.message.as_str()), (UNAVAILABLE, "this pool is not serving"));
    assert!(!ended.messages.is_empty());
    asks.abort();
}

/// Nothing gets old where that is switched off.
#[tokio::test]
async fn zero_is_never() {
    let config = super::support::config(&["--max-connection-age-seconds", "0"]);
    assert_eq!(config.limits.connection_age, None);
    assert!(super::support::config(&[]).limits.connection_age.is_some());
}
