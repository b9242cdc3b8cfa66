//! ONNX Runtime, loaded at run time from a shared library (crate `ort`). The only file that knows it.
//!
//! An execution provider that was asked for and cannot be had is an error, never a silent fall-back to the CPU.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ort::environment::Environment;
use ort::ep::ExecutionProviderDispatch;
use ort::session::builder::{GraphOptimizationLevel, PrepackedWeights};
use ort::session::{RunOptions, Session, SessionInputValue};
use ort::value::{DynValue, Tensor, TensorElementType, TensorRef};

#[cfg(feature = "cuda")]
use super::cuda;
use super::weights::{self, Kind, Weight};
use super::{Batch, Engine, EngineError, EngineFactory, Fault, Logits, Stopper};

/// Where a session runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// ONNX Runtime's own CPU kernels.
    Cpu,
    /// An NVIDIA GPU.
    #[cfg(feature = "cuda")]
    Gpu(cuda::Settings),
}

/// How a session is made.
#[derive(Debug, Clone)]
pub struct Options {
    /// ONNX Runtime's shared library.
    pub library: PathBuf,
    /// Where it runs.
    pub provider: Provider,
    /// Threads of one session. One means that the calling thread does all the work itself.
    pub threads: usize,
}

impl EngineFactory for Options {
    fn make(&self, model: &[u8]) -> Result<Box<dyn Engine>, EngineError> {
        Ok(Box::new(OnnxEngine::load(model, self, Pauses::Sleep, None)?))
    }

    fn share(&self, model: &[u8], engines: usize) -> Result<Option<Arc<dyn EngineFactory>>, EngineError> {
        // A single session frees what it has packed, and needs less by itself. On a GPU weights are the device's.
        if self.provider != Provider::Cpu || engines < 2 {
            return Ok(None);
        }
        // Values are made by the library, which must be there first.
        environment(&self.library)?;
        let weights = Weights::read(model)?;
        Ok(Some(Arc::new(Sharing {
            options: self.clone(),
            weights: Arc::new(weights),
            pauses: Pauses::Sleep,
        })))
    }

    fn provider(&self) -> &'static str {
        match self.provider {
            Provider::Cpu => "cpu",
            #[cfg(feature = "cuda")]
            Provider::Gpu(cuda::Settings { kind: cuda::Kind::Cuda, .. }) => "cuda",
            #[cfg(feature = "cuda")]
            Provider::Gpu(cuda::Settings { kind: cuda::Kind::Tensorrt, .. }) => "tensorrt",
        }
    }

    fn obstacles(&self) -> Vec<String> {
        match &self.provider {
            Provider::Cpu => Vec::new(),
            #[cfg(feature = "cuda")]
            Provider::Gpu(settings) => cuda::obstacles(&self.library, settings),
        }
    }

    fn threads(&self) -> usize {
        self.threads
    }

    fn with_threads(&self, threads: usize) -> Option<Arc<dyn EngineFactory>> {
        Some(Arc::new(Self { threads, ..self.clone() }))
    }
}

/// Makes sessions over one graph that share its weights: each further one costs a few megabytes.
#[derive(Debug)]
struct Sharing {
    options: Options,
    weights: Arc<Weights>,
    pauses: Pauses,
}

/// What a session's threads do between two pieces of work of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pauses {
    /// They leave their core to the next request's tokenizer, or to another engine.
    Sleep,
    /// They look for work until the run is over, and sleep then. Waking a thread for each piece makes a row of 32 tokens a tenth
    /// slower in fp32 and a fifth in int8 (two cores, full-size DistilBERT, `perf/README.md`).
    Spin,
}

impl EngineFactory for Sharing {
    fn make(&self, model: &[u8]) -> Result<Box<dyn Engine>, EngineError> {
        match OnnxEngine::load(model, &self.options, self.pauses, Some(&self.weights)) {
            Ok(engine) => Ok(Box::new(engine)),
            // Something in the graph that does not take weights from outside; or it is broken either way.
            Err(EngineError { cause, .. }) => {
                let engine = OnnxEngine::load(model, &self.options, self.pauses, None)?;
                tracing::warn!(cause, "weights are not shared: each engine has its own");
                Ok(Box::new(engine))
            }
        }
    }

    fn provider(&self) -> &'static str {
        self.options.provider()
    }

    fn threads(&self) -> usize {
        self.options.threads
    }

    fn alone(&self, threads: usize) -> Option<Arc<dyn EngineFactory>> {
        let options = Options { threads, ..self.options.clone() };
        Some(Arc::new(Self { options, weights: Arc::clone(&self.weights), pauses: Pauses::Spin }))
    }
}

