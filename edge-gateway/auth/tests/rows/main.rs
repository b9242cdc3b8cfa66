//! Authentication, row by row (edge-behaviours rows 1 to 28, as far as they are decided here). A test's name carries
//! its row's number; the same rows are tested again through the component.

#![allow(clippy::unwrap_used, clippy::panic, reason = "the whole crate is a test, its helpers too")]

mod authorization;
mod claims;
mod header;
mod issuer;
mod issuers;
mod keys;
mod random;
mod refresh;
mod seen;
mod sim;
