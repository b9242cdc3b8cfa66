//! How much memory the machine's GPUs have and use, by NVIDIA's management library (NVML), which the driver brings. It is
//! looked for at run time; without it, or without a GPU, there is nothing to report and nothing to complain of.

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

pub(crate) use self::nvml::Gpus;

#[cfg(feature = "cuda")]
mod nvml {
    use std::ffi::OsStr;

    use nvml_wrapper::Nvml;

    use super::Gpu;

    /// What containers have; the name without a number comes with development packages.
    const LIBRARIES: [&str; 2] = ["libnvidia-ml.so.1", "libnvidia-ml.so"];

    /// The open library.
    pub(crate) struct Gpus(Nvml);

    impl Gpus {
        /// Opens the library, which can take a second where no process has a GPU in use.
        pub(crate) fn find() -> Option<Self> {
            let open = |name| Nvml::builder().lib_path(OsStr::new(name)).init().ok();
            let nvml = LIBRARIES.into_iter().find_map(open)?;
            let any = nvml.device_count().is_ok_and(|count| count > 0);
            any.then_some(Self(nvml))
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
