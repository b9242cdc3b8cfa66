//! Key servers that misbehave: one that stands still, redirects, or sends too much (rows 20, 23 and 24); and one whose origin the
//! deployment takes off its list.

use crate::BODY;
use crate::support::{AUDIENCE, Edge, RedisServer, Setup};
use anteroom_dev::keys::SigningKey;
use anteroom_dev::token::Claims;
use jsonwebtoken::Algorithm;
use serde_json::json;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A server that answers each request with the bytes that are set now; with none it keeps the connection and says nothing.
struct KeyServer {
    origin: String,
    answer: Arc<Mutex<Option<String>>>,
}

impl KeyServer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let answer: Arc<Mutex<Option<String>>> = Arc::default();
        let answers = Arc::clone(&answer);
        std::thread::spawn(move || {
            let mut kept: Vec<TcpStream> = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let answer = answers.lock().unwrap().clone();
                match answer {
                    None => kept.push(stream),
                    Some(answer) => {
                        let _ = stream.read(&mut [0; 16 << 10]);
                        let _ = stream.write_all(answer.as_bytes());
                    }
                }
            }
        });
        Self { origin, answer }
    }

    fn answer_with(&self, status: &str, headers: &str, body: &str) {
        let length = body.len();
        *self.answer.lock().unwrap() = Some(format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
        ));
    }

    /// The key set of `key`.
    fn serve(&self, key: &SigningKey) {
        self.answer_with("200 OK", "", &json!({"keys": [key.public().unwrap()]}).to_string());
    }
}

/// An issuer that takes connections and never answers: those for whom there is no room to wait are sent away while it stands still,
/// and another issuer's are served. How many may wait is shown in `edge-auth`, where time stands still too.
#[test]
fn row_23_an_issuer_that_stands_still_holds_few_and_none_of_another() {
    let around = Edge::start();
    let other = SigningKey::generate(Algorithm::EdDSA, "key-1").unwrap();
    let other_url = around.another_issuer(&other);
    let good = Claims::new(&other_url, AUDIENCE, 600).sign(&other).unwrap();
    let keys_url = format!("{other_url}/.well-known/jwks.json");
    let second = json!([{"issuer": other_url, "audience": AUDIENCE, "keys_url": keys_url}]);
    // Where a machine is so slow that the fetch is over before the rest was looked at, it is looked at again.
    for _ in 0..5 {
        let stalled = KeyServer::start();
        let variables = vec![
            ("auth_more_issuers", second.to_string()),
            ("auth_keys_origin", stalled.origin.clone()),
            ("auth_keys_origin2", other_url.clone()),
        ];
        let edge = Edge::with(Setup { variables, ..Setup::default() });
        assert_eq!(edge.post_as(&good, "/v1/classify", BODY).status, 200);
        let (token, sent_away) = (edge.token(), AtomicUsize::new(0));
        let fetch_is_over = || edge.logged("keys_fetch_failed") > 0;
        let in_time = std::thread::scope(|scope| {
            for _ in 0..60 {
                scope.spawn(|| {
                    let answer = edge.post_as(&token, "/v1/classify", BODY);
                    answer.assert_problem(503, "keys-unavailable");
                    assert!(answer.header("retry-after").is_some());
                    sent_away.fetch_add(usize::from(!fetch_is_over()), Ordering::SeqCst);
                });
            }
            while sent_away.load(Ordering::SeqCst) == 0 {
                // All of them were held for as long as the fetch lasted: each time, and it fails.
                if fetch_is_over() {
                    return false;
                }
                std::thread::yield_now();
            }
            let served = edge.post_as(&good, "/v1/classify", BODY).status;
            let ready = edge.get("/readyz").status;
            assert_eq!((served, ready), (200, 200));
            !fetch_is_over()
        });
        if in_time {
            return;
        }
    }
    panic!("the fetch was over each time before it could be looked at");
}

