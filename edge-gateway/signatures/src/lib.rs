//! Verifies Ed25519 signatures, ECDSA signatures on P-256 and RSA signatures, fast where a machine multiplies 32 by 32 bits
//! into 64, as wasm32 does.
//!
//! Called by `edge-auth` for EdDSA (RFC 8037 section 3.1), ES256, RS256 to RS512 and PS256 to PS512 (RFC 7518 sections 3.3 to
//! 3.5). It is our own because each request runs in a fresh instance and may bring a new token, and the libraries, which also
//! sign, take longer in wasm32: those of ECDSA and RSA about ten times as long.
//!
//! **No secret may ever enter.** Everything here takes a time that depends on its input. Keys, messages and signatures
//! of access tokens are known to whoever sends them, so that the time tells nothing; signing, decrypting or agreeing on a
//! key by the same code would give the key away. There is no function that takes a private key, and none may be added.
//!
//! Invariants:
//! - Nothing panics or allocates, whatever the bytes are.
//! - A signature is never parsed by what it claims: lengths are exact, and the padding of RSA is built and compared.
//! - How far limbs may grow is part of a field element's type ([`ed25519`], [`p256`]); the compiler refuses what could overflow.

#![no_std]

#[cfg(test)]
extern crate std;

mod ed25519;
mod p256;
mod rsa;
mod words;

pub use ed25519::Ed25519Key;
pub use p256::P256Key;
pub use rsa::{Hash, MAX_RSA_BITS, MIN_RSA_BITS, Padding, RsaKey};
