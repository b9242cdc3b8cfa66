//! `cargo xtask audit verify` as a person calls it.
#![allow(clippy::unwrap_used, reason = "a test")]

use audit_chain::AuditKey;
use std::process::{Command, Output};

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn audit_verify_names_what_was_changed_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key_file) = (folder.path().join("chain"), folder.path().join("key"));
    std::fs::write(&key_file, format!("{KEY}\n")).unwrap();
    let key = AuditKey::new(KEY.as_bytes()).unwrap();
    let (mut text, mut prev) = (String::new(), [0; 32]);
    for seq in 0..4 {
        let event = format!(r#"{{"event":"audit","request_id":"r-{seq}"}}"#);
        let link = key.link("c", seq, &prev, event.as_bytes());
        let (before, own) = (hex::encode(prev), hex::encode(link));
        text.push_str(&format!(
            "{{\"chain\":\"c\",\"seq\":{seq},\"prev\":\"{before}\",\"link\":\"{own}\",\"event\":{event}}}\n"
        ));
        prev = link;
    }
    let verify = |text: &str, more: &[&str]| -> Output {
        std::fs::write(&file, text).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["audit", "verify"]).arg(&file);
        command.arg("--key-file").arg(&key_file).args(more).output().unwrap()
    };
    let said = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let anchor = format!("c:3:{}", hex::encode(prev));
    let good = verify(&text, &["--anchor", &anchor]);
    assert!(good.status.success(), "{good:?}");
    assert!(said(&good).contains("nothing was changed") && said(&good).contains(&anchor), "{good:?}");
    let edited = verify(&text.replace("r-2", "r-9"), &[]);
    assert!(!edited.status.success() && said(&edited).contains("record 2 (line 3) was edited"), "{edited:?}");
    let cut: String = text.lines().take(2).map(|line| format!("{line}\n")).collect();
    let cut = verify(&cut, &["--anchor", &anchor]);
    assert!(!cut.status.success() && said(&cut).contains("the end is cut off"), "{cut:?}");
}
