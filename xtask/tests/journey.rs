//! The newcomer's journey: `cargo xtask up`, paste the printed commands, Ctrl-C, and again.
//!
//! Everything is real: the component in the host, HTTPS, mutual TLS, the demo model in ONNX Runtime, and `curl`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// One `up` at a time: they share the development identity and the logs of one checkout.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What `up` printed, and the running program.
struct Up {
    child: Child,
    printed: String,
    errors: thread::JoinHandle<String>,
}

impl Up {
    /// Starts `up` with `flags` and reads until it says that it is up.
    fn start(flags: &[&str]) -> Self {
        Self::run(&[&["up"], flags].concat())
    }

    /// The same for any command that stays until Ctrl-C.
    fn run(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let errors = thread::spawn(move || {
            let mut text = String::new();
            let _ = stderr.read_to_string(&mut text);
            text
        });
        let mut printed = String::new();
        for line in BufReader::new(child.stdout.as_mut().unwrap()).lines() {
            let line = line.unwrap();
            printed.push_str(&line);
            printed.push('\n');
            if line.starts_with("Ctrl-C") || line.contains("Ctrl-C stops everything") {
                return Self { child, printed, errors };
            }
        }
        let _ = child.wait();
        panic!("it ended before it was up:\n{printed}\n{}", errors.join().unwrap());
    }

    /// The commands that it printed, each whole.
    fn curls(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut lines = self.printed.lines();
        while let Some(line) = lines.next() {
            if line.starts_with("curl ") {
                let mut command = vec![line];
                while command.last().is_some_and(|l| l.ends_with('\\')) {
                    command.push(lines.next().unwrap());
                }
                found.push(command.join("\n"));
            }
        }
        found
    }

    /// Every address that it printed.
    fn addresses(&self) -> Vec<String> {
        let words = self.printed.split_whitespace();
        let urls = words.filter_map(|w| w.strip_prefix("https://").or_else(|| w.strip_prefix("http://")));
        let mut hosts: Vec<String> = urls.map(|u| u.split('/').next().unwrap().to_owned()).collect();
        hosts.sort();
        hosts.dedup();
        hosts
    }

    /// Ctrl-C, and waits for the end. Returns what it wrote to standard error.
    fn interrupt(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        assert!(status.success(), "up ended with {status}");
        self.errors.join().unwrap()
    }
}

fn paste(command: &str) -> serde_json::Value {
    let output = Command::new("sh")
        .arg("-c")
        .arg(command.replacen("curl ", "curl --silent --show-error ", 1))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stdout)))
}

