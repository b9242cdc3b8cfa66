//! A pod in memory: one store, one key server, one clock, and any number of requests at the same moment.
//!
//! Requests are threads of which one runs at a time; at each call to the outside another may be let run, chosen by a
//! seeded generator. Time passes only when all of them wait, so a pause is always longer than any number of calls to
//! the store, and a run can be repeated exactly.

use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

use edge_auth::{
    KeyPolicy, KeySet, KeySetError, KeySource, KeyUrl, KeyWorld, Refusal, StoreDown,
    TURN_SETTLE_MILLISECONDS, TurnStore, WAIT_STEP_MILLISECONDS, keys_for, take_turn,
};

use crate::issuer::{ISSUER, KEYS_URL, NOW};

pub(crate) const POLICY: KeyPolicy = KeyPolicy { fresh_seconds: 300, hard_seconds: 3600 };

pub(crate) const METADATA_URL: &str = "https://issuer.example/realms/ward/.well-known/openid-configuration";

const STATE: &str = "state";
const MARK: &str = "mark";

pub(crate) struct Sim {
    source: KeySource,
    state: Mutex<State>,
    changed: Condvar,
}

pub(crate) struct State {
    pub(crate) clock_ms: u64,
    pub(crate) store: HashMap<&'static str, Vec<u8>>,
    pub(crate) load_fails: bool,
    pub(crate) save_fails: bool,
    /// What the key server answers; `None`: nothing, until the client gives up.
    pub(crate) answer: Option<(u16, Vec<u8>)>,
    /// When it was asked, in seconds after the start.
    pub(crate) fetches: Vec<u64>,
    pub(crate) urls: Vec<String>,
    /// What the metadata's address answers, where that is another.
    pub(crate) metadata: Option<(u16, Vec<u8>)>,
    pub(crate) outcomes: Vec<Result<usize, KeySetError>>,
    /// Who waits for a fetch.
    pub(crate) waiting: i64,
    /// When each request had its answer, in milliseconds.
    pub(crate) ended: Vec<u64>,
    /// Who runs now, and when each of the others can go on.
    running: usize,
    wakes: Vec<Option<u64>>,
    seed: u64,
}

impl Sim {
    pub(crate) fn new(answer: Option<(u16, Vec<u8>)>) -> Self {
        Self::seeded(answer, 1)
    }

    pub(crate) fn seeded(answer: Option<(u16, Vec<u8>)>, seed: u64) -> Self {
        let state = State {
            clock_ms: NOW * 1000,
            store: HashMap::new(),
            load_fails: false,
            save_fails: false,
            answer,
            fetches: Vec::new(),
            urls: Vec::new(),
            metadata: None,
            outcomes: Vec::new(),
            waiting: 0,
            ended: Vec::new(),
            running: 0,
            wakes: Vec::new(),
            seed,
        };
        let source = KeySource::KeySet(KeyUrl::parse(KEYS_URL).unwrap());
        Self { source, state: Mutex::new(state), changed: Condvar::new() }
    }

    /// The same pod, whose keys are found by discovery.
    pub(crate) fn discovering(mut self, metadata: Option<(u16, Vec<u8>)>) -> Self {
        let url = KeyUrl::parse(METADATA_URL).unwrap();
        let origins = vec!["https://issuer.example".to_owned()];
        self.source = KeySource::Metadata { url, issuer: ISSUER.to_owned(), origins };
        self.lock().metadata = metadata;
        self
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.lock().clock_ms += seconds * 1000;
    }

    /// One request.
    pub(crate) fn keys(&self, key_id: Option<&str>) -> Result<KeySet, Refusal> {
        self.at_once(&[key_id]).pop().unwrap()
    }

    /// Many at the same moment.
    pub(crate) fn at_once(&self, key_ids: &[Option<&str>]) -> Vec<Result<KeySet, Refusal>> {
        {
            let mut state = self.lock();
            state.wakes = vec![Some(state.clock_ms); key_ids.len()];
            state.running = state.choose().unwrap();
        }
        std::thread::scope(|scope| {
            let requests: Vec<_> = key_ids
                .iter()
                .enumerate()
                .map(|(me, key_id)| {
                    scope.spawn(move || {
                        let request = Request { sim: self, me };
                        drop(self.changed.wait_while(self.lock(), |state| state.running != me).unwrap());
                        run(keys_for(&request, &self.source, POLICY, *key_id))
                    })
                })
                .collect();
            requests.into_iter().map(|request| request.join().unwrap()).collect()
        })
    }
}

