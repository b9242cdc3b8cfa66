//! Signatures against the crate `rsa`, and encodings that no signer makes: the test has the private key, so it can sign any
//! number.

use std::sync::OnceLock;
use std::vec::Vec;

use proptest::prelude::*;
use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::rand_core::{CryptoRng, RngCore};
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use rsa::{BigUint, Pss, RsaPrivateKey};
use sha2::digest::DynDigest;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::{Hash, Padding, RsaKey};

/// The same numbers each time (SplitMix64): keys of a test, not of anybody.
#[derive(Clone)]
struct Numbers(u64);

impl RngCore for Numbers {
    fn next_u32(&mut self) -> u32 {
        self.next_u64() as u32
    }
    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = self.next_u64().to_le_bytes();
            chunk.copy_from_slice(&number[..chunk.len()]);
        }
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Numbers {}

/// Keys of 2048 bits, and of 2049, where the encoding of PSS is a byte shorter than the modulus.
fn keys() -> &'static [RsaPrivateKey; 2] {
    static KEYS: OnceLock<[RsaPrivateKey; 2]> = OnceLock::new();
    KEYS.get_or_init(|| [2048, 2049].map(|bits| RsaPrivateKey::new(&mut Numbers(bits as u64), bits).unwrap()))
}

fn ours(key: &RsaPrivateKey) -> RsaKey {
    RsaKey::new(&key.n().to_bytes_be(), &key.e().to_bytes_be()).unwrap()
}

const HASHES: [Hash; 3] = [Hash::Sha256, Hash::Sha384, Hash::Sha512];
const PADDINGS: [Padding; 2] = [Padding::Pkcs1, Padding::Pss];

fn digest(hash: Hash, message: &[u8]) -> Vec<u8> {
    match hash {
        Hash::Sha256 => Sha256::digest(message).to_vec(),
        Hash::Sha384 => Sha384::digest(message).to_vec(),
        Hash::Sha512 => Sha512::digest(message).to_vec(),
    }
}

fn pkcs1(hash: Hash) -> Pkcs1v15Sign {
    match hash {
        Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
    }
}

fn pss(hash: Hash, salt: Option<usize>) -> Pss {
    fn of<D: 'static + sha2::Digest + DynDigest + Send + Sync>(salt: Option<usize>) -> Pss {
        Pss::new_with_salt::<D>(salt.unwrap_or(<D as sha2::Digest>::output_size()))
    }
    match hash {
        Hash::Sha256 => of::<Sha256>(salt),
        Hash::Sha384 => of::<Sha384>(salt),
        Hash::Sha512 => of::<Sha512>(salt),
    }
}

fn sign(key: &RsaPrivateKey, padding: Padding, hash: Hash, message: &[u8]) -> Vec<u8> {
    let digest = digest(hash, message);
    match padding {
        Padding::Pkcs1 => key.sign(pkcs1(hash), &digest).unwrap(),
        Padding::Pss => key.sign_with_rng(&mut Numbers(9), pss(hash, None), &digest).unwrap(),
    }
}

/// What the other library says, and that we say the same.
#[track_caller]
fn check(key: &RsaPrivateKey, padding: Padding, hash: Hash, message: &[u8], signature: &[u8]) -> bool {
    let digest = digest(hash, message);
    let theirs = match padding {
        Padding::Pkcs1 => key.to_public_key().verify(pkcs1(hash), &digest, signature),
        Padding::Pss => key.to_public_key().verify(pss(hash, None), &digest, signature),
    };
    let ours = ours(key).verifies(padding, hash, message, signature);
    assert_eq!(ours, theirs.is_ok(), "{padding:?} {hash:?} {signature:02x?}");
    ours
}

/// As long as the modulus.
fn sized(number: &BigUint, length: usize) -> Vec<u8> {
    let digits = number.to_bytes_be();
    let mut bytes = std::vec![0; length - digits.len()];
    bytes.extend(digits);
    bytes
}

/// What a signature encodes.
fn encoded(key: &RsaPrivateKey, signature: &[u8]) -> Vec<u8> {
    sized(&BigUint::from_bytes_be(signature).modpow(key.e(), key.n()), key.size())
}

