//! The machine's GPUs and their memory, by NVIDIA's management library (NVML), which the driver brings. It is looked for at run
//! time; without it, or without a GPU, there is nothing to report in metrics and nothing to complain of. Whoever needs a GPU
//! opens it by [`Gpus::open`], which says what is missing.

/// A GPU at one moment. The memory is that of all processes on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gpu {
    /// The device's own name, the same in every process and container.
    pub(crate) uuid: String,
    /// Bytes in use.
    pub(crate) used: u64,
    /// Bytes there are.
    pub(crate) total: u64,
}

/// What a GPU is, beside its memory.
#[cfg(feature = "cuda")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Device {
    /// The device's own name, as in `GPU-…`.
    pub(crate) uuid: String,
    /// As it is sold.
    pub(crate) name: String,
    /// Compute capability, major and minor; not told by every driver.
    pub(crate) capability: Option<(u32, u32)>,
    /// Bytes in use.
    pub(crate) used: u64,
    /// Bytes there are.
    pub(crate) total: u64,
}

pub(crate) use self::nvml::Gpus;

#[cfg(feature = "cuda")]
mod nvml {
    use std::ffi::OsStr;

    use nvml_wrapper::Nvml;
    use nvml_wrapper::error::NvmlError;

    use super::{Device, Gpu};

    /// What containers have; the name without a number comes with development packages.
    const LIBRARIES: [&str; 2] = ["libnvidia-ml.so.1", "libnvidia-ml.so"];

    /// The open library.
    pub(crate) struct Gpus(Nvml);

    impl Gpus {
        /// Opens the library, which can take a second where no process has a GPU in use.
        pub(crate) fn find() -> Option<Self> {
            let gpus = Self::open().ok()?;
            let any = gpus.0.device_count().is_ok_and(|count| count > 0);
            any.then_some(gpus)
        }

        /// As [`Gpus::find`], or says why there is no driver to talk to.
        pub(crate) fn open() -> Result<Self, String> {
            let mut causes = Vec::new();
            for name in LIBRARIES {
                match Nvml::builder().lib_path(OsStr::new(name)).init() {
                    Ok(nvml) => return Ok(Self(nvml)),
                    // The library is there, and what it says is the cause: the other name would be the same one.
                    Err(cause) if !matches!(cause, NvmlError::LibloadingError(_)) => {
                        return Err(format!(
                            "NVIDIA's driver does not answer ({cause}): is it loaded, and does this process see its devices \
                             (nvidia-smi)?"
                        ));
                    }
                    Err(cause) => {
                        let source = std::error::Error::source(&cause);
                        causes.push(source.map_or_else(|| cause.to_string(), ToString::to_string));
                    }
                }
            }
            Err(format!(
                "there is no NVIDIA driver here: {}. In a container, NVIDIA's container toolkit brings it",
                causes.first().map_or("its library cannot be loaded", String::as_str)
            ))
        }

        /// The highest version of CUDA, its first number, that the driver supports.
        pub(crate) fn cuda_version(&self) -> Option<u32> {
            // 1000 × major + 10 × minor (nvml.h).
            u32::try_from(self.0.sys_cuda_driver_version().ok()? / 1000).ok()
        }

        /// Every GPU that answers, in NVML's order, by bus.
        pub(crate) fn devices(&self) -> Vec<Device> {
            let count = self.0.device_count().unwrap_or(0);
            let devices = (0..count).filter_map(|index| {
                let device = self.0.device_by_index(index).ok()?;
                let memory = device.memory_info().ok()?;
                let capability = device.cuda_compute_capability().ok();
                let number = |value: i32| u32::try_from(value).ok();
                Some(Device {
                    uuid: device.uuid().ok()?,
                    name: device.name().unwrap_or_else(|_| "NVIDIA GPU".into()),
                    capability: capability.and_then(|c| Some((number(c.major)?, number(c.minor)?))),
                    used: memory.used,
                    total: memory.total,
                })
            });
            devices.collect()
        }

        /// Every GPU that answers.
        pub(crate) fn read(&self) -> Vec<Gpu> {
            let count = self.0.device_count().unwrap_or(0);
            let devices = (0..count).filter_map(|index| {
                let device = self.0.device_by_index(index).ok()?;
                let memory = device.memory_info().ok()?;
                Some(Gpu { uuid: device.uuid().ok()?, used: memory.used, total: memory.total })
            });
            devices.collect()
        }
    }
}

#[cfg(not(feature = "cuda"))]
mod nvml {
    use super::Gpu;

    /// None: this build has no use for a GPU.
    pub(crate) enum Gpus {}

    impl Gpus {
        pub(crate) fn find() -> Option<Self> {
            None
        }

        pub(crate) fn read(&self) -> Vec<Gpu> {
            match *self {}
        }
    }
}
