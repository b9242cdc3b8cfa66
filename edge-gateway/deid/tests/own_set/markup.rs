//! Reads the marked-up documents of `own-set/`. The format is told in `own-set/README.md`; `own-set/export.py` reads
//! the same one. Must never guess: whatever is not well formed is an error with file and line.

use std::path::{Path, PathBuf};

/// Starts a document: `=== id kind`.
const HEAD: &str = "=== ";
/// Around an identifier: `{{TYPE|value}}`.
const OPEN: &str = "{{";
const CLOSE: &str = "}}";
/// An invisible or easily lost character: `\u{200D}`.
const ESCAPE: &str = "\\u{";

/// The types of the scorer's mapping, with the category that each is reported under; `None` is never counted.
pub(crate) const TYPES: &[(&str, Gold)] = &[
    ("NAME", Gold::Phi("NAME")),
    ("LOCATION", Gold::Phi("LOCATION")),
    ("FACILITY", Gold::Phi("FACILITY")),
    ("ZIP", Gold::Phi("ZIP")),
    ("DATE", Gold::Phi("DATE")),
    ("AGE90", Gold::Phi("AGE90")),
    ("PHONE", Gold::Phi("PHONE")),
    ("FAX", Gold::Phi("FAX")),
    ("EMAIL", Gold::Phi("EMAIL")),
    ("URL", Gold::Phi("URL")),
    ("IP", Gold::Phi("IP")),
    ("SSN", Gold::Phi("SSN")),
    ("MRN", Gold::Phi("MRN")),
    ("HEALTH_PLAN", Gold::Phi("HEALTH_PLAN")),
    ("ACCOUNT", Gold::Phi("ACCOUNT")),
    ("LICENSE", Gold::Phi("LICENSE")),
    ("VEHICLE", Gold::Phi("VEHICLE")),
    ("DEVICE", Gold::Phi("DEVICE")),
    ("BIOMETRIC", Gold::Phi("BIOMETRIC")),
    ("PHOTO", Gold::Phi("PHOTO")),
    ("OTHER_ID", Gold::Phi("OTHER_ID")),
    ("AGE", Gold::Stays),
    ("YEAR", Gold::Stays),
    ("STATE_COUNTRY", Gold::Stays),
    ("WEEKDAY", Gold::Neutral),
    ("TIME", Gold::Neutral),
    ("ROOM", Gold::Neutral),
    ("ORG", Gold::Neutral),
    ("PLACEHOLDER", Gold::Neutral),
    ("TITLE", Gold::Neutral),
    ("NRP", Gold::Neutral),
    ("RELATIVE_DATE", Gold::Neutral),
];

/// What a label means to the scorer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gold {
    /// Has to go; the name it is reported under.
    Phi(&'static str),
    /// Ordinary text: removing it is a mistake.
    Stays,
    /// Neither a find nor a mistake.
    Neutral,
}

/// One label, in characters (not bytes), end exclusive.
pub(crate) struct Label {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: &'static str,
    pub(crate) gold: Gold,
}

/// One document with its labels.
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) labels: Vec<Label>,
}

impl Document {
    pub(crate) fn has_phi(&self) -> bool {
        self.labels.iter().any(|label| matches!(label.gold, Gold::Phi(_)))
    }
}

/// All documents under `own-set/<part>/`, in the order of file names.
pub(crate) fn load(part: &str) -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("own-set").join(part);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
        .iter()
        .flat_map(|file| {
            let name = format!("{part}/{}", file.file_name().unwrap().to_string_lossy());
            parse(&std::fs::read_to_string(file).unwrap()).unwrap_or_else(|error| panic!("{name}:{error}"))
        })
        .collect()
}

/// The documents of one file; an error names the line and what is wrong, never the text.
pub(crate) fn parse(source: &str) -> Result<Vec<Document>, String> {
    let mut documents = Vec::new();
    let mut head: Option<(usize, &str)> = None;
    let mut body: Vec<&str> = Vec::new();
    for (at, line) in source.split('\n').enumerate() {
        if let Some(rest) = line.strip_prefix(HEAD) {
            documents.extend(head.map(|head| document(head, &body)).transpose()?);
            head = Some((at + 1, rest));
            body.clear();
        } else {
            body.push(line);
        }
    }
    documents.extend(head.map(|head| document(head, &body)).transpose()?);
    Ok(documents)
}

fn document((line, head): (usize, &str), body: &[&str]) -> Result<Document, String> {
    let mut words = head.split(' ');
    let (Some(id), Some(kind), None) = (words.next(), words.next(), words.next()) else {
        return Err(format!("{line}: a document begins with \"=== id kind\""));
    };
    // Empty lines at the end only set documents apart.
    let source = body.join("\n");
    let mut rest = source.trim_end_matches('\n');
    let mut text = String::new();
    let mut labels = Vec::new();
    // Lines of the source so far, for the message.
    let here = |rest: &str| line + 1 + source[..source.len() - rest.len()].matches('\n').count();
    while let Some(found) = rest.find(OPEN) {
        plain(&rest[..found], &mut text).map_err(|error| format!("{}: {error}", here(rest)))?;
        rest = &rest[found + OPEN.len()..];
        let inside = closing(rest).ok_or_else(|| format!("{}: a label is not closed", here(rest)))?;
        let (kind, value) = rest[..inside]
            .split_once('|')
            .ok_or_else(|| format!("{}: a label is {{{{TYPE|value}}}}", here(rest)))?;
        let &(kind, gold) = TYPES
            .iter()
            .find(|(name, _)| *name == kind)
            .ok_or_else(|| format!("{}: no such type: {kind}", here(rest)))?;
        let start = text.chars().count();
        plain(value, &mut text).map_err(|error| format!("{}: {error}", here(rest)))?;
        let end = text.chars().count();
        if value.trim() != value || !value.chars().any(char::is_alphanumeric) {
            return Err(format!("{}: the value of a label is empty or has spaces around it", here(rest)));
        }
        labels.push(Label { start, end, kind, gold });
        rest = &rest[inside + CLOSE.len()..];
    }
    plain(rest, &mut text).map_err(|error| format!("{}: {error}", here(rest)))?;
    if text.trim().is_empty() {
        return Err(format!("{line}: an empty document"));
    }
    Ok(Document { id: id.to_owned(), kind: kind.to_owned(), text, labels })
}

/// Where the label that has been opened ends; the brace of an escape is not the label's.
fn closing(rest: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = from + rest[from..].find(CLOSE)?;
        match rest[from..end].rfind(ESCAPE).filter(|at| !rest[from + at..end].contains('}')) {
            Some(_) => from = end + 1,
            None => return Some(end),
        }
    }
}

/// Appends text without labels, its escapes resolved.
fn plain(mut source: &str, text: &mut String) -> Result<(), &'static str> {
    if source.contains(OPEN) || source.contains(CLOSE) {
        return Err("a brace too many, or a label inside a label");
    }
    while let Some(found) = source.find(ESCAPE) {
        text.push_str(&source[..found]);
        source = &source[found + ESCAPE.len()..];
        let (digits, after) = source.split_once('}').ok_or("an escape is not closed")?;
        let code = u32::from_str_radix(digits, 16).map_err(|_| "an escape is not hexadecimal")?;
        text.push(char::from_u32(code).ok_or("an escape is no character")?);
        source = after;
    }
    text.push_str(source);
    Ok(())
}
