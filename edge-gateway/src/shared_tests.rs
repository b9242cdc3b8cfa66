use super::{COPY_FRESH_MS, DENY_LIST, HANGING, LEFT_ALONE_MS, Link, Shared, TRUSTED_MS};
use crate::world::SendError;
use crate::world::fake::FakeWorld;

const PATIENCE: u64 = 250;

fn world() -> FakeWorld {
    FakeWorld::new(|_| Err(SendError::NotConnected))
}

fn pass(world: &FakeWorld, milliseconds: u64) {
    world.clock_ms.set(world.clock_ms.get() + milliseconds);
}

/// One request that counts `calls` times; gives how long it took.
fn request(world: &FakeWorld, calls: u32) -> u64 {
    let begin = world.clock_ms.get();
    let shared = Shared::new(world, PATIENCE);
    for _ in 0..calls {
        let _ = shared.increment("n", 1);
    }
    world.clock_ms.get() - begin
}

#[test]
fn a_slow_store_costs_a_request_its_patience_and_the_next_ones_nothing() {
    let world = world();
    world.shared_takes_ms.set(100);
    assert_eq!(request(&world, 10), 300, "three calls of 100 ms");
    for _ in 0..50 {
        assert_eq!(request(&world, 10), 0);
        pass(&world, 100);
    }
    // Then one tries, and as long as it is slow that is one request in ten seconds.
    pass(&world, LEFT_ALONE_MS);
    world.shared_takes_ms.set(2000);
    assert_eq!((request(&world, 10), request(&world, 10)), (2000, 0));
    pass(&world, LEFT_ALONE_MS);
    world.shared_takes_ms.set(0);
    let before = world.shared_calls.get();
    request(&world, 10);
    assert_eq!(world.shared_calls.get() - before, 10, "it is used again");
    let events = world.lines.borrow();
    let left_alone = events.iter().filter(|line| line.contains("left_alone")).count();
    assert_eq!((left_alone, events.len()), (2, 3), "{events:?}");
}

#[test]
fn a_request_that_has_waited_enough_neither_waits_again_nor_speaks_ill_of_the_store() {
    let world = world();
    let shared = Shared::new(&world, PATIENCE);
    world.shared_takes_ms.set(PATIENCE + 1);
    assert!(shared.increment("n", 1).is_ok());
    // Its pool takes long; the store has recovered meanwhile, and others use it.
    pass(&world, LEFT_ALONE_MS);
    world.shared_takes_ms.set(0);
    request(&world, 1);
    let (calls, link) = (world.shared_calls.get(), world.local.borrow().get("anteroom:link").cloned());
    assert!(shared.increment("n", 1).is_ok() && shared.was_alone());
    assert_eq!((world.shared_calls.get(), world.local.borrow().get("anteroom:link").cloned()), (calls, link));
}

#[test]
fn a_store_that_fails_at_once_is_asked_each_time_and_costs_nothing() {
    let world = world();
    world.shared_fails.set(true);
    request(&world, 3);
    assert_eq!(world.shared_calls.get(), 3);
    world.shared_fails.set(false);
    request(&world, 1);
    assert!(world.shared.borrow().contains_key("n"));
}

#[test]
fn a_healthy_store_costs_few_writes_of_the_local_one() {
    let world = world();
    request(&world, 1);
    let link = world.local.borrow().clone();
    pass(&world, TRUSTED_MS - 1);
    request(&world, 5);
    assert_eq!(*world.local.borrow(), link);
}