/// The signature that encodes this.
fn signature_of(key: &RsaPrivateKey, encoded: &[u8]) -> Vec<u8> {
    let number = BigUint::from_bytes_be(encoded);
    assert!(&number < key.n());
    // By the primes apart: four times as fast.
    let [p, q] = key.primes() else { panic!() };
    let part = |prime: &BigUint| number.modpow(&(key.d() % (prime - 1_u32)), prime);
    let (a, b) = (part(p), part(q));
    let inverse = q.modpow(&(p - 2_u32), p);
    let h = (a + p - &b % p) * inverse % p;
    sized(&(b + h * q), key.size())
}

#[test]
fn signatures_hold_for_their_message_padding_hash_and_key_only() {
    for (key, other) in [(&keys()[0], &keys()[1]), (&keys()[1], &keys()[0])] {
        for (padding, hash) in PADDINGS.into_iter().flat_map(|padding| HASHES.map(|hash| (padding, hash))) {
            let signature = sign(key, padding, hash, b"message");
            for (with, by) in PADDINGS.into_iter().flat_map(|padding| HASHES.map(|hash| (padding, hash))) {
                assert_eq!(check(key, with, by, b"message", &signature), (with, by) == (padding, hash));
            }
            assert!(!check(key, padding, hash, b"massage", &signature));
            assert!(!ours(other).verifies(padding, hash, b"message", &signature));
            for length in [0, 1, signature.len() - 1, signature.len() + 1] {
                let bytes: Vec<u8> = signature.iter().copied().chain([0; 8]).take(length).collect();
                assert!(!check(key, padding, hash, b"message", &bytes), "{length}");
            }
            // A zero before it is another length; n more is another number with the same power.
            let longer: Vec<u8> = [0].into_iter().chain(signature.iter().copied()).collect();
            assert!(!check(key, padding, hash, b"message", &longer));
            let more = BigUint::from_bytes_be(&signature) + key.n();
            if more.bits() <= 8 * key.size() {
                // Not compared: with PSS the other library takes it, against RFC 8017 section 5.2.2 step 1.
                assert!(!ours(key).verifies(padding, hash, b"message", &sized(&more, key.size())));
            }
        }
    }
}

/// Each byte of an encoding changed at a time, and signed.
#[test]
fn an_encoding_with_another_byte_anywhere_does_not_hold() {
    for key in keys() {
        for padding in PADDINGS {
            let good = encoded(key, &sign(key, padding, Hash::Sha256, b"message"));
            assert!(check(key, padding, Hash::Sha256, b"message", &signature_of(key, &good)));
            let all = good.len();
            let places = [0, 1, 2, 3, 9, 10, 11, 100, all / 2].into_iter().chain(all - 70..all);
            for (place, step) in places.zip([1_u8, 0x80, 0xff].into_iter().cycle()) {
                let mut bad = good.clone();
                bad[place] ^= step;
                if &BigUint::from_bytes_be(&bad) < key.n() {
                    assert!(
                        !check(key, padding, Hash::Sha256, b"message", &signature_of(key, &bad)),
                        "{place}"
                    );
                }
            }
        }
    }
}

/// The same at every place and of every value, without the power, so that it costs little; and two changes that would cancel
/// each other in a sum.
#[test]
fn nothing_in_an_encoding_is_left_out() {
    for key in keys() {
        let good = encoded(key, &sign(key, Padding::Pss, Hash::Sha256, b"message"));
        let holds = |mut encoded: Vec<u8>| ours(key).is_pss::<Sha256>(&mut encoded, b"message");
        assert!(holds(good.clone()));
        let digest = digest(Hash::Sha256, b"message");
        let pkcs1 = encoded(key, &sign(key, Padding::Pkcs1, Hash::Sha256, b"message"));
        let is_pkcs1 = |encoded: &[u8]| super::is_pkcs1(encoded, &super::SHA256_INFO, &digest);
        assert!(is_pkcs1(&pkcs1));
        for place in 0..key.size() {
            for change in 1..=255 {
                let mut bad = pkcs1.clone();
                bad[place] ^= change;
                assert!(!is_pkcs1(&bad), "{place} {change}");
                // With PSS each costs fourteen hashes; single bits do beyond the first bytes, of which not all bits are used.
                if place < 2 || change.count_ones() == 1 {
                    let mut bad = good.clone();
                    bad[place] ^= change;
                    assert!(!holds(bad), "{place} {change}");
                }
            }
            for distance in [1, 32] {
                let mut bad = good.clone();
                bad[place] ^= 5;
                bad[(place + distance) % key.size()] ^= 5;
                assert!(!holds(bad), "{place} {distance}");
            }
        }
    }
}

