//! What an instance may touch outside itself. Called by every step; implemented by `spin.rs`, and by a fake in tests.
//!
//! Must never grow a way to reach anything that is not listed in `spin.toml`.

/// The outside world of one request.
pub trait World {
    /// The value of a component variable; `None` where the manifest does not define it.
    fn variable(&self, name: &str) -> Option<String>;
    /// Milliseconds since the Unix epoch.
    fn now_ms(&self) -> u64;
    /// Seconds since the Unix epoch.
    fn now(&self) -> u64 {
        self.now_ms() / 1000
    }
    /// A fresh random number, for request ids; not for keys.
    fn random(&self) -> u128;
    /// Reads a value.
    fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Writes a value. Never one that [`World::increment`] counts in: stores keep numbers in forms of their own.
    fn save(&self, store: Store, key: &str, value: &[u8]) -> Result<(), StoreError>;
    /// Removes a value; none is no error.
    fn delete(&self, store: Store, key: &str) -> Result<(), StoreError>;
    /// Adds `delta` to a counter in one atomic step and gives the sum. A counter that is not there is 0.
    fn increment(&self, store: Store, key: &str, delta: i64) -> Result<i64, StoreError>;
    /// Makes one outbound call and reads the whole answer.
    fn send(&self, call: Call<'_>) -> Result<Reply, SendError>;
    /// Lets `milliseconds` pass.
    fn pause(&self, milliseconds: u64);
    /// Writes one line to the log (standard error).
    fn log(&self, line: &str);
}

/// The body of the request being served, read piece by piece so that its size can be bounded.
pub trait Body {
    /// The next piece; `None` at the end.
    fn next(&mut self) -> Result<Option<Vec<u8>>, BodyError>;
}

/// The body of a request whose answer is streamed while it is still being read.
pub trait Duplex: Body {
    /// The next piece, waiting at most so long for it.
    fn next_within(&mut self, milliseconds: u64) -> Result<Arrived, BodyError>;
    /// Sends status 200 and these headers; [`Duplex::write`] follows.
    fn open(&mut self, headers: &[(&'static str, String)]) -> Result<(), Gone>;
    /// Sends a piece of the answer, waiting for the caller to take what was sent before.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Gone>;
    /// Says that the answer is whole. One that is never finished reaches its caller as broken.
    fn finish(&mut self);
}

/// What came of waiting for a piece. Holds text that is not de-identified: its `Debug` shows none.
#[derive(Clone, PartialEq, Eq)]
pub enum Arrived {
    /// A piece.
    Piece(Vec<u8>),
    /// Nothing in this time.
    NotYet,
    /// Everything has arrived.
    End,
}

impl std::fmt::Debug for Arrived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Piece(piece) => write!(f, "Piece({} bytes)", piece.len()),
            Self::NotYet => f.write_str("NotYet"),
            Self::End => f.write_str("End"),
        }
    }
}

/// The caller has left, or has taken nothing of the answer for too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone;

/// Why a body has no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyError {
    /// The caller went away, or sent a broken body.
    Broken,
    /// The body did not end in time.
    TooSlow,
}

/// Which key-value store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// The pod's own (label `default`): what every request needs. Calls take microseconds.
    Local,
    /// The one that pods may share (label `shared`): Redis, or in memory where nothing is shared. Called only through
    /// [`crate::shared::Shared`], because under Spin a call to a dead Redis hangs for minutes.
    Shared,
}

/// The key-value store did not answer, or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreError;

/// An outbound call.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// `GET` or `POST`.
    pub method: Method,
    /// Scheme, host and port, as in `https://pool.example:8443`.
    pub origin: &'a str,
    /// Path and query.
    pub path: &'a str,
    /// Header names in lower case, and values.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body; empty for none.
    pub body: &'a [u8],
    /// How long the connection may take, in milliseconds.
    pub connect_timeout_ms: u64,
    /// How long everything may take, from the connection to the last byte of the answer, in milliseconds.
    pub timeout_ms: u64,
    /// The largest answer that is read, in bytes.
    pub max_reply_bytes: usize,
}

/// The methods that the edge uses outward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
}

/// The answer to an outbound call.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After`, where the answer had one that is a number of seconds.
    pub retry_after: Option<u32>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// Why an outbound call has no answer. Says whether the other side can have seen the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendError {
    /// No connection was made: refused, unknown host, TLS failed, connect timeout. The other side saw nothing.
    NotConnected,
    /// The host forbids this address: `allowed_outbound_hosts` and the variables disagree.
    Forbidden,
    /// Connected, but no answer in time.
    TimedOut,
    /// The answer is longer than allowed.
    TooLarge,
    /// The connection or the protocol broke after the request may have been seen.
    Broken,
}

impl SendError {
    /// The stable word for logs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotConnected => "not_connected",
            Self::Forbidden => "forbidden",
            Self::TimedOut => "timed_out",
            Self::TooLarge => "too_large",
            Self::Broken => "broken",
        }
    }
}

#[cfg(test)]
pub(crate) mod fake {
    //! A world in memory: variables, a store, a scripted network and a clock that only `pause` moves.

    use super::{Arrived, Body, BodyError, Call, Duplex, Gone, Reply, SendError, Store, StoreError, World};
    use std::cell::{Cell, RefCell};
    use std::collections::{HashMap, VecDeque};

