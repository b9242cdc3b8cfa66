//! SHA-256 of files. Whatever comes over a network passes through here before it is used.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// Large enough that reading, not calling, takes the time.
const BUFFER: usize = 256 * 1024;

/// The SHA-256 of a file, in lower-case hexadecimal.
///
/// # Errors
/// Where the file cannot be read.
pub fn sha256(path: &Path) -> Result<String> {
    let mut file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = file.read(&mut buffer).with_context(|| format!("reading {}", path.display()))?;
        if read == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
    }
}

/// Checks that a file is the one that was pinned.
///
/// # Errors
/// Where it is not, or cannot be read. The message names both sums.
pub fn verify(path: &Path, expected: &str) -> Result<()> {
    let found = sha256(path)?;
    if found != expected {
        bail!(
            "{} is not the file that was expected: its SHA-256 is {found}, and it should be {expected}",
            path.display()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_standards() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("abc");
        std::fs::write(&file, "abc").unwrap();
        // FIPS 180-4, the example of the empty-padded one-block message.
        let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(&file).unwrap(), sum);
        assert!(verify(&file, sum).is_ok());
        let message = verify(&file, &"0".repeat(64)).unwrap_err().to_string();
        assert!(message.contains(sum) && message.contains("0000"), "{message}");
    }
}
