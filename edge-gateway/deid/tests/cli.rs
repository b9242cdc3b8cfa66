//! The `deid` command from the outside.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn start(arguments: &[&str], folder: &Path, input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_deid"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that reads nothing closes its end.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn deid(arguments: &[&str], input: &str) -> Output {
    start(arguments, Path::new("."), input.as_bytes())
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with files in it.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

/// All files below, as relative paths.
fn listing(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

fn paths(names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(PathBuf::from).collect()
}

const NOTE: &[u8] = b"Dr. Smith called on 3/4/2021.\n";
const CLEAN: &str = "Dr. [NAME-1] called on [DATE-1].\n";

#[test]
fn text_from_standard_input() {
    let output = deid(&[], "Dr. Smith called on 3/4/2021.\n");
    assert_eq!(stdout(&output), CLEAN);
    assert!(output.status.success() && output.stderr.is_empty());
    assert_eq!(stdout(&deid(&["-"], "Dr. Smith called on 3/4/2021.\n")), CLEAN);
}

#[test]
fn text_as_argument() {
    assert_eq!(stdout(&deid(&["--text", "Dr. Smith"], "")), "Dr. [NAME-1]");
    assert_eq!(deid(&["--text", "x", "file.txt"], "").status.code(), Some(64));
}

#[test]
fn nothing_in_nothing_out() {
    let output = deid(&[], "");
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty());
}

#[test]
fn jsonl() {
    let output =
        deid(&["--jsonl"], "{\"id\":7,\"text\":\"Dr. Smith\"}\n\n{\"id\":\"b\",\"text\":\"fine\"}\n");
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expect =
        serde_json::json!({"id": 7, "spans": [{"start": 4, "end": 9, "type": "NAME", "rule": "name.title"}]});
    assert_eq!(lines, [expect, serde_json::json!({"id": "b", "spans": []})]);
}

#[test]
fn bad_line_is_told_by_number_alone() {
    let output = deid(&["--jsonl"], "{\"id\":1,\"text\":\"ok\"}\nDr. Smith\n");
    let text = stderr(&output);
    assert!(!output.status.success() && text.contains("line 2") && !text.contains("Smith"), "{text}");
    let output = start(&["--jsonl"], Path::new("."), b"{\"id\":1,\"text\":\"\xff\"}\n");
    assert!(output.status.code() == Some(1) && stderr(&output).contains("line 1"), "{}", stderr(&output));
}

#[test]
fn a_folder_keeps_its_paths() {
    let here = folder(&[("notes/a.txt", NOTE), ("notes/2021/b.txt", b"Mr. Lee"), ("more.txt", b"fine")]);
    let output = start(&["--out", "clean", "notes/", "./more.txt"], here.path(), b"");
    assert!(output.status.success() && output.stdout.is_empty(), "{}", stderr(&output));
    assert_eq!(read(&here, "clean/notes/a.txt"), CLEAN);
    assert_eq!(read(&here, "clean/notes/2021/b.txt"), "Mr. [NAME-1]");
    assert_eq!(read(&here, "clean/more.txt"), "fine");
    assert_eq!(read(&here, "notes/a.txt").as_bytes(), NOTE);
    assert_eq!(listing(&here.path().join("clean")), paths(&["more.txt", "notes/2021/b.txt", "notes/a.txt"]));
}

#[test]
fn paths_from_outside_stay_inside() {
    let here = folder(&[("in/deep/a.txt", NOTE), ("work/x", b"")]);
    let absolute = here.path().join("in/deep");
    let work = here.path().join("work");
    let output = start(&["--out", "clean", absolute.to_str().unwrap()], &work, b"");
    assert!(output.status.success(), "{}", stderr(&output));
    let output = start(&["--out", "again", "../in/deep"], &work, b"");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(listing(&work), paths(&["again/deep/a.txt", "clean/deep/a.txt", "x"]));
}

#[test]
fn the_output_folder_is_no_input() {
    let here = folder(&[("notes/a.txt", NOTE), ("notes/clean/old.txt", b"old")]);
    let output = start(&["--out", "notes/clean", "notes"], here.path(), b"");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(listing(&here.path().join("notes")), paths(&["a.txt", "clean/notes/a.txt", "clean/old.txt"]));
}

#[test]
fn nothing_is_replaced_without_a_flag() {
    let here = folder(&[("a.txt", NOTE), ("b.txt", NOTE), ("clean/a.txt", b"old")]);
    let output = start(&["--out", "clean", "a.txt", "b.txt"], here.path(), b"");
    assert_eq!(output.status.code(), Some(64));
    assert!(stderr(&output).contains("clean/a.txt is there already"), "{}", stderr(&output));
    // Nothing was begun.
    assert_eq!(listing(&here.path().join("clean")), paths(&["a.txt"]));
    assert_eq!(read(&here, "clean/a.txt"), "old");
    assert!(start(&["--force", "--out", "clean", "a.txt", "b.txt"], here.path(), b"").status.success());
    assert_eq!(read(&here, "clean/a.txt"), CLEAN);
    // Also not the input by its own output.
    let output = start(&["--force", "--out", ".", "a.txt"], here.path(), b"");
    assert!(
        output.status.code() == Some(64) && stderr(&output).contains("--in-place"),
        "{}",
        stderr(&output)
    );
    assert_eq!(read(&here, "a.txt").as_bytes(), NOTE);
}