    type Network = Box<dyn Fn(&Call<'_>) -> Result<Reply, SendError>>;

    pub(crate) struct FakeWorld {
        /// By the name of the setting.
        pub(crate) variables: HashMap<String, String>,
        pub(crate) local: RefCell<HashMap<String, Vec<u8>>>,
        pub(crate) shared: RefCell<HashMap<String, Vec<u8>>>,
        /// Calls to the shared store so far.
        pub(crate) shared_calls: Cell<u32>,
        /// How long a call to the shared store takes, in milliseconds.
        pub(crate) shared_takes_ms: Cell<u64>,
        /// Whether it fails then.
        pub(crate) shared_fails: Cell<bool>,
        pub(crate) clock_ms: Cell<u64>,
        pub(crate) randoms: Cell<u128>,
        pub(crate) network: Network,
        pub(crate) lines: RefCell<Vec<String>>,
    }

    impl FakeWorld {
        pub(crate) fn new(network: impl Fn(&Call<'_>) -> Result<Reply, SendError> + 'static) -> Self {
            Self {
                variables: HashMap::new(),
                local: RefCell::default(),
                shared: RefCell::default(),
                shared_calls: Cell::new(0),
                shared_takes_ms: Cell::new(0),
                shared_fails: Cell::new(false),
                clock_ms: Cell::new(1_800_000_000_000),
                randoms: Cell::new(0),
                network: Box::new(network),
                lines: RefCell::default(),
            }
        }
    }

    impl FakeWorld {
        fn store(&self, store: Store) -> Result<&RefCell<HashMap<String, Vec<u8>>>, StoreError> {
            if store == Store::Local {
                return Ok(&self.local);
            }
            self.shared_calls.set(self.shared_calls.get() + 1);
            self.pause(self.shared_takes_ms.get());
            if self.shared_fails.get() { Err(StoreError) } else { Ok(&self.shared) }
        }
    }

    impl World for FakeWorld {
        fn variable(&self, name: &str) -> Option<String> {
            assert_eq!(name, "settings");
            Some(self.variables.iter().map(|(name, value)| format!("{name}={value}\n")).collect())
        }
        fn now_ms(&self) -> u64 {
            self.clock_ms.get()
        }
        fn random(&self) -> u128 {
            self.randoms.set(self.randoms.get() + 1);
            self.randoms.get()
        }
        fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
            Ok(self.store(store)?.borrow().get(key).cloned())
        }
        fn save(&self, store: Store, key: &str, value: &[u8]) -> Result<(), StoreError> {
            self.store(store)?.borrow_mut().insert(key.to_owned(), value.to_vec());
            Ok(())
        }
        fn delete(&self, store: Store, key: &str) -> Result<(), StoreError> {
            self.store(store)?.borrow_mut().remove(key);
            Ok(())
        }
        fn increment(&self, store: Store, key: &str, delta: i64) -> Result<i64, StoreError> {
            let mut map = self.store(store)?.borrow_mut();
            let value = map.entry(key.to_owned()).or_insert_with(|| vec![0; 8]);
            // As in Spin: eight bytes, or the call fails.
            let sum = i64::from_le_bytes(value.as_slice().try_into().map_err(|_| StoreError)?) + delta;
            *value = sum.to_le_bytes().to_vec();
            Ok(sum)
        }
        fn send(&self, call: Call<'_>) -> Result<Reply, SendError> {
            (self.network)(&call)
        }
        fn pause(&self, milliseconds: u64) {
            self.clock_ms.set(self.clock_ms.get() + milliseconds);
        }
        fn log(&self, line: &str) {
            self.lines.borrow_mut().push(line.to_owned());
        }
    }

    /// A body that arrives in the given pieces.
    pub(crate) struct Pieces(pub(crate) Vec<Vec<u8>>);

    impl Body for Pieces {
        fn next(&mut self) -> Result<Option<Vec<u8>>, BodyError> {
            Ok(if self.0.is_empty() { None } else { Some(self.0.remove(0)) })
        }
    }

    /// A stream both ways.
    #[derive(Default)]
    pub(crate) struct Stream {
        /// What arrives; then comes the end.
        pub(crate) arrives: VecDeque<Result<Arrived, BodyError>>,
        /// Every piece that was written.
        pub(crate) written: Vec<String>,
        /// After so many writes the caller has left.
        pub(crate) stays: Option<usize>,
        pub(crate) opened: bool,
        pub(crate) finished: bool,
    }

    impl Body for Stream {
        fn next(&mut self) -> Result<Option<Vec<u8>>, BodyError> {
            unreachable!("a stream is read by `next_within`")
        }
    }

    impl Duplex for Stream {
        fn next_within(&mut self, _: u64) -> Result<Arrived, BodyError> {
            self.arrives.pop_front().unwrap_or(Ok(Arrived::End))
        }
        fn open(&mut self, _: &[(&'static str, String)]) -> Result<(), Gone> {
            assert!(!std::mem::replace(&mut self.opened, true));
            Ok(())
        }
        fn write(&mut self, bytes: &[u8]) -> Result<(), Gone> {
            if self.stays.is_some_and(|writes| self.written.len() >= writes) {
                return Err(Gone);
            }
            self.written.push(String::from_utf8(bytes.to_vec()).unwrap());
            Ok(())
        }
        fn finish(&mut self) {
            assert!(!std::mem::replace(&mut self.finished, true));
        }
    }
}