/// RFC 8017 section 9.1.1, step 5 to 13, for SHA-256, with a salt that is not random; `change` sees hash and block before the
/// mask is put on.
fn pss_encoded(key: &RsaPrivateKey, change: impl Fn(&mut [u8], &mut [u8])) -> Vec<u8> {
    let salt = [0x5a; 32];
    let bits = key.n().bits() - 1;
    let digest = Sha256::digest(b"message");
    let mut hash = Sha256::new().chain_update([0; 8]).chain_update(digest).chain_update(salt).finalize();
    let zeros = bits.div_ceil(8) - 32 - 32 - 2;
    let mut block = [&std::vec![0; zeros][..], &[1], &salt].concat();
    change(&mut hash, &mut block);
    for (counter, part) in (0_u32..).zip(block.chunks_mut(32)) {
        let mask = Sha256::new().chain_update(hash).chain_update(counter.to_be_bytes()).finalize();
        part.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    }
    block[0] &= 0xff >> ((8 - bits % 8) % 8);
    let above = key.size() - bits.div_ceil(8);
    [&std::vec![0; above][..], &block, &hash, &[0xbc]].concat()
}

/// Whoever changes the hash of an encoding changes its mask, so that the block is rubbish; a test that shows anything of the
/// comparison at the end has to mask anew.
#[test]
fn a_hash_that_is_nearly_right_does_not_hold_under_its_own_mask() {
    for key in keys() {
        let holds = |mut encoded: Vec<u8>| ours(key).is_pss::<Sha256>(&mut encoded, b"message");
        assert!(holds(pss_encoded(key, |_, _| ())));
        for bit in 0..256 {
            assert!(!holds(pss_encoded(key, |hash, _| hash[bit / 8] ^= 1 << (bit % 8))), "{bit}");
        }
        for place in 0..(key.n().bits() - 1).div_ceil(8) - 33 {
            let bad = pss_encoded(key, |_, block| block[place] = block[place].wrapping_add(1));
            assert!(!holds(bad), "{place}");
        }
        // Zeros and salt apart, but at another place.
        assert!(!holds(pss_encoded(key, |_, block| block.rotate_left(1))));
        assert!(!holds(pss_encoded(key, |_, block| block.rotate_right(1))));
    }
}

/// Encodings that a verifier that parses could take (Bleichenbacher 2006 and later).
#[test]
fn only_the_one_encoding_of_pkcs1_holds() {
    let key = &keys()[0];
    let digest = digest(Hash::Sha256, b"message");
    let info = super::SHA256_INFO;
    let with = |padding: usize, info: &[u8], after: usize| -> Vec<u8> {
        let mut encoded = std::vec![0, 1];
        encoded.extend(std::iter::repeat_n(0xff, padding));
        encoded.push(0);
        encoded.extend(info);
        encoded.extend(&digest);
        encoded.extend(std::iter::repeat_n(0x5a, after));
        encoded
    };
    let full = 256 - 3 - info.len() - 32;
    let mut without_null = info.to_vec();
    without_null.drain(15..17);
    without_null[1] -= 2;
    without_null[3] -= 2;
    let mut long_form = std::vec![0x30, 0x81];
    long_form.extend(&info[1..]);
    let mut other_null = info;
    other_null[15] = 0x04;
    assert!(check(key, Padding::Pkcs1, Hash::Sha256, b"message", &signature_of(key, &with(full, &info, 0))));
    for (name, encoded) in [
        ("garbage after", with(8, &info, full - 8)),
        ("a byte after", with(full - 1, &info, 1)),
        ("no padding", with(0, &info, full)),
        ("no parameters", with(full + 2, &without_null, 0)),
        ("long form", with(full - 1, &long_form, 0)),
        ("another type of parameters", with(full, &other_null, 0)),
        ("no info", with(256 - 3 - 32, &[], 0)),
    ] {
        assert_eq!(encoded.len(), 256);
        assert!(
            !check(key, Padding::Pkcs1, Hash::Sha256, b"message", &signature_of(key, &encoded)),
            "{name}"
        );
    }
}

