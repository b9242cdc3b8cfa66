//! Everything that is there before the first measurement: programs, component, model with its graphs, texts, expected answers.

use super::{expected, labels};
use crate::load::answers::Answer;
use crate::results::Graph;
use crate::systems::anteroom::{Anteroom, repository_of};
use crate::systems::peers::Peers;
use crate::systems::{Setup, graph_file};
use crate::texts::{self, Texts};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::build::{self, Programs};
use xtask::progress::say;
use xtask::workspace::{Workspace, cargo};
use xtask::{models, setup};

/// What is needed.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The edge with its component.
    pub edge: bool,
    /// The demo model, and nothing that the tests do not need.
    pub smallest: bool,
    /// A GPU.
    pub gpu: bool,
    /// Build nothing.
    pub no_build: bool,
    /// Graphs of the model.
    pub graphs: Vec<Graph>,
    /// A program of text-embeddings-inference.
    pub tei: Option<PathBuf>,
}

/// What is there.
#[derive(Debug)]
pub struct Prepared {
    /// To start systems with.
    pub setup: Setup,
    /// The sets of texts.
    pub texts: Vec<Texts>,
    /// The expected answers by name of the set; none for long notes, and none in the smallest table.
    pub expected: BTreeMap<&'static str, Vec<Answer>>,
    /// The model's labels in the order of its scores.
    pub labels: Vec<String>,
    /// Scratch.
    pub work: PathBuf,
    /// Version of ONNX Runtime.
    pub onnxruntime_version: String,
}

impl Prepared {
    /// A set by its name.
    ///
    /// # Errors
    /// Where there is none of that name.
    pub fn texts(&self, name: &str) -> Result<&Texts> {
        self.texts
            .iter()
            .find(|set| set.name == name)
            .with_context(|| format!("no set of texts is called {name}"))
    }
}

/// Builds and makes what is wanted, unless it is there.
///
/// # Errors
/// Where something that every row needs cannot be had.
pub fn prepare(workspace: &Workspace, wanted: &Wanted) -> Result<Prepared> {
    let work = workspace.root().join("target/perf");
    let programs = programs(workspace, wanted)?;
    let onnxruntime = match std::env::var_os("ORT_DYLIB_PATH") {
        Some(path) if wanted.gpu => PathBuf::from(path),
        None if wanted.gpu => {
            bail!("ORT_DYLIB_PATH must name an ONNX Runtime with CUDA (README, \"On a GPU\")")
        }
        _ => setup::onnxruntime::ensure(workspace)?,
    };
    let (model, version) = model(workspace, wanted)?;
    repository_of(&work.join("models"), &model, &version)?;
    let logs = work.join("logs");
    // Logs are appended to within a run only.
    if logs.exists() {
        fs::remove_dir_all(&logs)?;
    }
    let anteroom = Anteroom {
        programs,
        onnxruntime: onnxruntime.clone(),
        manifest: workspace.root().join("spin.toml"),
        models: work.join("models"),
        work: work.join("identity"),
        cache: workspace.setup_dir().join("component-cache"),
        logs: logs.clone(),
    };
    anteroom.identity()?;
    let peers = Peers::of(workspace.root(), &work.join("venvs"))?;
    say("texts and the answers that are expected");
    let texts = texts::sets(&version)?;
    let mut known = BTreeMap::new();
    if !wanted.smallest {
        for set in texts.iter().filter(|set| set.name != "long") {
            known.insert(set.name, expected(&peers, &version, set, &work.join("expected"))?);
        }
    }
    let labels = labels(&version)?;
    let setup = Setup { anteroom, peers, model, version, tei: wanted.tei.clone(), gpu: wanted.gpu, logs };
    Ok(Prepared {
        setup,
        texts,
        expected: known,
        labels,
        work,
        onnxruntime_version: library_version(&onnxruntime),
    })
}

fn programs(workspace: &Workspace, wanted: &Wanted) -> Result<Programs> {
    // Those that are measured are optimised as this program is.
    let release = !cfg!(debug_assertions);
    let folder = workspace.target().join(if release { "release" } else { "debug" });
    let program = |name: &str| folder.join(name);
    let programs = Programs {
        host: program("edge-host"),
        pool: program("gpu-pool"),
        dev: program("anteroom-dev"),
        sink: program("audit-sink"),
    };
    if wanted.no_build {
        for file in [&programs.host, &programs.pool, &programs.dev] {
            if !file.is_file() {
                bail!("{} is not built (--no-build)", file.display());
            }
        }
        return Ok(programs);
    }
    if wanted.edge {
        let tools = setup::all(workspace)?;
        build::component(workspace, &tools.wasm)?;
    }
    if !release {
        // The same choice of features as `cargo test --workspace`.
        return build::programs(workspace, false);
    }
    say("building pool, host and issuer, optimised (minutes the first time)");
    let mut command = cargo();
    command.args(["build", "--release", "--bins", "-p", "gpu-pool", "-p", "edge-host", "-p", "anteroom-dev"]);
    build::check(command.current_dir(workspace.root()), "building the programs")?;
    Ok(programs)
}

/// The model's name and the folder of its version, with the graphs that are wanted.
fn model(workspace: &Workspace, wanted: &Wanted) -> Result<(String, PathBuf)> {
    if wanted.smallest {
        return Ok(("demo".to_owned(), workspace.root().join("gpu-pool/models/demo/1")));
    }
    let version = models::full_size(workspace)?;
    for (graph, variant) in [(Graph::Unpadded, "unpadded"), (Graph::Int8, "int8")] {
        if wanted.graphs.contains(&graph) && !version.join(graph_file(graph)).is_file() {
            models::optimize(workspace, "full-size", None, variant, None)?;
        }
    }
    Ok(("full-size".to_owned(), version))
}

/// ONNX Runtime's libraries end in their version; ours is behind a link that does not.
fn library_version(library: &Path) -> String {
    let stamp = library.with_file_name("onnxruntime.stamp");
    let known = [fs::canonicalize(library).map(|path| path.display().to_string()), fs::read_to_string(stamp)];
    let version = |text: &str| {
        text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .map(|part| part.trim_matches('.'))
            .find(|part| part.matches('.').count() == 2)
            .map(str::to_owned)
    };
    known.into_iter().flatten().find_map(|text| version(&text)).unwrap_or_else(|| "unknown".to_owned())
}
