//! The `deid` command: text in, de-identified text out, or the scorer's JSONL. Wiring only; it keeps nothing.

use deid::{Known, Policy, deidentify};
use serde::Deserialize;
use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

const USAGE: &str = "usage: deid [--jsonl | --report] [--policy JSON] [--known JSON] [FILE…]

Removes HIPAA Safe Harbor identifiers. Reads the files, or standard input, and writes to standard output.

  --jsonl        input lines {\"id\",\"text\"}; output lines {\"id\",\"spans\":[{\"start\",\"end\",\"type\",\"rule\"}]}
  --report       JSON of spans and counts per input, without any value, instead of text
  --policy JSON  actions per category, such as {\"DATE\":\"keep\",\"NAME\":\"redact\"}; the rest is masked
  --known JSON   values to remove: {\"names\":[],\"ids\":[],\"dates\":[],\"addresses\":[],\"phones\":[],\"other\":[]}
";

/// Exit status for a mistake on the command line (sysexits.h).
const EX_USAGE: u8 = 64;

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Text,
    Jsonl,
    Report,
}

struct Options {
    mode: Mode,
    policy: Policy,
    known: Known,
    files: Vec<String>,
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => return output(USAGE),
        Err(mistakes) => {
            for mistake in mistakes {
                eprintln!("deid: {mistake}");
            }
            eprint!("{USAGE}");
            return ExitCode::from(EX_USAGE);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("deid: {error}");
            ExitCode::FAILURE
        }
    }
}

fn output(text: &str) -> ExitCode {
    if io::stdout().write_all(text.as_bytes()).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn options() -> Result<Option<Options>, Vec<String>> {
    let mut options =
        Options { mode: Mode::Text, policy: Policy::default(), known: Known::none(), files: Vec::new() };
    let mut mistakes = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--jsonl" => options.mode = Mode::Jsonl,
            "--report" => options.mode = Mode::Report,
            "--policy" => match serde_json::from_str(&arguments.next().unwrap_or_default()) {
                Ok(policy) => options.policy = policy,
                Err(error) => mistakes.push(format!("--policy: {error}")),
            },
            // The error of the JSON reader may quote a value: only its place is told.
            "--known" => match serde_json::from_str(&arguments.next().unwrap_or_default()) {
                Ok(known) => options.known = known,
                Err(error) => {
                    mistakes.push(format!("--known: not the object expected, at column {}", error.column()))
                }
            },
            flag if flag.starts_with('-') && flag.len() > 1 => {
                mistakes.push(format!("unknown option {flag}"))
            }
            file => options.files.push(file.to_owned()),
        }
    }
    if mistakes.is_empty() { Ok(Some(options)) } else { Err(mistakes) }
}

fn run(options: &Options) -> io::Result<()> {
    let stdout = io::stdout().lock();
    let mut out = BufWriter::new(stdout);
    if options.files.is_empty() {
        document(&mut io::stdin().lock(), "-", options, &mut out)?;
    }
    for file in &options.files {
        let open = std::fs::File::open(file)
            .map_err(|error| io::Error::new(error.kind(), format!("{file}: {error}")))?;
        document(&mut io::BufReader::new(open), file, options, &mut out)?;
    }
    out.flush()
}

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
}

fn document(input: &mut dyn BufRead, name: &str, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if options.mode == Mode::Jsonl {
        for (number, line) in input.lines().enumerate() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let line: Line = serde_json::from_str(&line).map_err(|_| {
                io::Error::other(format!("{name}: line {}: not {{\"id\",\"text\"}}", number + 1))
            })?;
            let result = deidentify(&line.text, &options.policy, &options.known).map_err(io::Error::other)?;
            let spans: Vec<_> = result
                .spans()
                .iter()
                .map(|span| serde_json::json!({"start": span.start, "end": span.end, "type": span.category, "rule": span.rule}))
                .collect();
            writeln!(out, "{}", serde_json::json!({"id": line.id, "spans": spans}))?;
        }
        return Ok(());
    }
    let mut text = String::new();
    input
        .read_to_string(&mut text)
        .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
    let result = deidentify(&text, &options.policy, &options.known).map_err(io::Error::other)?;
    if options.mode == Mode::Text {
        return out.write_all(result.text().as_bytes());
    }
    let spans: Vec<_> = result
        .spans()
        .iter()
        .map(|span| serde_json::json!({"start": span.start, "end": span.end, "category": span.category, "rule": span.rule, "action": span.action}))
        .collect();
    writeln!(out, "{}", serde_json::json!({"source": name, "counts": result.counts(), "spans": spans}))
}
