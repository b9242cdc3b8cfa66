//! `model pull` from a stand-in hub: what is asked for, what is kept, what is believed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod hub;

use std::collections::HashMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hub::{Reply, Request, StandIn, serve};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use xtask::models::{Hub, Model, RemoteFile, pull_into};

const REVISION: &str = "0123456789abcdef0123456789abcdef01234567";
const REPOSITORY: &str = "organisation/small";
const TOKEN: &str = "hf_a-secret-of-the-user";
/// What the stand-in calls a small file: not a SHA-256, as on the real hub.
const SMALL_ETAG: &str = "89abcdef0123456789abcdef0123456789abcdef";

/// A model of 300 kB: more than one read, and different at every offset.
fn weights() -> Vec<u8> {
    (0..75_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
}

fn sum(bytes: &[u8]) -> &'static str {
    hex::encode(Sha256::digest(bytes)).leak()
}

/// A model of one large and one small file.
fn model(weights_sum: Option<&'static str>) -> Model {
    let files = vec![
        RemoteFile { path: "onnx/model.onnx", name: "model.onnx", sha256: weights_sum },
        RemoteFile { path: "config.json", name: "config.json", sha256: None },
    ];
    Model {
        name: "small",
        version: "1",
        repository: REPOSITORY,
        revision: REVISION,
        license: "Apache-2.0",
        files: files.leak(),
    }
}

/// What the hub does when all is well.
fn well(request: &Request) -> Reply {
    let folder = format!("/{REPOSITORY}/resolve/{REVISION}/");
    let reply = match request.path.strip_prefix(&folder) {
        Some("onnx/model.onnx") => serve(request, &weights(), sum(&weights())),
        Some("config.json") => serve(request, b"{}", SMALL_ETAG),
        _ => return Reply::status(404),
    };
    reply.with("x-repo-commit", REVISION)
}

/// A place for one test: a hub's cache and a model repository.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn hub(&self, endpoint: &str) -> Hub {
        self.hub_with(&[("HF_ENDPOINT", endpoint), ("HF_TOKEN", TOKEN)])
    }

    fn hub_with(&self, variables: &[(&str, &str)]) -> Hub {
        let home = self.folder.path().join("hf home").display().to_string();
        let mut set: HashMap<&str, &str> = variables.iter().copied().collect();
        set.entry("HF_HOME").or_insert(&home);
        Hub::from_lookup(|name| set.get(name).map(|value| (*value).to_owned()))
            .unwrap()
            .with_pause(Duration::ZERO)
    }

    fn models(&self) -> PathBuf {
        self.folder.path().join("models")
    }

    fn cached(&self) -> PathBuf {
        self.folder.path().join("hf home/hub/models--organisation--small")
    }

    fn pull(&self, model: &Model, hub: &Hub) -> Result<PathBuf, String> {
        pull_into(&self.models(), model, hub).map_err(|error| format!("{error:#}"))
    }

    /// Pulls from a server that behaves like this, and checks that the model came whole.
    fn pull_whole(&self, handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> StandIn {
        let server = StandIn::start(handler);
        let version = self.pull(&model(None), &self.hub(&server.url())).unwrap();
        assert_eq!(fs::read(version.join("model.onnx")).unwrap(), weights());
        assert_eq!(fs::read(version.join("config.json")).unwrap(), b"{}");
        server
    }
}

/// Does `first` for the first `times` requests for the weights themselves, and what is right from then on.
fn at_first(
    times: usize,
    first: impl Fn(&Request) -> Reply + Send + Sync,
) -> impl Fn(&Request) -> Reply + Send + Sync {
    let asked = AtomicUsize::new(0);
    move |request| {
        let is_early = request.is_get_of("model.onnx") && asked.fetch_add(1, Ordering::SeqCst) < times;
        if is_early { first(request) } else { well(request) }
    }
}

fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_pull_lays_out_a_version_and_fills_the_hubs_cache() {
    let place = Place::new();
    let server = place.pull_whole(well);

    let version = place.models().join("small/1");
    assert_eq!(listing(&version), ["config.json", "manifest.json", "model.onnx"]);
    assert_eq!(listing(version.parent().unwrap()), ["1"]);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(version.join("manifest.json")).unwrap()).unwrap();
    let expected = serde_json::json!({
        "format": 1, "name": "small", "version": "1", "license": "Apache-2.0",
        "source": format!("Hugging Face hub: {REPOSITORY} at revision {REVISION}; \
                           sums of model.onnx, config.json recorded when first pulled, not pinned"),
        "files": {
            "model.onnx": {"sha256": sum(&weights()), "bytes": 300_000},
            "config.json": {"sha256": sum(b"{}"), "bytes": 2},
        },
    });
    assert_eq!(manifest, expected);

    // The layout of the hub's own library, so that either finds what the other brought.
    let snapshot = place.cached().join("snapshots").join(REVISION);
    let link = fs::read_link(snapshot.join("onnx/model.onnx")).unwrap();
    assert_eq!(link, Path::new("../../../blobs").join(sum(&weights())));
    assert_eq!(
        fs::read_link(snapshot.join("config.json")).unwrap(),
        Path::new("../../blobs").join(SMALL_ETAG)
    );
    let mut blobs = vec![sum(&weights()).to_owned(), SMALL_ETAG.to_owned()];
    blobs.sort();
    assert_eq!(listing(&place.cached().join("blobs")), blobs, "nothing half-done is left behind");

    let asked = server.seen().len();
    place.pull(&model(None), &place.hub(&server.url())).unwrap();
    assert_eq!(server.seen().len(), asked, "a second pull asks for nothing");
}

#[test]
fn a_cut_transfer_is_taken_up_where_it_ended() {
    let whole = weights().len();
    for cut in [1, 100, 65_536, whole / 2, whole - 1] {
        let server = Place::new().pull_whole(at_first(1, move |request| well(request).cut_after(cut)));
        let gets = server.gets("model.onnx");
        assert_eq!(gets.len(), 2, "cut after {cut}");
        assert_eq!(gets[0].from(), None);
        assert_eq!(gets[1].from(), Some(cut));
        assert_eq!(gets[1].header("if-range"), Some(format!("\"{}\"", sum(&weights())).as_str()));
    }
}

#[test]
fn a_transfer_cut_before_its_first_byte_begins_again() {
    let no_body = |request: &Request| well(request).cut_after(0);
    let no_headers = |request: &Request| well(request).cut_in_headers();
    for server in
        [Place::new().pull_whole(at_first(1, no_body)), Place::new().pull_whole(at_first(1, no_headers))]
    {
        let gets = server.gets("model.onnx");
        assert_eq!(gets.len(), 2);
        assert_eq!(gets[1].from(), None);
    }
}

#[test]
fn a_transfer_that_is_cut_again_and_again_still_ends() {
    // Far more cuts than tries that bring nothing are allowed: each of these brings something.
    let server = Place::new().pull_whole(at_first(20, |request| well(request).cut_after(10_000)));
    let from: Vec<_> = server.gets("model.onnx").iter().map(|request| request.from().unwrap_or(0)).collect();
    assert_eq!(from, (0..=20).map(|n| n * 10_000).collect::<Vec<_>>());
}

#[test]
fn a_later_run_takes_up_what_an_earlier_one_left() {
    let place = Place::new();
    let asked = AtomicUsize::new(0);
    let breaking = StandIn::start(move |request| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => well(request),
        1 => well(request).cut_after(123_456),
        _ => Reply::status(404),
    });
    place.pull(&model(None), &place.hub(&breaking.url())).unwrap_err();
    assert!(!place.models().exists(), "no version before all of it is there");
    let server = place.pull_whole(well);
    assert_eq!(server.gets("model.onnx")[0].from(), Some(123_456));
}

