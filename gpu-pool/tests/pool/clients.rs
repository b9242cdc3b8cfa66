//! Clients that others wrote, as released: NVIDIA's `tritonclient` over HTTP and gRPC, in clear and over mutual TLS.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use super::support::Pool;
use super::tls;

/// Where `cargo xtask test` has put the Python packages of `tests/clients/requirements.txt`.
const PACKAGES: &str = "ANTEROOM_TRITON_CLIENTS";

/// How many tests the script has: fewer would be tests that nobody noticed missing.
const TESTS: &str = "28";

async fn drive(address: &str, more: &[PathBuf]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = std::env::var_os(PACKAGES)
        .unwrap_or_else(|| panic!("{PACKAGES} is not set; cargo xtask test sets it"));
    let work = tempfile::tempdir().expect("directory");
    let descriptors = work.path().join("descriptors");
    let compiled = protox::compile(["inference.proto"], [folder.join("src/grpc")]).expect("a valid .proto");
    std::fs::write(&descriptors, prost::Message::encode_to_vec(&compiled)).expect("written");
    let mut script = Command::new("python3");
    script
        .arg("-B")
        .arg(folder.join("tests/clients/triton_client.py"))
        .arg(address)
        .arg(descriptors)
        .args(more);
    script.env("PYTHONPATH", packages).env("PYTHONNOUSERSITE", "1");
    // What a proxy of the machine's would make of loopback is not tested here.
    script.env("NO_PROXY", "*").env("no_proxy", "*").stdin(Stdio::null()).kill_on_drop(true);
    let output = script.output().await.expect("python3");
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}");
    assert_eq!(said.trim(), TESTS, "every test ran: {told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tritonclient_drives_the_pool_unchanged() {
    let pool = Pool::start(&["--repository-api"]).await;
    drive(&pool.address.to_string(), &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tritonclient_drives_the_pool_over_mutual_tls() {
    let secured = tls::mutual().await;
    let address = format!("localhost:{}", secured.port());
    drive(&address, &secured.client_files()).await;
}
