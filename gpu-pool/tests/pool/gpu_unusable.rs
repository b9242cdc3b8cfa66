//! A pool that is told to use a GPU and cannot: it says why, and does not become ready. The real program with the real ONNX
//! Runtime; what a machine with a GPU has, libraries and driver, are stand-ins that are built here.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command as Compiler;

use http::{Method, StatusCode};
use tempfile::TempDir;

use super::support::{Client, Program, WELL, onnxruntime, program, texts};

/// One GPU by the interface of NVML (`nvml.h`), as the environment describes it.
const DRIVER: &str = r#"
#include <stdlib.h>
#include <string.h>
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } memory;
static int number(const char *name) { const char *value = getenv(name); return value ? atoi(value) : 0; }
int nvmlInit_v2(void) { return number("FAKE_INIT"); }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetCudaDriverVersion_v2(int *version) { *version = number("FAKE_CUDA"); return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 1; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) { *device = (void *)(unsigned long)(index + 1); return 0; }
int nvmlDeviceGetUUID(void *device, char *uuid, unsigned length) { strncpy(uuid, "GPU-1234", length); return 0; }
int nvmlDeviceGetName(void *device, char *name, unsigned length) { strncpy(name, "Stand-in", length); return 0; }
int nvmlDeviceGetCudaComputeCapability(void *device, int *major, int *minor) {
    *major = number("FAKE_MAJOR"); *minor = number("FAKE_MINOR"); return 0;
}
int nvmlDeviceGetMemoryInfo_v2(void *device, memory *info) {
    info->total = 16ull << 30; info->free = (unsigned long long)number("FAKE_FREE_MIB") << 20;
    info->used = info->total - info->free; info->reserved = 0; return 0;
}
"#;

/// A provider's library with a fat binary in it: machine code for 7.5 and for 9.0, empty.
const PROVIDER: &str = r#"
struct entry { unsigned short kind, pad; unsigned header; unsigned long long size; unsigned filler[3]; unsigned architecture; };
struct { unsigned magic; unsigned short version, header; unsigned long long size; struct entry entries[2]; } fat
    __attribute__((section(".nv_fatbin"), aligned(8), used)) = {
    0xBA55ED50, 1, 16, 2 * sizeof(struct entry),
    {{2, 0, sizeof(struct entry), 0, {0}, 75}, {2, 0, sizeof(struct entry), 0, {0}, 90}},
};
extern int cudart_stand_in(void);
int use(void) { return cudart_stand_in(); }
"#;

/// The runtime library of CUDA, as far as the loader looks.
const CUDART: &str = "int cudart_stand_in(void) { return 0; }";

fn compile(source: &str, library: &Path, flags: &[&str]) {
    let file = library.with_extension("c");
    std::fs::write(&file, source).expect("written");
    // The compiler that Rust links with.
    let built =
        Compiler::new("cc").args(["-shared", "-fPIC", "-o"]).arg(library).arg(&file).args(flags).status();
    assert!(built.expect("cc runs").success());
}

/// A machine that is made up: an ONNX Runtime with a CUDA provider, CUDA's runtime in a folder of its own, a driver in another.
struct Machine {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("directory");
        let made = Self { folder, environment: Vec::new() };
        for name in ["runtime", "cuda", "driver"] {
            std::fs::create_dir(made.at(name)).expect("folder");
        }
        symlink(onnxruntime().canonicalize().expect("there"), made.onnxruntime()).expect("linked");
        let soname = ["-Wl,-soname,libcudart.so.13"];
        compile(CUDART, &made.at("cuda/libcudart.so.13"), &soname);
        let cudart = made.at("cuda/libcudart.so.13");
        compile(
            PROVIDER,
            &made.at("runtime/libonnxruntime_providers_cuda.so"),
            &[cudart.to_str().expect("path")],
        );
        compile("", &made.at("runtime/libonnxruntime_providers_shared.so"), &[]);
        compile(DRIVER, &made.at("driver/libnvidia-ml.so.1"), &[]);
        made.with(&[("CUDA", "13000"), ("MAJOR", "7"), ("MINOR", "5"), ("FREE_MIB", "15000"), ("INIT", "0")])
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn onnxruntime(&self) -> PathBuf {
        self.at("runtime/libonnxruntime.so")
    }

