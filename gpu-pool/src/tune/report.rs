//! What `--tune` prints: a configuration file, with what was measured as its comments. So the whole of it can be kept, and
//! given to `--config`.

use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

use super::{Candidate, MARGIN, Row, TOO_NOISY};

/// What was measured, and what came of it.
#[derive(Debug)]
pub struct Report {
    pub(super) model: String,
    pub(super) provider: &'static str,
    pub(super) time: Duration,
    pub(super) in_flight: usize,
    pub(super) longest: usize,
    pub(super) rows: Vec<Row>,
    /// The plan that was chosen.
    pub plan: Candidate,
}

impl Report {
    /// The plan as flags.
    #[must_use]
    pub fn flags(&self) -> String {
        let flags = self.settings().map(|(name, value)| format!("--{name} {value}"));
        flags.join(" ")
    }

    fn settings(&self) -> [(&'static str, usize); 5] {
        let Candidate { instances, threads, batching } = self.plan;
        [
            ("instances", instances),
            ("threads", threads),
            ("batch-rows", batching.rows),
            ("batch-tokens", batching.tokens),
            ("look-ahead", batching.look_ahead),
        ]
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let Self { model, provider, in_flight, longest, .. } = self;
        let version = env!("CARGO_PKG_VERSION");
        let seconds = self.time.as_secs_f64();
        writeln!(f, "# gpu-pool {version} --tune: {model} on {provider}, {cores} cores, {seconds:.0} s")?;
        writeln!(
            f,
            "# {in_flight} sequences in flight; lengths log-normal, median 33, at most {longest} tokens; without HTTP"
        )?;
        writeln!(
            f,
            "# * is taken: the default unless another does more, else the smallest that does as much"
        )?;
        let noise = self.rows.iter().map(|row| row.measured.unsteady).fold(0.0, f64::max);
        if noise > MARGIN {
            let (percent, most) = (noise * 100.0, TOO_NOISY * 100.0);
            writeln!(
                f,
                "# Not a quiet machine: a plan differed from itself by {percent:.0} %, and that much counts as equal"
            )?;
            writeln!(
                f,
                "# (over {most:.0} %, nothing can be told and the default stays); tune again when it is quiet, or longer"
            )?;
        }
        writeln!(f, "#")?;
        writeln!(
            f,
            "#   instances  threads  batch-rows  batch-tokens  look-ahead    tokens/s  padding  alone, p50"
        )?;
        for Row { plan: Candidate { instances, threads, batching }, measured, chosen } in &self.rows {
            let mark = if *chosen { '*' } else { ' ' };
            writeln!(
                f,
                "# {mark} {instances:>9}  {threads:>7}  {:>10}  {:>12}  {:>10}  {:>10.0}  {:>5.1} %  {:>7.2} ms",
                batching.rows,
                batching.tokens,
                batching.look_ahead,
                measured.tokens_per_second,
                measured.padding * 100.0,
                measured.alone.as_secs_f64() * 1e3,
            )?;
        }
        writeln!(f, "#\n# As flags: {}\n", self.flags())?;
        for (name, value) in self.settings() {
            writeln!(f, "{name} = {value}")?;
        }
        Ok(())
    }
}
