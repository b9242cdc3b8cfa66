//! Scopes: what a token's words mean here. Whole words, never substrings, and nothing by default.
//!
//! Two kinds of word: plain ones are compared exactly; SMART ones (`system/DocumentReference.r`, SMART App Launch 2.2,
//! "Scopes for requesting FHIR Resources") are compared by what they allow, so that `system/*.cruds` and version 1's
//! `system/DocumentReference.read` satisfy a rule that asks for `system/DocumentReference.r`.

/// What a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Classify text, and list the models for it.
    Classify,
    /// See de-identified text with the places of what was removed.
    Deidentify,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 2] = [Self::Classify, Self::Deidentify];

    /// Its name, in the contract and in the 403's challenge.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Classify => "classify",
            Self::Deidentify => "deidentify",
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Classify => 1,
            Self::Deidentify => 2,
        }
    }
}

/// A set of scopes; empty at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes(u8);

impl Scopes {
    /// Whether it holds `scope`.
    #[must_use]
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// Its members, in the order of [`Scope::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.contains(*scope))
    }

    pub(crate) fn insert(&mut self, scope: Scope) {
        self.0 |= scope.bit();
    }
}

/// Which words of a token grant which scope.
#[derive(Clone, Debug)]
pub struct ScopeMap {
    rules: Vec<(Scope, Rule)>,
}

#[derive(Clone, Debug)]
enum Rule {
    Word(String),
    Smart { resource: String, allows: Allows },
}

impl Default for ScopeMap {
    /// Each scope is granted by its own name.
    fn default() -> Self {
        Self {
            rules: Scope::ALL.into_iter().map(|scope| (scope, Rule::Word(scope.name().to_owned()))).collect(),
        }
    }
}

impl ScopeMap {
    /// Reads `classify=classify,system/DocumentReference.r deidentify=deidentify`: entries apart by white space or `;`,
    /// words by commas. A scope without an entry is granted by nothing.
    ///
    /// # Errors
    /// What is wrong with each entry, without repeating it.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        let mut rules = Vec::new();
        let mut wrong = Vec::new();
        for entry in text.split(|c: char| c.is_whitespace() || c == ';').filter(|entry| !entry.is_empty()) {
            let Some((name, words)) = entry.split_once('=') else {
                wrong.push("has an entry that is not scope=word,word".to_owned());
                continue;
            };
            let Some(scope) = Scope::ALL.into_iter().find(|scope| scope.name() == name) else {
                wrong.push("has an entry for another scope than classify or deidentify".to_owned());
                continue;
            };
            for word in words.split(',') {
                match Rule::parse(word) {
                    Some(rule) => rules.push((scope, rule)),
                    None => wrong
                        .push(format!("has a word for {name} that is no scope, or not one that can be used")),
                }
            }
        }
        if wrong.is_empty() && rules.is_empty() {
            wrong.push("grants no scope at all".to_owned());
        }
        if wrong.is_empty() { Ok(Self { rules }) } else { Err(wrong) }
    }

    /// What a token's words grant together.
    pub(crate) fn granted<'a>(&self, words: impl Iterator<Item = &'a str>) -> Scopes {
        let mut granted = Scopes::default();
        for word in words {
            for (scope, rule) in &self.rules {
                if rule.satisfied_by(word) {
                    granted.insert(*scope);
                }
            }
        }
        granted
    }
}

impl Rule {
    fn parse(word: &str) -> Option<Self> {
        // RFC 6749 section 3.3: %x21 / %x23-5B / %x5D-7E.
        if word.is_empty()
            || !word.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
        {
            return None;
        }
        match word.strip_prefix("system/") {
            None => Some(Self::Word(word.to_owned())),
            Some(_) => {
                let (resource, allows) = smart(word)?;
                Some(Self::Smart { resource: resource.to_owned(), allows })
            }
        }
    }

    fn satisfied_by(&self, word: &str) -> bool {
        match self {
            Self::Word(rule) => rule == word,
            Self::Smart { resource, allows } => smart(word).is_some_and(|(token_resource, token_allows)| {
                (token_resource == resource || token_resource == "*") && token_allows.covers(*allows)
            }),
        }
    }
}

/// Create, read, update, delete, search: one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Allows(u8);

impl Allows {
    const LETTERS: &'static [u8; 5] = b"cruds";

