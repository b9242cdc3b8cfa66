//! Table, page and plots of a run, made from its results alone: `table.json` shown again is the same.
//!
//! It must never compute a figure that the rounds do not hold, nor put a name from the results into a page unescaped.

mod axis;
mod chart;
mod compare;
#[cfg(test)]
pub(crate) mod fixture;
mod markdown;
pub(crate) mod numbers;
mod page;
mod plots;
mod png;
pub mod readme;
mod simulation;
pub(crate) mod statistics;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use self::simulation::files as simulation_chart;

use crate::results::{self, Run};
use crate::scale;
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// What `perf report` was asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct Flags {
    /// The results: `table.json` of a run
    file: PathBuf,
    /// Where page, table and plots go [default: beside the results]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Also write the figures between the markers of this file
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "perf/README.md")]
    readme: Option<PathBuf>,
}

/// Makes the page of an old run again.
///
/// # Errors
/// Where the results cannot be read or the page not be written.
pub fn run(flags: &Flags) -> Result<()> {
    let run = read(&flags.file)?;
    let beside = flags.file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = flags.out.as_deref().or(beside).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    write(&run, folder)?;
    if let Some(readme) = &flags.readme {
        readme::rewrite(readme, &run)?;
    }
    Ok(())
}

/// Reads results.
///
/// # Errors
/// Where the file cannot be read, is no `table.json`, or was written by another version of this program.
pub fn read(file: &Path) -> Result<Run> {
    let named = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(named)?;
    let run: Run =
        serde_json::from_str(&text).with_context(|| format!("{}: no results of a run", named()))?;
    ensure!(
        run.version == results::VERSION,
        "{}: results of version {}, but this program reads version {}",
        named(),
        run.version,
        results::VERSION
    );
    Ok(run)
}

/// Writes `table.md`, `index.html` and the plots of `run` into `folder`, which exists. A simulation that lies there as `scale.json` becomes
/// a section of the page, named as what it is.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(run: &Run, folder: &Path) -> Result<()> {
    let charts = plots::all(run);
    for chart in &charts {
        save(folder, &format!("{}.svg", chart.name), chart.file(true).as_bytes())?;
        save(folder, &format!("{}.png", chart.name), &png::draw(&chart.file(false))?)?;
    }
    save(folder, "table.md", markdown::page(run).as_bytes())?;
    let simulated = simulated(folder)?.map(|report| simulation::section(&report));
    save(folder, "index.html", page::page(run, &charts, simulated.as_ref()).as_bytes())
}

/// What `perf scale --out` wrote into the same folder, if it did.
fn simulated(folder: &Path) -> Result<Option<scale::Report>> {
    let file = folder.join("scale.json");
    let named = || file.display().to_string();
    match std::fs::read_to_string(&file) {
        Ok(text) => Ok(Some(serde_json::from_str(&text).with_context(named)?)),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause).with_context(named),
    }
}

fn save(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let file = folder.join(name);
    std::fs::write(&file, bytes).with_context(|| file.display().to_string())
}