#[test]
fn row_24_a_redirect_and_a_set_that_is_too_long_are_refused_and_the_last_good_set_stays() {
    let server = KeyServer::start();
    let edge = Edge::with(Setup {
        variables: vec![("auth_keys_origin", server.origin.clone())],
        ..Setup::default()
    });
    let set = json!({"keys": [edge.key.public().unwrap()]}).to_string();
    // Where it points to has the right keys, and is an origin that the edge may reach.
    let elsewhere = format!("location: {}/.well-known/jwks.json\r\n", edge.issuer);
    let long = set.replace("\"keys\"", &format!("\"padding\":\"{}\",\"keys\"", "x".repeat(64 << 10)));
    let status = || edge.post("/v1/classify", BODY).status;
    let bad = [
        ("302 Found", elsewhere.as_str(), set.as_str()),
        ("200 OK", "", long.as_str()),
        ("500 Oh", "", set.as_str()),
    ];
    for (number, (how, headers, body)) in bad.into_iter().enumerate() {
        server.answer_with(how, headers, body);
        assert_eq!(status(), 503, "{how}");
        let told = |line: &String| {
            line.starts_with("{\"event\":\"keys_fetch_failed\"")
                || line.starts_with("{\"event\":\"keys_unreachable\"")
        };
        assert!(edge.log.lines().iter().filter(|line| told(line)).count() > number, "{:?}", edge.log.lines());
        assert_eq!(edge.logged("keys_fetched"), 0);
        edge.clock.advance(7);
    }
    server.serve(&edge.key);
    assert_eq!(status(), 200);
    for (how, headers, body) in bad {
        server.answer_with(how, headers, body);
        // No longer fresh: it is asked again, and what it says changes nothing.
        edge.clock.advance(310);
        let failed = edge.logged("keys_fetch_failed");
        let token =
            edge.claims().with("exp", json!(now(&edge) + 300)).with("iat", json!(now(&edge))).sign(&edge.key);
        assert_eq!(edge.post_as(&token.unwrap(), "/v1/classify", BODY).status, 200, "{how}");
        assert!(edge.logged("keys_fetch_failed") > failed);
    }
    assert!(edge.pool.seen().len() == 4);
}

/// The component's time of day.
fn now(edge: &Edge) -> u64 {
    // Stopping gives it, and nothing here needs it to run.
    edge.clock.stop()
}

/// A store that outlives the change of a setting: the new setting counts at once, and not when the old keys are stale.
#[test]
fn row_22_keys_from_an_origin_that_was_taken_off_the_list_are_gone_with_it() {
    let redis = RedisServer::bare();
    let metadata = KeyServer::start();
    let first = Edge::start();
    let keys_are_at = first.issuer.clone();
    metadata.answer_with(
        "200 OK",
        "",
        &json!({"issuer": keys_are_at, "jwks_uri": format!("{keys_are_at}/.well-known/jwks.json")})
            .to_string(),
    );
    let setup = |keys: &str| Setup {
        local_redis: Some(redis.port),
        variables: vec![
            ("auth_keys_kind", "discovery".to_owned()),
            ("auth_keys_origin", metadata.origin.clone()),
            ("auth_keys_origin2", keys.to_owned()),
        ],
        ..Setup::default()
    };
    let listed = first.beside(&setup(&keys_are_at));
    assert_eq!(listed.post("/v1/classify", BODY).status, 200, "{:?}", listed.log.lines());
    let removed = first.beside(&setup("https://unused.invalid"));
    removed.post("/v1/classify", BODY).assert_problem(503, "keys-unavailable");
    assert!(
        removed.log.lines().join("\n").contains(r#""reason":"keys_elsewhere""#),
        "{:?}",
        removed.log.lines()
    );
    // Whoever still lists it goes on.
    let begin = Instant::now();
    while listed.post("/v1/classify", BODY).status != 200 {
        assert!(begin.elapsed() < Duration::from_secs(60));
    }
}
