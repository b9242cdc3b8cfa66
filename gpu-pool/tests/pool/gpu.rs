//! GPU memory, where there is a GPU: a stand-in for NVIDIA's library, built here, says what a driver would.

use std::path::Path;
use std::process::Command;

use http::Method;

use super::support::{Client, PATIENCE, Pool, Program, program};

/// Two GPUs by the interface of NVML (`nvml.h`); the second does not answer.
const LIBRARY: &str = r#"
#include <string.h>
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } memory;
int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) { *device = (void *)(unsigned long)(index + 1); return 0; }
int nvmlDeviceGetUUID(void *device, char *uuid, unsigned length) { strncpy(uuid, "GPU-1234", length); return 0; }
int nvmlDeviceGetMemoryInfo_v2(void *device, memory *info) {
    if (device != (void *)1) return 15; /* NVML_ERROR_GPU_IS_LOST */
    info->total = 16106127360ull; info->free = 15032385536ull; info->used = 1073741824ull; info->reserved = 0;
    return 0;
}
"#;

#[tokio::test]
async fn a_gpus_memory_is_exposed_by_its_uuid() {
    let folder = tempfile::tempdir().expect("directory");
    let source = folder.path().join("nvml.c");
    std::fs::write(&source, LIBRARY).expect("written");
    let library = folder.path().join("libnvidia-ml.so.1");
    // The compiler that Rust links with.
    let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&library, &source]).status();
    assert!(built.expect("cc runs").success());
    let mut command = program(&[]);
    command.env("LD_LIBRARY_PATH", Path::new(folder.path()));
    let program = Program::started(command).await;
    let mut client = Client::connect(program.address).await;
    let wanted = [
        "gpu_pool_gpu_memory_used_bytes{gpu_uuid=\"GPU-1234\"} 1073741824",
        "gpu_pool_gpu_memory_total_bytes{gpu_uuid=\"GPU-1234\"} 16106127360",
    ];
    // The library is looked for while the pool already answers.
    let wait = async {
        loop {
            let reply = client.call(Method::GET, "/metrics", "").await;
            let lines: Vec<&str> = reply.text().lines().collect();
            if wanted.iter().all(|line| lines.contains(line)) {
                return lines.iter().filter(|line| line.starts_with("gpu_pool_gpu_memory")).count();
            }
            tokio::task::yield_now().await;
        }
    };
    let samples = tokio::time::timeout(PATIENCE, wait).await.expect("exposed in time");
    assert_eq!(samples, wanted.len(), "the other GPU says nothing, and harms nothing");
}

#[tokio::test]
async fn without_a_gpu_there_is_no_figure_and_no_complaint() {
    // On a machine with one there is; then this shows nothing.
    if Path::new("/dev/nvidiactl").exists() {
        return;
    }
    let pool = Pool::start(&[]).await;
    let reply = pool.get("/metrics").await;
    assert!(!reply.text().lines().any(|line| line.starts_with("gpu_pool_gpu_memory")), "{}", reply.text());
}