impl State {
    /// Whose turn it is; lets time pass if nobody can go on now.
    fn choose(&mut self) -> Option<usize> {
        let earliest = self.wakes.iter().flatten().min().copied()?;
        self.clock_ms = self.clock_ms.max(earliest);
        let ready: Vec<usize> = (0..self.wakes.len())
            .filter(|me| self.wakes[*me].is_some_and(|wake| wake <= self.clock_ms))
            .collect();
        // xorshift64: any generator would do.
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        Some(ready[(self.seed % ready.len() as u64) as usize])
    }
}

struct Request<'a> {
    sim: &'a Sim,
    me: usize,
}

impl Request<'_> {
    /// Lets the others run, and comes back when at least so much time has passed.
    fn step(&self, milliseconds: u64) -> MutexGuard<'_, State> {
        let mut state = self.sim.lock();
        state.wakes[self.me] = Some(state.clock_ms + milliseconds);
        state.running = state.choose().unwrap();
        self.sim.changed.notify_all();
        self.sim.changed.wait_while(state, |state| state.running != self.me).unwrap()
    }

    fn load(&self, key: &str) -> Result<Option<Vec<u8>>, StoreDown> {
        let state = self.step(0);
        if state.load_fails { Err(StoreDown) } else { Ok(state.store.get(key).cloned()) }
    }

    fn save(&self, key: &'static str, value: &[u8]) -> Result<(), StoreDown> {
        let mut state = self.step(0);
        if state.save_fails {
            return Err(StoreDown);
        }
        state.store.insert(key, value.to_vec());
        Ok(())
    }
}

impl Drop for Request<'_> {
    fn drop(&mut self) {
        let mut state = self.sim.lock();
        let now = state.clock_ms;
        state.ended.push(now);
        state.wakes[self.me] = None;
        if let Some(next) = state.choose() {
            state.running = next;
        }
        self.sim.changed.notify_all();
    }
}

impl KeyWorld for Request<'_> {
    fn now(&self) -> u64 {
        self.sim.lock().clock_ms / 1000
    }

    fn load(&self) -> Result<Option<Vec<u8>>, StoreDown> {
        self.load(STATE)
    }

    fn save(&self, state: &[u8]) -> Result<(), StoreDown> {
        self.save(STATE, state)
    }

    fn take(&self, name: &str) -> Result<bool, StoreDown> {
        take_turn(self, name)
    }

    fn forget(&self, _: &str) {}

    fn waiting(&self, change: i64) -> Result<i64, StoreDown> {
        let mut state = self.step(0);
        state.waiting += change;
        Ok(state.waiting)
    }

    fn nobody_waits(&self) {
        self.step(0).waiting = 0;
    }

    async fn fetch(&self, url: &KeyUrl, milliseconds: u64) -> Option<(u16, Vec<u8>)> {
        let answers = {
            let mut state = self.step(0);
            let now = state.clock_ms / 1000 - NOW;
            state.fetches.push(now);
            state.urls.push(url.as_str().to_owned());
            state.answer.is_some()
        };
        let state = self.step(if answers { 50 } else { milliseconds });
        let metadata = if url.as_str() == METADATA_URL { &state.metadata } else { &None };
        metadata.clone().or_else(|| state.answer.clone())
    }

    async fn pause(&self) {
        drop(self.step(WAIT_STEP_MILLISECONDS));
    }

    fn fetched(&self, outcome: Result<&KeySet, KeySetError>) {
        self.sim.lock().outcomes.push(outcome.map(KeySet::usable));
    }
}

impl TurnStore for Request<'_> {
    fn load_mark(&self) -> Result<Option<Vec<u8>>, StoreDown> {
        self.load(MARK)
    }

    fn save_mark(&self, mark: &[u8]) -> Result<(), StoreDown> {
        self.save(MARK, mark)
    }

    fn random(&self) -> u128 {
        self.me as u128
    }

    fn settle(&self) {
        drop(self.step(TURN_SETTLE_MILLISECONDS));
    }
}

/// Every step of these futures is done when it is polled.
fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits inside its calls"),
    }
}
