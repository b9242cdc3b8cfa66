//! The machine, and what processes cost it, read from `/proc` (Linux only, like what is measured).

use crate::results::Machine;
use anyhow::{Context, Result};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::process::Command;

/// `/proc` counts CPU time in hundredths of a second on every architecture (`USER_HZ` of the kernel's interface).
const TICKS_PER_SECOND: f64 = 100.0;

/// What a set of processes has used.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Usage {
    /// CPU time, user and kernel, of those that live and of their children that have ended.
    pub cpu_seconds: f64,
    /// Resident memory now; what processes share is counted in each of them.
    pub rss_bytes: u64,
}

/// One line of `/proc/<pid>/stat`.
struct Stat {
    pid: u32,
    parent: u32,
    group: u32,
    ticks: u64,
    pages: u64,
}

/// The usage of the processes that `leaders` started: all in their process groups, and all descendants of those.
#[must_use]
pub fn usage(leaders: &[u32]) -> Usage {
    sum(family(leaders).iter())
}

/// Memory of the same processes, in bytes: what several of them share is divided among those that have it (PSS of proc(5)), so
/// that a system of many processes is not charged for one page many times. The kernel walks all their pages for it, which takes
/// milliseconds: nothing that is measured should run meanwhile.
#[must_use]
pub fn memory_bytes(leaders: &[u32]) -> u64 {
    let of =
        |each: &Stat| pss_kilobytes(&fs::read_to_string(format!("/proc/{}/smaps_rollup", each.pid)).ok()?);
    family(leaders).iter().filter_map(of).sum::<u64>() * 1024
}

fn pss_kilobytes(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// CPU time of processes by thread, for short measurements.
#[derive(Debug, Clone, Default)]
pub struct ThreadTimes(HashMap<u32, u64>);

impl ThreadTimes {
    /// What the threads of the same processes as in [`usage`] have used.
    #[must_use]
    pub fn of(leaders: &[u32]) -> Self {
        let threads = |pid: u32| fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        let times = family(leaders).into_iter().flat_map(|each| threads(each.pid)).filter_map(|thread| {
            let id = thread.file_name().to_str()?.parse().ok()?;
            // The first number of `schedstat`: nanoseconds on a CPU (Documentation/scheduler/sched-stats.rst).
            let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
            Some((id, text.split_whitespace().next()?.parse().ok()?))
        });
        Self(times.collect())
    }

    /// Nanoseconds that these threads used since. What a thread used that has ended meanwhile is not in it.
    #[must_use]
    pub fn since(&self, before: &Self) -> u64 {
        let used =
            |(id, now): (&u32, &u64)| now.saturating_sub(before.0.get(id).copied().unwrap_or_default());
        self.0.iter().map(used).sum()
    }
}

fn family(leaders: &[u32]) -> Vec<Stat> {
    let all: Vec<Stat> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| stat(&entry.ok()?.file_name().to_str()?.parse::<u32>().ok()?.to_string()))
        .collect();
    let mut ours: HashSet<u32> = leaders.iter().copied().collect();
    loop {
        let before = ours.len();
        ours.extend(
            all.iter()
                .filter(|each| leaders.contains(&each.group) || ours.contains(&each.parent))
                .map(|each| each.pid)
                .collect::<Vec<u32>>(),
        );
        if ours.len() == before {
            break;
        }
    }
    all.into_iter().filter(|each| ours.contains(&each.pid)).collect()
}

/// The usage of this process alone.
#[must_use]
pub fn own_usage() -> Usage {
    sum(stat("self").iter())
}

#[allow(clippy::cast_precision_loss, reason = "ticks of days fit exactly")]
fn sum<'a>(stats: impl Iterator<Item = &'a Stat>) -> Usage {
    let page = page_bytes();
    stats.fold(Usage::default(), |so_far, each| Usage {
        cpu_seconds: so_far.cpu_seconds + each.ticks as f64 / TICKS_PER_SECOND,
        rss_bytes: so_far.rss_bytes + each.pages * page,
    })
}

fn page_bytes() -> u64 {
    rustix::param::page_size() as u64
}

