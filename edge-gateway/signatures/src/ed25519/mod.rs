//! Ed25519 (RFC 8032 section 5.1, RFC 8037 section 3.1).

mod field;
mod point;
mod scalar;

#[cfg(test)]
mod tests;

use sha2::{Digest as _, Sha512};

use point::{Multiples, Point};
use scalar::Scalar;

/// A public key of Ed25519, made ready: what of a verification depends on the key alone is done when it is read.
#[derive(Clone, PartialEq, Eq)]
pub struct Ed25519Key {
    bytes: [u8; 32],
    /// Of minus the key's point.
    multiples: Multiples,
}

impl Ed25519Key {
    /// How many bytes [`Self::to_ready`] gives.
    pub const READY_BYTES: usize = 32 + point::MULTIPLES_BYTES;

    /// Reads 32 bytes (RFC 8032 section 5.1.3): one spelling for each point. A point of small order is none: with it a
    /// signature would hold for messages that nobody signed.
    #[must_use]
    pub fn from_public(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.try_into().ok()?;
        let point = Point::from_bytes(&bytes)?;
        (!point.is_of_small_order()).then(|| Self { bytes, multiples: Multiples::of(&point.negated()) })
    }

    /// The key made ready, for a store that only its owner writes.
    #[must_use]
    pub fn to_ready(&self) -> [u8; Self::READY_BYTES] {
        let mut ready = [0; Self::READY_BYTES];
        let (bytes, multiples) = ready.split_at_mut(32);
        bytes.copy_from_slice(&self.bytes);
        multiples.copy_from_slice(&self.multiples.to_bytes());
        ready
    }

    /// What [`Self::to_ready`] gave. **Other bytes are not told apart**: with what somebody else made, other signatures hold.
    #[must_use]
    pub fn from_ready(ready: &[u8; Self::READY_BYTES]) -> Option<Self> {
        let (bytes, multiples) = ready.split_first_chunk()?;
        Some(Self { bytes: *bytes, multiples: Multiples::from_bytes(multiples.try_into().ok()?)? })
    }

    /// Whether the signature over a message was made with the private half of this key.
    ///
    /// A signature has 64 bytes: a point R, and a number S below L. What is asked is S·B = R + k·A as it stands, not eight times
    /// that, of the two which RFC 8032 section 5.1.7 allows the stricter one.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let Some((r, s)) = halves(signature) else {
            return false;
        };
        let (Some(point), Some(s)) = (Point::from_bytes(r), Scalar::from_bytes(s)) else {
            return false;
        };
        let hash = Sha512::new().chain_update(r).chain_update(self.bytes).chain_update(message).finalize();
        point::combination(&s, &Scalar::reduced(&hash.into()), &self.multiples).is(&point)
    }
}

/// Exactly 64 bytes, in two.
fn halves(bytes: &[u8]) -> Option<(&[u8; 32], &[u8; 32])> {
    let (first, second) = bytes.split_first_chunk()?;
    Some((first, second.try_into().ok()?))
}
