//! The store that pods may share, and what stands between it and a request.
//!
//! Called by the steps for everything that two pods must agree on: limits, breaker, deny-list. A call to a dead Redis
//! hangs for minutes under Spin and an instance cannot cut it short, so nobody calls the store but through here, where
//! three rules hold ([`Link`], [`Snapshot`]):
//!
//! - **A store that was slow, or has not answered somebody for a while, is left alone** for [`LEFT_ALONE_MS`]; then one
//!   request tries it. What went wrong lies in the local store, so all instances of the pod know.
//! - **One request waits for at most the patience** (`shared_patience_ms`) over all its calls, and then for the host's own
//!   limit on the call that is under way (`edge-host`: half a second; Spin: none).
//! - **What every request must know is read from a copy** in the local store, renewed by one request each second. The
//!   store's death makes the copy old, and nothing wait.
//!
//! Meanwhile counters are counted in the local store: each pod for itself ([`Shared::increment`] and its neighbours).
//!
//! Must never be the reason that a request is let in: what an old copy means is the caller's decision.

use crate::world::{Store, StoreError, World};
use auth::MAX_DENY_LIST_BYTES;
use std::cell::{Cell, OnceCell, RefCell};

/// How long a store that did not answer is left alone. Each time after that costs one request its patience.
pub const LEFT_ALONE_MS: u64 = 10_000;
/// How old the copy may be before it is renewed: how long an entry of the deny-list, or another pod's breaker, takes to
/// be noticed.
pub const COPY_FRESH_MS: u64 = 1000;
/// A store that answered somebody this recently is not watched: most requests write nothing.
const TRUSTED_MS: u64 = 500;
/// An unanswered call counts as hanging after this many times the patience of one request.
const HANGING: u64 = 4;

/// The furthest that the clock may have gone back since a time was stored.
const CLOCK_STEP_MS: u64 = 30_000;

/// The deny-list, as the operator writes it; `auth::DenyList` says its form.
pub const DENY_LIST: &str = "anteroom:deny";
/// The breaker's state: empty, or `until id`.
pub const BREAKER: &str = "anteroom:breaker";
/// Failures of the pool since it last answered.
pub const FAILURES: &str = "anteroom:breaker:failures";
/// Local: [`Link`].
const LINK: &str = "anteroom:link";
/// Local: [`Snapshot`].
const COPY: &str = "anteroom:copy";

/// How the shared store is doing, as this pod's instances tell each other. Times in milliseconds since the Unix epoch; 0
/// is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Link {
    /// When a call began that nobody has heard of since.
    asked: u64,
    /// When a call was last answered in time.
    answered: u64,
    /// Until when nobody calls. Not 0 and over: one call tries, and the others wait for what becomes of it.
    away_until: u64,
}

impl Link {
    /// Whether a call may be made now, and what the others are told.
    fn before(mut self, now: u64, patience: u64) -> (Self, bool) {
        // A clock that was set back must not keep the store away, nor a call unheard of.
        self.away_until = self.away_until.min(now + LEFT_ALONE_MS);
        self.asked = self.asked.min(now);
        let waiting = now - self.asked;
        let trying = self.away_until != 0;
        if now < self.away_until {
            return (self, false);
        }
        match (self.asked, trying) {
            (0, false) if now.saturating_sub(self.answered) < TRUSTED_MS => {}
            (0, _) => self.asked = now,
            (_, true) if waiting <= LEFT_ALONE_MS => return (self, false),
            (_, true) => self.asked = now,
            (_, false) if waiting <= HANGING * patience => {}
            (_, false) => return (self.left_alone(now), false),
        }
        (self, true)
    }

    /// What the others are told when a call has ended.
    fn after(self, now: u64, too_slow: bool) -> Self {
        if too_slow {
            self.left_alone(now)
        } else if self.asked != 0 || self.away_until != 0 {
            Self { asked: 0, answered: now, away_until: 0 }
        } else {
            self
        }
    }

    fn left_alone(self, now: u64) -> Self {
        Self { asked: 0, answered: self.answered, away_until: now + LEFT_ALONE_MS }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(' ').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(Self { asked: next()?, answered: next()?, away_until: next()? })
    }
}

/// What this pod last saw in the shared store. Names subjects: no `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// When it was read; 0: never.
    read_ms: u64,
    /// When the deny-list was; 0: never. Not with the rest where there is none, or one that will not do.
    listed_ms: u64,
    /// When somebody last set out to read it.
    tried_ms: u64,
    /// [`FAILURES`].
    pub failures: i64,
    /// [`BREAKER`].
    pub breaker: String,
    /// [`DENY_LIST`].
    deny_list: String,
}

