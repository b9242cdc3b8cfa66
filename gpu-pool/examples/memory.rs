//! What engines of one model cost in memory: `cargo run -p gpu-pool --example memory -- <model.onnx> <engines> [own]`.
//! With `own`, each has weights of its own. Set MALLOC_MMAP_THRESHOLD_=131072, or glibc keeps what loading has freed.

#![allow(clippy::print_stdout, reason = "a program that prints a measurement")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use gpu_pool::engine::onnx::{Options, Provider};
use gpu_pool::engine::{Batch, Engine, EngineFactory};
use gpu_pool::tokenize::Sequence;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(model), Some(count)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("usage: memory <model.onnx> <engines> [own]");
    };
    let own = arguments.next().is_some();
    let count: usize = count.parse()?;
    let library = std::env::var_os("ORT_DYLIB_PATH").map(PathBuf::from).unwrap_or_default();
    let options = Options { library, provider: Provider::Cpu, threads: 1 };
    let graph = std::fs::read(model)?;
    let started = Instant::now();
    let sharing = if own { None } else { options.share(&graph, count)? };
    let maker = sharing.unwrap_or_else(|| Arc::new(options));
    let mut engines: Vec<Box<dyn Engine>> =
        (0..count).map(|_| maker.make(&graph)).collect::<Result<_, _>>()?;
    let loaded = started.elapsed();
    drop(graph);
    let rows = vec![Sequence::new(vec![7; 32]); 4];
    let mut batch = Batch::default();
    batch.fill(rows.iter(), 0);
    for engine in &mut engines {
        engine.infer(&batch)?;
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("?").trim();
    println!(
        "engines {count}, weights {}, resident {resident}, loaded in {loaded:.1?}",
        if own { "own" } else { "shared" }
    );
    Ok(())
}
