//! The figures in `perf/README.md`: what stands between two markers is written anew, nothing else is touched.

use super::markdown;
use crate::results::{Machine, Run};
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// Before the figures.
pub const BEGIN: &str = "<!-- figures: made by `perf report --readme`, not by hand -->";
/// Behind the figures.
pub const END: &str = "<!-- end of figures -->";

/// Replaces what stands between [`BEGIN`] and [`END`] in the file by the figures of `run`.
///
/// # Errors
/// Where the file cannot be read or written, or the markers are not there once each and in order.
pub fn rewrite(file: &Path, run: &Run) -> Result<()> {
    let named = || file.display().to_string();
    let old = std::fs::read_to_string(file).with_context(named)?;
    let new = replaced(&old, run).with_context(named)?;
    std::fs::write(file, new).with_context(named)
}

fn replaced(old: &str, run: &Run) -> Result<String> {
    let mut figures = origin(&run.started, run.commit.as_deref(), &run.machine);
    markdown::block(run, &mut figures);
    between(old, (BEGIN, END), &figures)
}

/// The line that says when and where figures were measured.
pub(crate) fn origin(started: &str, commit: Option<&str>, machine: &Machine) -> String {
    let commit =
        commit.map_or_else(String::new, |commit| format!(", commit {}", commit.get(..12).unwrap_or(commit)));
    let day = started.get(..10).unwrap_or(started);
    format!("Run of {day}{commit}, {}, {} cores.\n\n", machine.cpu, machine.cores)
}

/// Puts `figures` between two markers that `old` holds once each.
///
/// # Errors
/// Where it does not hold them so.
pub(crate) fn between(old: &str, (begin, end): (&str, &str), figures: &str) -> Result<String> {
    let once = |marker: &str| old.matches(marker).count() == 1;
    ensure!(once(begin) && once(end), "it must hold `{begin}` and `{end}` once each");
    let (before, rest) = old.split_once(begin).context("no beginning")?;
    let (_, after) = rest.split_once(end).context("the end comes before the beginning")?;
    Ok(format!("{before}{begin}\n\n{}\n\n{end}{after}", figures.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn only_what_stands_between_the_markers_changes() {
        let run = fixture::run();
        let old = format!("# Before\n{BEGIN}\nold figures\n{END}\nAfter\n");
        let new = replaced(&old, &run).unwrap();
        assert!(
            new.starts_with(&format!("# Before\n{BEGIN}\n")) && new.ends_with(&format!("\n{END}\nAfter\n"))
        );
        assert!(!new.contains("old figures") && new.contains("FIXTURE"), "{new}");
        assert_eq!(replaced(&new, &run).unwrap(), new);
    }

    #[test]
    fn without_markers_nothing_is_written() {
        let run = fixture::run();
        for old in ["", BEGIN, END, &format!("{END}{BEGIN}"), &format!("{BEGIN}{END}{BEGIN}{END}")] {
            assert!(replaced(old, &run).is_err(), "{old}");
        }
    }
}
