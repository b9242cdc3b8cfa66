//! The deployment's audit key, and the two things that are made with it.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Fewest bytes of a key: as many as the hash's output (RFC 2104, section 3).
pub const MIN_KEY_BYTES: usize = 32;

/// A link: what stands for a record and everything before it.
pub type Link = [u8; 32];

/// The key is shorter than [`MIN_KEY_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyTooShort;

impl std::fmt::Display for KeyTooShort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "an audit key has at least {MIN_KEY_BYTES} bytes")
    }
}

impl std::error::Error for KeyTooShort {}

/// The secret that edge, sink and verifier share. Its `Debug` shows nothing.
///
/// Whoever has it can write a chain that holds; whoever has not cannot change one without being found.
#[derive(Clone)]
pub struct AuditKey {
    tags: Hmac<Sha256>,
    links: Hmac<Sha256>,
}

impl std::fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuditKey(…)")
    }
}

impl AuditKey {
    /// A key out of random bytes, or their text, used as they are.
    ///
    /// # Errors
    /// [`KeyTooShort`].
    pub fn new(secret: &[u8]) -> Result<Self, KeyTooShort> {
        if secret.len() < MIN_KEY_BYTES {
            return Err(KeyTooShort);
        }
        // One key for each purpose, so that a tag is never taken for a link.
        let derived = |purpose: &[u8]| {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| KeyTooShort)?;
            mac.update(purpose);
            Hmac::<Sha256>::new_from_slice(&mac.finalize().into_bytes()).map_err(|_| KeyTooShort)
        };
        Ok(Self { tags: derived(b"anteroom audit: tag 1")?, links: derived(b"anteroom audit: link 1")? })
    }

    /// Which key it is, for whoever has several: 16 hexadecimal digits that tell nothing of the key.
    #[must_use]
    pub fn id(&self) -> String {
        let mut mac = self.links.clone();
        // No link is of these bytes: those begin with a length.
        mac.update(b"key id");
        hex::encode(&mac.finalize().into_bytes()[..8])
    }

    /// What shows the sink that an event comes from a holder of the key: HMAC-SHA-256 of its bytes.
    #[must_use]
    pub fn tag(&self, event: &[u8]) -> [u8; 32] {
        let mut mac = self.tags.clone();
        mac.update(event);
        mac.finalize().into_bytes().into()
    }

    /// Whether `tag` is the event's, compared in constant time.
    #[must_use]
    pub fn holds(&self, event: &[u8], tag: &[u8]) -> bool {
        let mut mac = self.tags.clone();
        mac.update(event);
        mac.verify_slice(tag).is_ok()
    }

    /// The link of an event at its place: HMAC-SHA-256 of the chain's name (with its length before it), the record's number,
    /// the link before and the event's bytes.
    #[must_use]
    pub fn link(&self, chain: &str, seq: u64, prev: &Link, event: &[u8]) -> Link {
        self.over(chain, seq, prev, event).finalize().into_bytes().into()
    }

    /// Whether `link` is the event's at this place, compared in constant time.
    #[must_use]
    pub fn is_link(&self, chain: &str, seq: u64, prev: &Link, event: &[u8], link: &Link) -> bool {
        self.over(chain, seq, prev, event).verify_slice(link).is_ok()
    }

    fn over(&self, chain: &str, seq: u64, prev: &Link, event: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.links.clone();
        mac.update(&(chain.len() as u64).to_be_bytes());
        mac.update(chain.as_bytes());
        mac.update(&seq.to_be_bytes());
        mac.update(prev);
        mac.update(event);
        mac
    }
}

/// What the sink answers: where the event now stands. It goes into the edge's own log line, and is there an anchor: whoever
/// shortens or rewrites the chain later, with the key or without, contradicts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The chain's name.
    pub chain: String,
    /// The record's number.
    pub seq: u64,
    /// The link before.
    pub prev: Link,
    /// The record's link.
    pub link: Link,
}