    fn with(mut self, facts: &[(&str, &str)]) -> Self {
        for (name, value) in facts {
            let name: &'static str = match *name {
                "CUDA" => "FAKE_CUDA",
                "MAJOR" => "FAKE_MAJOR",
                "MINOR" => "FAKE_MINOR",
                "FREE_MIB" => "FAKE_FREE_MIB",
                _ => "FAKE_INIT",
            };
            self.environment.push((name, (*value).to_owned()));
        }
        self
    }

    fn without(self, path: &str) -> Self {
        std::fs::remove_file(self.at(path)).expect("removed");
        self
    }

    /// How the program ends there, and what it says.
    async fn ends(&self, flags: &[&str]) -> (Option<i32>, String) {
        let library = self.onnxruntime();
        let mut all = vec!["--onnxruntime", library.to_str().expect("path")];
        if !flags.contains(&"--execution-provider") {
            all.extend(["--execution-provider", "cuda"]);
        }
        all.extend(flags);
        let mut command = program(&all);
        let paths = std::env::join_paths([self.at("cuda"), self.at("driver")]).expect("paths");
        command.env("LD_LIBRARY_PATH", paths).env_remove("CUDA_VISIBLE_DEVICES");
        command.envs(self.environment.iter().map(|(name, value)| (*name, value.as_str())));
        let output = command.output().await.expect("runs");
        assert!(output.stdout.is_empty(), "it never listens, so it is never ready");
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    }

    /// The same words at a start, which ends with 1, and with `--check`, which ends with 64.
    async fn says(&self, flags: &[&str], words: &[&str]) {
        let (code, started) = self.ends(flags).await;
        assert_eq!(code, Some(1), "{started}");
        let mut all = vec!["--check"];
        all.extend(flags);
        let (code, checked) = self.ends(&all).await;
        assert_eq!(code, Some(64), "{checked}");
        assert!(
            checked.lines().all(|line| line.starts_with("gpu-pool: --execution-provider: ")),
            "{checked}"
        );
        for said in [started, checked] {
            for word in words {
                assert!(said.contains(word), "{word} in {said}");
            }
        }
    }
}

#[tokio::test]
async fn an_onnx_runtime_for_cpu_is_told_from_one_for_gpus() {
    let flags = ["--execution-provider", "cuda", "--check"];
    let output = program(&flags).output().await.expect("runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(64), "{said}");
    assert!(
        said.contains("without CUDA: beside it there is no libonnxruntime_providers_shared.so, no "),
        "{said}"
    );
    assert!(said.contains("onnxruntime-gpu"), "it says what to do: {said}");
    let output = program(&flags[..2]).output().await.expect("runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("cuda cannot be used: ") && said.contains("onnxruntime-gpu"), "{said}");
    assert!(output.stdout.is_empty());
}

#[tokio::test]
async fn a_missing_library_is_named() {
    Machine::new().without("cuda/libcudart.so.13").says(&[], &["libcudart.so.13", "LD_LIBRARY_PATH"]).await;
    let machine = Machine::new();
    let words = ["without TensorRT", "libonnxruntime_providers_tensorrt.so"];
    machine.says(&["--execution-provider", "tensorrt"], &words).await;
}

#[tokio::test]
async fn without_a_driver_that_is_what_is_said() {
    // On a machine with a driver it is found, whatever is on the path.
    if !Path::new("/dev/nvidiactl").exists() {
        let machine = Machine::new().without("driver/libnvidia-ml.so.1");
        machine.says(&[], &["there is no NVIDIA driver here: libnvidia-ml.so.1"]).await;
    }
    // NVML_ERROR_DRIVER_NOT_LOADED
    Machine::new().with(&[("INIT", "9")]).says(&[], &["driver does not answer", "nvidia-smi"]).await;
    Machine::new()
        .with(&[("CUDA", "12080")])
        .says(&[], &["supports CUDA 12, and this ONNX Runtime is made with CUDA 13"])
        .await;
}

#[tokio::test]
async fn a_device_that_will_not_do_is_named_with_the_reason() {
    let machine = Machine::new();
    machine.says(&["--execution-provider", "cuda:1"], &["there is no device 1: there is 1, number 0"]).await;
    let volta = Machine::new().with(&[("MAJOR", "7"), ("MINOR", "0")]);
    volta.says(&[], &["device 0 (Stand-in) has compute capability 7.0", "code for 7.5, 9.0 only"]).await;
    let full = Machine::new().with(&[("FREE_MIB", "100")]);
    full.says(&[], &["100 MiB of memory free of 16384"]).await;
    Machine::new()
        .says(&["--gpu-memory-mb", "15001"], &["at least 15001 are needed (--gpu-memory-mb)"])
        .await;
}

#[tokio::test]
async fn what_nothing_stands_in_the_way_of_is_left_to_onnx_runtime() {
    let machine = Machine::new();
    assert_eq!(machine.ends(&["--check"]).await, (Some(0), String::new()));
    // The stand-in is no provider: ONNX Runtime says so, and there is no silent way to the CPU.
    let (code, said) = machine.ends(&[]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("no model of") && said.contains("ONNX Runtime refused"), "{said}");
}

#[tokio::test]
async fn the_cpu_stands_in_only_where_that_was_asked_for_and_it_shows() {
    let mut pool = Program::start(&["--execution-provider", "cuda-or-cpu"]).await;
    let mut client = Client::connect(pool.address).await;
    let answer = client.infer(&[], texts(&[WELL]).to_string()).await;
    assert_eq!(answer.status, StatusCode::OK);
    let metrics = client.call(Method::GET, "/metrics", "").await;
    assert!(metrics.text().lines().any(|line| line == "gpu_pool_provider_fallback 1"), "{}", metrics.text());
    assert!(metrics.text().contains("provider=\"cpu\""));
    pool.signal("TERM").await;
    assert!(pool.child.wait().await.expect("ends").success());
    let log = pool.log.await.expect("log");
    assert!(log.contains("WARN") && log.contains("the GPU that was asked for cannot be used"), "{log}");

    let pool = Program::start(&[]).await;
    let metrics = Client::connect(pool.address).await.call(Method::GET, "/metrics", "").await;
    assert!(metrics.text().lines().any(|line| line == "gpu_pool_provider_fallback 0"));
}