    /// Version 1's words, or version 2's letters, each at most once and in this order only.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "*" => return Some(Self(0b11111)),
            "read" => return Some(Self(0b10010)),
            "write" => return Some(Self(0b01101)),
            _ => {}
        }
        let mut bits = 0;
        let mut next = 0;
        for letter in text.bytes() {
            let at = Self::LETTERS.iter().position(|known| *known == letter)?;
            if at < next {
                return None;
            }
            bits |= 1 << at;
            next = at + 1;
        }
        (bits != 0).then_some(Self(bits))
    }

    const fn covers(self, needed: Self) -> bool {
        self.0 & needed.0 == needed.0
    }
}

/// Takes `system/Resource.permissions` apart. `user/` and `patient/` scopes are about other data and other callers and
/// never count; one narrowed by a query (`?category=…`) allows less than its letters say and does not count either.
fn smart(word: &str) -> Option<(&str, Allows)> {
    let (resource, permissions) = word.strip_prefix("system/")?.split_once('.')?;
    let named = !resource.is_empty() && resource.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !named && resource != "*" {
        return None;
    }
    Some((resource, Allows::parse(permissions)?))
}

#[cfg(test)]
mod tests {
    use super::{Scope, ScopeMap};

    #[track_caller]
    fn check(map: &str, words: &str, expect: &[Scope]) {
        let map = ScopeMap::parse(map).unwrap();
        let granted: Vec<_> = map.granted(words.split(' ')).iter().collect();
        assert_eq!(granted, expect, "{words}");
    }

    #[test]
    fn row_19_words_are_whole_and_nothing_is_granted_by_default() {
        let map = "classify=classify deidentify=deidentify";
        check(map, "classify", &[Scope::Classify]);
        check(map, "openid classify deidentify", &Scope::ALL);
        for words in [
            "",
            "classify2",
            "declassify",
            "Classify",
            "CLASSIFY",
            "classify,deidentify",
            "classify\tx",
            "*",
            "class",
            "system/DocumentReference.r",
            "system/*.*",
        ] {
            check(map, words, &[]);
        }
        check("classify=classify", "deidentify", &[]);
        check("classify=notes;deidentify=notes,b=c", "notes", &Scope::ALL);
        check("classify=notes;deidentify=notes,b=c", "b=c", &[Scope::Deidentify]);
        check("classify=notes", "classify", &[]);
        let own_names = ScopeMap::default().granted(["classify"].into_iter());
        assert!(own_names.contains(Scope::Classify) && !own_names.contains(Scope::Deidentify));
    }

    #[test]
    fn row_19_smart_system_scopes_grant_by_what_they_allow() {
        let map = "classify=classify,system/DocumentReference.r";
        for word in [
            "system/DocumentReference.r",
            "system/DocumentReference.rs",
            "system/DocumentReference.cruds",
            "system/DocumentReference.read",
            "system/DocumentReference.*",
            "system/*.r",
            "system/*.read",
            "system/*.*",
        ] {
            check(map, word, &[Scope::Classify]);
        }
        for word in [
            "system/DocumentReference.s",
            "system/DocumentReference.write",
            "system/DocumentReference.cud",
            "system/DocumentReference.",
            "system/DocumentReference",
            "system/DocumentReference.sr",
            "system/DocumentReference.rr",
            "system/DocumentReference.reads",
            "system/documentreference.r",
            "system/DocumentReferences.r",
            "system/Document.r",
            "system/**.r",
            "system/.r",
            "system/*",
            "system/DocumentReference.rs?category=x",
            "patient/DocumentReference.r",
            "user/DocumentReference.r",
            "patient/*.*",
            "xsystem/DocumentReference.r",
            "System/DocumentReference.r",
            "system/DocumentReference.R",
        ] {
            check(map, word, &[]);
        }
    }

    #[test]
    fn mistakes_are_all_told_and_not_repeated() {
        for (text, count) in [
            ("", 1),
            ("classify", 1),
            ("admin=x", 1),
            ("classify=", 1),
            ("classify=a,,b", 1),
            ("classify=system/X.q", 1),
            ("classify=system/X.r?y=z", 1),
            ("classify=\"a\"", 1),
            ("admin=x classify= y", 3),
        ] {
            let wrong = ScopeMap::parse(text).unwrap_err();
            assert_eq!(wrong.len(), count, "{text}: {wrong:?}");
        }
    }
}
