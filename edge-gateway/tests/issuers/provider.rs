//! End to end with an OpenID provider that others wrote (`oidc-provider`, npm), as SMART Backend Services use one: client
//! credentials with `private_key_jwt`, JWT access tokens (RFC 9068), keys found by discovery.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anteroom_dev::keys::SigningKey;
use anteroom_dev::token::unix_now;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Header};
use serde_json::{Value, json};

use crate::BODY;
use crate::support::{AUDIENCE, Answer, Edge, Setup, raw, workspace_file};

/// Far beyond anything healthy: a hang becomes a failure.
const PATIENCE: Duration = Duration::from_secs(60);
/// The edge's default: how long a key that is gone may go on working.
const KEYS_FRESH: u64 = 300;
/// Between two fetches of keys.
const FETCH_INTERVAL: u64 = 30;

/// Where the packages are; `None`, and a word why, where there are none.
fn packages() -> Option<PathBuf> {
    let folder = std::env::var_os("ANTEROOM_NODE_PACKAGES").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| workspace_file("target/anteroom/node"));
    if !folder.join("node_modules/oidc-provider").is_dir() {
        eprintln!(
            "skipped: no oidc-provider in {}; `cargo xtask test` brings it where Node is",
            folder.display()
        );
        return None;
    }
    Some(std::path::absolute(folder).unwrap())
}

/// The provider, and the one client that it knows.
struct Provider {
    process: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    issuer: String,
    client: SigningKey,
}

impl Provider {
    /// `None` where it cannot be run.
    fn start() -> Option<Self> {
        let packages = packages()?;
        let client = SigningKey::generate(Algorithm::ES384, "app-1").unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/issuers/provider/provider.mjs");
        let mut process = Command::new("node")
            .arg(script)
            .env("ANTEROOM_NODE_PACKAGES", packages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // It warns that its store is in memory.
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("the packages are here and node does not start: {error}"));
        let commands = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        let mut provider = Self { process, commands, answers, issuer: String::new(), client };
        let public = provider.client.public().unwrap();
        let first = json!({"audience": AUDIENCE, "client": public, "publish": ["a"], "sign": "a"});
        provider.issuer = provider.tell(&first)["issuer"].as_str().unwrap().to_owned();
        Some(provider)
    }

