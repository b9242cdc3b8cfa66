//! NVIDIA GPUs under ONNX Runtime: the options of its providers, whether they can be used, and what running out of memory looks
//! like.

mod library;
mod usable;

pub(super) use self::usable::obstacles;

use ort::ep::ExecutionProviderDispatch;

/// Which of ONNX Runtime's providers for NVIDIA GPUs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// CUDA and cuDNN.
    #[default]
    Cuda,
    /// TensorRT, and CUDA for the nodes that it does not take. It builds an engine for each new shape, which takes its time.
    Tensorrt,
}

/// How a GPU is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// By which provider.
    pub kind: Kind,
    /// The device, as CUDA counts (`CUDA_VISIBLE_DEVICES`), from 0.
    pub device: u16,
    /// Most bytes that the arena of one session may take: weights and activations. CUDA's context and its libraries' own
    /// workspaces come on top.
    pub memory: Option<u64>,
}

/// The providers of a session, the first choice first.
pub(super) fn providers(settings: &Settings) -> Vec<ExecutionProviderDispatch> {
    let device = i32::from(settings.device);
    let mut cuda = ort::ep::CUDA::default()
        .with_device_id(device)
        // Doubling (the default) would take up to twice what is needed of a card that others use too.
        .with_arena_extend_strategy(ort::ep::ArenaExtendStrategy::SameAsRequested);
    if let Some(bytes) = settings.memory {
        cuda = cuda.with_memory_limit(usize::try_from(bytes).unwrap_or(usize::MAX));
    }
    // Without error_on_failure a session falls back to the CPU without a word.
    let cuda = cuda.build().error_on_failure();
    match settings.kind {
        Kind::Cuda => vec![cuda],
        Kind::Tensorrt => {
            let tensorrt = ort::ep::TensorRT::default().with_device_id(device);
            vec![tensorrt.build().error_on_failure(), cuda]
        }
    }
}
