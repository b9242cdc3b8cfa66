//! Where models run: the flags `--execution-provider` and `--gpu-memory-mb`.

use super::{Args, Mistakes};
use crate::engine::EngineFactory;
use crate::engine::onnx::{self, Provider};

/// What `--execution-provider` takes.
const WORDS: &str =
    "must be cpu, cuda, tensorrt or cuda-or-cpu, the last three with :<device> for another than device 0";

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) provider: Provider,
    /// The CPU will do where the GPU cannot be used.
    or_cpu: bool,
}

/// Reads the flags.
pub(super) fn resolve(wrong: &mut Mistakes, args: &Args) -> Option<Wanted> {
    let memory = match &args.gpu_memory_mb {
        None => Some(None),
        Some(value) => wrong.number("gpu-memory-mb", value, 64..=10_000_000_u64).map(Some),
    };
    let value = args.execution_provider.as_str();
    let (word, device) = match value.split_once(':') {
        None => (value, Some(0)),
        Some((word, device)) => (word, device.parse::<u16>().ok()),
    };
    let known = ["cuda", "tensorrt", "cuda-or-cpu"].contains(&word);
    match device {
        _ if value == "cpu" && args.gpu_memory_mb.is_some() => {
            wrong.note("gpu-memory-mb", "is for a GPU, and --execution-provider is cpu")
        }
        _ if value == "cpu" => Some(Wanted { provider: Provider::Cpu, or_cpu: false }),
        Some(device) if known => gpu(wrong, word, device, memory?),
        _ => wrong.note("execution-provider", WORDS),
    }
}

#[cfg(feature = "cuda")]
fn gpu(_wrong: &mut Mistakes, word: &str, device: u16, memory_mib: Option<u64>) -> Option<Wanted> {
    use crate::engine::cuda::{Kind, Settings};
    let kind = if word == "tensorrt" { Kind::Tensorrt } else { Kind::Cuda };
    let memory = memory_mib.map(|mib| mib * 1024 * 1024);
    let provider = Provider::Gpu(Settings { kind, device, memory });
    Some(Wanted { provider, or_cpu: word == "cuda-or-cpu" })
}

#[cfg(not(feature = "cuda"))]
fn gpu(wrong: &mut Mistakes, _word: &str, _device: u16, _memory_mib: Option<u64>) -> Option<Wanted> {
    wrong.note("execution-provider", "this gpu-pool was built without the feature 'cuda'")
}

/// Where models run in the end, and why not where it was asked for, if the CPU has to stand in.
pub(super) fn settle(wanted: Wanted, library: &std::path::Path) -> (Provider, Vec<String>) {
    if !wanted.or_cpu {
        return (wanted.provider, Vec::new());
    }
    let obstacles = obstacles(wanted, library);
    (if obstacles.is_empty() { wanted.provider } else { Provider::Cpu }, obstacles)
}

/// What stands in the way of what was asked for, for `--check`.
pub(super) fn mistakes(args: &Args) -> Vec<String> {
    let wanted = resolve(&mut Mistakes(Vec::new()), args).filter(|wanted| !wanted.or_cpu);
    let library = args.onnxruntime.as_deref().filter(|library| library.is_file());
    let (Some(wanted), Some(library)) = (wanted, library) else { return Vec::new() };
    obstacles(wanted, library)
        .into_iter()
        .map(|obstacle| format!("--execution-provider: {obstacle}"))
        .collect()
}

fn obstacles(wanted: Wanted, library: &std::path::Path) -> Vec<String> {
    onnx::Options { library: library.to_owned(), provider: wanted.provider, threads: 1 }.obstacles()
}

#[cfg(test)]
#[cfg(feature = "cuda")]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::engine::cuda::{Kind, Settings};

    fn read(flags: &[&str]) -> Result<Wanted, Vec<String>> {
        let flags = std::iter::once("gpu-pool").chain(flags.iter().copied());
        let args = Args::try_parse_from(flags).map_err(|e| vec![e.to_string()])?;
        let mut wrong = Mistakes(Vec::new());
        resolve(&mut wrong, &args).filter(|_| wrong.0.is_empty()).ok_or(wrong.0)
    }

    #[test]
    fn every_word_means_one_thing() {
        let gpu = |kind, device, memory| Provider::Gpu(Settings { kind, device, memory });
        for (flags, provider, or_cpu) in [
            (&["--execution-provider", "cpu"][..], Provider::Cpu, false),
            (&["--execution-provider", "cuda"], gpu(Kind::Cuda, 0, None), false),
            (&["--execution-provider", "cuda:3"], gpu(Kind::Cuda, 3, None), false),
            (&["--execution-provider", "tensorrt:1"], gpu(Kind::Tensorrt, 1, None), false),
            (&["--execution-provider", "cuda-or-cpu"], gpu(Kind::Cuda, 0, None), true),
            (
                &["--execution-provider", "cuda", "--gpu-memory-mb", "4096"],
                gpu(Kind::Cuda, 0, Some(4 << 30)),
                false,
            ),
        ] {
            let wanted = read(flags).expect("right");
            assert_eq!((wanted.provider, wanted.or_cpu), (provider, or_cpu), "{flags:?}");
        }
    }

    #[test]
    fn what_means_nothing_is_refused() {
        for value in ["", "tpu", "cpu:0", "cuda:", "cuda:x", "cuda:-1", "cuda:70000", "cpu-or-cuda", "CUDA"] {
            let wrong = read(&["--execution-provider", value]).expect_err(value);
            assert!(wrong[0].starts_with("--execution-provider: "), "{value}: {wrong:?}");
        }
        for flags in [["cuda", "1"], ["cuda", "much"], ["cpu", "4096"]] {
            let wrong =
                read(&["--execution-provider", flags[0], "--gpu-memory-mb", flags[1]]).expect_err("wrong");
            assert!(wrong[0].starts_with("--gpu-memory-mb: "), "{flags:?}: {wrong:?}");
        }
    }
}