#[test]
fn a_salt_of_another_length_does_not_hold() {
    for key in keys() {
        for (hash, own) in HASHES.into_iter().zip([32, 48, 64]) {
            for salt in [0, 1, 20, 32, 48, 64, 100] {
                let digest = digest(hash, b"message");
                let signature = key.sign_with_rng(&mut Numbers(5), pss(hash, Some(salt)), &digest).unwrap();
                let held = ours(key).verifies(Padding::Pss, hash, b"message", &signature);
                assert_eq!(held, salt == own, "{hash:?} {salt}");
            }
        }
    }
}

/// RFC 8017 section 8.1.2 step 2c: where the encoding is a byte shorter than the modulus, a number that does not fit it is none.
#[test]
fn what_is_above_the_encoding_of_pss_is_not_cut_off() {
    let key = &keys()[1];
    let above = BigUint::from(1_u32) << 2048;
    let (message, encoded) = (0_u8..=255)
        .map(|message| ([message], encoded(key, &sign(key, Padding::Pss, Hash::Sha256, &[message]))))
        .find(|(_, encoded)| &(BigUint::from_bytes_be(encoded) + &above) < key.n())
        .unwrap();
    assert!(check(key, Padding::Pss, Hash::Sha256, &message, &signature_of(key, &encoded)));
    let more = sized(&(BigUint::from_bytes_be(&encoded) + &above), key.size());
    // Not compared: the other library cuts it off.
    assert!(!ours(key).verifies(Padding::Pss, Hash::Sha256, &message, &signature_of(key, &more)));
}

#[test]
fn numbers_that_are_their_own_power_do_not_hold() {
    for key in keys() {
        let one = BigUint::from(1_u32);
        for number in [BigUint::from(0_u32), one.clone(), key.n() - &one] {
            for (padding, hash) in PADDINGS.into_iter().flat_map(|padding| HASHES.map(|hash| (padding, hash)))
            {
                assert!(!check(key, padding, hash, b"message", &sized(&number, key.size())));
            }
        }
    }
}

#[test]
fn an_exponent_is_odd_from_three_and_has_32_bits() {
    let n = keys()[0].n().to_bytes_be();
    for exponent in [&[3][..], &[17], &[1, 0, 1], &[0xff; 4]] {
        assert!(RsaKey::new(&n, exponent).is_some(), "{exponent:?}");
    }
    for exponent in [&[][..], &[0], &[1], &[2], &[1, 0, 0], &[0, 3], &[0, 1, 0, 1], &[1, 0, 0, 0, 1]] {
        assert!(RsaKey::new(&n, exponent).is_none(), "{exponent:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn signatures_hold_until_a_bit_is_turned(message in proptest::collection::vec(any::<u8>(), 0..300), bits in any::<[u16; 4]>(), hash in 0_usize..3) {
        for (key, padding) in keys().iter().zip(PADDINGS.into_iter().cycle().skip(usize::from(bits[0] % 2))) {
            let signature = sign(key, padding, HASHES[hash], &message);
            prop_assert!(check(key, padding, HASHES[hash], &message, &signature));
            for bit in bits {
                let mut turned = signature.clone();
                let place = usize::from(bit) / 8 % turned.len();
                turned[place] ^= 1 << (bit % 8);
                prop_assert!(!check(key, padding, HASHES[hash], &message, &turned));
            }
        }
    }
}
