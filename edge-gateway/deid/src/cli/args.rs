//! Flags as they are typed, and options as they are meant. Every mistake is found before anything is read or written.

use super::input::{self, Input};
use super::output::Sink;
use super::report::Target;
use clap::{Args, Parser, ValueEnum};
use deid::{Key, Known, Policy, PolicySpec};
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Removes what identifies a person from clinical text: HIPAA Safe Harbor, 45 CFR 164.514(b)(2).
#[derive(Parser)]
#[command(name = "deid", version, max_term_width = 110, after_help = EXAMPLES)]
pub(crate) struct Cli {
    /// Files, folders, or `-` for standard input, which is also what is read where none is named.
    paths: Vec<PathBuf>,
    /// This text instead of files. Other users of the machine can see it while the command runs.
    #[arg(long, conflicts_with_all = ["paths", "out", "in_place", "jsonl"])]
    text: Option<String>,
    #[command(flatten)]
    way: Way,
    #[command(flatten)]
    show: Show,
    /// What is done per category: JSON such as `{"DATE":"keep","*":"redact"}`, or a file with it [default: all masked].
    #[arg(long, value_name = "FILE|JSON")]
    policy: Option<String>,
    /// A file with the secret for the actions `hash`, `shift` and `surrogate`: at least 32 bytes.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Whose texts these are, by any stable key: the action `shift` moves all dates of one patient alike.
    #[arg(long, value_name = "ID")]
    patient: Option<String>,
    /// What is known of the patient and must go wherever it stands: a file with
    /// `{"names":[],"ids":[],"dates":[],"addresses":[],"phones":[],"other":[]}`, or that JSON.
    #[arg(long, value_name = "FILE|JSON")]
    known: Option<String>,
}

/// Where output goes, and which files are taken.
#[derive(Args)]
struct Way {
    /// Write into this folder, under the names and folders that the inputs have.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace every file by its de-identified text. There is no way back.
    #[arg(long, conflicts_with = "out")]
    in_place: bool,
    /// Replace files that are there already; let `--explain` write somewhere else than to a terminal.
    #[arg(long)]
    force: bool,
    /// In folders, take only files with one of these extensions, e.g. `--ext txt,hl7`.
    #[arg(long, value_delimiter = ',', value_name = "EXT")]
    ext: Vec<String>,
    /// In folders, take files and folders as well whose name begins with a dot.
    #[arg(long)]
    hidden: bool,
    /// Files in work at the same time, each wholly in memory [default: one per core].
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// What is shown beside, or instead of, the text.
#[derive(Args)]
struct Show {
    /// Lines `{"id","text"}` in, lines `{"id","spans":[{"start","end","type","rule"}]}` out.
    #[arg(long, conflicts_with_all = ["out", "in_place", "report", "summary", "explain"])]
    jsonl: bool,
    /// Lines of JSON without any value, one for each stretch that was removed. `-` prints them in place of the text.
    #[arg(long, value_name = "FILE|-", num_args = 0..=1, default_missing_value = "-")]
    report: Option<PathBuf>,
    /// At the end, how much of what was removed, on standard error.
    #[arg(long)]
    summary: bool,
    /// Shows each removed value with the rule that found it, on a terminal. This prints health information.
    #[arg(long, conflicts_with_all = ["out", "in_place", "report", "summary"])]
    explain: bool,
    /// Prints the rule book and reads nothing.
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "markdown")]
    rules: Option<Format>,
}

const EXAMPLES: &str = "Examples:
  deid < note.txt
  deid --out clean --report removed.jsonl --summary notes/ more.txt
  deid --policy '{\"DATE\":\"generalise\"}' --known patient.json note.txt

Names of files and folders are not changed, and may identify somebody themselves.
Exit status: 0 all done, 1 something failed (named at the end), 64 a mistake on the command line.";

/// How the rule book is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Markdown,
    Html,
}

/// What the flags mean.
pub(crate) struct Options {
    pub(crate) want: Want,
    pub(crate) rules: Rules,
}

/// By what texts are de-identified.
pub(crate) struct Rules {
    pub(crate) policy: Policy,
    pub(crate) known: Known,
}

