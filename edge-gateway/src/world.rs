//! What an instance may touch outside itself. Called by every step; implemented by `spin.rs`, and by a fake in tests.
//!
//! Must never grow a way to reach anything that is not listed in `spin.toml`.

/// The outside world of one request.
pub trait World {
    /// The value of a component variable; `None` where the manifest does not define it.
    fn variable(&self, name: &str) -> Option<String>;
    /// Seconds since the Unix epoch.
    fn now(&self) -> u64;
    /// A fresh random number, for request ids; not for keys.
    fn random(&self) -> u128;
    /// Reads a value of the pod's local key-value store.
    fn load(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Writes a value of the pod's local key-value store.
    fn save(&self, key: &str, value: &[u8]) -> Result<(), StoreError>;
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

/// Why a body has no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyError {
    /// The caller went away, or sent a broken body.
    Broken,
    /// The body did not end in time.
    TooSlow,
}

/// The key-value store did not answer.
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

    use super::{Body, BodyError, Call, Reply, SendError, StoreError, World};
    use std::cell::{Cell, RefCell};
    use std::collections::HashMap;

    type Network = Box<dyn Fn(&Call<'_>) -> Result<Reply, SendError>>;

    pub(crate) struct FakeWorld {
        pub(crate) variables: HashMap<String, String>,
        pub(crate) store: RefCell<HashMap<String, Vec<u8>>>,
        pub(crate) store_down: Cell<bool>,
        pub(crate) clock_ms: Cell<u64>,
        pub(crate) network: Network,
        pub(crate) lines: RefCell<Vec<String>>,
    }

    impl FakeWorld {
        pub(crate) fn new(network: impl Fn(&Call<'_>) -> Result<Reply, SendError> + 'static) -> Self {
            Self {
                variables: HashMap::new(),
                store: RefCell::default(),
                store_down: Cell::new(false),
                clock_ms: Cell::new(1_800_000_000_000),
                network: Box::new(network),
                lines: RefCell::default(),
            }
        }
    }

    impl World for FakeWorld {
        fn variable(&self, name: &str) -> Option<String> {
            self.variables.get(name).cloned()
        }
        fn now(&self) -> u64 {
            self.clock_ms.get() / 1000
        }
        fn random(&self) -> u128 {
            7
        }
        fn load(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
            if self.store_down.get() { Err(StoreError) } else { Ok(self.store.borrow().get(key).cloned()) }
        }
        fn save(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
            if self.store_down.get() {
                return Err(StoreError);
            }
            self.store.borrow_mut().insert(key.to_owned(), value.to_vec());
            Ok(())
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
}