#[test]
fn a_server_without_ranges_sends_it_all_again() {
    let without_range = |request: &Request| {
        let mut plain = request.clone();
        plain.headers.remove("range");
        well(&plain)
    };
    let asked = AtomicUsize::new(0);
    let server = Place::new().pull_whole(move |request| {
        let first = request.is_get_of("model.onnx") && asked.fetch_add(1, Ordering::SeqCst) == 0;
        if first { without_range(request).cut_after(50_000) } else { without_range(request) }
    });
    assert_eq!(server.gets("model.onnx").len(), 2);
}

#[test]
fn a_file_that_has_changed_since_is_not_patched_together() {
    // The storage behind the hub renames the file between the tries: `If-Range` makes it send all of it.
    let renamed = |request: &Request, name: &str| {
        let reply = serve(request, &weights(), name);
        reply.with("x-repo-commit", REVISION).with("x-linked-etag", format!("\"{}\"", sum(&weights())))
    };
    let asked = AtomicUsize::new(0);
    let server = Place::new().pull_whole(move |request| {
        if !request.path.ends_with("model.onnx") {
            return well(request);
        }
        if request.method == "GET" && asked.fetch_add(1, Ordering::SeqCst) == 0 {
            return Reply { body: vec![7; 300_000], ..renamed(request, "before") }.cut_after(1000);
        }
        renamed(request, "after")
    });
    let gets = server.gets("model.onnx");
    assert_eq!(gets[1].header("if-range"), Some("\"before\""));
    assert_eq!(gets.len(), 2, "the answer to the second was the whole file");
}

#[test]
fn a_piece_that_nothing_vouches_for_is_not_built_upon() {
    // No sum and no strong name: whether the rest belongs to the piece, nobody could say.
    let asked = AtomicUsize::new(0);
    let server = Place::new().pull_whole(move |request| {
        let mut reply = well(request);
        if request.path.ends_with("config.json") {
            reply.headers.retain(|(name, _)| name != "etag");
            reply = reply.with("etag", format!("W/\"{SMALL_ETAG}\""));
            if request.method == "GET" && asked.fetch_add(1, Ordering::SeqCst) == 0 {
                return reply.cut_after(1);
            }
        }
        reply
    });
    assert_eq!(server.gets("config.json").iter().map(Request::from).collect::<Vec<_>>(), [None, None]);
}

#[test]
fn pieces_that_do_not_fit_are_thrown_away_once() {
    // The first piece is wrong, under the right name: only the sum can tell.
    let place = Place::new();
    let server = place
        .pull_whole(at_first(1, |request| Reply { body: vec![7; 300_000], ..well(request) }.cut_after(1000)));
    let from: Vec<_> = server.gets("model.onnx").iter().map(Request::from).collect();
    assert_eq!(from, [None, Some(1000), None]);
}

#[test]
fn a_wrong_sum_leaves_nothing_behind() {
    for lie in ["a pinned sum", "the hub's own sum"] {
        let place = Place::new();
        let server = StandIn::start(|request| {
            let reply = well(request);
            if request.is_get_of("model.onnx") { Reply { body: vec![7; 300_000], ..reply } } else { reply }
        });
        let pinned = (lie == "a pinned sum").then(|| sum(&weights()));
        let message = place.pull(&model(pinned), &place.hub(&server.url())).unwrap_err();
        assert!(
            message.contains(sum(&weights())) && message.contains(sum(&[7; 300_000])),
            "{lie}: {message}"
        );
        assert_eq!(
            server.gets("model.onnx").len(),
            1,
            "a whole file with a wrong sum is not asked for again"
        );
        assert!(!place.models().exists());
        assert!(listing(&place.cached().join("blobs")).is_empty());
    }
}

#[test]
fn a_hub_that_promises_another_file_is_not_asked_for_it() {
    let place = Place::new();
    let server = StandIn::start(well);
    let pinned = sum(b"something else");
    let message = place.pull(&model(Some(pinned)), &place.hub(&server.url())).unwrap_err();
    assert!(message.contains(pinned) && message.contains(sum(&weights())), "{message}");
    assert!(server.gets("model.onnx").is_empty());
}