#[test]
fn up_paste_stop_and_again() {
    let _alone = alone();
    // The default ports may be taken by whoever runs this; one of them certainly is.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken_port = taken.local_addr().unwrap().port().to_string();
    let up = Up::start(&["--edge-port", &taken_port, "--pool-port", "0", "--issuer-port", "0"]);
    let addresses = up.addresses();
    assert_eq!(addresses.len(), 4, "issuer, audit sink, pool and edge: {}", up.printed);
    assert!(!addresses.iter().any(|a| a.ends_with(&format!(":{taken_port}"))), "{}", up.printed);

    let curls = up.curls();
    assert_eq!(curls.len(), 2, "{}", up.printed);
    let classified = paste(&curls[0]);
    assert_eq!(classified["results"][0]["label"], "POSITIVE", "{classified}");
    assert_eq!(classified["model"], "demo");
    assert!(classified["results"][0]["deid"]["NAME"].as_u64() >= Some(2), "{classified}");
    let deidentified = paste(&curls[1]);
    let text = deidentified["results"][0]["text"].as_str().unwrap();
    for gone in ["Morgan", "Smith", "4471902", "03/14"] {
        assert!(!text.contains(gone), "{text}");
    }
    assert!(text.contains("recovering well"), "{text}");
    let sad = curls[0]
        .replace("He is recovering well and feels much better.", "Pain is worse and she is frightened.");
    assert_eq!(paste(&sad)["results"][0]["label"], "NEGATIVE");

    // The address alone, over HTTP/2, as a probe would ask.
    let health = curls[0].lines().next().unwrap().replace("/v1/classify \\", "/healthz");
    assert_eq!(paste(&health), serde_json::json!({"status": "alive"}));
    let head = health.replacen("curl ", "curl --silent --show-error --head --fail ", 1);
    assert!(Command::new("sh").arg("-c").arg(head).stdout(Stdio::null()).status().unwrap().success());

    // Each of them is in the chain, and the edge's log has the anchors.
    let logs = PathBuf::from(up.printed.lines().find_map(|line| line.strip_prefix("  logs    ")).unwrap());
    let folder = logs.parent().unwrap();
    let verified = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["audit", "verify"])
        .arg(folder.join("audit/chain"))
        .arg("--key-file")
        .arg(folder.join("identity/audit.key"))
        .arg("--log")
        .arg(logs.join("edge.log"))
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
    let chain = std::fs::read_to_string(folder.join("audit/chain")).unwrap();
    assert!(chain.contains(r#""route":"/v1/deidentify","decision":"allow""#), "{chain}");

    up.interrupt();
    for address in &addresses {
        assert!(TcpStream::connect(address).is_err(), "something still listens on {address}");
    }

    // Again: nothing is built or fetched twice.
    let again = Up::start(&["--edge-port", "0", "--pool-port", "0", "--issuer-port", "0"]);
    assert_eq!(paste(&again.curls()[0])["results"][0]["label"], "POSITIVE");
    let said = again.interrupt();
    for word in ["Compiling", "download", "Download"] {
        assert!(!said.contains(word), "a second start did work that the first had done:\n{said}");
    }
}

#[test]
fn nothing_outlives_an_up_that_was_killed() {
    let _alone = alone();
    let mut up = Up::start(&["--edge-port", "0", "--pool-port", "0", "--issuer-port", "0"]);
    let addresses = up.addresses();
    up.child.kill().unwrap();
    up.child.wait().unwrap();
    // The programs notice that their standard input has ended. They drain first, so wait for the condition.
    let deadline = Instant::now() + Duration::from_secs(60);
    for address in addresses {
        while TcpStream::connect(&address).is_ok() {
            assert!(Instant::now() < deadline, "something still listens on {address}");
            thread::yield_now();
        }
    }
}

#[test]
fn up_without_an_edge_says_how_to_use_spin() {
    let _alone = alone();
    let up = Up::start(&["--no-edge", "--pool-port", "0", "--issuer-port", "0"]);
    for variable in [
        "auth_issuer=http://127.0.0.1:",
        "auth_audience=anteroom",
        "auth_keys_origin=http://127.0.0.1:",
        "pool_origin=https://localhost:",
    ] {
        assert!(up.printed.contains(&format!("--variable {variable}")), "{variable} in {}", up.printed);
    }
    let command = up.printed.split("\n\n").find(|part| part.contains(" spin up ")).unwrap();
    let Some(spin) = std::env::var_os("ANTEROOM_SPIN").filter(|path| !path.is_empty()) else {
        eprintln!("skipped: what is printed is not tried, as ANTEROOM_SPIN names no Spin");
        return drop(up.interrupt());
    };
    let spin = format!(" exec '{}' up --listen 127.0.0.1:0 ", Path::new(&spin).display());
    let mut edge = Command::new("sh")
        .args(["-c", &format!("export {}", command.replace(" spin up ", &format!("; {spin}")))])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Read from until the end: Spin says more, and would fail where nobody listens.
    let mut said = BufReader::new(edge.stdout.take().unwrap()).lines().map_while(Result::ok);
    let served = said.find_map(|line| Some(line.split_once("http://")?.1.to_owned())).unwrap();
    let [curl] = up.curls().try_into().unwrap();
    assert_eq!(paste(&curl.replace("127.0.0.1:3000", &served))["results"][0]["label"], "POSITIVE");
    // By SIGTERM: killed by force, `spin up` would leave its child behind.
    assert!(Command::new("kill").arg(edge.id().to_string()).status().unwrap().success());
    edge.wait().unwrap();
    up.interrupt();
}

#[test]
fn the_pool_alone_is_started_pasted_and_stopped() {
    let _alone = alone();
    let up = Up::run(&["pool", "--port", "0"]);
    let [http] = up.addresses().try_into().unwrap();
    assert!(up.printed.contains(&format!("gRPC    {http} ")), "{}", up.printed);
    let [curl] = up.curls().try_into().unwrap();
    let answer = paste(&curl);
    let outputs = answer["outputs"].as_array().unwrap();
    let label = outputs.iter().find(|output| output["name"] == "label").unwrap();
    assert_eq!(label["data"][0], "POSITIVE", "{answer}");

    // Without this variable, engines that share their weights save no memory.
    let children = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", up.child.id())).unwrap();
    assert_eq!(children.split_whitespace().count(), 1);
    for child in children.split_whitespace() {
        let environment = std::fs::read(format!("/proc/{child}/environ")).unwrap();
        let set = String::from_utf8_lossy(&environment).contains("MALLOC_MMAP_THRESHOLD_=131072");
        assert!(set, "the pool was started without MALLOC_MMAP_THRESHOLD_");
    }

    up.interrupt();
    assert!(TcpStream::connect(&http).is_err(), "something still listens on {http}");
}

#[test]
fn a_pool_of_an_unknown_model_says_which_there_are() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["pool", "--model", "nobody's"]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && errors.contains("full-size"), "{errors}");
}
