//! ECDSA on P-256 with SHA-256 (FIPS 186-5 section 6.4.2, SEC 1 section 4.1.4, RFC 7518 section 3.4).

mod base;
mod field;
mod point;
mod scalar;

#[cfg(test)]
mod tests;

use sha2::{Digest as _, Sha256};

use point::{Affine, Multiples};
use scalar::Scalar;

/// A public key on P-256, made ready: what of a verification depends on the key alone is done when it is read.
#[derive(Clone, PartialEq, Eq)]
pub struct P256Key {
    multiples: Multiples,
}

impl P256Key {
    /// How many bytes [`Self::to_ready`] gives.
    pub const READY_BYTES: usize = point::MULTIPLES_BYTES;

    /// The key made ready, for a store that only its owner writes.
    #[must_use]
    pub fn to_ready(&self) -> [u8; Self::READY_BYTES] {
        self.multiples.to_bytes()
    }

    /// What [`Self::to_ready`] gave. **Other bytes are not told apart**: with what somebody else made, other signatures hold.
    #[must_use]
    pub fn from_ready(bytes: &[u8; Self::READY_BYTES]) -> Option<Self> {
        Some(Self { multiples: Multiples::from_bytes(bytes)? })
    }

    /// Reads 65 bytes: 4, x and y (SEC 1 section 2.3.3, uncompressed), and checks what SEC 1 section 3.2.2.1 asks for: both
    /// coordinates are below p and the point is on the curve. It is then of order n, as the curve has no other points but
    /// infinity, which has no such form.
    #[must_use]
    pub fn from_sec1(bytes: &[u8]) -> Option<Self> {
        let (form, coordinates) = bytes.split_first()?;
        if *form != 4 {
            return None;
        }
        let (x, y) = halves(coordinates)?;
        Some(Self { multiples: Multiples::of(&Affine::from_coordinates(x, y)?) })
    }

    /// Whether the signature over a message was made with the private half of this key.
    ///
    /// A signature has 64 bytes, r and s, each from 1 to n - 1. Both s and n - s hold: JWS knows no "low s".
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.verifies_digest(&Sha256::digest(message).into(), signature)
    }

    /// The same for a message whose SHA-256 is known.
    #[must_use]
    pub fn verifies_digest(&self, digest: &[u8; 32], signature: &[u8]) -> bool {
        let Some((r, s)) = halves(signature) else {
            return false;
        };
        let (Some(r), Some(s)) = (Scalar::from_nonzero_bytes(r), Scalar::from_nonzero_bytes(s)) else {
            return false;
        };
        let inverse = s.inverse();
        let base_factor = Scalar::reduced(digest).times(&inverse);
        let key_factor = r.times(&inverse);
        point::combination(&base_factor, &key_factor, &self.multiples).is_some_and(|point| point.has_x(&r))
    }
}

/// Exactly 64 bytes, in two.
fn halves(bytes: &[u8]) -> Option<(&[u8; 32], &[u8; 32])> {
    let (first, second) = bytes.split_first_chunk()?;
    Some((first, second.try_into().ok()?))
}
