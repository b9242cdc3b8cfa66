//! A development identity: an OAuth2 issuer, a certificate authority, tokens. Called by `cargo xtask up` and by tests.
//!
//! Must never serve anything but loopback: its keys lie in a folder and it gives a token to whoever asks.

pub mod issuer;
pub mod keys;
pub mod pki;
pub mod token;