/// The weights of one graph outside of any session, and what kernels have packed of them. Sessions hold on to both, so
/// this may go before them.
struct Weights {
    values: Vec<(String, Arc<DynValue>)>,
    packed: PrepackedWeights,
}

impl std::fmt::Debug for Weights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Weights({})", self.values.len())
    }
}

impl Weights {
    fn read(model: &[u8]) -> Result<Self, EngineError> {
        let values = weights::read(model).into_iter().map(|weight| {
            let value = value(&weight).map_err(|e| EngineError::new(format!("ONNX Runtime: {e}")))?;
            Ok((weight.name.to_owned(), Arc::new(value)))
        });
        Ok(Self { values: values.collect::<Result<_, EngineError>>()?, packed: PrepackedWeights::new() })
    }
}

fn value(weight: &Weight<'_>) -> ort::Result<DynValue> {
    let shape = weight.shape.clone();
    Ok(match weight.kind {
        Kind::F32 => {
            let floats: Vec<f32> =
                weight.raw.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
            Tensor::<f32>::from_array((shape, floats))?.into_dyn()
        }
        Kind::U8 => Tensor::<u8>::from_array((shape, weight.raw.to_vec()))?.into_dyn(),
        Kind::I8 => {
            let bytes: Vec<i8> = weight.raw.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
            Tensor::<i8>::from_array((shape, bytes))?.into_dyn()
        }
    })
}

const IDS: &str = "input_ids";
const MASK: &str = "attention_mask";
/// BERT exports ask for it; single texts are all of type 0.
const TYPES: &str = "token_type_ids";
const LOGITS: &str = "logits";

/// ONNX Runtime allows one environment a process; it stays for good, since sessions hold it.
static ENVIRONMENT: Mutex<Option<(PathBuf, Environment)>> = Mutex::new(None);

fn environment(library: &Path) -> Result<Environment, EngineError> {
    let mut slot = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((loaded, environment)) = slot.as_ref() {
        if loaded == library {
            return Ok(environment.clone());
        }
        return Err(EngineError::new("another ONNX Runtime library is already loaded in this process"));
    }
    if !library.is_file() {
        return Err(EngineError::new(format!("{} is not a file: no ONNX Runtime there", library.display())));
    }
    let unusable = |cause: String| EngineError::new(format!("{} cannot be used: {cause}", library.display()));
    let environment = ort::init_from(library)
        .map_err(|e| unusable(e.to_string()))?
        .with_name("gpu-pool")
        .with_telemetry(false)
        .build()
        .map_err(|e| unusable(e.to_string()))?;
    *slot = Some((library.to_owned(), environment.clone()));
    Ok(environment)
}

/// A session over one model file.
pub struct OnnxEngine {
    session: Session,
    /// Through these a run can be asked to end; between two nodes of the graph it looks.
    options: Arc<RunOptions>,
    /// All zero, as long as the batch, where the model asks for token types.
    types: Option<Vec<i64>>,
}

impl OnnxEngine {
    /// Loads `model` and checks that its inputs and outputs are those of a sequence classifier.
    fn load(
        model: &[u8],
        options: &Options,
        pauses: Pauses,
        weights: Option<&Weights>,
    ) -> Result<Self, EngineError> {
        let environment = environment(&options.library)?;
        let session = build(&environment, model, options, pauses, weights)
            .map_err(|e| EngineError::new(format!("ONNX Runtime refused the model or the provider: {e}")))?;
        for input in session.inputs() {
            if ![IDS, MASK, TYPES].contains(&input.name()) {
                return Err(EngineError::new(format!(
                    "the graph asks for an input '{}', which nothing fills",
                    input.name()
                )));
            }
            if input.dtype().tensor_type() != Some(TensorElementType::Int64) {
                return Err(EngineError::new(format!(
                    "the graph's input '{}' is not an INT64 tensor",
                    input.name()
                )));
            }
        }
        let has = |name: &str| session.inputs().iter().any(|input| input.name() == name);
        if !has(IDS) || !has(MASK) {
            return Err(EngineError::new(format!("the graph lacks an input '{IDS}' or '{MASK}'")));
        }
        let logits = session.outputs().iter().find(|output| output.name() == LOGITS);
        if logits.and_then(|output| output.dtype().tensor_type()) != Some(TensorElementType::Float32) {
            return Err(EngineError::new(format!("the graph lacks an FP32 output '{LOGITS}'")));
        }
        let types = has(TYPES).then(Vec::new);
        let options = RunOptions::new().map_err(|e| EngineError::new(format!("ONNX Runtime: {e}")))?;
        Ok(Self { session, options: Arc::new(options), types })
    }
}