#[test]
fn what_the_first_pull_recorded_holds_from_then_on() {
    let place = Place::new();
    drop(place.pull_whole(well));
    fs::remove_file(place.models().join("small/1/config.json")).unwrap();
    fs::remove_dir_all(place.folder.path().join("hf home")).unwrap();
    let server = StandIn::start(|request| {
        if !request.path.ends_with("config.json") {
            return well(request);
        }
        serve(request, b"[]", "fedcba9876543210fedcba9876543210fedcba98").with("x-repo-commit", REVISION)
    });
    let message = place.pull(&model(None), &place.hub(&server.url())).unwrap_err();
    assert!(message.contains(sum(b"{}")) && message.contains(sum(b"[]")), "{message}");
}

#[test]
fn a_damaged_version_is_mended_from_the_cache() {
    let place = Place::new();
    drop(place.pull_whole(well));
    let version = place.models().join("small/1");
    fs::remove_file(version.join("config.json")).unwrap();
    let again = place.pull(&model(None), &place.hub(&closed_port())).unwrap();
    assert_eq!(fs::read(again.join("config.json")).unwrap(), b"{}");
}

#[test]
fn a_file_that_is_not_there_is_an_error_at_once() {
    let place = Place::new();
    let server = StandIn::start(|_| Reply::status(404));
    let message = place.pull(&model(None), &place.hub(&server.url())).unwrap_err();
    assert!(message.contains("onnx/model.onnx") && message.contains("404"), "{message}");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_refusal_names_the_way_to_get_in() {
    let place = Place::new();
    let server = StandIn::start(|_| Reply::status(401));
    let message = place.pull(&model(None), &place.hub(&server.url())).unwrap_err();
    assert!(message.contains("HF_TOKEN") && !message.contains(TOKEN), "{message}");
}

#[test]
fn the_token_goes_to_the_endpoint_and_nowhere_else() {
    let storage = StandIn::start(|request| serve(request, &weights(), "a-name-of-its-own"));
    let elsewhere = format!("{}/signed?signature=secret", storage.url());
    let place = Place::new();
    let hub = place.pull_whole(move |request| {
        if request.path.ends_with("onnx/model.onnx") {
            let linked = format!("\"{}\"", sum(&weights()));
            let reply = Reply::status(302).with("location", &elsewhere).with("x-linked-etag", linked);
            return reply.with("x-linked-size", 300_000).with("x-repo-commit", REVISION);
        }
        // Small files are redirected within the hub.
        match request.path.strip_prefix("/moved") {
            None => Reply::status(307).with("location", format!("/moved{}", request.path)),
            Some(path) => well(&Request { path: path.to_owned(), ..request.clone() }),
        }
    });
    let bearer = format!("Bearer {TOKEN}");
    assert!(hub.seen().iter().all(|request| request.header("authorization") == Some(&bearer)));
    assert!(hub.seen().iter().any(|request| request.path.starts_with("/moved")));
    let seen = storage.seen();
    assert_eq!(seen.len(), 1, "asked once for the file, and not for what the hub had said of it");
    assert_eq!(seen[0].header("authorization"), None);
    assert!(!format!("{:?}", place.hub(&hub.url())).contains(TOKEN));
}

#[test]
fn a_passing_fault_is_waited_out() {
    for status in [429, 500, 502, 503] {
        let server =
            Place::new().pull_whole(at_first(3, move |_| Reply::status(status).with("retry-after", 0)));
        assert_eq!(server.gets("model.onnx").len(), 4, "{status}");
    }
}

#[test]
fn a_fault_that_does_not_pass_ends_the_pull() {
    let place = Place::new();
    let server = StandIn::start(|_| Reply::status(503));
    let message = place.pull(&model(None), &place.hub(&server.url())).unwrap_err();
    assert!(message.contains("503"), "{message}");
    assert_eq!(server.seen().len(), 6);
    let message = place.pull(&model(None), &place.hub(&closed_port())).unwrap_err();
    assert!(message.contains("did not answer"), "{message}");
}

#[test]
fn redirects_without_end_are_left() {
    let place = Place::new();
    let server = StandIn::start(|request| Reply::status(302).with("location", &request.path));
    let message = place.pull(&model(None), &place.hub(&server.url())).unwrap_err();
    assert!(message.contains("without end"), "{message}");
}

#[test]
fn another_revision_is_not_taken() {
    let place = Place::new();
    let server =
        StandIn::start(|request| serve(request, &weights(), "x").with("x-repo-commit", "f".repeat(40)));
    let message = place.pull(&model(None), &place.hub(&server.url())).unwrap_err();
    assert!(message.contains("another revision"), "{message}");
}

#[test]
fn a_name_that_leads_out_of_the_cache_is_not_used() {
    let place = Place::new();
    for etag in ["../../escaped", "..", "a/b", ""] {
        let server = StandIn::start(move |request| serve(request, &weights(), etag));
        let message = place.pull(&model(None), &place.hub(&server.url())).unwrap_err();
        assert!(message.contains("no usable ETag"), "{etag}: {message}");
    }
    assert!(!place.folder.path().join("escaped").exists());
}

#[test]
fn a_server_with_another_size_than_the_hub_said_is_refused() {
    let place = Place::new();
    let server = StandIn::start(|request| well(request).with("x-linked-size", 300_001));
    let message = place.pull(&model(None), &place.hub(&server.url())).unwrap_err();
    assert!(message.contains("300000 bytes") && message.contains("300001"), "{message}");
}

#[test]
fn what_the_cache_holds_needs_no_network() {
    let place = Place::new();
    drop(place.pull_whole(well));
    for variables in [vec![("HF_ENDPOINT", closed_port())], vec![("HF_HUB_OFFLINE", "1".to_owned())]] {
        fs::remove_dir_all(place.models()).unwrap();
        let variables: Vec<(&str, &str)> =
            variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        place.pull(&model(None), &place.hub_with(&variables)).unwrap();
        assert_eq!(fs::read(place.models().join("small/1/model.onnx")).unwrap(), weights());
    }
}

#[test]
fn a_damaged_cache_is_not_believed() {
    let place = Place::new();
    drop(place.pull_whole(well));
    fs::remove_dir_all(place.models()).unwrap();
    let blob = place.cached().join("blobs").join(sum(&weights()));
    fs::write(&blob, "damaged").unwrap();
    let server = place.pull_whole(well);
    assert_eq!(server.gets("model.onnx").len(), 1);
    assert!(server.gets("config.json").is_empty(), "what is whole is used");
}

#[test]
fn offline_says_what_is_missing() {
    let place = Place::new();
    let message = place.pull(&model(None), &place.hub_with(&[("HF_HUB_OFFLINE", "1")])).unwrap_err();
    assert!(
        message.contains("HF_HUB_OFFLINE") && message.contains("models--organisation--small"),
        "{message}"
    );
}

#[test]
fn the_cache_is_where_the_environment_says() {
    let server = StandIn::start(well);
    let place = Place::new();
    let cache = place.folder.path().join("elsewhere");
    let url = format!("{}/", server.url());
    let hub = place.hub_with(&[("HF_ENDPOINT", &url), ("HF_HUB_CACHE", cache.to_str().unwrap())]);
    place.pull(&model(None), &hub).unwrap();
    assert!(cache.join("models--organisation--small/snapshots").is_dir());
    assert!(!place.cached().exists());
    assert!(Hub::from_lookup(|name| (name == "HF_ENDPOINT").then(|| "ftp://hub.test".to_owned())).is_err());
}

/// An address at which nothing listens.
fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
