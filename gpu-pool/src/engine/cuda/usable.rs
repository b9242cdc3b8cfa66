//! Whether a GPU can be used, and if not, why: asked before a model is loaded, because what ONNX Runtime says then is one line
//! for many causes.
//!
//! In the order in which things are needed: the provider's library beside ONNX Runtime, the libraries that it needs, the
//! driver, the device, machine code for it, memory. All that is wrong is said at once, as far as it can be known without what
//! is missing.

use std::path::{Path, PathBuf};

use super::library::{Capability, Provider};
use super::{Kind, Settings};
use crate::gpu::{Device, Gpus};

/// Through this library ONNX Runtime talks to any provider of its own.
const SHARED: &str = "libonnxruntime_providers_shared.so";
const CUDA: &str = "libonnxruntime_providers_cuda.so";
const TENSORRT: &str = "libonnxruntime_providers_tensorrt.so";
/// The driver's own library, which no package but the driver brings.
const DRIVER: &str = "libcuda.so.1";

/// With less free memory than this nothing is loaded: CUDA's context and the libraries' kernels take about as much before a model
/// has any. Estimated from NVIDIA's figures, not measured here.
const LEAST_FREE: u64 = 512 * MIB;
const MIB: u64 = 1024 * 1024;

/// Which devices CUDA shows a process, by its environment (CUDA C++ Programming Guide, "CUDA Environment Variables").
#[derive(Debug, Default, Clone)]
pub(super) struct Visibility {
    /// `CUDA_VISIBLE_DEVICES`.
    pub(super) devices: Option<String>,
    /// `CUDA_DEVICE_ORDER` is `PCI_BUS_ID`, which is NVML's order. Otherwise the fastest come first.
    pub(super) by_bus: bool,
}

impl Visibility {
    fn of_this_process() -> Self {
        let devices = std::env::var("CUDA_VISIBLE_DEVICES").ok();
        Self { devices, by_bus: std::env::var("CUDA_DEVICE_ORDER").is_ok_and(|order| order == "PCI_BUS_ID") }
    }

    /// What device `number` may be; several where their order is not known.
    fn device<'d>(&self, number: u16, devices: &'d [Device]) -> Result<Vec<&'d Device>, String> {
        let all = || devices.iter().collect::<Vec<_>>();
        // Of one kind, it does not matter which comes first.
        let of_a_kind = devices.windows(2).all(|pair| pair[0].name == pair[1].name);
        let by_number = |number: usize| match devices.get(number) {
            Some(device) if self.by_bus || of_a_kind => Some(vec![device]),
            Some(_any) => Some(all()),
            None => None,
        };
        let listed: Vec<Vec<&Device>> = match self.devices.as_deref() {
            None => (0..devices.len()).filter_map(by_number).collect(),
            // The list ends at the first entry that is not there.
            Some(list) => list
                .split(',')
                .map(str::trim)
                .map_while(|entry| match entry.parse() {
                    Ok(number) => by_number(number),
                    Err(_) if entry.starts_with("MIG-") => Some(all()),
                    Err(_) => {
                        let named = |device: &&Device| !entry.is_empty() && device.uuid.starts_with(entry);
                        devices.iter().find(named).map(|device| vec![device])
                    }
                })
                .collect(),
        };
        let count = listed.len();
        listed.into_iter().nth(usize::from(number)).ok_or_else(|| {
            let by = self.devices.as_deref().map(|list| format!(" (CUDA_VISIBLE_DEVICES={list})"));
            let there = if count == 1 {
                "there is 1, number 0".into()
            } else {
                format!("there are {count}, counted from 0")
            };
            format!("there is no device {number}: {there}{}", by.unwrap_or_default())
        })
    }
}

/// What stands in the way of using the GPU, each with what to do about it. Empty where nothing is known to. Blocks, and may do so for
/// long where a driver hangs.
pub(in crate::engine) fn obstacles(library: &Path, settings: &Settings) -> Vec<String> {
    let mut found = Vec::new();
    let provider = libraries(library, settings.kind, &mut found);
    match Gpus::open() {
        Err(cause) => found.push(cause),
        Ok(gpus) => {
            let driver = gpus.cuda_version();
            found.extend(devices(
                &provider,
                driver,
                &gpus.devices(),
                settings,
                &Visibility::of_this_process(),
            ));
        }
    }
    found
}