/// Reads a process; none where it has ended.
fn stat(pid: &str) -> Option<Stat> {
    parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// Fields of proc(5); counted from behind the name, which may hold anything.
fn parse(line: &str) -> Option<Stat> {
    let pid = line.split_whitespace().next()?.parse().ok()?;
    let (_, rest) = line.rsplit_once(')')?;
    // The state is field 3 of the manual.
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<i64>().ok();
    let ticks: i64 = (14..=17).filter_map(field).sum();
    Some(Stat {
        pid,
        parent: u32::try_from(field(4)?).ok()?,
        group: u32::try_from(field(5)?).ok()?,
        ticks: u64::try_from(ticks).ok()?,
        pages: u64::try_from(field(24)?).ok()?,
    })
}

/// What this machine is.
///
/// # Errors
/// Where `/proc` does not say.
pub fn machine(gpu: bool) -> Result<Machine> {
    let read = |path: &str| fs::read_to_string(path).with_context(|| format!("reading {path}"));
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let kilobytes = field(&read("/proc/meminfo")?, "MemTotal").context("no MemTotal in /proc/meminfo")?;
    let kilobytes: u64 = kilobytes.trim_end_matches("kB").trim().parse()?;
    let load = read("/proc/loadavg")?;
    let mut loads = load.split_whitespace().map_while(|word| word.parse::<f64>().ok());
    let mut next = || loads.next().unwrap_or_default();
    Ok(Machine {
        cpu: field(&read("/proc/cpuinfo")?, "model name").unwrap_or_else(|| "not named".to_owned()),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        memory_bytes: kilobytes * 1024,
        kernel: read("/proc/sys/kernel/osrelease")?.trim().to_owned(),
        gpu: if gpu { gpu_name() } else { None },
        load_before: [next(), next(), next()],
    })
}

fn gpu_name() -> Option<String> {
    let output =
        Command::new("nvidia-smi").args(["--query-gpu=name", "--format=csv,noheader"]).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).lines().next()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_moves_no_field() {
        let line = "71 (a) b (c)) S 70 69 68 0 -1 4194560 1 2 3 4 10 20 30 40 20 0 9 0 100 200 55 0";
        let stat = parse(line).unwrap();
        assert_eq!((stat.pid, stat.parent, stat.group, stat.ticks, stat.pages), (71, 70, 69, 100, 55));
        assert!(parse("no process").is_none());
    }

    #[test]
    fn a_child_of_a_child_is_counted_and_we_are_not() {
        use std::io::{BufRead, BufReader};
        use std::process::Stdio;
        let mut shell = Command::new("sh")
            .args([
                "-c",
                "sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo done; read x; :'; :",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(shell.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let used = usage(&[shell.id()]);
        let memory = memory_bytes(&[shell.id()]);
        let times = ThreadTimes::of(&[shell.id()]);
        let nanoseconds = times.since(&ThreadTimes::default());
        drop(shell.stdin.take());
        shell.wait().unwrap();
        assert!(used.cpu_seconds > 0.0, "the loop of the inner shell costs at least a tick");
        assert!(nanoseconds > 1_000_000, "{nanoseconds}: a tick is ten times that");
        assert!(used.rss_bytes > 0 && used.rss_bytes < own_usage().rss_bytes * 10);
        assert!(memory > 0 && memory < used.rss_bytes, "two shells share most of what is resident");
        assert_eq!(usage(&[shell.id()]), Usage::default(), "it has ended");
        assert_eq!(memory_bytes(&[shell.id()]), 0);
    }

    /// A thread that has ended takes nothing off; one that is new counts from its beginning.
    #[test]
    fn threads_come_and_go_between_two_looks() {
        let times = |each: &[(u32, u64)]| ThreadTimes(each.iter().copied().collect());
        let before = times(&[(1, 1_000), (2, 7_000_000)]);
        assert_eq!(times(&[(1, 1_500), (3, 20)]).since(&before), 520);
        // A new thread under an old number.
        assert_eq!(times(&[(2, 5)]).since(&before), 0);
        assert_eq!(before.since(&before), 0);
    }

    #[test]
    fn this_machine_has_cores_and_memory() {
        let machine = machine(false).unwrap();
        assert!(machine.cores > 0 && machine.memory_bytes > 1 << 20 && !machine.kernel.is_empty());
    }
}
