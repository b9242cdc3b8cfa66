//! An NVIDIA Triton server in the pool's place, by configuration only. `ANTEROOM_TRITON` names the folder with the package
//! `nvidia-pytriton`, whose server runs here; `cargo xtask test` puts it there where it can run, and says why where it cannot.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test's helpers fail by panicking"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::{Edge, Setup, workspace_file};

const BODY: &str = r#"{"inputs":["Zebulon Quist feels much better.","Zebulon Quist is in pain."]}"#;
/// Far beyond any healthy start, on a busy machine too.
const STARTED_WITHIN: Duration = Duration::from_secs(180);

/// Triton with the model of `tests/triton-models`.
struct Triton {
    server: Child,
    origin: String,
    folder: tempfile::TempDir,
}

impl Triton {
    fn start(packages: &Path) -> Self {
        let code = "import sys, sysconfig; print('%d.%d' % sys.version_info[:2], sysconfig.get_config_var('LIBDIR'))";
        let python = Command::new("python3").args(["-c", code]).output().unwrap().stdout;
        let python = String::from_utf8(python).unwrap();
        let (version, libraries) = python.trim().split_once(' ').unwrap();
        let folder = tempfile::tempdir().unwrap();
        let bundle = packages.join("pytriton/tritonserver");
        // The backend looks for the stub of its Python beside itself.
        let backend = folder.path().join("backends/python");
        std::fs::create_dir_all(&backend).unwrap();
        for file in [
            "backends/python/libtriton_python.so".to_owned(),
            "backends/python/triton_python_backend_utils.py".to_owned(),
            format!("python_backend_stubs/{version}/triton_python_backend_stub"),
        ] {
            let from = bundle.join(file);
            std::os::unix::fs::symlink(&from, backend.join(from.file_name().unwrap())).unwrap();
        }
        // A copy: the backend leaves byte code beside the model.
        std::fs::create_dir_all(folder.path().join("models/sentiment/1")).unwrap();
        for file in ["sentiment/config.pbtxt", "sentiment/labels.txt", "sentiment/1/model.py"] {
            let from = workspace_file("edge-gateway/tests/triton-models").join(file);
            std::fs::copy(from, folder.path().join("models").join(file)).unwrap();
        }
        // The stub is linked with libpython.
        let search =
            std::env::join_paths([packages.join("nvidia_pytriton.libs"), PathBuf::from(libraries)]).unwrap();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let server = Command::new(bundle.join("bin/tritonserver"))
            .arg("--model-repository")
            .arg(folder.path().join("models"))
            .arg("--backend-directory")
            .arg(folder.path().join("backends"))
            .args(["--http-address=127.0.0.1", &format!("--http-port={port}")])
            .arg(format!(
                "--backend-config=python,shm-region-prefix-name=anteroom_test_{}_",
                std::process::id()
            ))
            .args(["--allow-grpc=false", "--allow-metrics=false", "--exit-timeout-secs=5"])
            .env("LD_LIBRARY_PATH", search)
            .env("TRITON_PYTHONPATH", packages)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut triton = Self { server, origin: format!("http://127.0.0.1:{port}"), folder };
        triton.wait_until_ready(port);
        triton
    }

    fn wait_until_ready(&mut self, port: u16) {
        let address = format!("127.0.0.1:{port}");
        let request = b"GET /v2/models/sentiment/ready HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n";
        let begun = Instant::now();
        loop {
            let listens = std::net::TcpStream::connect(&address).is_ok();
            if listens && support::raw(&address, request).status == 200 {
                return;
            }
            let log = || std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            if let Some(status) = self.server.try_wait().unwrap() {
                panic!("Triton ended ({status}):\n{}", log());
            }
            assert!(begun.elapsed() < STARTED_WITHIN, "Triton is not ready:\n{}", log());
            std::thread::yield_now();
        }
    }
}

impl Drop for Triton {
    fn drop(&mut self) {
        // Asked to end, it takes its Python processes with it.
        let asked = Command::new("kill").args(["-TERM", &self.server.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

fn edge(origin: &str, windows: &str) -> Edge {
    let variables = [("model", "sentiment"), ("pool_windows", windows)];
    let variables = variables.map(|(name, value)| (name, value.to_owned())).to_vec();
    Edge::with(Setup { variables, pool_origin: Some(origin.to_owned()), ..Setup::default() })
}

#[test]
fn a_triton_server_serves_in_the_pools_place() {
    let Some(packages) = std::env::var_os("ANTEROOM_TRITON").filter(|folder| !folder.is_empty()) else {
        eprintln!(
            "skipped: ANTEROOM_TRITON names no folder with nvidia-pytriton; `cargo xtask test` says why"
        );
        return;
    };
    let server = Triton::start(Path::new(&packages));
    let origin = &server.origin;
    let triton = edge(origin, "");
    assert_eq!(triton.get("/readyz").status, 200);
    let answer = triton.post("/v1/classify", BODY);
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer = answer.json();
    assert_eq!((&answer["model"], &answer["model_version"]), (&"sentiment".into(), &"1".into()));
    let labels: Vec<_> =
        (0..2).map(|n| (&answer["results"][n]["label"], &answer["results"][n]["score"])).collect();
    assert_eq!(labels, [(&"POSITIVE".into(), &0.75.into()), (&"NEGATIVE".into(), &0.75.into())]);
    assert_eq!(
        (&answer["results"][0]["windows"], &answer["results"][0]["deid"]["NAME"]),
        (&1.into(), &1.into())
    );
    let bearer = format!("Bearer {}", triton.token());
    let models = triton.send("GET", "/v1/models", &[("authorization", &bearer)], b"");
    assert!(models.body.contains(r#""name":"sentiment""#), "{models:?}");
    drop(triton);
    // With our pool's settings it is refused, and nothing is made up.
    edge(origin, "windows").post("/v1/classify", BODY).assert_problem(502, "bad-pool-answer");
}