impl Snapshot {
    fn parse(text: &str) -> Option<Self> {
        let (numbers, rest) = text.split_once('\n')?;
        let (breaker, deny_list) = rest.split_once('\n')?;
        let mut numbers = numbers.split(' ');
        Some(Self {
            read_ms: numbers.next()?.parse().ok()?,
            tried_ms: numbers.next()?.parse().ok()?,
            failures: numbers.next()?.parse().ok()?,
            listed_ms: numbers.next()?.parse().ok()?,
            breaker: breaker.to_owned(),
            deny_list: deny_list.to_owned(),
        })
    }

    fn is_due(&self, now: u64) -> bool {
        // A time in the future is a clock that was set back.
        let old = |then: u64| then > now || now - then >= COPY_FRESH_MS;
        self.read_ms == 0 || old(self.read_ms) && old(self.tried_ms)
    }
}

/// One request's way to the shared store.
pub struct Shared<'a, W> {
    world: &'a W,
    patience_ms: u64,
    link: OnceCell<Cell<Link>>,
    snapshot: OnceCell<RefCell<Snapshot>>,
    spent_ms: Cell<u64>,
    /// A call was answered by the local store instead.
    alone: Cell<bool>,
}

impl<'a, W: World> Shared<'a, W> {
    /// Touches nothing yet. `patience_ms` bounds what this request waits in all.
    pub fn new(world: &'a W, patience_ms: u64) -> Self {
        Self {
            world,
            patience_ms,
            link: OnceCell::new(),
            snapshot: OnceCell::new(),
            spent_ms: Cell::new(0),
            alone: Cell::new(false),
        }
    }

    /// Whether something of this request was counted for this pod alone.
    pub fn was_alone(&self) -> bool {
        self.alone.get()
    }

    /// Adds to a counter: the shared one, or the pod's own while the store is away.
    ///
    /// # Errors
    /// Neither store can.
    pub fn increment(&self, key: &str, delta: i64) -> Result<i64, StoreError> {
        self.either(|store| self.world.increment(store, key, delta)).map(|(sum, _)| sum)
    }

    /// Adds 1 to a counter, likewise, and says where.
    ///
    /// # Errors
    /// Neither store can.
    pub fn count(&self, key: &str) -> Result<(i64, Store), StoreError> {
        self.either(|store| self.world.increment(store, key, 1))
    }

    /// Takes back what [`Self::count`] added, there or nowhere: taken from the other store it would be a request for nothing.
    pub fn take_back(&self, place: Store, key: &str) {
        let _ = match place {
            Store::Shared => self.ask(|| self.world.increment(Store::Shared, key, -1)),
            Store::Local => self.world.increment(Store::Local, key, -1),
        };
    }

    /// Reads a value, likewise.
    ///
    /// # Errors
    /// Neither store can.
    pub fn load(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.either(|store| self.world.load(store, key)).map(|(value, _)| value)
    }

    /// Writes a value, likewise.
    ///
    /// # Errors
    /// Neither store can.
    pub fn save(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.either(|store| self.world.save(store, key, value)).map(|_| ())
    }

    /// Removes a value, likewise. Failing to is no more than litter.
    pub fn delete(&self, key: &str) {
        let _ = self.either(|store| self.world.delete(store, key));
    }

    /// The deny-list, if it is younger than `oldest_ms`.
    pub fn deny_list(&self, oldest_ms: u64) -> Option<String> {
        let snapshot = self.snapshot().borrow();
        let now = self.world.now_ms();
        // A time further in the future than clocks are set by says nothing of the list's age.
        let is_time = snapshot.listed_ms != 0 && snapshot.listed_ms <= now + CLOCK_STEP_MS;
        let age = now.saturating_sub(snapshot.listed_ms);
        (is_time && age < oldest_ms).then(|| snapshot.deny_list.clone())
    }

    /// The pool's failures and the breaker's state, as this pod last saw them.
    pub fn breaker(&self) -> (i64, String) {
        let snapshot = self.snapshot().borrow();
        (snapshot.failures, snapshot.breaker.clone())
    }

    /// Tells this pod what this request has just made of the breaker, ahead of the next reading.
    pub fn set_breaker(&self, failures: i64, state: &str) {
        let mut snapshot = self.snapshot().borrow_mut();
        // Another instance may have renewed it while this request waited for the pool.
        if let Some(newer) = self.stored_copy() {
            *snapshot = newer;
        }
        snapshot.failures = failures;
        state.clone_into(&mut snapshot.breaker);
        self.keep(&snapshot);
    }

    fn either<T>(&self, call: impl Fn(Store) -> Result<T, StoreError>) -> Result<(T, Store), StoreError> {
        if let Ok(answer) = self.ask(|| call(Store::Shared)) {
            return Ok((answer, Store::Shared));
        }
        self.alone.set(true);
        call(Store::Local).map(|answer| (answer, Store::Local))
    }

