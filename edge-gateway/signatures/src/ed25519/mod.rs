//! Ed25519 (RFC 8032 section 5.1, RFC 8037 section 3.1).

mod field;
mod point;
mod ratio;
mod scalar;

#[cfg(test)]
mod tests;

use sha2::{Digest as _, Sha512};

use point::Point;
use ratio::Ratio;
use scalar::Scalar;

/// A public key of Ed25519.
#[derive(Clone)]
pub struct Ed25519Key {
    bytes: [u8; 32],
    point: Point,
}

impl Ed25519Key {
    /// Reads 32 bytes (RFC 8032 section 5.1.3): one spelling for each point. A point of small order is none: with it a
    /// signature would hold for messages that nobody signed.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.try_into().ok()?;
        let point = Point::from_bytes(&bytes)?;
        (!point.is_of_small_order()).then_some(Self { bytes, point })
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
        // Both sides times a factor that is chosen so that it and its product with k have half the length of k: half the
        // doublings (Antipa, Brown, Gallant, Lambert, Struik and Vanstone 2005). The factor has no divisor in common with the
        // number of all points, so that what was not 0 before is not 0 after, whatever the orders of R and A.
        let ratio = Ratio::of(&Scalar::reduced(&hash.into()));
        let key = if ratio.negated { self.point } else { self.point.negated() };
        let base_factor = s.times(&ratio.factor);
        point::is_neutral_sum(&base_factor, (&ratio.product, &key), (&ratio.factor, &point.negated()))
    }
}

/// Exactly 64 bytes, in two.
fn halves(bytes: &[u8]) -> Option<(&[u8; 32], &[u8; 32])> {
    let (first, second) = bytes.split_first_chunk()?;
    Some((first, second.try_into().ok()?))
}