#[test]
fn two_inputs_with_one_output_are_a_mistake() {
    let here = folder(&[("a/x.txt", NOTE), ("b/x.txt", b"fine")]);
    let (a, b) = (here.path().join("a/x.txt"), here.path().join("b/x.txt"));
    let output = start(&["--out", "clean", a.to_str().unwrap(), b.to_str().unwrap()], here.path(), b"");
    assert!(output.status.code() == Some(64) && stderr(&output).contains("both"), "{}", stderr(&output));
}

#[test]
fn in_place_only_when_asked() {
    let here = folder(&[("a.txt", NOTE)]);
    assert_eq!(stdout(&start(&["a.txt"], here.path(), b"")), CLEAN);
    assert_eq!(read(&here, "a.txt").as_bytes(), NOTE);
    let output = start(&["--in-place", "a.txt"], here.path(), b"");
    assert!(output.status.success() && output.stdout.is_empty(), "{}", stderr(&output));
    assert_eq!(read(&here, "a.txt"), CLEAN);
    assert_eq!(listing(here.path()), paths(&["a.txt"]), "no temporary file remains");
    assert_eq!(start(&["--in-place"], here.path(), NOTE).status.code(), Some(64));
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let here = folder(&[
        ("in/a.txt", b"caf\xe9"),
        ("in/b.txt", NOTE),
        ("in/c.txt", b"\xff\xfeD\0r\0"),
        ("in/d.txt", b"Mr. Lee"),
    ]);
    for jobs in ["1", "3"] {
        let out = format!("clean{jobs}");
        let output = start(&["--jobs", jobs, "--out", &out, "in", "missing.txt"], here.path(), b"");
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(1));
        for expect in [
            "in/a.txt: not UTF-8 at byte 3\n",
            "in/c.txt: not UTF-8 at byte 0 (it looks like UTF-16",
            "missing.txt: ",
            "3 of 5 failed",
        ] {
            assert!(text.contains(expect), "{expect}: {text}");
        }
        assert_eq!(listing(&here.path().join(out)), paths(&["in/b.txt", "in/d.txt"]));
    }
}

#[test]
fn bad_bytes_on_standard_input() {
    let output = start(&[], Path::new("."), b"Dr. Smith \xc3(");
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert_eq!(stderr(&output), "deid: -: not UTF-8 at byte 10\n");
}

#[test]
fn hidden_files_extensions_and_links() {
    let here =
        folder(&[("in/.git/x.txt", NOTE), ("in/.y.txt", NOTE), ("in/z.TXT", NOTE), ("in/z.png", b"\x89PNG")]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("..", here.path().join("in/loop")).unwrap();
        std::os::unix::fs::symlink("z.TXT", here.path().join("in/link.txt")).unwrap();
    }
    let run = |arguments: &[&str], out: &str| {
        let output =
            start(&[arguments, &["--ext", ".txt,hl7", "--out", out, "in"]].concat(), here.path(), b"");
        assert!(output.status.success(), "{}", stderr(&output));
        listing(&here.path().join(out))
    };
    assert_eq!(run(&[], "clean"), paths(&["in/z.TXT"]));
    assert_eq!(run(&["--hidden"], "all"), paths(&["in/.git/x.txt", "in/.y.txt", "in/z.TXT"]));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_in_place() {
    use std::os::unix::fs::PermissionsExt;
    let here = folder(&[("a.txt", NOTE)]);
    let file = here.path().join("a.txt");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    std::os::unix::fs::symlink("a.txt", here.path().join("link.txt")).unwrap();
    let output = start(&["--in-place", "link.txt"], here.path(), b"");
    assert!(output.status.code() == Some(64) && stderr(&output).contains("link"), "{}", stderr(&output));
    assert!(start(&["--in-place", "a.txt"], here.path(), b"").status.success());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    // A link that is named is read.
    assert_eq!(stdout(&start(&["link.txt"], here.path(), b"")), CLEAN);
}

#[test]
fn too_long_is_refused_before_it_is_read() {
    let here = folder(&[("a.txt", NOTE)]);
    // A hole: 70 MB that take no disk.
    fs::File::create(here.path().join("big.txt")).unwrap().set_len(70_000_000).unwrap();
    let output = start(&["--out", "clean", "big.txt", "a.txt"], here.path(), b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("big.txt: the text has 70000000 bytes"), "{}", stderr(&output));
    assert_eq!(listing(&here.path().join("clean")), paths(&["a.txt"]));
}

#[test]
fn report_holds_no_value() {
    let here = folder(&[("b.txt", b"Mr. Lee"), ("a.txt", b"Dr. Smith, SSN 123-45-6789")]);
    let output = start(&["--report", "-", "b.txt", "a.txt"], here.path(), b"");
    let text = stdout(&output);
    assert!(!text.contains("Smith") && !text.contains("6789") && !text.contains("Lee"), "{text}");
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seen: Vec<_> = lines
        .iter()
        .map(|line| (line["file"].as_str().unwrap(), line["category"].as_str().unwrap()))
        .collect();
    assert_eq!(seen, [("b.txt", "NAME"), ("a.txt", "NAME"), ("a.txt", "SSN")]);
    let keys: Vec<_> = lines[2].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["action", "category", "confidence", "end", "file", "rule", "start"]);
    assert_eq!((lines[2]["start"].as_u64(), lines[2]["end"].as_u64()), (Some(15), Some(26)));
    assert_eq!((lines[2]["rule"].as_str(), lines[2]["action"].as_str()), (Some("ssn.label"), Some("mask")));
    assert!(lines[2]["confidence"].as_f64().is_some_and(|sure| (0.0..=1.0).contains(&sure)));

    let output =
        start(&["--report", "r.jsonl", "--out", "clean", "--jobs", "2", "b.txt", "a.txt"], here.path(), b"");
    assert!(output.status.success() && output.stdout.is_empty(), "{}", stderr(&output));
    assert_eq!(read(&here, "r.jsonl"), text, "in the order of the inputs");
    let output = start(&["--report", "r.jsonl", "a.txt"], here.path(), b"");
    assert!(output.status.code() == Some(64) && output.stdout.is_empty(), "the report is there already");
}

