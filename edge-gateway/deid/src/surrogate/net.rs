//! Addresses of the net: only those kept for documentation.

use super::codes::letters;
use super::pool::{Culture, Role};
use super::{Kindred, Surrogates, Value};
use crate::finder::Finder;

/// RFC 2606, section 3 and 2.
const DOMAINS: &[&str] = &["example.org", "example.com", "example.net", "mail.example", "post.example"];
/// RFC 5737.
const NETS: &[&str] = &["192.0.2", "198.51.100", "203.0.113"];
/// RFC 3849.
const NET6: &str = "2001:db8";
/// Longest run of letters that is taken for a name in an address.
const LONGEST_WORD: usize = 24;

impl Surrogates {
    fn domain(&mut self) -> Option<&'static str> {
        let free: Vec<&str> = DOMAINS
            .iter()
            .copied()
            .filter(|domain| letters(domain.as_bytes()).is_some_and(|key| !self.vocabulary.holds(&key)))
            .collect();
        self.draw.pick(&free)
    }

    /// Words that are somebody's name become that person's other name.
    pub(super) fn email(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let text = std::str::from_utf8(value.fold).ok()?;
        let (local, _) = text.split_once('@').filter(|_| !text.contains(' '))?;
        let key = text.to_ascii_lowercase().into_bytes();
        if let Some(made) = self.get(Kindred::Net, &key) {
            return String::from_utf8(made.to_vec()).ok();
        }
        let mut out = String::new();
        let mut rest = local.as_bytes();
        while let Some(first) = rest.first() {
            let run = |test: fn(&u8) -> bool| rest.iter().take_while(|b| test(b)).count();
            let (letters, digits) = (run(u8::is_ascii_alphabetic), run(u8::is_ascii_digit));
            let len = letters.max(digits).max(1);
            if letters > 2 {
                let word = local
                    .get(local.len() - rest.len()..)?
                    .get(..letters.min(LONGEST_WORD))?
                    .to_ascii_lowercase();
                let new = self.word(&word, Role::Given, Culture::English, None, finder)?;
                out.push_str(&super::pool::plain(&new));
            } else if letters > 0 || digits > 0 {
                out.extend(self.alike(&rest[..len]).iter().map(|b| char::from(*b)));
            } else {
                out.push(char::from(*first));
            }
            rest = &rest[len..];
        }
        out.push('@');
        out.push_str(self.domain()?);
        if self.vocabulary.holds(&letters(out.as_bytes())?) {
            return None;
        }
        self.set(Kindred::Net, &key, out.as_bytes());
        Some(out)
    }

    pub(super) fn url(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let text = std::str::from_utf8(value.fold).ok()?;
        let (scheme, rest) = text.find("://").map_or(("", text), |at| text.split_at(at + 3));
        // What runs into the scheme without a space, as a name may, is no part of it.
        let scheme = ["https://", "http://", "ftp://", "sftp://"]
            .into_iter()
            .find(|known| scheme.to_ascii_lowercase().ends_with(known))
            .unwrap_or_default();
        let www =
            if rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) { "www." } else { "" };
        let end = rest.find(['/', '?', '#', ':']);
        let path = end.is_some();
        // A host keeps its other name, whatever the page.
        let host = format!(" {}", &rest[..end.unwrap_or(rest.len())]).to_ascii_lowercase().into_bytes();
        let domain = match self.get(Kindred::Net, &host) {
            Some(domain) => String::from_utf8(domain.to_vec()).ok()?,
            None => {
                let domain = self.domain()?;
                self.set(Kindred::Net, &host, domain.as_bytes());
                domain.to_owned()
            }
        };
        let page = if path {
            let key = text.to_ascii_lowercase().into_bytes();
            let page = self.remembered(Kindred::Net, key, finder, |this| Some(this.alike(b"aaaa00")))?;
            format!("/{}", String::from_utf8(page).ok()?)
        } else {
            String::new()
        };
        Some(format!("{scheme}{www}{domain}{page}"))
    }

    pub(super) fn ip(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let text = std::str::from_utf8(value.fold).ok()?;
        let key = text.to_ascii_lowercase().into_bytes();
        let parts: Vec<&str> = text.split('.').collect();
        let hex = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_hexdigit());
        let made = if parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok()) {
            self.remembered(Kindred::Net, key, finder, |this| {
                Some(format!("{}.{}", this.draw.pick(NETS)?, 1 + this.draw.below(254)).into_bytes())
            })
        } else if text.split([':', '-']).count() == 6 && text.split([':', '-']).all(|part| hex(part, 2)) {
            // A hardware address of one's own making: the second bit of its first byte says so.
            self.remembered(Kindred::Net, key, finder, |this| {
                let hex: String =
                    (0..10).map(|_| char::from(b"0123456789abcdef"[this.draw.below(16)])).collect();
                let mut new = super::codes::pour(text.as_bytes(), format!("02{hex}").as_bytes());
                if text.bytes().any(|b| b.is_ascii_uppercase()) {
                    new.make_ascii_uppercase();
                }
                Some(new.into_bytes())
            })
        } else if text.bytes().filter(|b| *b == b':').count() >= 2
            && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b':')
        {
            self.remembered(Kindred::Net, key, finder, |this| {
                Some(
                    format!("{NET6}:{:x}::{:x}", this.draw.below(1 << 16), this.draw.below(1 << 16))
                        .into_bytes(),
                )
            })
        } else {
            None
        }?;
        String::from_utf8(made).ok()
    }
}