fn build(
    environment: &Environment,
    model: &[u8],
    options: &Options,
    pauses: Pauses,
    weights: Option<&Weights>,
) -> ort::Result<Session> {
    let spin = pauses == Pauses::Spin;
    let mut builder = Session::builder(environment)?
        .with_execution_providers(providers(options.provider))?
        .with_intra_threads(options.threads.max(1))?
        .with_inter_threads(1)?
        .with_intra_op_spinning(spin)?
        // Else they would go on for a while when the run is over.
        .with_config_entry("session.force_spinning_stop", if spin { "1" } else { "0" })?
        .with_inter_op_spinning(false)?
        .with_optimization_level(GraphOptimizationLevel::All)?;
    if let Some(Weights { values, packed }) = weights {
        builder = builder.with_prepacked_weights(packed)?;
        for (name, value) in values {
            builder = builder.with_initializer(name, Arc::clone(value))?;
        }
    }
    builder.commit_from_memory(model)
}

fn providers(provider: Provider) -> Vec<ExecutionProviderDispatch> {
    match provider {
        Provider::Cpu => Vec::new(),
        #[cfg(feature = "cuda")]
        Provider::Gpu(settings) => cuda::providers(&settings),
    }
}

/// How ONNX Runtime 1.23 to 1.31, CUDA, cuBLAS and cuDNN say that memory has run out. There is no code for it: the arena's
/// failures come as RUNTIME_EXCEPTION, and those of CUDA as FAIL.
const NO_MEMORY: [&str; 7] = [
    // The arena, at its limit or the device's.
    "Failed to allocate memory",
    "Available memory of",
    // cudaMalloc: "CUDA failure 2: out of memory".
    "out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUBLAS failure 3",
    "CUDNN_STATUS_ALLOC_FAILED",
    "bad_alloc",
];

fn out_of_memory(message: &str) -> bool {
    NO_MEMORY.iter().any(|words| message.contains(words))
}

impl Engine for OnnxEngine {
    fn infer(&mut self, batch: &Batch) -> Result<Logits, EngineError> {
        let Self { session, options, types } = self;
        run(session, options, types.as_mut(), batch).map_err(|e| {
            let cause = format!("ONNX Runtime: {e}");
            let fault = if out_of_memory(e.message()) { Fault::OutOfMemory } else { Fault::Other };
            EngineError { cause, fault }
        })
    }

    fn stopper(&self) -> Option<Stopper> {
        let options = Arc::clone(&self.options);
        Some(Arc::new(move || {
            if let Err(e) = options.terminate() {
                tracing::warn!(cause = %e, "a run could not be asked to end");
            }
        }))
    }
}

fn run(
    session: &mut Session,
    options: &RunOptions,
    types: Option<&mut Vec<i64>>,
    batch: &Batch,
) -> ort::Result<Logits> {
    let shape = [batch.rows, batch.columns];
    let mut inputs: Vec<(Cow<'_, str>, SessionInputValue<'_>)> = Vec::with_capacity(3);
    inputs.push((IDS.into(), TensorRef::from_array_view((shape, batch.ids.as_slice()))?.into()));
    inputs.push((MASK.into(), TensorRef::from_array_view((shape, batch.mask.as_slice()))?.into()));
    if let Some(types) = types {
        types.resize(batch.ids.len(), 0);
        inputs.push((TYPES.into(), TensorRef::from_array_view((shape, types.as_slice()))?.into()));
    }
    let outputs = session.run_with_options(inputs, options)?;
    let logits = outputs.get(LOGITS).ok_or_else(|| ort::Error::new("no logits in the answer"))?;
    let (shape, values) = logits.try_extract_tensor::<f32>()?;
    match shape[..] {
        [rows, labels] if rows == batch.rows as i64 && labels > 0 => {
            Ok(Logits { values: values.to_vec(), labels: labels as usize })
        }
        _ => Err(ort::Error::new("the logits do not have the shape [batch, labels]")),
    }
}

#[cfg(test)]
mod tests {
    use super::out_of_memory;

    #[test]
    fn want_of_memory_is_told_from_other_failures() {
        for said in [
            "Non-zero status code returned while running MatMul node. Name:'a' Status Message: Failed to allocate memory for requested buffer of size 1024",
            "Available memory of 12 is smaller than requested bytes of 1024",
            "CUDA failure 2: out of memory ; GPU=0 ; hostname=node",
            "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0",
            "std::bad_alloc",
        ] {
            assert!(out_of_memory(said), "{said}");
        }
        for said in [
            "CUDA failure 719: unspecified launch failure",
            "CUBLAS failure 13: CUBLAS_STATUS_EXECUTION_FAILED",
            "",
        ] {
            assert!(!out_of_memory(said), "{said}");
        }
    }
}
