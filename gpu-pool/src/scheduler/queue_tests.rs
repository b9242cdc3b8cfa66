//! The queue by examples, and by properties over arbitrary histories.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const LIMITS: Limits = Limits {
    queued_tokens: 1000,
    bulk_queue_percent: 75,
    batch_tokens: 128,
    batch_rows: 8,
    look_ahead: 16,
    padding_percent: 15,
    bulk_percent: 10,
};

fn items(lengths: &[usize]) -> Vec<Item<usize>> {
    lengths.iter().map(|tokens| Item { tokens: *tokens, payload: *tokens }).collect()
}

fn lengths(batch: &Batch<usize>) -> Vec<usize> {
    batch.rows.iter().map(|row| row.tokens).collect()
}

fn second(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[test]
fn a_lone_request_starts_at_once() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 1);
    queue.push(now, Lane::Interactive, now + second(1), items(&[7])).expect("room");
    let batch = queue.form(now, 1).expect("a batch without waiting");
    assert_eq!((lengths(&batch), batch.longest), (vec![7], 7));
    assert!(queue.form(now, 1).is_none() && queue.queued_tokens() == 0);
}

#[test]
fn near_lengths_go_together_round_the_earliest_deadline() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 1);
    queue.push(now, Lane::Interactive, now + second(9), items(&[5, 60, 19, 6, 21])).expect("room");
    queue.push(now, Lane::Interactive, now + second(1), items(&[20])).expect("room");
    assert_eq!(lengths(&queue.form(now, 1).expect("batch")), [19, 20, 21]);
    assert_eq!(lengths(&queue.form(now, 1).expect("batch")), [5, 6]);
    assert_eq!(lengths(&queue.form(now, 1).expect("batch")), [60]);
}

#[test]
fn a_better_length_overtakes_only_where_it_is_looked_at() {
    let now = Instant::now();
    for (look_ahead, expected) in [(4, vec![20, 20]), (5, vec![20, 20, 20])] {
        let mut queue = Queue::new(Limits { look_ahead, ..LIMITS }, 1);
        queue.push(now, Lane::Interactive, now + second(1), items(&[20, 60, 60, 20, 20])).expect("room");
        assert_eq!(lengths(&queue.form(now, 1).expect("batch")), expected, "{look_ahead}");
    }
}

#[test]
fn padding_is_part_of_what_a_token_takes_and_not_of_what_is_counted() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 1);
    queue.push(now, Lane::Interactive, now + second(9), items(&[18, 20])).expect("room");
    let batch = queue.form(now, 1).expect("batch");
    assert_eq!((batch.padded_tokens(), batch.tokens(), queue.running()), (40, 38, 38));
    queue.finished(batch.tokens());
    for _ in 0..200 {
        queue.observe(batch.tokens(), second(1));
    }
    assert_eq!(queue.running(), 0);
    // What waits comes in tokens, and will be padded alike.
    assert!(queue.estimate(380).abs_diff(second(10)) < Duration::from_millis(1), "{:?}", queue.estimate(380));
}

#[test]
fn idle_engines_share_the_work() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 2);
    queue.push(now, Lane::Interactive, now + second(1), items(&[10; 6])).expect("room");
    assert_eq!(queue.form(now, 2).expect("batch").rows.len(), 3);
    assert_eq!(queue.form(now, 1).expect("batch").rows.len(), 3);
}

#[test]
fn an_engine_takes_its_share_of_what_waits_and_runs() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 2);
    queue.push(now, Lane::Interactive, now + second(1), items(&[10; 2])).expect("room");
    assert_eq!(queue.form(now, 1).expect("batch").rows.len(), 1, "the other one has as much to come");
    queue.push(now, Lane::Interactive, now + second(1), items(&[10; 6])).expect("room");
    assert_eq!(queue.form(now, 1).expect("batch").rows.len(), 4, "of 10 tokens that run and 70 that wait");
    queue.finished(10);
    assert_eq!(queue.form(now, 1).expect("batch").rows.len(), 3, "all, as the other is at as much");
    // One that is longer than the share runs all the same.
    queue.push(now, Lane::Interactive, now + second(1), items(&[90])).expect("room");
    assert_eq!(lengths(&queue.form(now, 1).expect("batch")), [90]);
}