/// Looks for the libraries, and notes what is missing.
fn libraries(library: &Path, kind: Kind, found: &mut Vec<String>) -> Provider {
    let folder = library.parent().map(Path::to_owned).unwrap_or_default();
    let wanted: &[&str] = match kind {
        Kind::Cuda => &[SHARED, CUDA],
        Kind::Tensorrt => &[SHARED, CUDA, TENSORRT],
    };
    let (there, missing): (Vec<&str>, Vec<&str>) =
        wanted.iter().partition(|name| folder.join(name).is_file());
    if !missing.is_empty() {
        found.push(format!(
            "{} is an ONNX Runtime without {}: beside it there is no {}. Use that of the package onnxruntime-gpu \
             (cargo xtask pool --gpu brings it)",
            library.display(),
            match kind {
                Kind::Cuda => "CUDA",
                Kind::Tensorrt => "TensorRT",
            },
            missing.join(", no ")
        ));
    }
    let mut cuda = Provider::default();
    let mut absent = Vec::new();
    for name in there.into_iter().filter(|name| *name != SHARED) {
        let path: PathBuf = folder.join(name);
        match Provider::read(&path) {
            Err(cause) => found.push(format!("{} cannot be read: {cause}", path.display())),
            Ok(provider) => {
                // Without a driver its library is missing too, which is said of the driver.
                for needed in provider.needed.iter().filter(|needed| *needed != DRIVER) {
                    if let Err(cause) = ort::util::preload_dylib(needed) {
                        absent.push(says(needed, &cause));
                    }
                }
                if name == CUDA {
                    cuda = provider;
                }
            }
        }
    }
    absent.sort();
    absent.dedup();
    if !absent.is_empty() {
        found.push(format!(
            "libraries that ONNX Runtime needs cannot be loaded: {}. They come with CUDA and cuDNN, or as the packages nvidia-*; \
             LD_LIBRARY_PATH must name their folders",
            absent.join("; ")
        ));
    }
    cuda
}

/// The loader's own words, which name the library that is missing: it may be one that the needed one needs.
fn says(needed: &str, cause: &dyn std::error::Error) -> String {
    let said = cause.source().map_or_else(|| cause.to_string(), ToString::to_string);
    if said.contains(needed) { said } else { format!("{needed}: {said}") }
}

/// What is wrong with the device, its driver included.
fn devices(
    provider: &Provider,
    driver: Option<u32>,
    devices: &[Device],
    settings: &Settings,
    visibility: &Visibility,
) -> Vec<String> {
    let mut found = Vec::new();
    if let (Some(driver), Some(wanted)) = (driver, provider.cuda())
        && driver < wanted
    {
        found.push(format!(
            "the driver supports CUDA {driver}, and this ONNX Runtime is made with CUDA {wanted}: a newer driver is needed, or an \
             ONNX Runtime for CUDA {driver}"
        ));
    }
    let meant = match visibility.device(settings.device, devices) {
        Ok(meant) => meant,
        Err(none) => {
            found.push(none);
            return found;
        }
    };
    let named = |device: &Device| format!("device {} ({})", settings.device, device.name);
    // Where it may be any of several, only what is wrong with all of them is.
    let of_all = |wrong: &dyn Fn(&Device) -> Option<String>| -> Option<String> {
        let mut each: Vec<String> = meant.iter().map(|device| wrong(device)).collect::<Option<_>>()?;
        each.pop()
    };
    found.extend(of_all(&|device| {
        let (major, minor) = device.capability?;
        let capability = Capability { major, minor };
        (provider.runs_on(capability) == Some(false)).then(|| {
            let held: Vec<String> = provider.code.union(&provider.ptx).map(ToString::to_string).collect();
            format!(
                "{} has compute capability {capability}, and {CUDA} holds code for {} only",
                named(device),
                held.join(", ")
            )
        })
    }));
    let wanted = settings.memory.unwrap_or(0).max(LEAST_FREE);
    found.extend(of_all(&|device| {
        let free = device.total.saturating_sub(device.used);
        (free < wanted).then(|| {
            format!(
                "{} has {} MiB of memory free of {}, and at least {} are needed{}",
                named(device),
                free / MIB,
                device.total / MIB,
                wanted / MIB,
                if settings.memory.is_some() { " (--gpu-memory-mb)" } else { "" }
            )
        })
    }));
    found
}

#[cfg(test)]
mod tests;