/// The calls themselves cannot be seen here to hang, so the rules are asked.
#[test]
fn calls_that_nobody_hears_of_close_it_for_all_but_one_in_ten_seconds() {
    let begin = 1_000_000_000;
    let (asked, go) = Link::default().before(begin, PATIENCE);
    assert!(go && asked.asked == begin);
    // Others go on for a while, and take nothing of the mark.
    let (same, go) = asked.before(begin + HANGING * PATIENCE, PATIENCE);
    assert!(go && same == asked);
    let (away, go) = asked.before(begin + HANGING * PATIENCE + 1, PATIENCE);
    assert!(!go && away.asked == 0);
    let over = away.away_until;
    assert!(!away.before(over - 1, PATIENCE).1);
    // One tries; while it hangs, nobody else, until it is taken to be lost.
    let (tried, go) = away.before(over, PATIENCE);
    assert!(go);
    for later in [0, PATIENCE * HANGING + 1, LEFT_ALONE_MS] {
        assert!(!tried.before(over + later, PATIENCE).1, "{later}");
    }
    let (again, go) = tried.before(over + LEFT_ALONE_MS + 1, PATIENCE);
    assert!(go && again.asked == over + LEFT_ALONE_MS + 1);
    // Answered at last, and late: left alone once more; in time: as if nothing had been.
    assert_eq!(again.after(over + 99_000, true).away_until, over + 99_000 + LEFT_ALONE_MS);
    let back = again.after(over + 99_000, false);
    assert_eq!((back.asked, back.away_until), (0, 0));
}

#[test]
fn a_clock_that_was_set_back_does_not_keep_the_store_away() {
    let link = Link { asked: 0, answered: 0, away_until: u64::MAX };
    let (link, go) = link.before(1_000_000, PATIENCE);
    assert!(!go);
    assert!(link.before(1_000_000 + LEFT_ALONE_MS, PATIENCE).1);
    let hung = Link { asked: u64::MAX, answered: 0, away_until: 0 };
    assert!(hung.before(1_000_000, PATIENCE).1);
}

#[test]
fn the_copy_is_renewed_by_one_request_a_second_and_outlives_the_store() {
    let world = world();
    let list = |oldest: u64| Shared::new(&world, PATIENCE).deny_list(oldest);
    let write = |text: &str| {
        world.shared.borrow_mut().insert(DENY_LIST.to_owned(), text.as_bytes().to_vec());
    };
    write("0 jti a\n0 jti b\n");
    assert_eq!(list(5000).as_deref(), Some("0 jti a\n0 jti b\n"));
    write("");
    let before = world.shared_calls.get();
    assert!(list(5000).is_some_and(|list| !list.is_empty()), "the copy, for a second");
    assert_eq!(world.shared_calls.get(), before);
    pass(&world, COPY_FRESH_MS);
    assert_eq!(list(5000).as_deref(), Some(""));
    assert_eq!(list(5000).as_deref(), Some(""));
    assert_eq!(world.shared_calls.get() - before, 3, "one reading");

    world.shared_fails.set(true);
    pass(&world, 4999);
    assert!(list(5000).is_some());
    pass(&world, 1);
    assert_eq!(list(5000), None);
    // A clock that was set back makes no old list young.
    let now = world.clock_ms.replace(world.clock_ms.get() - 3_600_000);
    assert_eq!(list(5000), None);
    world.clock_ms.set(now);
    world.shared_fails.set(false);
    pass(&world, COPY_FRESH_MS);
    assert!(list(5000).is_some());
}

#[test]
fn on_a_pod_that_has_read_nothing_yet_each_request_reads() {
    let world = world();
    world.shared_fails.set(true);
    assert_eq!(Shared::new(&world, PATIENCE).deny_list(5000), None);
    world.shared_fails.set(false);
    world.shared.borrow_mut().insert(DENY_LIST.to_owned(), Vec::new());
    assert_eq!(Shared::new(&world, PATIENCE).deny_list(5000).as_deref(), Some(""));
}

#[test]
fn row_27_a_list_that_is_gone_is_not_an_empty_one() {
    let world = world();
    let list = || Shared::new(&world, PATIENCE).deny_list(5000);
    assert_eq!(list(), None, "never written");
    world.shared.borrow_mut().insert(DENY_LIST.to_owned(), b"0 jti a".to_vec());
    pass(&world, COPY_FRESH_MS);
    assert_eq!(list().as_deref(), Some("0 jti a"));
    world.shared.borrow_mut().clear();
    for _ in 0..4 {
        pass(&world, COPY_FRESH_MS);
        assert_eq!(list().as_deref(), Some("0 jti a"), "the last one, to its hard age");
    }
    pass(&world, COPY_FRESH_MS);
    assert_eq!(list(), None);
    let told = world.lines.borrow().iter().filter(|line| line.contains("deny_list_absent")).count();
    assert_eq!(told, 2, "each time that it went, once");
}
