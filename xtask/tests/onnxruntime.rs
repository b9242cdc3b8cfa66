//! ONNX Runtime's library as set-up leaves it. Set-up itself needs the network only where it has not run yet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;

use xtask::setup::onnxruntime::{self, VERSION};
use xtask::workspace::Workspace;

#[test]
fn the_library_is_there_with_its_licence_and_a_second_run_leaves_it_alone() {
    let workspace = Workspace::find().unwrap();
    let library = onnxruntime::ensure(&workspace).unwrap();
    // Where `.cargo/config.toml` points every program that cargo starts.
    assert_eq!(library, workspace.root().join("target/anteroom/lib/libonnxruntime.so"));
    let bytes = fs::read(&library).unwrap();
    assert!(bytes.windows(VERSION.len()).any(|window| window == VERSION.as_bytes()), "it is another version");
    for notice in ["onnxruntime-LICENSE", "onnxruntime-ThirdPartyNotices.txt"] {
        assert!(library.with_file_name(notice).is_file(), "{notice}");
    }

    let made = fs::metadata(&library).unwrap().modified().unwrap();
    onnxruntime::ensure(&workspace).unwrap();
    assert_eq!(fs::metadata(&library).unwrap().modified().unwrap(), made);
}
