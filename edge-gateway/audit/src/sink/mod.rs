//! The sink: takes events over HTTP, puts them into one order, and answers when they are on the disk.
//!
//! For whom: the program `audit-sink`, and tests. It never edits or shortens what it has written, and it does not go on
//! after a write that failed: what is then on the disk is not known, and the next start looks.

mod file;
mod http;
mod tls;

pub use file::{AppendError, Bounds, ChainFile, OpenError};
pub use http::{Listening, run};
pub use tls::{Tls, TlsFiles};
