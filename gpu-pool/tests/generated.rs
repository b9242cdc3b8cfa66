//! The gRPC code that is checked in is what its `.proto` makes. Generated in a test and not in a build script, so that
//! building the pool needs neither `protoc` nor the generator.
//!
//! After a change to a `.proto`, and before what is new in it is used:
//! `ANTEROOM_RENEW=1 cargo test -p gpu-pool --test generated`.

#![allow(clippy::expect_used, reason = "tests: a failed expectation is the result")]

use std::path::Path;

#[test]
fn the_grpc_code_is_that_of_its_proto() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/grpc");
    for (proto, code) in [("inference.proto", "inference.rs"), ("health.proto", "grpc.health.v1.rs")] {
        let descriptors = protox::compile([proto], [&source]).expect("a valid .proto");
        let made = tempfile::tempdir().expect("directory");
        tonic_prost_build::configure()
            // Messages only: calls are read by hand, so that what they cost is known before they are decoded.
            .build_client(false)
            .build_server(false)
            // Tensors are slices of what was received, not copies.
            .bytes(".inference")
            .emit_rerun_if_changed(false)
            .out_dir(made.path())
            .compile_fds(descriptors)
            .expect("code");
        let made = std::fs::read_to_string(made.path().join(code)).expect(code);
        let kept = source.join("generated").join(code);
        if std::env::var_os("ANTEROOM_RENEW").is_some() {
            std::fs::write(&kept, &made).expect("written");
        }
        let kept = std::fs::read_to_string(kept).expect("the code that is checked in");
        let hint = "renew it: ANTEROOM_RENEW=1 cargo test -p gpu-pool --test generated";
        assert!(kept == made, "generated/{code} is not what {proto} makes; {hint}");
    }
}
