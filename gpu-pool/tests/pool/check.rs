//! `--check`: every mistake in flags, files and models at once, and nothing started.

use std::fs;
use std::path::Path;

use super::support::{models, program};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("readable") {
        let path = entry.expect("entry").path();
        fs::copy(&path, to.join(path.file_name().expect("name"))).expect("copied");
    }
}

async fn check(flags: &[&str]) -> (Option<i32>, String) {
    let mut all = vec!["--check"];
    all.extend(flags);
    let output = program(&all).output().await.expect("runs");
    assert!(output.stdout.is_empty(), "nothing listens");
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

#[tokio::test]
async fn all_that_is_wrong_is_said_in_one_run() {
    let folder = tempfile::tempdir().expect("directory");
    let demo = models().join("demo/1");
    let version = |name: &str| folder.path().join(name);
    // Sums, a missing file, a manifest of another model, one that is no JSON; and, not served, so not looked at, one more.
    copy(&demo, &version("demo/2"));
    let manifest = version("demo/2/manifest.json");
    let text = fs::read_to_string(&manifest).expect("readable");
    let renumbered = text.replace(r#""version": "1""#, r#""version": "2""#);
    assert_ne!(renumbered, text);
    fs::write(&manifest, renumbered).expect("written");
    fs::write(version("demo/2/config.json"), "{}").expect("written");
    fs::remove_file(version("demo/2/tokenizer.json")).expect("removed");
    copy(&demo, &version("other/1"));
    fs::create_dir_all(version("torn/1")).expect("folder");
    fs::write(version("torn/1/manifest.json"), "{").expect("written");
    fs::create_dir_all(version("demo/1")).expect("folder");
    let root = folder.path().to_str().expect("path");

    let (code, errors) = check(&[
        "--models",
        root,
        "--route",
        "demo=latest;gone=3;torn=1:50,7:50",
        "--threads",
        "0",
        "--tls-cert",
        "/nowhere/cert",
        "--tls-key",
        "/nowhere/key",
        "--client-ca",
        "/nowhere/ca",
        "--client-names",
        "spiffe://X/y",
    ])
    .await;
    assert_eq!(code, Some(64), "{errors}");
    for mistake in [
        "--threads: ",
        "--client-names: 'spiffe://X/y'",
        "--tls-cert: /nowhere/cert",
        "--tls-key: /nowhere/key",
        "--client-ca: /nowhere/ca",
        "--models: demo/2: config.json: ",
        "--models: demo/2: tokenizer.json: ",
        "--models: other/1: manifest.json: ",
        "--models: torn/1: manifest.json: ",
        "--route: there is no model gone",
        "--route: there is no torn/7",
    ] {
        assert!(errors.contains(mistake), "{mistake} in {errors}");
    }
    assert!(!errors.contains("--models: demo/1"), "{errors}");
}

#[tokio::test]
async fn an_empty_repository_is_right_only_where_it_is_watched() {
    let folder = tempfile::tempdir().expect("directory");
    let root = folder.path().to_str().expect("path");
    assert_eq!(check(&["--models", root]).await.0, Some(64));
    assert_eq!(check(&["--models", root, "--route", "demo=1", "--watch-seconds", "5"]).await.0, Some(0));
    assert_eq!(check(&["--route", "demo=1"]).await.0, Some(0));
}
