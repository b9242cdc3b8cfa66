//! Which files a chain lies in: closed segments `FILE.NUMBER`, by the number of their first record, and `FILE`, which is appended to.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// Digits of a segment's number: any record's number has a place, and names sort as numbers do.
const DIGITS: usize = 20;

/// Where the segment that begins with record `first` goes when it is closed.
#[cfg(feature = "sink")]
pub(crate) fn closed(file: &Path, first: u64) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{first:0width$}", width = DIGITS));
    name.into()
}

/// The closed segments that are there, in order, with the number that their name says.
///
/// # Errors
/// Where the folder cannot be read.
pub(crate) fn all_closed(file: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder(file))? {
        let entry = entry?;
        let number = entry.file_name().to_str().and_then(|other| {
            let digits = other.strip_prefix(name)?.strip_prefix('.')?;
            let is_number = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse::<u64>().ok())?
        });
        if let Some(number) = number {
            found.push((number, entry.path()));
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// The folder that a file lies in.
pub(crate) fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Files read one after the other, as one.
pub(crate) fn read(files: Vec<PathBuf>) -> io::Result<BufReader<Box<dyn Read>>> {
    let mut all: Box<dyn Read> = Box::new(io::empty());
    for file in files {
        all = Box::new(all.chain(File::open(&file)?));
    }
    Ok(BufReader::new(all))
}
