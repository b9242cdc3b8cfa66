//! The request id: the caller's where it is harmless, ours otherwise; always returned.

/// The longest id taken from a caller.
const LONGEST: usize = 64;

/// The caller's `x-request-id` if there is exactly one of `[A-Za-z0-9-]{1,64}`, else 32 hexadecimal digits of `random`.
#[must_use]
pub fn choose(sent: &[&[u8]], random: impl FnOnce() -> u128) -> String {
    if let [only] = sent
        && (1..=LONGEST).contains(&only.len())
        && only.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && let Ok(id) = str::from_utf8(only)
    {
        return id.to_owned();
    }
    format!("{:032x}", random())
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn keeps_a_harmless_id_and_replaces_anything_else() {
        let long = [b'a'; 65];
        let replaced = "00000000000000000000000000000007";
        for (sent, expect) in [
            (vec![&b"abc-1"[..]], "abc-1"),
            (vec![&b"abc-1"[..], &b"abc-2"[..]], replaced),
            (vec![&b""[..]], replaced),
            (vec![&b"a b"[..]], replaced),
            (vec![&b"a\r\nx: y"[..]], replaced),
            (vec![&long[..]], replaced),
            (vec![], replaced),
        ] {
            assert_eq!(choose(&sent, || 7), expect);
        }
    }
}
