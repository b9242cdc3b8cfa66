//! The figures in `perf/README.md`: what stands between two markers is written anew, nothing else is touched.

use super::markdown;
use crate::results::Run;
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
    let once = |marker: &str| old.matches(marker).count() == 1;
    ensure!(once(BEGIN) && once(END), "it must hold `{BEGIN}` and `{END}` once each");
    let (before, rest) = old.split_once(BEGIN).context("no beginning")?;
    let (_, after) = rest.split_once(END).context("the end comes before the beginning")?;
    let mut figures = format!("{BEGIN}\n\nRun of {}", run.started.get(..10).unwrap_or(&run.started));
    if let Some(commit) = &run.commit {
        figures += &format!(", commit {}", commit.get(..12).unwrap_or(commit));
    }
    figures += &format!(", {}, {} cores.\n\n", run.machine.cpu, run.machine.cores);
    markdown::block(run, &mut figures);
    Ok(format!("{before}{}\n\n{END}{after}", figures.trim_end()))
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
