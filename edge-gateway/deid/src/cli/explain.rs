//! Shows on a terminal what was removed and why. The one place of the project that prints what identifies.

use super::Trouble;
use super::args::Rules;
use super::input::Input;
use deid::{deidentify, rule};
use std::io::{self, Write};

const WARNING: &str =
    "deid: what follows is health information: do not copy it, and clear the screen afterwards";
/// Longer values are cut in the middle of the screen's line.
const MAX_SHOWN: usize = 60;

/// # Errors
/// Where standard output cannot be written, and [`Trouble::Told`] after naming every input that failed.
pub(crate) fn run(inputs: &[Input], rules: &Rules) -> Result<(), Trouble> {
    eprintln!("{WARNING}");
    let mut out = io::stdout().lock();
    let mut failed = false;
    for input in inputs {
        if let Err(why) =
            input.text_of().map(|text| one(input, &text, rules, &mut out)).and_then(|shown| shown)
        {
            eprintln!("deid: {}: {why}", input.name());
            failed = true;
        }
    }
    if failed { Err(Trouble::Told) } else { Ok(()) }
}

fn one(input: &Input, text: &str, rules: &Rules, out: &mut dyn Write) -> Result<(), String> {
    let result = deidentify(text, &rules.policy, &rules.known).map_err(|error| error.to_string())?;
    let mut show = || {
        writeln!(out, "{}: {} removed", input.name(), result.spans().len())?;
        let mut chars = text.chars();
        let (mut at, mut line, mut column) = (0, 1, 1);
        for span in result.spans() {
            for c in chars.by_ref().take(span.start - at) {
                (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            let value: String = chars.by_ref().take(span.end - span.start).collect();
            let about = rule(span.rule).map_or("", |rule| rule.about);
            writeln!(
                out,
                "{line:>5}:{column:<4} {:<11} {:<20} {:>3} %  {:<9} «{}»  {about}",
                span.category.name(),
                span.rule,
                span.confidence,
                span.action.word(),
                printable(&value),
            )?;
            for c in value.chars() {
                (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            at = span.end;
        }
        out.flush()
    };
    let shown: io::Result<()> = show();
    shown.map_err(|error| error.to_string())
}

/// Nothing that steers a terminal, and no more than fits a line.
fn printable(value: &str) -> String {
    let mut shown: String = value.chars().take(MAX_SHOWN).flat_map(char::escape_debug).collect();
    if value.chars().nth(MAX_SHOWN).is_some() {
        shown.push('…');
    }
    shown
}