    /// Makes one call to the shared store, if it may be made.
    fn ask<T>(&self, call: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        // It has waited enough, whatever has become of the store since.
        if self.spent_ms.get() > self.patience_ms {
            return Err(StoreError);
        }
        let link = self.link.get_or_init(|| {
            let stored = self.world.load(Store::Local, LINK).ok().flatten();
            Cell::new(stored.and_then(|bytes| Link::parse(str::from_utf8(&bytes).ok()?)).unwrap_or_default())
        });
        let begin = self.world.now_ms();
        let (before, may_call) = link.get().before(begin, self.patience_ms);
        self.tell(link, before);
        if !may_call {
            return Err(StoreError);
        }
        let answer = call();
        let end = self.world.now_ms();
        let spent = self.spent_ms.get() + end.saturating_sub(begin);
        self.spent_ms.set(spent);
        self.tell(link, link.get().after(end, spent > self.patience_ms));
        answer
    }

    fn tell(&self, link: &Cell<Link>, new: Link) {
        let old = link.replace(new);
        if old == new {
            return;
        }
        if new.away_until > old.away_until {
            self.world.log(r#"{"event":"shared_store_left_alone"}"#);
        } else if old.away_until != 0 && new.away_until == 0 {
            self.world.log(r#"{"event":"shared_store_back"}"#);
        }
        let text = format!("{} {} {}", new.asked, new.answered, new.away_until);
        let _ = self.world.save(Store::Local, LINK, text.as_bytes());
    }

    fn snapshot(&self) -> &RefCell<Snapshot> {
        self.snapshot.get_or_init(|| {
            let mut copy = self.stored_copy().unwrap_or_default();
            if copy.is_due(self.world.now_ms()) {
                self.renew(&mut copy);
            }
            RefCell::new(copy)
        })
    }

    fn stored_copy(&self) -> Option<Snapshot> {
        let stored = self.world.load(Store::Local, COPY).ok()??;
        Snapshot::parse(str::from_utf8(&stored).ok()?)
    }

    fn renew(&self, copy: &mut Snapshot) {
        copy.tried_ms = self.world.now_ms();
        // Before the call: should it hang, the others do not set out as well.
        self.keep(copy);
        let Some(mut new) = self.read(copy) else { return };
        // Somebody opened or closed the breaker while this request read: what they know is newer.
        if let Some(stored) = self.stored_copy().filter(|stored| stored.breaker != copy.breaker) {
            new.failures = stored.failures;
            new.breaker = stored.breaker;
        }
        if new.deny_list != copy.deny_list {
            let unreadable = auth::DenyList::new(&new.deny_list).unreadable();
            self.world.log(&format!(
                r#"{{"event":"deny_list_read","bytes":{},"unreadable_lines":{unreadable}}}"#,
                new.deny_list.len()
            ));
        }
        *copy = new;
        self.keep(copy);
    }

    /// What `copy` becomes by reading the store now; of the deny-list, what it was where that cannot be taken.
    fn read(&self, copy: &Snapshot) -> Option<Snapshot> {
        let value = |key: &str| self.ask(|| self.world.load(Store::Shared, key)).ok();
        let text = |value: Vec<u8>| {
            let text = String::from_utf8(value);
            text.inspect_err(|_| self.world.log(r#"{"event":"shared_value_not_text"}"#)).ok()
        };
        let now = copy.tried_ms;
        let mut new = Snapshot { read_ms: now, ..copy.clone() };
        match value(DENY_LIST)?.map(text) {
            Some(Some(list)) if list.len() > MAX_DENY_LIST_BYTES => {
                self.world.log(&format!(r#"{{"event":"deny_list_too_long","bytes":{}}}"#, list.len()));
            }
            Some(Some(list)) => (new.deny_list, new.listed_ms) = (list, now),
            Some(None) => {}
            // A store that was emptied, or begun anew, says nothing about anybody. Told once.
            None if copy.listed_ms == copy.read_ms => {
                self.world.log(r#"{"event":"deny_list_absent"}"#);
            }
            None => {}
        }
        let breaker = value(BREAKER)?.map_or(Some(String::new()), text)?;
        // A counter is read by counting nothing: stores keep numbers in forms of their own. A store that is full refuses
        // even that; the list must be taken all the same.
        new.failures = self.ask(|| self.world.increment(Store::Shared, FAILURES, 0)).unwrap_or_default();
        breaker.lines().next().unwrap_or_default().clone_into(&mut new.breaker);
        Some(new)
    }

    fn keep(&self, copy: &Snapshot) {
        let text = format!(
            "{} {} {} {}\n{}\n{}",
            copy.read_ms, copy.tried_ms, copy.failures, copy.listed_ms, copy.breaker, copy.deny_list
        );
        let _ = self.world.save(Store::Local, COPY, text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
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
        assert_eq!(
            (world.shared_calls.get(), world.local.borrow().get("anteroom:link").cloned()),
            (calls, link)
        );
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
}
