//! One file over HTTP, in as many pieces as it takes: what has come is kept, and asked for again only where the server
//! cannot say that it is still the same file.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use ureq::Body;
use ureq::http::Response;

use super::fault::Fault;
use super::request::{Client, Part, header};
use crate::progress::Transfer;
use crate::setup::sums;

/// Large enough that the network, not calling, takes the time.
const BUFFER: usize = 128 * 1024;

/// A file that is to be brought.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// What to call it to the user.
    pub(super) label: &'a str,
    pub(super) url: &'a str,
    /// Its size, where the hub has said it.
    pub(super) bytes: Option<u64>,
    /// Its sum, where it is pinned or the hub has said it.
    pub(super) sha256: Option<&'a str>,
    /// Where it goes, whole and checked.
    pub(super) to: &'a Path,
}

impl Wanted<'_> {
    /// Whether a file has the size and the sum that are wanted.
    pub(super) fn is_met_by(&self, file: &Path) -> anyhow::Result<bool> {
        if self.bytes.is_some_and(|bytes| fs::metadata(file).is_ok_and(|found| found.len() != bytes)) {
            return Ok(false);
        }
        match self.sha256 {
            Some(expected) => Ok(sums::sha256(file)? == expected),
            None => Ok(true),
        }
    }
}

/// What has come of a file, and what the server that sent it called it.
#[derive(Debug)]
struct Partial {
    path: PathBuf,
    validator: PathBuf,
}

impl Partial {
    fn of(to: &Path) -> Self {
        Self { path: to.with_added_extension("incomplete"), validator: to.with_added_extension("validator") }
    }

    fn part(&self) -> Part {
        let from = fs::metadata(&self.path).map_or(0, |found| found.len());
        let validator = fs::read_to_string(&self.validator).ok().filter(|text| !text.is_empty());
        Part { from, validator }
    }

