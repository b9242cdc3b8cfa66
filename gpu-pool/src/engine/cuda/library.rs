//! What a CUDA provider's shared library says of itself: the libraries that it needs, and the GPUs that it holds machine code for.
//!
//! Read out of the file, without loading it: a library that cannot be loaded is when this is asked.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use object::elf::DT_NEEDED;
use object::read::elf::ElfFile64;
use object::{Endianness, Object, ObjectSection, ReadCache};

/// Machine code of one kind in a fat binary, by the entry's first field (`fatbinary_section.h` of the CUDA toolkit has the outer
/// header; the entries are as `cuobjdump` shows them).
const PTX: u16 = 1;
/// See [`PTX`].
const SASS: u16 = 2;
/// The first word of a fat binary.
const MAGIC: u32 = 0xBA55_ED50;
/// Magic, version, header size, size of all entries.
const HEADER: usize = 16;
/// As much of an entry as is read: kind, header size, size, and, at byte 28, the architecture.
const ENTRY: usize = 32;
/// Fat binaries stand at multiples of this. What lies between them is less than [`MOST_FILLING`].
const ALIGNMENT: u64 = 8;
/// A section with more than this between two fat binaries is not of a form that is known here.
const MOST_FILLING: u64 = 4096;

/// A GPU's compute capability, as in 7.5 (T4), 8.0 (A100), 9.0 (H100).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Capability {
    pub(super) major: u32,
    pub(super) minor: u32,
}

impl Capability {
    /// By the number of an architecture: 75 is 7.5, 120 is 12.0.
    fn of(architecture: u32) -> Self {
        Self { major: architecture / 10, minor: architecture % 10 }
    }
}

impl std::fmt::Display for Capability {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// What a provider's library says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Provider {
    /// Names of the libraries that it needs, in the order in which the loader looks for them.
    pub(super) needed: Vec<String>,
    /// What it holds machine code for.
    pub(super) code: BTreeSet<Capability>,
    /// What it holds PTX for, which the driver compiles for that and any later capability.
    pub(super) ptx: BTreeSet<Capability>,
}

impl Provider {
    /// Whether a GPU of that capability can run it. Machine code runs on later minor versions of the same major one (CUDA C++
    /// Programming Guide, "Binary Compatibility"). A library in which no code was found says nothing: `None`.
    pub(super) fn runs_on(&self, gpu: Capability) -> Option<bool> {
        let code = self.code.iter().any(|code| code.major == gpu.major && code.minor <= gpu.minor);
        let known = !self.code.is_empty() || !self.ptx.is_empty();
        known.then_some(code || self.ptx.iter().any(|ptx| *ptx <= gpu))
    }

    /// The version of CUDA that it was made with: the number of the runtime library that it needs.
    pub(super) fn cuda(&self) -> Option<u32> {
        self.needed
            .iter()
            .find_map(|name| name.strip_prefix("libcudart.so.")?.split('.').next()?.parse().ok())
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Where it cannot be read, or is no ELF file of 64 bits.
    pub(super) fn read(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let cache = ReadCache::new(file.try_clone()?);
        let bad = |e: object::Error| io::Error::new(io::ErrorKind::InvalidData, e.to_string());
        let elf = ElfFile64::<Endianness, _>::parse(&cache).map_err(bad)?;
        let table = elf.elf_section_table().dynamic_table(elf.endian(), &cache).map_err(bad)?;
        let mut provider = Self::default();
        for entry in table.iter().filter(|entry| entry.tag == DT_NEEDED) {
            let name = table.string(entry).map_err(bad)?;
            provider.needed.push(String::from_utf8_lossy(name).into_owned());
        }
        if let Some((start, length)) = elf.section_by_name(".nv_fatbin").and_then(|s| s.file_range()) {
            provider.read_code(&file, start, start.saturating_add(length))?;
        }
        Ok(provider)
    }

    /// Goes through the fat binaries in `start..end` by their headers.
    fn read_code(&mut self, file: &File, start: u64, end: u64) -> io::Result<()> {
        let (mut at, mut filling) = (start, 0);
        while at + HEADER as u64 <= end && filling < MOST_FILLING {
            let mut header = [0; HEADER];
            file.read_exact_at(&mut header, at)?;
            if u32_at(&header, 0) != MAGIC {
                at += ALIGNMENT;
                filling += ALIGNMENT;
                continue;
            }
            filling = 0;
            let first = at + u64::from(u16_at(&header, 6));
            let behind = first.saturating_add(u64_at(&header, 8)).min(end);
            let mut place = first;
            while place + ENTRY as u64 <= behind {
                let mut entry = [0; ENTRY];
                file.read_exact_at(&mut entry, place)?;
                let capability = Capability::of(u32_at(&entry, 28));
                match u16_at(&entry, 0) {
                    SASS => drop(self.code.insert(capability)),
                    PTX => drop(self.ptx.insert(capability)),
                    _ => {}
                }
                let length = u64::from(u32_at(&entry, 4)).saturating_add(u64_at(&entry, 8));
                if length == 0 {
                    break;
                }
                place = place.saturating_add(length);
            }
            at = behind.max(at + ALIGNMENT);
        }
        Ok(())
    }
}

fn take<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..at + N).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; N])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(take(bytes, at))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(take(bytes, at))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(take(bytes, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(code: &[u32], ptx: &[u32]) -> Provider {
        let set = |numbers: &[u32]| numbers.iter().map(|number| Capability::of(*number)).collect();
        Provider { needed: Vec::new(), code: set(code), ptx: set(ptx) }
    }

    #[test]
    fn code_runs_on_its_own_major_version_and_ptx_on_all_that_follow() {
        // What onnxruntime-gpu 1.31.1 holds.
        let wheel = holding(&[75, 80, 86, 89, 90, 120], &[]);
        for (gpu, runs) in
            [(70, false), (75, true), (80, true), (87, true), (90, true), (100, false), (121, true)]
        {
            assert_eq!(wheel.runs_on(Capability::of(gpu)), Some(runs), "{gpu}");
        }
        assert_eq!(holding(&[90], &[90]).runs_on(Capability::of(100)), Some(true));
        assert_eq!(holding(&[], &[]).runs_on(Capability::of(75)), None, "nothing is known of it");
        assert_eq!(Capability::of(120).to_string(), "12.0");
    }

    #[test]
    fn the_version_of_cuda_is_that_of_the_runtime() {
        let needs = |name: &str| Provider { needed: vec![name.into()], ..Provider::default() };
        assert_eq!(needs("libcudart.so.13").cuda(), Some(13));
        assert_eq!(needs("libcudart.so.11.0").cuda(), Some(11));
        assert_eq!(needs("libcublas.so.13").cuda(), None);
    }

    #[test]
    fn a_library_of_this_machine_is_read_and_a_file_that_is_none_is_refused() {
        let own = std::env::current_exe().expect("a path");
        let provider = Provider::read(&own).expect("an ELF file");
        assert!(provider.needed.iter().any(|name| name.starts_with("libc.so")), "{provider:?}");
        assert_eq!(provider.runs_on(Capability::of(75)), None);
        let text = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        assert!(Provider::read(Path::new(text)).is_err());
    }
}
