//! Signatures that held before: what is not computed again, and what is looked at all the same.

use std::cell::RefCell;
use std::collections::HashSet;

use edge_auth::{BearerToken, Caller, KeySet, Refusal, SeenSignatures, SignatureFact, Verifier};
use serde_json::json;

use crate::issuer::{KEYS, NOW, PAIRS, Pair, claims, claims_with, jwks, verifier};

#[derive(Default)]
struct Memory {
    facts: RefCell<HashSet<SignatureFact>>,
    /// Says of everything that it held: shows which refusals do not hang on the arithmetic.
    credulous: bool,
}

impl SeenSignatures for Memory {
    fn held(&self, fact: &SignatureFact) -> bool {
        self.credulous || self.facts.borrow().contains(fact)
    }
    fn remember(&self, fact: &SignatureFact) {
        self.facts.borrow_mut().insert(*fact);
    }
}

fn verify(
    token: &str,
    verifier: &Verifier,
    keys: &KeySet,
    now: u64,
    memory: &Memory,
) -> Result<Caller, Refusal> {
    let token = BearerToken::from_authorization(&[format!("Bearer {token}").as_bytes()])?;
    verifier.inspect(&token)?.verify_with(keys, now, memory)
}

#[test]
fn a_token_of_each_kind_of_key_is_remembered_once_and_gives_the_same_caller() {
    let memory = Memory::default();
    for pair in PAIRS.all() {
        let token = pair.token();
        let before = memory.facts.borrow().len();
        let first = verify(&token, &verifier(&[]), &KEYS, NOW, &memory).unwrap();
        assert_eq!(memory.facts.borrow().len(), before + 1);
        assert_eq!(verify(&token, &verifier(&[]), &KEYS, NOW, &memory).as_ref(), Ok(&first));
        assert_eq!(memory.facts.borrow().len(), before + 1);
    }
}

#[test]
fn what_was_refused_is_not_remembered() {
    let memory = Memory::default();
    let pair = &PAIRS.ed25519;
    let expired = pair.sign(&pair.header(), &claims_with("exp", Some(json!(NOW - 100))));
    // The first character of the signature, whichever it is: its last ones are "AA" in one of sixteen Ed25519 signatures.
    let token = pair.token();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let forged = format!("{signed}.{other}{}", &signature[1..]);
    assert_eq!(verify(&expired, &verifier(&[]), &KEYS, NOW, &memory), Err(Refusal::Expired));
    assert_eq!(verify(&forged, &verifier(&[]), &KEYS, NOW, &memory), Err(Refusal::SignatureInvalid));
    assert!(memory.facts.borrow().is_empty());
}

#[test]
fn row_22_a_remembered_token_stops_with_its_key() {
    let memory = Memory::default();
    let pair = &PAIRS.p256;
    let token = pair.token();
    assert!(verify(&token, &verifier(&[]), &KEYS, NOW, &memory).is_ok());
    let set = |pair: &Pair, kid: &str| KeySet::parse(&jwks([pair.jwk(json!({"kid": kid}))])).unwrap();
    // Withdrawn; and another key under the old name, which did not make this signature.
    let gone = set(&PAIRS.p384, "other");
    assert_eq!(verify(&token, &verifier(&[]), &gone, NOW, &memory), Err(Refusal::KeyUnknown));
    let replaced = set(&Pair::p256("p256"), "p256");
    assert_eq!(verify(&token, &verifier(&[]), &replaced, NOW, &memory), Err(Refusal::SignatureInvalid));
    // The same key published anew under another set is still the same key.
    assert!(verify(&token, &verifier(&[]), &set(pair, "p256"), NOW, &memory).is_ok());
}

#[test]
fn everything_that_a_remembered_token_claims_is_checked_each_time() {
    let memory = Memory { credulous: true, ..Memory::default() };
    let pair = &PAIRS.rsa;
    let token = pair.sign(&pair.header(), &claims_with("nbf", Some(json!(NOW + 30))));
    let at = |variables: &[(&str, &str)], now: u64| verify(&token, &verifier(variables), &KEYS, now, &memory);
    assert!(at(&[], NOW).is_ok());
    assert_eq!(at(&[], NOW + 360), Err(Refusal::Expired));
    assert_eq!(at(&[], NOW - 60), Err(Refusal::NotYetValid));
    // Settings that changed meanwhile.
    assert_eq!(at(&[("auth_audience", "https://another.example")], NOW), Err(Refusal::AudienceWrong));
    assert_eq!(at(&[("auth_issuer", "https://another.example")], NOW), Err(Refusal::IssuerWrong));
    assert_eq!(at(&[("auth_max_lifetime_seconds", "60")], NOW), Err(Refusal::LifetimeTooLong));
    assert_eq!(at(&[("auth_algorithms", "ES256")], NOW), Err(Refusal::AlgorithmNotAllowed));
    let granted = at(&[("auth_scopes", "classify=other")], NOW).unwrap();
    assert_eq!(granted.scopes().iter().count(), 0);
    // What can be refused without arithmetic is.
    assert_eq!(verify("a.b", &verifier(&[]), &KEYS, NOW, &memory), Err(Refusal::TokenMalformed));
    let mut header = pair.header();
    header["crit"] = json!(["x"]);
    let critical = pair.sign(&header, &claims());
    assert_eq!(verify(&critical, &verifier(&[]), &KEYS, NOW, &memory), Err(Refusal::HeaderCritical));
}