#[test]
fn short_entries_are_looked_through_further() {
    let now = Instant::now();
    let mut queue = Queue::new(Limits { look_ahead: 4, ..LIMITS }, 1);
    queue.push(now, Lane::Interactive, now + second(1), items(&[10; 20])).expect("room");
    // 64 tokens are half of the budget.
    assert_eq!(queue.form(now, 1).expect("batch").rows.len(), 7);
}

#[test]
fn a_row_over_the_budget_runs_alone() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 1);
    queue.push(now, Lane::Interactive, now + second(1), items(&[500, 490])).expect("room");
    assert_eq!(lengths(&queue.form(now, 1).expect("batch")), [500]);
}

#[test]
fn a_full_queue_refuses_at_once_and_says_for_how_long() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 2);
    queue.observe_first(100, second(1));
    queue.push(now, Lane::Interactive, now + second(9), items(&[900])).expect("room");
    let refused = queue.push(now, Lane::Interactive, now + second(9), items(&[100, 200]));
    // 200 tokens too many, 10 ms each, on two engines.
    assert_eq!(refused.expect_err("full"), Refusal::Full { retry_after: second(1) });
    assert_eq!((queue.len(), queue.queued_tokens()), (1, 900));
    let never = queue.push(now, Lane::Interactive, now + second(9), items(&[1001]));
    assert_eq!(never.expect_err("too large"), Refusal::TooLarge { limit: 1000 });
}

#[test]
fn bulk_cannot_shut_interactive_work_out() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 1);
    queue.push(now, Lane::Bulk, now + second(9), items(&[700])).expect("room");
    assert!(matches!(queue.push(now, Lane::Bulk, now + second(9), items(&[100])), Err(Refusal::Full { .. })));
    queue
        .push(now, Lane::Interactive, now + second(9), items(&[250]))
        .expect("room is kept for interactive work");
}

#[test]
fn the_expired_make_room_and_never_run() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 1);
    queue.push(now, Lane::Interactive, now + second(1), items(&[1000])).expect("room");
    queue.push(now + second(1), Lane::Interactive, now + second(2), items(&[10])).expect("room again");
    let expired = queue.take_expired(now + second(1));
    assert_eq!(expired.len(), 1);
    assert_eq!(lengths(&queue.form(now + second(1), 1).expect("batch")), [10]);
    assert_eq!(queue.push(now, Lane::Bulk, now, items(&[1])).expect_err("late"), Refusal::Expired);
}

#[test]
fn a_caller_that_goes_frees_its_place() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 1);
    let place = queue.push(now, Lane::Interactive, now + second(1), items(&[600, 400])).expect("room");
    assert_eq!((queue.cancel(&place), queue.queued_tokens()), (2, 0));
    assert_eq!(queue.cancel(&place), 0);
    assert!(queue.form(now, 1).is_none());
}

#[test]
fn bulk_gets_its_share_and_no_more_while_both_wait() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 1);
    let mut computed = BTreeMap::new();
    for _ in 0..10_000 {
        for lane in Lane::ALL {
            while queue.tokens[lane.index()] < 300 {
                queue.push(now, lane, now + second(9), items(&[16])).expect("room");
            }
        }
        let batch = queue.form(now, 1).expect("batch");
        queue.finished(batch.tokens());
        *computed.entry(batch.rows[0].lane.as_str()).or_insert(0) += batch.padded_tokens();
    }
    let share = computed["bulk"] as f64 / (computed["bulk"] + computed["interactive"]) as f64;
    assert!((share - 0.10).abs() < 0.005, "bulk got {share}");
}

#[test]
fn bulk_has_the_engine_to_itself_when_nothing_else_waits() {
    let now = Instant::now();
    let mut queue = Queue::new(LIMITS, 1);
    queue.push(now, Lane::Bulk, now + second(9), items(&[8; 4])).expect("room");
    assert_eq!(queue.form(now, 1).expect("batch").rows.len(), 4);
}

/// One step of an arbitrary history.
#[derive(Debug, Clone)]
enum Step {
    Push { bulk: bool, lengths: Vec<usize>, patience: u64 },
    Pass(u64),
    Form { idle: usize },
    Cancel(usize),
    Collect,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (any::<bool>(), prop::collection::vec(1usize..200, 1..6), 0u64..400)
            .prop_map(|(bulk, lengths, patience)| Step::Push { bulk, lengths, patience }),
        2 => (1u64..100).prop_map(Step::Pass),
        3 => (1usize..4).prop_map(|idle| Step::Form { idle }),
        1 => any::<usize>().prop_map(Step::Cancel),
        1 => Just(Step::Collect),
    ]
}

