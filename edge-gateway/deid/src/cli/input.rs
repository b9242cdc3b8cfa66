//! Which texts are to be done, and how one of them is read: as bytes, in pieces, refused as early as can be.

use deid::{DeidError, Deidentified, MAX_TEXT_BYTES, Stream, StreamError};
use std::borrow::Cow;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::args::Rules;

/// Read at a time.
const PIECE: usize = 64 << 10;
/// Deeper folders are refused: links aside, nobody has them, and a loop of mounts might.
const MAX_DEPTH: usize = 128;

/// One text to be done.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) from: From,
    /// Where its output goes below an output folder.
    pub(crate) below: PathBuf,
}

#[derive(Clone, Debug)]
pub(crate) enum From {
    Stdin,
    Given(String),
    File(PathBuf),
    /// A folder that cannot be read, and why: the others are done all the same.
    Closed(PathBuf, String),
}

/// What is taken of a folder.
pub(crate) struct Choice {
    pub(crate) extensions: Vec<String>,
    pub(crate) hidden: bool,
    /// The output folder, where it lies inside.
    pub(crate) leave_out: Option<PathBuf>,
}

impl Input {
    pub(crate) fn text(text: String) -> Input {
        Input { from: From::Given(text), below: PathBuf::from("text") }
    }

    /// How reports and messages name it. A file's name may hold anything: what steers a terminal is taken out.
    pub(crate) fn name(&self) -> String {
        match &self.from {
            From::Stdin => "-".into(),
            From::Given(_) => "--text".into(),
            From::File(path) | From::Closed(path, _) => shown(path),
        }
    }

    /// De-identifies it, reading no more than is needed to refuse it.
    pub(crate) fn deidentify(&self, rules: &Rules) -> Result<Deidentified, String> {
        match &self.from {
            From::Given(text) => {
                deid::deidentify(text, &rules.policy, &rules.known).map_err(|error| error.to_string())
            }
            From::Stdin => read(&mut io::stdin().lock(), rules),
            From::Closed(_, why) => Err(why.clone()),
            From::File(path) => {
                let mut file = std::fs::File::open(path).map_err(|error| error.to_string())?;
                let about = file.metadata().map_err(|error| error.to_string())?;
                if about.is_file() && about.len() > MAX_TEXT_BYTES as u64 {
                    return Err(DeidError::TooLong { bytes: about.len() as usize }.to_string());
                }
                read(&mut file, rules)
            }
        }
    }

    /// The text itself, for `--explain`.
    pub(crate) fn text_of(&self) -> Result<Cow<'_, str>, String> {
        let bytes = match &self.from {
            From::Given(text) => return Ok(Cow::Borrowed(text)),
            From::Stdin => {
                let mut bytes = Vec::new();
                let limited = io::stdin().lock().take(MAX_TEXT_BYTES as u64 + 1).read_to_end(&mut bytes);
                limited.map_err(|error| error.to_string())?;
                bytes
            }
            From::File(path) => std::fs::read(path).map_err(|error| error.to_string())?,
            From::Closed(_, why) => return Err(why.clone()),
        };
        let text =
            String::from_utf8(bytes).map_err(|error| not_utf8(error.utf8_error().valid_up_to(), &[]))?;
        Ok(Cow::Owned(text))
    }
}

fn read(from: &mut dyn Read, rules: &Rules) -> Result<Deidentified, String> {
    let mut stream = Stream::new(&rules.policy, &rules.known);
    let mut piece = vec![0; PIECE];
    let mut begin = [0; 4];
    let mut done = || loop {
        let read = match from.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.to_string()),
        };
        if stream.is_empty() {
            let first = read.min(begin.len());
            begin[..first].copy_from_slice(&piece[..first]);
        }
        stream.push(&piece[..read]).map_err(|error| said(&error, &begin))?;
    };
    done()?;
    stream.finish().map_err(|error| said(&error, &begin))
}

fn said(error: &StreamError, begin: &[u8]) -> String {
    match error {
        StreamError::NotUtf8 { offset } => not_utf8(*offset, begin),
        other => other.to_string(),
    }
}

fn not_utf8(offset: usize, begin: &[u8]) -> String {
    let hint = match begin {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            " (it looks like UTF-16; `iconv -f UTF-16 -t UTF-8` converts it)"
        }
        _ => "",
    };
    format!("not UTF-8 at byte {offset}{hint}")
}

/// A path for people: control characters are taken out.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}

/// Everything that was named, folders walked in the order of names. Links inside of folders are not followed.
pub(crate) fn all(paths: &[PathBuf], choice: &Choice) -> Vec<Input> {
    if paths.is_empty() {
        return vec![Input { from: From::Stdin, below: PathBuf::from("stdin.txt") }];
    }
    let mut inputs = Vec::new();
    let leave_out = choice.leave_out.as_deref().and_then(|path| path.canonicalize().ok());
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Input { from: From::Stdin, below: PathBuf::from("stdin.txt") });
        } else if path.is_dir() {
            walk(path, &below(path), choice, leave_out.as_deref(), 0, &mut inputs);
        } else {
            inputs.push(Input { from: From::File(path.clone()), below: below(path) });
        }
    }
    inputs
}

/// The relative path that an input keeps: as it was typed, but nothing of it leads out of the output folder.
fn below(path: &Path) -> PathBuf {
    let outside = path.is_absolute() || path.components().any(|part| part == Component::ParentDir);
    if outside {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        return real.file_name().map(PathBuf::from).unwrap_or_default();
    }
    path.components().filter(|part| matches!(part, Component::Normal(_))).collect()
}

fn walk(
    folder: &Path,
    below: &Path,
    choice: &Choice,
    leave_out: Option<&Path>,
    depth: usize,
    inputs: &mut Vec<Input>,
) {
    if leave_out.is_some() && folder.canonicalize().ok().as_deref() == leave_out {
        return;
    }
    let entries = std::fs::read_dir(folder).and_then(|entries| {
        let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        entries
            .into_iter()
            .map(|entry| Ok((entry.file_name(), entry.file_type()?)))
            .collect::<io::Result<Vec<_>>>()
    });
    let entries = match entries {
        Ok(entries) if depth < MAX_DEPTH => entries,
        Ok(_) => return inputs.push(closed(folder, "folders are too deep")),
        Err(error) => return inputs.push(closed(folder, &error.to_string())),
    };
    for (name, kind) in entries {
        if !choice.hidden && name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let (path, below) = (folder.join(&name), below.join(&name));
        if kind.is_dir() {
            walk(&path, &below, choice, leave_out, depth + 1, inputs);
        } else if kind.is_file() && choice.takes(&path) {
            inputs.push(Input { from: From::File(path), below });
        }
    }
}

fn closed(folder: &Path, why: &str) -> Input {
    Input { from: From::Closed(folder.to_owned(), why.to_owned()), below: PathBuf::new() }
}

impl Choice {
    fn takes(&self, path: &Path) -> bool {
        let extension = path.extension().map(|ext| ext.to_string_lossy());
        self.extensions.is_empty()
            || extension.is_some_and(|ext| self.extensions.iter().any(|one| one.eq_ignore_ascii_case(&ext)))
    }
}
