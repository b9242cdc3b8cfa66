//! The host from outside: a real component, real HTTP and TLS on loopback, a real Redis.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests' helpers may panic")]

mod bounds;
mod calls;
mod drain;
mod program;
mod requests;
mod stores;
mod support;
mod tls;
mod unread;
