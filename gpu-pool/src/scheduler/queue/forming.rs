//! Which of the waiting sequences run together.
//!
//! What decides the slowest answers is how often others go before: every entry that is looked at beyond the oldest may. What decides
//! how much is done is how many tokens share a run, and how little of it is padding. The numbers behind the defaults are in
//! `perf/README.md`.

use std::time::Instant;

use super::{Batch, Key, Lane, Queue, Waiting};

impl<T> Queue<T> {
    /// Forms the next batch. `idle` counts the engines that could start now, the asking one included.
    /// `None` only when nothing waits: work never waits for more work.
    pub fn form(&mut self, now: Instant, idle: usize) -> Option<Batch<T>> {
        self.expire(now);
        let lane = self.turn()?;
        let spread = self.len().div_ceil(idle.max(1));
        let rows_limit = self.limits.batch_rows.min(spread).max(1);
        let share = self.share();

        let entries = &self.lanes[lane.index()];
        let leader = *entries.first_key_value()?.0;
        let (mut seen, few) = (0, self.limits.batch_tokens / 2);
        let mut near: Vec<(usize, Key)> = entries
            .iter()
            .enumerate()
            .take_while(|(number, (_, entry))| {
                let before = seen;
                seen += entry.tokens;
                *number < self.limits.look_ahead.max(1) || before < few
            })
            .map(|(_, (key, entry))| (entry.tokens, *key))
            .collect();
        near.sort_unstable();
        let at = near.iter().position(|(_, key)| *key == leader)?;
        let (from, to) = self.neighbours(&near, at, rows_limit, share);

        let longest = near[to].0;
        let entries = &mut self.lanes[lane.index()];
        let rows: Vec<Waiting<T>> =
            near[from..=to].iter().filter_map(|(_, key)| entries.remove(key)).collect();
        let batch = Batch { rows, longest };
        self.tokens[lane.index()] -= batch.tokens();
        self.settle(lane, batch.padded_tokens());
        self.running += batch.tokens();
        Some(batch)
    }

    /// Whose turn it is: interactive, unless bulk has earned its next row.
    fn turn(&self) -> Option<Lane> {
        let [interactive, bulk] = &self.lanes;
        match (interactive.is_empty(), bulk.first_key_value()) {
            (true, None) => None,
            (true, Some(_)) => Some(Lane::Bulk),
            (false, Some((_, first))) if self.bulk_credit >= 100 * first.tokens as i64 => Some(Lane::Bulk),
            (false, _) => Some(Lane::Interactive),
        }
    }

    /// One engine's part of the tokens that wait and run. Callers who send again when they are answered come back together: an engine
    /// that takes them all as one batch leaves the others with few for good, and those few then wait for it.
    fn share(&self) -> usize {
        (self.queued_tokens() + self.running).div_ceil(self.engines)
    }

    /// Keeps the account between the lanes: it moves only while both wait, and is closed when bulk has nothing waiting.
    fn settle(&mut self, lane: Lane, cost: usize) {
        let [interactive, bulk] = &self.lanes;
        let share = self.limits.bulk_percent as i64;
        match lane {
            Lane::Interactive if bulk.is_empty() => self.bulk_credit = 0,
            Lane::Interactive => self.bulk_credit += cost as i64 * share,
            Lane::Bulk if interactive.is_empty() => self.bulk_credit = 0,
            Lane::Bulk => self.bulk_credit -= cost as i64 * (100 - share),
        }
    }

    /// The stretch of `near` (sorted by length) round `at` that runs together.
    fn neighbours(
        &self,
        near: &[(usize, Key)],
        at: usize,
        rows_limit: usize,
        share: usize,
    ) -> (usize, usize) {
        let (mut from, mut to) = (at, at);
        let mut tokens = near[at].0;
        let fits = |rows: usize, longest: usize, tokens: usize| {
            let padded = rows * longest;
            tokens <= share
                && padded <= self.limits.batch_tokens
                && (padded - tokens) * 100 <= padded * self.limits.padding_percent
        };
        while to - from + 1 < rows_limit {
            let rows = to - from + 2;
            let longest = near[to].0;
            let shorter = from.checked_sub(1).map(|i| near[i].0).filter(|n| fits(rows, longest, tokens + n));
            let longer = near.get(to + 1).map(|(n, _)| *n).filter(|n| fits(rows, *n, tokens + n));
            // Either neighbour adds padding: a shorter one for itself, a longer one for all that are in already.
            let cost_of_longer = longer.map(|n| (n - longest) * (rows - 1));
            let cost_of_shorter = shorter.map(|n| longest - n);
            match (cost_of_shorter, cost_of_longer) {
                (None, None) => break,
                (Some(less), Some(more)) if less <= more => from -= 1,
                (Some(_), None) => from -= 1,
                (_, Some(_)) => to += 1,
            }
            tokens = near[from..=to].iter().map(|(n, _)| n).sum();
        }
        (from, to)
    }
}
