//! Many texts, on several cores, one in memory per core. Output and report come in the order of the inputs.

use super::Trouble;
use super::args::Rules;
use super::input::Input;
use super::output::Sink;
use super::report::{Account, Target};
use deid::Span;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

/// What became of one input: its spans, and its text where it is to be printed.
type Done = Result<(Vec<Span>, Option<String>), String>;

/// # Errors
/// Where standard output or the report cannot be written, and [`Trouble::Told`] after naming every input that failed.
pub(crate) fn run(
    inputs: &[Input],
    sink: &Sink,
    report: Option<&Target>,
    summary: bool,
    jobs: usize,
    rules: &Rules,
) -> Result<(), Trouble> {
    let printed = matches!(sink, Sink::Stdout) && !matches!(report, Some(Target::Stdout));
    // Printed texts would pile up behind a slow one; files do not.
    let jobs = if printed { 1 } else { jobs.min(inputs.len()).max(1) };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut account = Account::new(report)?;
    let mut failures = Vec::new();
    let mut each = |input: &Input, done: Done| -> io::Result<()> {
        match done {
            Ok((spans, text)) => {
                account.add(&input.name(), &spans, &mut out)?;
                out.write_all(text.unwrap_or_default().as_bytes())?;
            }
            Err(why) => failures.push((input.name(), why)),
        }
        Ok(())
    };
    if jobs == 1 {
        for input in inputs {
            each(input, one(input, sink, printed, rules))?;
        }
    } else {
        in_parallel(inputs, jobs, |input| one(input, sink, printed, rules), &mut each)?;
    }
    out.flush()?;
    let failed = failures.len();
    let counts = account.finish(failed)?;
    for (name, why) in failures {
        eprintln!("deid: {name}: {why}");
    }
    if failed > 0 && inputs.len() > 1 {
        eprintln!("deid: {failed} of {} failed", inputs.len());
    }
    if summary {
        eprint!("{counts}");
    }
    if failed > 0 { Err(Trouble::Told) } else { Ok(()) }
}

fn one(input: &Input, sink: &Sink, printed: bool, rules: &Rules) -> Done {
    let result = input.deidentify(rules)?;
    sink.write(input, result.text())?;
    let spans = result.spans().to_vec();
    Ok((spans, printed.then(|| result.into_text())))
}

/// Does `work` on threads and hands its results over in the order of the inputs.
fn in_parallel(
    inputs: &[Input],
    jobs: usize,
    work: impl Fn(&Input) -> Done + Sync,
    each: &mut dyn FnMut(&Input, Done) -> io::Result<()>,
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let (sender, next, stop, work) = (sender.clone(), &next, &stop, &work);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(n) else { break };
                    if sender.send((n, work(input))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut turn = 0;
        for (n, done) in receiver {
            early.insert(n, done);
            while let Some(done) = early.remove(&turn) {
                // Where nobody reads the output any more, no further file is begun.
                each(&inputs[turn], done).inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
                turn += 1;
            }
        }
        Ok(())
    })
}
