//! RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017 section 8, RFC 7518 sections 3.3 and 3.5).

mod modulus;

#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256, Sha384, Sha512};

pub use modulus::{MAX_RSA_BITS, MIN_RSA_BITS};

use modulus::{MAX_BYTES, Modulus};

/// The hash that a message is signed by, and with PSS also that of the mask (MGF1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// How a hash is made into a number of the size of the modulus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// EMSA-PKCS1-v1_5 (RFC 8017 section 9.2).
    Pkcs1,
    /// EMSA-PSS (RFC 8017 section 9.1) with a salt as long as the hash, as RFC 7518 section 3.5 has it.
    Pss,
}

/// The public exponents that are taken: odd, from 3 (RFC 8017 section 3.1), and no more than 32 bits, as each bit costs a product.
/// FIPS 186-5 section 5.4 asks for more than 2^16, and `edge-auth` with it; the published vectors of this crate's tests do not.
const EXPONENTS: core::ops::RangeInclusive<u32> = 3..=u32::MAX;

/// An RSA public key.
#[derive(Clone)]
pub struct RsaKey {
    modulus: Modulus,
    exponent: u32,
}

impl RsaKey {
    /// Takes modulus and exponent, big-endian and without leading zeros.
    ///
    /// `None` unless the modulus is odd and has [`MIN_RSA_BITS`] to [`MAX_RSA_BITS`], and the exponent is odd and from 3
    /// to 2^32 - 1.
    #[must_use]
    pub fn new(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        if exponent.len() > size_of::<u32>() || exponent.first() == Some(&0) {
            return None;
        }
        let exponent = exponent.iter().fold(0, |sum: u32, byte| sum << 8 | u32::from(*byte));
        if exponent % 2 == 0 || !EXPONENTS.contains(&exponent) {
            return None;
        }
        Some(Self { modulus: Modulus::new(modulus)?, exponent })
    }

    /// Whether the signature over a message was made with the private half of this key (RFC 8017 sections 8.1.2 and 8.2.2). It is
    /// exactly as long as the modulus, and a number below it (section 5.2.2).
    #[must_use]
    pub fn verifies(&self, padding: Padding, hash: Hash, message: &[u8], signature: &[u8]) -> bool {
        let mut encoded = [0; MAX_BYTES];
        let Some(encoded) = self.modulus.power(signature, self.exponent, &mut encoded) else {
            return false;
        };
        match (padding, hash) {
            (Padding::Pkcs1, Hash::Sha256) => is_pkcs1(encoded, &SHA256_INFO, &Sha256::digest(message)),
            (Padding::Pkcs1, Hash::Sha384) => is_pkcs1(encoded, &SHA384_INFO, &Sha384::digest(message)),
            (Padding::Pkcs1, Hash::Sha512) => is_pkcs1(encoded, &SHA512_INFO, &Sha512::digest(message)),
            (Padding::Pss, Hash::Sha256) => self.is_pss::<Sha256>(encoded, message),
            (Padding::Pss, Hash::Sha384) => self.is_pss::<Sha384>(encoded, message),
            (Padding::Pss, Hash::Sha512) => self.is_pss::<Sha512>(encoded, message),
        }
    }

    /// EMSA-PSS-VERIFY (RFC 8017 section 9.1.2), for a number as long as the modulus.
    fn is_pss<D: Digest>(&self, encoded: &mut [u8], message: &[u8]) -> bool {
        let hash_length = <D as Digest>::output_size();
        // emBits is one less than the modulus has, so that a first byte may be left over; it is 0.
        let bits = self.modulus.bits() - 1;
        let (left_over, encoded) = encoded.split_at_mut(encoded.len() - bits.div_ceil(8));
        if left_over.iter().any(|byte| *byte != 0) {
            return false;
        }
        // Step 3, 4 and 5: maskedDB, H, 0xbc.
        let Some((0xbc, encoded)) = encoded.split_last_mut().map(|(last, encoded)| (*last, encoded)) else {
            return false;
        };
        let Some(split) = encoded.len().checked_sub(hash_length) else {
            return false;
        };
        let (block, hash) = encoded.split_at_mut(split);
        let Some(padding_length) = block.len().checked_sub(hash_length + 1) else {
            return false;
        };
        // Step 6 and 9: bits above emBits are 0 before and after the mask is taken off.
        let used = 0xff_u8 >> ((8 - bits % 8) % 8);
        if block.first().is_none_or(|first| first & !used != 0) {
            return false;
        }
        for (counter, block) in (0_u32..).zip(block.chunks_mut(hash_length)) {
            let mask = D::new().chain_update(&*hash).chain_update(counter.to_be_bytes()).finalize();
            for (byte, mask) in block.iter_mut().zip(mask) {
                *byte ^= mask;
            }
        }
        if let Some(first) = block.first_mut() {
            *first &= used;
        }
        // Step 10: zeros, a one, the salt.
        let (padding, rest) = block.split_at(padding_length);
        let Some((1, salt)) = rest.split_first().map(|(first, salt)| (*first, salt)) else {
            return false;
        };
        if padding.iter().any(|byte| *byte != 0) {
            return false;
        }
        // Step 12 to 14.
        let expected =
            D::new().chain_update([0; 8]).chain_update(D::digest(message)).chain_update(salt).finalize();
        *hash == *expected
    }
}

/// RFC 8017 section 9.2, note 1: what stands before the hash, which names it.
const SHA256_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
    0x04, 0x20,
];
const SHA384_INFO: [u8; 19] = [
    0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00,
    0x04, 0x30,
];
const SHA512_INFO: [u8; 19] = [
    0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00,
    0x04, 0x40,
];

/// Whether this is the one encoding of a hash (RFC 8017 section 8.2.2 step 3 and 4): each byte is compared with the one that
/// belongs there, from the first to the last, and nothing is read out of it. What is read can be misread (Bleichenbacher 2006).
fn is_pkcs1(encoded: &[u8], info: &[u8], digest: &[u8]) -> bool {
    let Some(padding) = encoded.len().checked_sub(3 + info.len() + digest.len()) else {
        return false;
    };
    let expected = [0, 1]
        .into_iter()
        .chain(core::iter::repeat_n(0xff, padding))
        .chain([0])
        .chain(info.iter().copied())
        .chain(digest.iter().copied());
    encoded.iter().copied().eq(expected)
}