pub(crate) enum Want {
    Rules(Format),
    Jsonl(Vec<Input>),
    Explain(Vec<Input>),
    Text(Job),
}

pub(crate) struct Job {
    pub(crate) inputs: Vec<Input>,
    pub(crate) sink: Sink,
    pub(crate) report: Option<Target>,
    pub(crate) summary: bool,
    pub(crate) jobs: usize,
}

impl Options {
    /// # Errors
    /// Every mistake, none with a value of `--known` or of a text.
    pub(crate) fn from_flags(cli: Cli) -> Result<Options, Vec<String>> {
        let mut mistakes = Vec::new();
        let policy = take(&mut mistakes, policy(&cli)).unwrap_or_default();
        let known = take(&mut mistakes, known(cli.known.as_deref())).unwrap_or_else(Known::none);
        let rules = Rules { policy, known };
        if let Some(format) = cli.show.rules {
            return if mistakes.is_empty() {
                Ok(Options { want: Want::Rules(format), rules })
            } else {
                Err(mistakes)
            };
        }
        let choice = input::Choice {
            extensions: cli.way.ext.iter().map(|ext| ext.trim_start_matches('.').to_owned()).collect(),
            hidden: cli.way.hidden,
            leave_out: cli.way.out.clone(),
        };
        let inputs = match cli.text {
            Some(text) => vec![Input::text(text)],
            None => input::all(&cli.paths, &choice),
        };
        let sink = Sink::new(cli.way.out, cli.way.in_place, cli.way.force);
        take_all(&mut mistakes, sink.mistakes(&inputs));
        let report = cli.show.report.map(|path| Target::new(path, cli.way.force));
        take_all(&mut mistakes, report.iter().filter_map(Target::mistake).collect());
        if cli.show.explain && !cli.way.force && !std::io::stdout().is_terminal() {
            mistakes.push(
                "--explain prints health information, and the output is no terminal; --force if it is meant"
                    .into(),
            );
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let want = if cli.show.jsonl {
            Want::Jsonl(inputs)
        } else if cli.show.explain {
            Want::Explain(inputs)
        } else {
            let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
            let jobs = cli.way.jobs.map_or(cores, NonZeroUsize::get);
            Want::Text(Job { inputs, sink, report, summary: cli.show.summary, jobs })
        };
        Ok(Options { want, rules })
    }
}

fn take<T>(mistakes: &mut Vec<String>, result: Result<T, String>) -> Option<T> {
    result.map_err(|mistake| mistakes.push(mistake)).ok()
}

fn take_all(mistakes: &mut Vec<String>, more: Vec<String>) {
    mistakes.extend(more);
}

/// JSON as it was typed, or the file that holds it.
fn json_or_file(flag: &str, given: &str) -> Result<String, String> {
    if given.trim_start().starts_with('{') {
        return Ok(given.to_owned());
    }
    std::fs::read_to_string(given).map_err(|error| format!("{flag} {given}: {error}"))
}

fn policy(cli: &Cli) -> Result<Policy, String> {
    let spec = match &cli.policy {
        Some(given) => serde_json::from_str(&json_or_file("--policy", given)?)
            .map_err(|error| format!("--policy: {error}"))?,
        None => PolicySpec::default(),
    };
    let key = cli.key.as_deref().map(key).transpose()?;
    let policy = Policy::new(&spec, key.as_ref()).map_err(|error| format!("--policy: {error}"))?;
    Ok(match &cli.patient {
        Some(patient) => policy.for_patient(patient),
        None => policy,
    })
}

fn key(path: &Path) -> Result<Key, String> {
    let secret = std::fs::read(path).map_err(|error| format!("--key {}: {error}", path.display()))?;
    Key::new(secret.trim_ascii()).map_err(|error| format!("--key {}: {error}", path.display()))
}

fn known(given: Option<&str>) -> Result<Known, String> {
    let Some(given) = given else { return Ok(Known::none()) };
    // The reader's own message may quote a value: only the place is told.
    serde_json::from_str(&json_or_file("--known", given)?).map_err(|error| {
        format!("--known: not the object expected, at line {} column {}", error.line(), error.column())
    })
}
