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
    /// When this pod learnt that the breaker opened or closed; 0: never.
    turned_ms: u64,
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
            turned_ms: numbers.next()?.parse().ok()?,
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

    /// The pool's failures and the breaker's state, as this pod knew them when this request first asked.
    pub fn breaker(&self) -> (i64, String) {
        let snapshot = self.snapshot().borrow();
        (snapshot.failures, snapshot.breaker.clone())
    }

    /// The same, as the pod's other requests have made it since: after a wait. And whether it opened or closed after `since_ms`.
    pub fn breaker_by_now(&self, since_ms: u64) -> (i64, String, bool) {
        self.catch_up(|_| {});
        let (failures, state) = self.breaker();
        // A time in the future is a clock that was set back.
        let turned = (since_ms + 1..=self.world.now_ms()).contains(&self.snapshot().borrow().turned_ms);
        (failures, state, turned)
    }

    /// Tells this pod how many failures there are now, ahead of the next reading. Whether the breaker is open is left as it is.
    pub fn set_failures(&self, failures: i64) {
        self.catch_up(|snapshot| snapshot.failures = failures);
    }

    /// Tells this pod what this request has just made of the breaker, likewise: no failures are counted for it yet.
    pub fn set_breaker(&self, state: &str) {
        self.catch_up(|snapshot| {
            snapshot.failures = 0;
            state.clone_into(&mut snapshot.breaker);
        });
    }

    /// Takes the pod's copy as it is by now, others having written it while this request waited, and keeps it if it is changed.
    fn catch_up(&self, change: impl FnOnce(&mut Snapshot)) {
        let mut snapshot = self.snapshot().borrow_mut();
        if let Some(newer) = self.stored_copy() {
            *snapshot = newer;
        }
        let before = snapshot.clone();
        change(&mut snapshot);
        if snapshot.breaker != before.breaker {
            snapshot.turned_ms = self.world.now_ms();
        }
        if *snapshot != before {
            self.keep(&snapshot);
        }
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
        if new.breaker != copy.breaker {
            new.turned_ms = copy.tried_ms;
        }
        // Somebody opened or closed the breaker while this request read, or counted a failure: what they know is newer. But a count says
        // nothing of a breaker that was found open.
        if let Some(stored) = self.stored_copy() {
            if stored.breaker != copy.breaker {
                (new.failures, new.breaker, new.turned_ms) =
                    (stored.failures, stored.breaker, stored.turned_ms);
            } else if new.breaker == copy.breaker && stored.failures != copy.failures {
                new.failures = stored.failures;
            }
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
            "{} {} {} {} {}\n{}\n{}",
            copy.read_ms,
            copy.tried_ms,
            copy.failures,
            copy.listed_ms,
            copy.turned_ms,
            copy.breaker,
            copy.deny_list
        );
        let _ = self.world.save(Store::Local, COPY, text.as_bytes());
    }
}

#[cfg(test)]
#[path = "shared_tests.rs"]
mod tests;
