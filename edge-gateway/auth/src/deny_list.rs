//! The deny-list: token ids, subjects and clients that an operator has shut out.
//!
//! It is a text of lines, so that a person can write it with the store's own tools and one atomic append adds to it:
//!
//! ```text
//! 1790000000 jti 4f1d7a0c
//! 0 client lab-import
//! ```
//!
//! Each line is the Unix time until which it counts, and [`MAX_SKEW_SECONDS`] longer (0: until it is taken out), what is named (`jti`, `sub` or `client`),
//! and the name as it stands in the token. Empty lines and those that begin with `#` say nothing. A name has no control
//! characters ([`crate::Caller`]), so a line is never ambiguous.

use crate::{Caller, MAX_SKEW_SECONDS, UnixSeconds};

/// The longest list that is read: about a thousand entries. Every request looks through it.
pub const MAX_DENY_LIST_BYTES: usize = 64 * 1024;

/// A deny-list, as it was written.
#[derive(Clone, Copy)]
pub struct DenyList<'a>(&'a str);

struct Entry<'a> {
    until: UnixSeconds,
    kind: &'a str,
    name: &'a str,
}

impl<'a> DenyList<'a> {
    /// The list in `text`.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Whether an entry that counts now names the caller.
    #[must_use]
    pub fn names(&self, caller: &Caller, now: UnixSeconds) -> bool {
        self.0.lines().filter_map(|line| entry(line).ok().flatten()).any(|entry| {
            let is_them = match entry.kind {
                "jti" => caller.token_id() == Some(entry.name),
                "sub" => caller.subject() == entry.name,
                _ => caller.client() == entry.name,
            };
            // A token is taken for the skew after its end; an entry that ends with the token must not end before it.
            is_them && (entry.until == 0 || now < entry.until.saturating_add(MAX_SKEW_SECONDS))
        })
    }

    /// How many lines cannot be read. They shut nobody out, and somebody should be told.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.0.lines().filter(|line| entry(line).is_err()).count()
    }
}

/// One line; `None` for one that says nothing.
fn entry(line: &str) -> Result<Option<Entry<'_>>, ()> {
    let line = line.trim_end_matches('\r');
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let mut parts = line.splitn(3, ' ');
    let (Some(until), Some(kind @ ("jti" | "sub" | "client")), Some(name)) =
        (parts.next(), parts.next(), parts.next())
    else {
        return Err(());
    };
    let until = until.parse().map_err(|_| ())?;
    // Spaces around it are a slip of the pen: no name that a token has, and nobody shut out.
    if name.is_empty() || name.trim() != name { Err(()) } else { Ok(Some(Entry { until, kind, name })) }
}

#[cfg(test)]
mod tests {
    use super::DenyList;
    use crate::{Caller, Scopes};

    #[test]
    fn row_27_an_entry_shuts_out_whom_it_names_for_as_long_as_it_says() {
        let caller = Caller {
            issuer: "https://issuer.example".to_owned(),
            subject: "ada lovelace".to_owned(),
            client: "app".to_owned(),
            token_id: Some("t-1".to_owned()),
            expires_at: 2000,
            good_until: 2060,
            scopes: Scopes::default(),
        };
        for (list, at_end, after_it) in [
            ("", false, false),
            ("# nothing\n\n", false, false),
            ("100 jti t-1", true, false),
            ("0 jti t-1\n", true, true),
            ("0 jti t-1\r\n", true, true),
            ("0 jti t-12\n0 jti t-\n0 jti T-1", false, false),
            ("0 sub ada lovelace", true, true),
            ("0 sub ada", false, false),
            ("0 client app\n", true, true),
            // Each kind is a name space of its own.
            ("0 client t-1\n0 sub app\n0 jti app", false, false),
            // What cannot be read shuts nobody out, and the rest counts.
            ("jti t-1\nsoon jti t-1\n-1 jti t-1\n0 token t-1\n0 jti \n0  jti t-1", false, false),
            ("nonsense\n0 jti other\n100 client app", true, false),
        ] {
            let list_of = DenyList::new(list);
            // An entry counts for the longest skew beyond its end.
            let named = [399, 400].map(|now| list_of.names(&caller, now));
            assert_eq!(named, [at_end, after_it], "{list}");
        }
        let without_id = Caller { token_id: None, ..caller };
        assert!(!DenyList::new("0 jti t-1").names(&without_id, 1));
        assert_eq!(DenyList::new("nonsense\n0 jti a\n#\n\n1 x y\n0 jti a \n").unreadable(), 3);
    }
}
