//! The scorer's interface: lines `{"id","text"}` in, lines `{"id","spans":[{"start","end","type","rule"}]}` out.

use super::Trouble;
use super::args::Rules;
use super::input::{From, Input};
use deid::deidentify;
use serde::Deserialize;
use std::io::{self, BufRead, BufReader, BufWriter, Write};

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
}

/// # Errors
/// Stops at the first line that is not what it should be, or cannot be de-identified, and names it by number alone.
pub(crate) fn run(inputs: &[Input], rules: &Rules) -> Result<(), Trouble> {
    let mut out = BufWriter::new(io::stdout().lock());
    for input in inputs {
        match &input.from {
            From::File(path) => {
                let file = std::fs::File::open(path)
                    .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", input.name())))?;
                lines(&mut BufReader::new(file), input, rules, &mut out)?;
            }
            From::Closed(_, why) => {
                return Err(io::Error::other(format!("{}: {why}", input.name())).into());
            }
            From::Stdin | From::Given(_) => lines(&mut io::stdin().lock(), input, rules, &mut out)?,
        }
    }
    Ok(out.flush()?)
}

fn lines(from: &mut dyn BufRead, input: &Input, rules: &Rules, out: &mut dyn Write) -> io::Result<()> {
    for (number, line) in from.lines().enumerate() {
        let told = |what: &str| io::Error::other(format!("{}: line {}: {what}", input.name(), number + 1));
        let line = line.map_err(|error| told(&error.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        // The reader's own message may quote the text.
        let line: Line = serde_json::from_str(&line).map_err(|_| told("not {\"id\",\"text\"}"))?;
        let result =
            deidentify(&line.text, &rules.policy, &rules.known).map_err(|error| told(&error.to_string()))?;
        let spans: Vec<_> = result
            .spans()
            .iter()
            .map(|span| serde_json::json!({"start": span.start, "end": span.end, "type": span.category, "rule": span.rule}))
            .collect();
        writeln!(out, "{}", serde_json::json!({"id": line.id, "spans": spans}))?;
    }
    Ok(())
}
