//! The load generator against real servers on loopback that do what a script says.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as the tests do")]

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use perf::load::answers::{Answer, Judge, Protocol};
use perf::load::http::{HttpCaller, Target};
use perf::load::{self, Caller, Outcome, Window};
use perf::results::Graph;
use perf::texts::{Text, Texts};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::Instant;

/// What the server did.
#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    requests: AtomicUsize,
    authorizations: Mutex<Vec<String>>,
}

/// What it answers to request number n.
type Script = fn(usize) -> (u16, &'static str);

const RIGHT: &str = r#"{"label":"POSITIVE","score":0.8,"scores":{"NEGATIVE":0.2,"POSITIVE":0.8}}"#;
const WRONG: &str = r#"{"label":"NEGATIVE","score":0.8,"scores":{"NEGATIVE":0.8,"POSITIVE":0.2}}"#;

/// Serves the script; status 0 closes the connection without an answer.
async fn serve(script: Script) -> (SocketAddr, Arc<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Seen::default());
    let of_server = Arc::clone(&seen);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            of_server.connections.fetch_add(1, Ordering::Relaxed);
            let seen = Arc::clone(&of_server);
            let answer = service_fn(move |request: Request<Incoming>| {
                let seen = Arc::clone(&seen);
                async move {
                    let number = seen.requests.fetch_add(1, Ordering::Relaxed);
                    let authorization =
                        request.headers().get(AUTHORIZATION).map(|v| v.to_str().unwrap().to_owned());
                    seen.authorizations.lock().unwrap().extend(authorization);
                    let _read = request.into_body().collect().await;
                    match script(number) {
                        (0, _) => Err("as the script says"),
                        (status, body) => {
                            Ok(Response::builder().status(status).body(Full::new(Bytes::from(body))).unwrap())
                        }
                    }
                }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
        }
    });
    (address, seen)
}

fn caller(target: Target) -> Arc<HttpCaller> {
    let text = Text { body: "well".to_owned(), tokens: 3 };
    let texts = Texts { name: "test", items: vec![text; 4] };
    let expected = Answer { label: Some("POSITIVE".to_owned()), scores: vec![0.2, 0.8] };
    let labels = vec!["NEGATIVE".to_owned(), "POSITIVE".to_owned()];
    let judge = Arc::new(Judge::new(Protocol::Json, labels, vec![expected; 4], Graph::Export));
    Arc::new(HttpCaller::new(target, &Protocol::Json, &texts, judge))
}

#[tokio::test]
async fn connections_are_kept_and_every_kind_of_answer_is_told_apart() {
    let (address, seen) = serve(|number| match number {
        3 => (200, WRONG),
        4 => (503, "full"),
        5 => (0, ""),
        6 => (200, "{"),
        _ => (200, RIGHT),
    })
    .await;
    let target = Target::plain(address).with_token("a.b.c\n").unwrap();
    assert!(!format!("{target:?}").contains("a.b.c"));
    let caller = caller(target);
    let mut outcomes = Vec::new();
    for number in 0..8 {
        outcomes.push(caller.call(number % 4).await);
    }
    use Outcome::{Failed, Right, Wrong};
    assert_eq!(outcomes, [Right, Right, Right, Wrong, Failed, Failed, Wrong, Right]);
    assert_eq!(seen.connections.load(Ordering::Relaxed), 2, "one, and a second after the first was closed");
    assert!(seen.authorizations.lock().unwrap().iter().all(|value| value == "Bearer a.b.c"));
    assert_eq!(caller.judge().complaints().len(), 3);
    let agreement = caller.judge().agreement().unwrap();
    assert_eq!((agreement.compared, agreement.labels), (5, 0.8));
}

#[tokio::test]
async fn what_the_server_counted_is_what_the_generator_counted() {
    // Every tenth is wrong and every seventh is refused.
    let (address, seen) = serve(|number| match number {
        n if n % 7 == 6 => (500, ""),
        n if n % 10 == 9 => (200, WRONG),
        _ => (200, RIGHT),
    })
    .await;
    let caller = caller(Target::plain(address));
    let window = Window {
        begin: Instant::now(),
        warm_up: Duration::ZERO,
        length: Duration::from_millis(500),
        patience: Duration::from_secs(30),
    };
    let tally = load::open(&caller, 4, load::pace(window.begin, 200.0, window.length), window).await;
    let served = seen.requests.load(Ordering::Relaxed);
    assert_eq!((tally.requests, served), (100, 100));
    let refused = (0..100).filter(|n| n % 7 == 6).count() as u64;
    let wrong = (0..100).filter(|n| n % 7 != 6 && n % 10 == 9).count() as u64;
    assert_eq!((tally.errors, tally.wrong, tally.right()), (refused, wrong, 100 - refused - wrong));
    assert_eq!(tally.histogram().iter().map(|(_, count)| count).sum::<u64>(), tally.right());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_and_no_flood() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let caller = caller(Target::plain(gone));
    let window = Window {
        begin: Instant::now(),
        warm_up: Duration::ZERO,
        length: Duration::from_millis(300),
        patience: Duration::ZERO,
    };
    let tally = load::closed(&caller, 4, 2, window).await;
    assert!(tally.errors > 0 && tally.errors == tally.requests && tally.latency().is_none());
    assert!(tally.errors <= 2 * 31, "each of two callers rests 10 ms after a failure: {}", tally.errors);
    assert_eq!(tally.throughput(), 0.0);
}