#[test]
fn summary_counts() {
    let here = folder(&[("a.txt", NOTE), ("b.txt", b"Mr. Lee"), ("c.txt", b"\xff")]);
    let output = start(&["--summary", "--out", "clean", "a.txt", "b.txt", "c.txt"], here.path(), b"");
    let text = stderr(&output);
    assert!(
        text.contains("2 texts done, 1 failed, 3 values removed\n       2  NAME\n       1  DATE\n"),
        "{text}"
    );
}

#[test]
fn policy_and_known() {
    let here = folder(&[
        ("policy.json", br#"{"DATE":"keep","NAME":"redact"}"#),
        ("known.json", br#"{"other":["blue parrot"]}"#),
        ("key", b"an example key of 32 bytes......"),
    ]);
    let text = b"Dr. Smith's Blue  Parrot on 3/4/2021";
    for arguments in [
        ["--policy", "policy.json", "--known", "known.json"],
        ["--policy", r#"{"DATE":"keep","NAME":"redact"}"#, "--known", r#"{"other":["blue parrot"]}"#],
    ] {
        let output = start(&arguments, here.path(), text);
        assert_eq!(stdout(&output), "Dr. [NAME]'s [OTHER_ID-1] on 3/4/2021", "{}", stderr(&output));
    }
    let shift = r#"{"DATE":"shift"}"#;
    let output = start(&["--policy", shift], here.path(), text);
    assert!(output.status.code() == Some(64) && stderr(&output).contains("key"), "{}", stderr(&output));
    let output = start(&["--policy", shift, "--key", "key", "--patient", "7"], here.path(), text);
    assert!(output.status.success() && !stdout(&output).contains("3/4/2021"), "{}", stderr(&output));
}

#[test]
fn mistakes_are_told_together_and_without_values() {
    let output = deid(&["--policy", "{", "--known", r#"{"nmaes":["Smith"]}"#, "--in-place"], "");
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(64));
    assert!(
        text.contains("--policy")
            && text.contains("--known")
            && text.contains("--in-place")
            && !text.contains("Smith"),
        "{text}"
    );
    let output = deid(&["--what"], "");
    assert!(output.status.code() == Some(64) && stderr(&output).contains("--what"), "{}", stderr(&output));
    assert_eq!(deid(&["--known", "no-such-file.json"], "").status.code(), Some(64));
    assert!(deid(&["--help"], "").status.success());
}

#[test]
fn explain_only_where_it_is_meant() {
    let output = deid(&["--explain"], "Dr. Smith");
    assert!(output.status.code() == Some(64) && output.stdout.is_empty(), "standard output is no terminal");
    let output = deid(&["--explain", "--force"], "So Dr. Smith\nsaw Mr. Le\u{1b}e");
    assert!(stderr(&output).contains("health information"), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("1:8") && text.contains("«Smith»") && text.contains("name.title"), "{text}");
    assert!(text.contains("2:9") && !text.contains('\u{1b}'), "{text}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_deid"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(&NOTE.repeat(10_000)).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", stderr(&output));
}