    fn tell(&mut self, command: &Value) -> Value {
        writeln!(self.commands, "{command}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("the provider ended: {line:?}"))
    }

    /// From now on these keys are in the key set, and this one signs.
    fn rotate(&mut self, publish: &[&str], sign: &str) {
        self.tell(&json!({"publish": publish, "sign": sign}));
    }

    /// Asks the token endpoint as a SMART backend service does, with an assertion signed by `key`.
    fn ask(&self, key: &SigningKey, scope: &str) -> Answer {
        let claims = json!({
            "iss": "ward-7-app", "sub": "ward-7-app", "aud": format!("{}/token", self.issuer),
            "iat": unix_now(), "exp": unix_now() + 240, "jti": format!("{:p}{:?}", &scope, Instant::now()),
        });
        let mut header = Header::new(key.algorithm);
        header.kid = Some(key.kid.clone());
        let assertion = jsonwebtoken::encode(&header, &claims, &key.encoding_key().unwrap()).unwrap();
        let form = format!(
            "grant_type=client_credentials&scope={}&client_id=ward-7-app&client_assertion={assertion}\
             &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
            scope.replace('/', "%2F")
        );
        let address = self.issuer.strip_prefix("http://").unwrap();
        let request = format!(
            "POST /token HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        );
        raw(address, request.as_bytes())
    }

    fn token(&self, scope: &str) -> String {
        let answer = self.ask(&self.client, scope);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// An edge whose issuer it is.
    fn edge(&self) -> Edge {
        Edge::with(Setup {
            variables: vec![
                ("auth_issuer", self.issuer.clone()),
                ("auth_keys_origin", self.issuer.clone()),
                ("auth_keys_kind", "discovery".to_owned()),
                ("auth_keys_path", "/.well-known/openid-configuration".to_owned()),
                ("auth_keys_fresh_seconds", KEYS_FRESH.to_string()),
                ("auth_scopes", "classify=system/DocumentReference.r".to_owned()),
                ("rate_requests", "0".to_owned()),
            ],
            ..Setup::default()
        })
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

const NOTES: &str = "system/DocumentReference.rs";

#[test]
fn a_smart_backend_service_gets_in_by_a_providers_token() {
    let Some(provider) = Provider::start() else { return };
    let edge = provider.edge();
    let token = provider.token(NOTES);
    let header: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap();
    assert_eq!(header["typ"], "at+jwt", "RFC 9068: {header}");
    let answer = edge.post_as(&token, "/v1/classify", BODY);
    assert_eq!(answer.status, 200, "{answer:?} {:?}", edge.log.lines());
    let event = edge.audits().pop().unwrap();
    assert_eq!(event["issuer"], json!(provider.issuer));
    assert_eq!((&event["subject"], &event["client"]), (&json!("ward-7-app"), &json!("ward-7-app")));
    // The scope is for reading notes: neither another route nor another scope.
    assert_eq!(edge.post_as(&token, "/v1/deidentify", BODY).status, 403);
    assert_eq!(edge.post_as(&provider.token("system/Patient.rs"), "/v1/classify", BODY).status, 403);
    // Whoever has not the client's key gets no token in the first place.
    let stranger = SigningKey::generate(Algorithm::ES384, "app-1").unwrap();
    assert_eq!(provider.ask(&stranger, NOTES).status, 401);
}

#[test]
fn row_22_keys_rotate_while_requests_flow_and_no_good_token_is_refused() {
    let Some(mut provider) = Provider::start() else { return };
    let edge = provider.edge();
    let old = provider.token(NOTES);
    // What callers send meanwhile: always a token that is good.
    let current = Mutex::new(old.clone());
    let done = AtomicBool::new(false);
    let status = |token: &str| edge.post_as(token, "/v1/classify", BODY).status;
    let flow = |served: &AtomicUsize| {
        while !done.load(Ordering::SeqCst) {
            let token = current.lock().unwrap().clone();
            let answer = edge.post_as(&token, "/v1/classify", BODY);
            assert_eq!(answer.status, 200, "after {served:?}: {answer:?}");
            served.fetch_add(1, Ordering::SeqCst);
        }
    };
    let served = [AtomicUsize::new(0), AtomicUsize::new(0)];
    // One more request of each ends: from now on both send what is current now.
    let both_sent_another = || {
        let before = served.each_ref().map(|count| count.load(Ordering::SeqCst));
        let began = Instant::now();
        for (count, before) in served.iter().zip(before) {
            while count.load(Ordering::SeqCst) == before {
                assert!(began.elapsed() < PATIENCE && !done.load(Ordering::SeqCst), "the flow stands still");
                std::thread::yield_now();
            }
        }
    };
    std::thread::scope(|scope| {
        let stop = Stop(&done);
        let flows = served.each_ref().map(|served| scope.spawn(move || flow(served)));
        assert_eq!(status(&old), 200);
        assert_eq!(edge.logged("keys_fetched"), 1);

        // A new key beside the old one: it works at once, long before the set is due.
        edge.clock.advance(FETCH_INTERVAL + 1);
        provider.rotate(&["a", "b"], "b");
        let new = provider.token(NOTES);
        assert_eq!(status(&new), 200);
        assert_eq!((status(&old), edge.logged("keys_fetched")), (200, 2));
        current.lock().unwrap().clone_from(&new);
        // The old one may still be on its way, and is good only until its key goes.
        both_sent_another();

        // The old one goes. It stops when the set is due, and nobody else notices.
        provider.rotate(&["b"], "b");
        edge.clock.advance(KEYS_FRESH);
        let began = Instant::now();
        while status(&old) == 200 {
            assert!(began.elapsed() < PATIENCE, "the old key goes on working");
        }
        let reasons: Vec<Value> = edge.audits().iter().map(|event| event["reason"].clone()).collect();
        assert!(reasons.contains(&json!("key_unknown")), "{reasons:?}");
        assert_eq!((status(&old), status(&new), edge.logged("keys_fetched")), (401, 200, 3));
        drop(stop);
        for flow in flows {
            flow.join().unwrap();
        }
    });
}

/// Ends the flow also where an assertion fails: a scope waits for its threads.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}