/// What a queue of this history must hold: each sequence by number, with its lane, length and deadline.
type Expected = BTreeMap<usize, (Lane, usize, Instant)>;

fn check_batch(queue: &Queue<usize>, batch: &Batch<usize>, expected: &mut Expected, now: Instant) {
    let rows = batch.rows.len();
    let lane = batch.rows[0].lane;
    assert!(rows <= LIMITS.batch_rows);
    assert!(rows == 1 || batch.padded_tokens() <= LIMITS.batch_tokens, "over the budget");
    let padding = batch.padded_tokens() - batch.tokens();
    assert!(padding * 100 <= batch.padded_tokens() * LIMITS.padding_percent, "too much padding");
    assert_eq!(batch.rows.iter().map(|row| row.tokens).max(), Some(batch.longest));
    let first = expected.values().filter(|(l, ..)| *l == lane).map(|(.., deadline)| *deadline);
    let first = first.filter(|deadline| *deadline > now).min();
    assert_eq!(
        batch.rows.iter().map(|row| row.deadline).min(),
        first,
        "the earliest deadline is in the batch"
    );
    for row in &batch.rows {
        let known = expected.remove(&row.payload);
        assert_eq!(known, Some((lane, row.tokens, row.deadline)), "run twice, changed, or never queued");
        assert!(row.deadline > now, "expired work was run");
    }
    assert!(queue.queued_tokens() <= LIMITS.queued_tokens);
}

proptest! {
    /// Nothing is lost, nothing comes out twice, the bounds hold, the expired and the abandoned never run.
    #[test]
    fn any_history_keeps_every_promise(steps in prop::collection::vec(step(), 1..200)) {
        let mut queue = Queue::new(LIMITS, 2);
        let mut now = Instant::now();
        let mut expected = Expected::new();
        let mut places = Vec::new();
        let mut next = 0;
        for step in steps {
            match step {
                Step::Push { bulk, lengths, patience } => {
                    let lane = if bulk { Lane::Bulk } else { Lane::Interactive };
                    let deadline = now + Duration::from_millis(patience);
                    let first = next;
                    let items = lengths.iter().map(|tokens| {
                        next += 1;
                        Item { tokens: *tokens, payload: next - 1 }
                    }).collect();
                    if let Ok(place) = queue.push(now, lane, deadline, items) {
                        prop_assert!(patience > 0);
                        places.push((place, first..next));
                        for (number, tokens) in (first..next).zip(lengths) {
                            expected.insert(number, (lane, tokens, deadline));
                        }
                    }
                }
                Step::Pass(milliseconds) => now += Duration::from_millis(milliseconds),
                Step::Form { idle } => {
                    let alive = expected.values().any(|(.., deadline)| *deadline > now);
                    match queue.form(now, idle) {
                        Some(batch) => check_batch(&queue, &batch, &mut expected, now),
                        None => prop_assert!(!alive, "work waited though an engine was idle"),
                    }
                }
                Step::Cancel(which) if !places.is_empty() => {
                    let (place, numbers) = places.swap_remove(which % places.len());
                    queue.cancel(&place);
                    // What expired before stays to be collected; the rest is gone for good.
                    for waiting in queue.take_expired(now) {
                        prop_assert!(expected.remove(&waiting.payload).is_some());
                    }
                    expected.retain(|number, _| !numbers.contains(number));
                }
                Step::Cancel(_) => {}
                Step::Collect => {
                    for waiting in queue.take_expired(now) {
                        prop_assert!(waiting.deadline <= now, "given up too early");
                        prop_assert!(expected.remove(&waiting.payload).is_some(), "given up twice");
                    }
                }
            }
            let waiting: usize = expected.values().map(|(_, tokens, _)| tokens).sum();
            prop_assert!(queue.queued_tokens() <= waiting.min(LIMITS.queued_tokens));
        }
        // In the end, everything that is left comes out, once.
        while let Some(batch) = queue.form(now, 1) {
            check_batch(&queue, &batch, &mut expected, now);
        }
        for waiting in queue.take_expired(now) {
            prop_assert!(expected.remove(&waiting.payload).is_some());
        }
        prop_assert!(expected.is_empty(), "lost: {expected:?}");
        prop_assert_eq!(queue.queued_tokens(), 0);
    }
}