    fn forget(&self) -> Result<(), Fault> {
        for path in [&self.path, &self.validator] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(disk(path, &error)),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Brings the file, or the rest of it. `came_forward` is called when bytes have come.
///
/// # Errors
/// A passing fault where the next call will take up what has come; a last one where that would not help.
pub(super) fn bring(client: &Client, wanted: &Wanted<'_>, came_forward: impl FnMut()) -> Result<(), Fault> {
    let partial = Partial::of(wanted.to);
    if let Some(parent) = wanted.to.parent() {
        fs::create_dir_all(parent).map_err(|error| disk(parent, &error))?;
    }
    let mut part = partial.part();
    if part.validator.is_none() && wanted.sha256.is_none() {
        // Nothing could tell whether the rest belongs to what has come.
        partial.forget()?;
        part = Part::default();
    }
    if wanted.bytes.is_some_and(|bytes| part.from > bytes) {
        partial.forget()?;
        return Err(Fault::passing("what had come before is longer than the file: beginning again"));
    }
    let resumed = part.from > 0;
    if !(resumed && wanted.bytes == Some(part.from)) {
        receive(client, wanted, &partial, &part, came_forward)?;
    }
    match wanted.is_met_by(&partial.path) {
        Ok(true) => {}
        // A piece from an earlier run may be what is wrong. A file that came in one go has no such excuse.
        Ok(false) if resumed => {
            partial.forget()?;
            return Err(Fault::passing("the pieces do not make the file: beginning again"));
        }
        Ok(false) => {
            let found = sums::sha256(&partial.path).unwrap_or_default();
            let expected = wanted.sha256.unwrap_or("unknown");
            partial.forget()?;
            return Err(Fault::last(format!(
                "it is not the file that was expected: its SHA-256 is {found}, and it should be {expected}"
            )));
        }
        Err(error) => return Err(Fault::last(format!("{error:#}"))),
    }
    fs::rename(&partial.path, wanted.to).map_err(|error| disk(wanted.to, &error))?;
    partial.forget()
}

fn receive(
    client: &Client,
    wanted: &Wanted<'_>,
    partial: &Partial,
    part: &Part,
    came_forward: impl FnMut(),
) -> Result<(), Fault> {
    let response = client.get(wanted.url, part)?;
    let status = response.status().as_u16();
    let from = match status {
        206 => part.from,
        416 => {
            partial.forget()?;
            return Err(Fault::passing(
                "the server does not have the rest that was asked for: beginning again",
            ));
        }
        // The whole file: the server does not do ranges, or the file is another one now.
        _ => 0,
    };
    let total = announced(&response, wanted, from)?.or(wanted.bytes);
    if status == 206 {
        if range(&response).is_none_or(|(start, _)| start != from) {
            partial.forget()?;
            return Err(Fault::passing("the server sent another part than was asked for: beginning again"));
        }
    } else {
        remember(&response, partial)?;
    }
    let mut file = OpenOptions::new()
        .create(true)
        .append(from > 0)
        .truncate(from == 0)
        .write(true)
        .open(&partial.path)
        .map_err(|error| disk(&partial.path, &error))?;
    let transfer = Transfer::begin(wanted.label, total, from);
    copy(response, &mut file, from, total, transfer, came_forward)
}

fn copy(
    mut response: Response<Body>,
    file: &mut File,
    from: u64,
    total: Option<u64>,
    mut transfer: Transfer,
    mut came_forward: impl FnMut(),
) -> Result<(), Fault> {
    let limit = total.map_or(u64::MAX, |total| (total - from).saturating_add(1));
    let mut body = response.body_mut().as_reader().take(limit);
    let mut buffer = vec![0; BUFFER];
    let mut have = from;
    loop {
        let read = match body.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) => return Err(Fault::passing(format!("the transfer broke off: {error}"))),
        };
        file.write_all(&buffer[..read]).map_err(|error| Fault::last(format!("writing failed: {error}")))?;
        have += read as u64;
        transfer.add(read as u64);
        came_forward();
    }
    file.sync_all().map_err(|error| Fault::last(format!("writing failed: {error}")))?;
    match total {
        Some(total) if have < total => {
            Err(Fault::passing(format!("the transfer ended {} bytes early", total - have)))
        }
        Some(total) if have > total => Err(Fault::last("the server sends more than the file has")),
        _ => {
            transfer.finish();
            Ok(())
        }
    }
}

/// The size of the whole file by this answer, which must be the one the hub has said.
fn announced(response: &Response<Body>, wanted: &Wanted<'_>, from: u64) -> Result<Option<u64>, Fault> {
    let total = match response.status().as_u16() {
        206 => range(response).and_then(|(_, total)| total),
        _ => header(response, "content-length").and_then(|bytes| bytes.parse().ok()),
    };
    match (total, wanted.bytes) {
        (Some(total), Some(bytes)) if total != bytes => {
            Err(Fault::last(format!("the server has a file of {total} bytes, and the hub said {bytes}")))
        }
        (Some(total), _) if total < from => Err(Fault::passing("the server has less than had come before")),
        _ => Ok(total),
    }
}

/// `Content-Range: bytes 5-9/10` -> where it starts, and the whole size (RFC 9110, section 14.4).
fn range(response: &Response<Body>) -> Option<(u64, Option<u64>)> {
    let value = header(response, "content-range")?;
    let (span, total) = value.strip_prefix("bytes ")?.split_once('/')?;
    let start = span.split_once('-')?.0.trim().parse().ok()?;
    Some((start, total.trim().parse().ok()))
}

/// Keeps the server's own name for what it now begins to send. A weak one may not be used with ranges (RFC 9110, 13.1.5).
fn remember(response: &Response<Body>, partial: &Partial) -> Result<(), Fault> {
    let strong = header(response, "etag").filter(|etag| !etag.starts_with("W/")).unwrap_or_default();
    fs::write(&partial.validator, strong).map_err(|error| disk(&partial.validator, &error))
}

fn disk(path: &Path, error: &std::io::Error) -> Fault {
    Fault::last(format!("{}: {error}", path.display()))
}