impl Receipt {
    /// One line: `chain seq prev link`.
    #[must_use]
    pub fn to_line(&self) -> String {
        format!("{} {} {} {}", self.chain, self.seq, hex::encode(self.prev), hex::encode(self.link))
    }

    /// Reads [`Receipt::to_line`].
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.trim_end().split(' ');
        let chain = words.next().filter(|name| is_chain_name(name))?.to_owned();
        let seq = words.next()?.parse().ok()?;
        let (prev, link) = (parse_link(words.next()?)?, parse_link(words.next()?)?);
        words.next().is_none().then_some(Self { chain, seq, prev, link })
    }

    /// Whether it was made with the key, for these bytes: what else answers 200 is no sink.
    #[must_use]
    pub fn is_for(&self, key: &AuditKey, event: &[u8]) -> bool {
        key.is_link(&self.chain, self.seq, &self.prev, event, &self.link)
    }
}

/// Reads a link in hexadecimal.
pub(crate) fn parse_link(text: &str) -> Option<Link> {
    hex::decode(text).ok()?.try_into().ok()
}

pub(crate) fn is_chain_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::{AuditKey, KeyTooShort, Receipt};

    #[test]
    fn a_receipt_is_for_one_event_at_one_place() {
        let key = AuditKey::new(&[1; 32]).unwrap();
        let link = key.link("c", 7, &[0; 32], b"{}");
        let receipt = Receipt { chain: "c".to_owned(), seq: 7, prev: [0; 32], link };
        assert!(receipt.is_for(&key, b"{}"));
        assert!(!receipt.is_for(&key, b"{ }"));
        assert!(!receipt.is_for(&AuditKey::new(&[2; 32]).unwrap(), b"{}"));
        assert!(!Receipt { seq: 8, ..receipt.clone() }.is_for(&key, b"{}"));
        assert_eq!(Receipt::parse(&receipt.to_line()), Some(receipt.clone()));
        for line in ["", "c 7", "c 7 00 00", &format!("{} x", receipt.to_line()), "<html>"] {
            assert_eq!(Receipt::parse(line), None, "{line}");
        }
        assert_ne!(key.tag(b"{}"), link);
        assert!(key.holds(b"{}", &key.tag(b"{}")) && !key.holds(b"{}", &link));
        assert_eq!(AuditKey::new(&[1; 31]).unwrap_err(), KeyTooShort);
        assert_eq!(format!("{key:?}"), "AuditKey(…)");
    }

    /// That it takes the same time is `hmac`'s promise (`verify_slice`, by the crate `subtle`); that the whole of it counts is shown.
    #[test]
    fn row_64_every_bit_of_a_tag_and_of_a_link_counts() {
        let key = AuditKey::new(&[1; 32]).unwrap();
        let (tag, link) = (key.tag(b"{}"), key.link("c", 1, &[0; 32], b"{}"));
        for bit in 0..256 {
            let flipped = |mut bytes: [u8; 32]| {
                bytes[bit / 8] ^= 1 << (bit % 8);
                bytes
            };
            assert!(
                !key.holds(b"{}", &flipped(tag)) && !key.is_link("c", 1, &[0; 32], b"{}", &flipped(link))
            );
        }
        assert!(!key.holds(b"{}", &tag[..31]) && !key.holds(b"{}", &[]));
        assert!(key.holds(b"{}", &tag) && key.is_link("c", 1, &[0; 32], b"{}", &link));
    }

    #[test]
    fn an_id_tells_keys_apart_and_nothing_of_them() {
        let (one, two) = (AuditKey::new(&[1; 32]).unwrap(), AuditKey::new(&[2; 32]).unwrap());
        assert_ne!(one.id(), two.id());
        assert_eq!((one.id(), one.id().len()), (AuditKey::new(&[1; 32]).unwrap().id(), 16));
    }
}
